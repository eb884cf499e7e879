// Modules of Node that most commands do not need and that cost milliseconds each at the start are loaded at the first call of one
// of their functions. It works for functions only: a module whose classes or promisified functions are used does not belong here.
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);

/** The modules, and who may have them late: src promisifies functions of child_process, commander does not. */
const LATE = {'node:crypto': /./, 'node:zlib': /./, 'node:child_process': /[\\/]commander[\\/]/, 'node:process': /./};

export const lazyBuiltins = {
	name: 'lazy-builtins',
	setup(bundle) {
		bundle.onResolve({filter: /^node:/}, ({path, importer}) =>
			LATE[path]?.test(importer) ? {path, namespace: 'lazy-builtin', sideEffects: false} : undefined,
		);
		bundle.onLoad({filter: /.*/, namespace: 'lazy-builtin'}, ({path}) => ({contents: late(path), loader: 'js'}));
	},
};

/** A module whose functions pass their calls on. `node:process` is the global, which is there without a module. */
function late(path) {
	if (path === 'node:process') return 'module.exports = process;';
	const properties = Object.entries(Object.getOwnPropertyDescriptors(require(path)));
	const names = properties.filter(([name, {value}]) => /^[a-z]\w*$/.test(name) && typeof value === 'function');
	const load = `const load = () => process.getBuiltinModule(${JSON.stringify(path)});`;
	const functions = names.map(([name]) => `export function ${name}(...given) { return load().${name}(...given); }`);
	return [load, ...functions].join('\n');
}
