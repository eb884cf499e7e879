// Builds dist/cli.mjs: one bundled ESM entry with lazily loaded chunks, the compiled playbook beside it.
import {existsSync} from 'node:fs';
import {chmod, mkdir, readFile, rename, rm} from 'node:fs/promises';
import {build} from 'esbuild';

const root = new URL('..', import.meta.url);
const version = JSON.parse(await readFile(new URL('package.json', root), 'utf8')).version;

// Ink as it is published costs 250 ms at the first frame that a wizard does not need. Three rules take them away:
// no react-devtools (a stub that is asked for crashes, so isDev is never true), and yoga must not touch fetch(),
// because that makes Node load its HTTP client.
const slimInk = {
	name: 'slim-ink',
	setup(bundle) {
		bundle.onResolve({filter: /^(?:react-devtools-core|ws)$/}, (a) => ({path: a.path, namespace: 'empty'}));
		bundle.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {}', loader: 'js'}));
		bundle.onLoad({filter: /[\\/]ink[\\/]build[\\/]utils\.js$/}, () => ({
			contents: 'export const isDev = () => false;',
			loader: 'js',
		}));
		bundle.onLoad({filter: /[\\/]yoga-wasm-base64-esm\.js$/}, async (a) => ({
			contents: `const fetch = undefined;\n${await readFile(a.path, 'utf8')}`,
			loader: 'js',
		}));
	},
};

const shared = {
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	jsx: 'automatic',
	minify: true,
	legalComments: 'linked',
	plugins: [slimInk],
	define: {'process.env.NODE_ENV': '"production"', XLA_TRIAGE_VERSION: JSON.stringify(version)},
	banner: {
		js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
	},
	absWorkingDir: new URL('.', root).pathname,
	logLevel: 'warning',
};

// The build that works stays until the new one does.
const dist = new URL('dist', root);
const kept = new URL('dist.kept', root);
await rm(kept, {recursive: true, force: true});
if (existsSync(dist)) await rename(dist, kept);
try {
	await mkdir(dist);
	await (await import('./playbook.mjs')).compile(root, shared);
	await build({
		...shared,
		entryPoints: {cli: 'src/cli/main.ts'},
		outdir: 'dist',
		splitting: true,
		outExtension: {'.js': '.mjs'},
	});
	await chmod(new URL('dist/cli.mjs', root), 0o755);
} catch (error) {
	await rm(dist, {recursive: true, force: true});
	if (existsSync(kept)) await rename(kept, dist);
	// The bundler has told its own errors already.
	if (!Array.isArray(error.errors)) process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
await rm(kept, {recursive: true, force: true});
