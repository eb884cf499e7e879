// Fewer files on the way to the first screen. Splitting makes a file for every set of commands that share something: thirty of them
// before the wizard's first frame, and finding, reading and compiling each costs more than what is in it. Those that the wizard and
// `diagnose` load anyway are put together after the build; everything else is left as it is.
import {readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';

const IMPORTS = /(import|export)\s*\{([^}]*)\}\s*from\s*"\.\/([\w.-]+\.mjs)"|import\s*"\.\/([\w.-]+\.mjs)"/g;

/** Puts files of `folder` together. `outputs` are those of esbuild's metafile. */
export async function merge(folder, outputs) {
	const files = new Map(Object.entries(outputs).map(([file, made]) => [path.basename(file), made]));
	const nameOf = (source) => [...files].find(([, {entryPoint}]) => entryPoint === source)?.[0] ?? fail(`no ${source}`);
	const [cli, wizard, diagnose] = ['main', 'commands/wizard', 'commands/diagnose'].map((name) =>
		nameOf(`src/cli/${name}.ts`),
	);
	const common = without(reach(files, cli), [cli]);
	const ofWizard = without(reach(files, wizard), common);
	const ofDiagnose = without(reach(files, diagnose), common);
	const core = ofWizard.filter((file) => ofDiagnose.includes(file) && file !== diagnose);
	const groups = [
		{name: 'common.mjs', members: common},
		{name: 'core.mjs', members: core},
		{name: wizard, members: without(ofWizard, [...core, diagnose])},
	].filter(({members}) => members.length > 1);
	/** Where a file has gone, and what is before its exports there. */
	const moved = new Map(
		groups.flatMap(({name, members}) =>
			members.map((file, at) => [file, {name, prefix: file === name ? '' : `m${at}_`}]),
		),
	);
	const texts = await Promise.all(groups.map((group) => together(folder, group, moved, files)));
	for (const file of moved.keys()) await rm(path.join(folder, file));
	for (const [at, {name}] of groups.entries())
		await writeFile(path.join(folder, name), redirect(texts[at], moved, name));
	for (const file of files.keys()) {
		if (!file.endsWith('.mjs') || moved.has(file)) continue;
		const text = await readFile(path.join(folder, file), 'utf8');
		await writeFile(path.join(folder, file), redirect(text, moved, file));
	}
}

/** The text of one file for all members. Imports of files outside stay as they are. */
async function together(folder, {name, members}, moved, files) {
	const entry = members
		.filter((file) => files.get(file).exports.length > 0)
		.map((file) => {
			const {prefix} = moved.get(file);
			return `export {${files
				.get(file)
				.exports.map((one) => `${one} as ${prefix}${one}`)
				.join(', ')}} from './${file}';`;
		});
	const inside = {
		name: 'inside',
		setup(bundle) {
			bundle.onResolve({filter: /^\.\//}, ({path: file, kind}) =>
				kind !== 'dynamic-import' && members.includes(file.slice(2)) ? undefined : {path: file, external: true},
			);
		},
	};
	const built = await build({
		stdin: {contents: members.map((file) => `import './${file}';`).join('') + entry.join(''), resolveDir: folder},
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		minify: true,
		legalComments: 'none',
		plugins: [inside],
		write: false,
		logLevel: 'warning',
	});
	return built.outputFiles[0]?.text ?? fail(`nothing became ${name}`);
}

/** The same text with its imports leading to where files have gone. */
function redirect(text, moved, self) {
	const led = text.replace(IMPORTS, (whole, word, names, from, bare) => {
		const to = moved.get(from ?? bare);
		if (!to) return whole;
		if (bare !== undefined) return `import"./${to.name}"`;
		const renamed = names.split(',').map((one) => {
			const [name, as] = one.trim().split(/\s+as\s+/);
			return `${to.prefix}${name} as ${as ?? name}`;
		});
		return `${word}{${renamed.join(',')}}from"./${to.name}"`;
	});
	for (const file of moved.keys())
		if (led.includes(`"./${file}"`) && moved.get(file).name !== file) fail(`${self} still needs ${file}`);
	return led;
}

/** Everything that a file imports at once, and itself. */
function reach(files, from) {
	const seen = new Set();
	const walk = (file) => {
		if (seen.has(file)) return;
		seen.add(file);
		for (const one of files.get(file).imports)
			if (one.kind === 'import-statement' && !one.external) walk(path.basename(one.path));
	};
	walk(from);
	return [...seen];
}

function without(files, others) {
	return files.filter((file) => !others.includes(file));
}

function fail(message) {
	throw new Error(`Files cannot be put together: ${message}.`);
}
