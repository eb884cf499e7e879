// How everything that runs is bundled: the program, and what is measured beside it.
import {spawnSync} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {rememberRows} from './ink-rows.mjs';
import {lazyBuiltins} from './lazy-builtins.mjs';

const root = new URL('..', import.meta.url);
const version = JSON.parse(await readFile(new URL('package.json', root), 'utf8')).version;

/** The package widest-line, with widths remembered. */
const WIDEST_LINE = `
import stringWidth from 'string-width';
let known = new Map();
export default function widestLine(text) {
	let widest = known.get(text);
	if (widest === undefined) {
		widest = Math.max(...text.split('\\n').map((line) => stringWidth(line)));
		if (known.size > 2000) known = new Map();
		known.set(text, widest);
	}
	return widest;
}
`;

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
		bundle.onLoad({filter: /[\\/]ink[\\/]build[\\/]output\.js$/}, async (a) => ({
			contents: rememberRows(await readFile(a.path, 'utf8')),
			loader: 'js',
		}));
		// Ink measures every text of every frame again, which was a quarter of what a key costs.
		bundle.onLoad({filter: /[\\/]widest-line[\\/]index\.js$/}, () => ({
			contents: WIDEST_LINE,
			loader: 'js',
			resolveDir: fileURLToPath(new URL('node_modules/widest-line', root)),
		}));
		bundle.onLoad({filter: /[\\/]yoga-wasm-base64-esm\.js$/}, async (a) => ({
			contents: `const fetch = undefined;\n${await readFile(a.path, 'utf8')}`,
			loader: 'js',
		}));
	},
};

export const shared = {
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	jsx: 'automatic',
	minify: true,
	legalComments: 'none', // scripts/notice.mjs writes the licences of all packages
	plugins: [slimInk, lazyBuiltins],
	define: {
		'process.env.NODE_ENV': '"production"',
		XLA_TRIAGE_VERSION: JSON.stringify(version),
		XLA_TRIAGE_BUILD: JSON.stringify(commit()),
		XLA_TRIAGE_PLAYBOOK: '"none"', // the build puts in the edition that it compiled
	},
	banner: {
		js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
	},
	absWorkingDir: new URL('.', root).pathname,
	logLevel: 'warning',
};

/** The commit that is built, or a word where there is none. */
function commit() {
	const {stdout, status} = spawnSync('git', ['rev-parse', '--short=10', 'HEAD'], {cwd: root, encoding: 'utf8'});
	return status === 0 ? stdout.trim() : 'unknown';
}
