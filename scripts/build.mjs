// Builds dist/cli.mjs: one bundled ESM entry with lazily loaded chunks, the compiled playbook beside it.
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, copyFile, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {shared} from './bundle.mjs';
import {merge} from './merge.mjs';
import {bundledPackages, notice} from './notice.mjs';

const root = new URL('..', import.meta.url);
// The build that works stays until the new one does.
const dist = new URL('dist', root);
const kept = new URL('dist.kept', root);
await rm(kept, {recursive: true, force: true});
if (existsSync(dist)) await rename(dist, kept);
try {
	await mkdir(dist);
	const {edition} = await (await import('./playbook.mjs')).compile(root, shared);
	const {metafile} = await build({
		...shared,
		define: {...shared.define, XLA_TRIAGE_PLAYBOOK: JSON.stringify(edition)},
		metafile: true,
		entryPoints: {cli: 'src/cli/start.ts', 'fleet-worker': 'src/cli/fleet/worker.ts', library: 'src/cli/library.ts'},
		outdir: 'dist',
		splitting: true,
		outExtension: {'.js': '.mjs'},
	});
	await merge(dist.pathname, metafile.outputs);
	// Scripts that are written for users, read by src/cli/probe.
	for (const script of ['step.py', 'recompile.py', 'jax_module.py'])
		await copyFile(new URL(`src/cli/probe/${script}`, root), new URL(`dist/${script}`, root));
	const packages = bundledPackages(metafile.inputs, fileURLToPath(root));
	await writeFile(new URL('dist/NOTICE', root), notice(packages));
	await declarations(['library', 'library-types']);
	await chmod(new URL('dist/cli.mjs', root), 0o755);
} catch (error) {
	await rm(dist, {recursive: true, force: true});
	if (existsSync(kept)) await rename(kept, dist);
	// The bundler has told its own errors already.
	if (!Array.isArray(error.errors)) process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
await rm(kept, {recursive: true, force: true});

/** The types of the library: each file stands alone, so that it is enough to look at one at a time. */
async function declarations(names) {
	const options =
		'--declaration --emitDeclarationOnly --isolatedDeclarations --noCheck --noResolve --ignoreConfig'.split(' ');
	const language = ['--target', 'ES2023', '--module', 'NodeNext', '--types', ''];
	const files = names.map((name) => `src/cli/${name}.ts`);
	const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
	await promisify(execFile)(process.execPath, [tsc, ...options, ...language, '--outDir', 'dist', ...files], {
		cwd: fileURLToPath(root),
	});
}
