// Compiles flows and content into dist/playbook.json, keeps their texts in dist/playbook-files.json for what a team lays over them,
// and writes the sample crashes to dist/samples.json, drills and tour to dist/drills.json. A complaint fails the build;
// with XLA_TRIAGE_SOFT=1 complaints are printed and what is usable is written, for authors in the middle of their work.
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {parse as parseYaml} from 'yaml';

/** Writes the playbook of the project at `root` (a URL) to its dist folder, and gives it. */
export async function compile(root) {
	const folder = fileURLToPath(root);
	const code = await loadPlaybookCode(root);
	const {parsePlaybook, printComplaint, playbookFiles, editionOf} = code;
	const {files, complaints: refused} = await playbookFiles(folder);
	const soft = Boolean(process.env.XLA_TRIAGE_SOFT);
	const parsed = parsePlaybook(files, {edition: editionOf(files), soft});
	const complaints = [...refused, ...parsed.complaints];
	const playbook = refused.length > 0 && !soft ? undefined : parsed.playbook;
	for (const complaint of complaints) process.stderr.write(`${printComplaint(complaint)}\n`);
	if (complaints.length > 0) process.stderr.write(`${complaints.length} complaints about flows and content\n`);
	if (!playbook) {
		process.stderr.write('The playbook was refused and nothing is built. XLA_TRIAGE_SOFT=1 builds what is usable.\n');
		process.exit(1);
	}
	await mkdir(path.join(folder, 'dist'), {recursive: true});
	await writeFile(path.join(folder, 'dist', 'playbook.json'), JSON.stringify(playbook));
	await writeFile(path.join(folder, 'dist', 'playbook-files.json'), JSON.stringify(files));
	await writeFile(path.join(folder, 'dist', 'samples.json'), JSON.stringify(await samples(folder, soft)));
	await writeFile(path.join(folder, 'dist', 'drills.json'), JSON.stringify(await course(folder, playbook, code, soft)));
	return playbook;
}

// Drills and the tour lie in their own file: a diagnosis never loads them.
async function course(folder, playbook, {parseCourse, courseFiles, printComplaint, TOOL_FACTS}, soft) {
	const pages = new Set([...playbook.pages.map(({id}) => id), ...playbook.remedies.map(({id}) => `remedies/${id}`)]);
	const facts = [...playbook.facts, ...TOOL_FACTS];
	const {course, complaints} = parseCourse(await courseFiles(folder), {facts, pages});
	for (const complaint of complaints) process.stderr.write(`${printComplaint(complaint)}\n`);
	if (complaints.length > 0 && !soft) {
		process.stderr.write(`${complaints.length} complaints about drills: nothing is built.\n`);
		process.exit(1);
	}
	return course;
}

/** The linter and what it has to know. The sources are TypeScript: they are bundled to a module that lives as long as this process. */
export async function loadPlaybookCode(root) {
	const scratch = await mkdtemp(path.join(tmpdir(), 'xla-triage-build-'));
	try {
		const contents = [
			"export * from './src/playbook/index.ts';",
			"export {playJsonSchema} from './src/cli/plays/play-file.ts';",
			"export {parseCourse} from './src/playbook/drills.ts';",
			"export {TOOL_FACTS} from './src/plan/practice/index.ts';",
			"export {courseFiles} from './src/store/course-files.ts';",
			"export {editionOf, playbookFiles} from './src/store/playbook-files.ts';",
		].join('\n');
		const outfile = path.join(scratch, 'playbook.cjs');
		const stdin = {contents, resolveDir: fileURLToPath(root), loader: 'ts'};
		await build({stdin, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning'});
		return (await import(pathToFileURL(outfile).href)).default;
	} finally {
		await rm(scratch, {recursive: true, force: true});
	}
}

// Sample crashes with their words, in the order that the wizard offers them.
async function samples(folder, soft) {
	const place = path.join(folder, 'content', 'samples');
	const list = path.join(place, 'samples.yaml');
	if (soft && !existsSync(list)) return [];
	const {samples: listed} = parseYaml(await readFile(list, 'utf8'));
	return Promise.all(
		listed.map(async ({file, ...about}) => ({
			...about,
			name: file,
			text: await readFile(path.join(place, file), 'utf8'),
		})),
	);
}
