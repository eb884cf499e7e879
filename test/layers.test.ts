import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {builtinModules} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = path.join(ROOT, 'src');
const MOST_LINES = 300;

/** What each layer may import besides itself: other layers, packages, and Node. */
const LAYERS: Readonly<Record<string, Rule>> = {
	model: {layers: [], packages: [], node: false},
	job: {layers: ['model'], packages: [], node: false},
	readers: {layers: ['model', 'job'], packages: ['pprof-format'], node: false},
	program: {layers: ['model'], packages: [], node: false},
	analysis: {layers: ['model', 'program'], packages: [], node: false},
	engine: {layers: ['model'], packages: ['@marcbachmann/cel-js'], node: false},
	plan: {layers: ['model', 'engine', 'program', 'job'], packages: [], node: false},
	playbook: {layers: ['model', 'engine'], packages: ['yaml', 'zod', 'marked'], node: false},
	report: {layers: ['model'], packages: ['zod'], node: false},
	// The store hands what it reads to the readers piece by piece, so that no log is ever held whole; texts of programs become
	// programs at once, for the same reason.
	store: {
		layers: ['model', 'readers', 'program', 'engine', 'playbook'],
		packages: ['yaml', 'env-paths', 'pprof-format', 'zod'],
		node: true,
	},
	ui: {
		layers: ['model', 'engine', 'analysis', 'plan', 'report'],
		packages: ['ink', 'react', 'ink-select-input', 'ink-text-input', '@leeoniya/ufuzzy', 'string-width', 'wrap-ansi'],
		node: true,
	},
};

/** Modules of Node that reach files, processes or the network: only store and cli may use them. */
const OUTSIDE: ReadonlySet<string> = new Set([
	'fs',
	'fs/promises',
	'child_process',
	'net',
	'http',
	'https',
	'worker_threads',
	'os',
]);

/** The screen and the keyboard are devices that are opened and written like files; a pause counts by how busy the machine is. */
const TERMINAL = /^ui\/terminal\/(?:\S+ fs|quiet\.ts os)$/;

const pure = Object.entries(LAYERS)
	.filter(([, rule]) => !rule.node)
	.map(([layer]) => layer);
const folders = readdirSync(SRC, {recursive: true, withFileTypes: true}).filter((entry) => entry.isDirectory());
const sources = readdirSync(SRC, {recursive: true, encoding: 'utf8'})
	.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
	.map((name) => ({name: name.split(path.sep).join('/'), text: readFileSync(path.join(SRC, name), 'utf8')}));

interface Rule {
	readonly layers: readonly string[];
	readonly packages: readonly string[];
	readonly node: boolean;
}

describe('the layers', () => {
	it('are those of the table, and cli, which may import everything', () => {
		const found = readdirSync(SRC, {withFileTypes: true}).filter((entry) => entry.isDirectory());
		expect(found.map((entry) => entry.name).sort()).toEqual([...Object.keys(LAYERS), 'cli'].sort());
	});

	it.each(Object.entries(LAYERS))('%s imports only what it may', (layer, rule) => {
		const wrong = sources
			.filter(({name}) => name.startsWith(`${layer}/`))
			.flatMap(({name, text}) => importsOf(text).map((specifier) => ({name, specifier})))
			.filter(({name, specifier}) => !isAllowed(layer, rule, name, specifier))
			.map(({name, specifier}) => `${name} imports ${specifier}`);
		expect(wrong).toEqual([]);
	});

	it('that are pure have neither clock, randomness nor console', () => {
		const impure = /\b(?:Date\.now|new Date\(\)|performance\.now|Math\.random|crypto\.|console\.|setTimeout|process\.)/;
		const wrong = sources.filter(
			({name, text}) => pure.some((layer) => name.startsWith(`${layer}/`)) && impure.test(code(text)),
		);
		expect(wrong.map(({name}) => name)).toEqual([]);
	});

	it('that are pure are those of tsconfig.pure.json, which scripts/typecheck.mjs checks without the types of Node', () => {
		const config = JSON.parse(readFileSync(path.join(ROOT, 'tsconfig.pure.json'), 'utf8')) as {
			include: string[];
			compilerOptions: {lib: string[]; types: string[]};
		};
		expect(config.include.toSorted()).toEqual(pure.map((layer) => `src/${layer}`).toSorted());
		expect(config.compilerOptions).toMatchObject({lib: ['ES2023'], types: []});
		expect(readFileSync(path.join(ROOT, 'scripts', 'typecheck.mjs'), 'utf8')).toContain("'tsconfig.pure.json'");
	});
});

describe('each folder of src', () => {
	it.each(readdirSync(SRC))('%s has a README', (folder) => {
		expect(existsSync(path.join(SRC, folder, 'README.md'))).toBe(true);
	});

	it('a README names every file of its folder', () => {
		const readmes = readdirSync(SRC, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('README.md'));
		const unnamed = readmes.flatMap((file) => {
			const folder = path.join(SRC, path.dirname(file));
			const text = readFileSync(path.join(SRC, file), 'utf8');
			const files = readdirSync(folder).filter((name) => /\.(?:tsx?|py|json)$/.test(name));
			const named = (name: string): boolean => text.includes(name) || text.includes(name.replace(/\..*/, ''));
			return files.filter((name) => !named(name)).map((name) => path.join(path.dirname(file), name));
		});
		expect(unnamed).toEqual([]);
	});

	it('holds files and is not empty', () => {
		const empty = folders.filter((folder) => readdirSync(path.join(folder.parentPath, folder.name)).length === 0);
		expect(empty.map(({name}) => name)).toEqual([]);
	});
});

describe('each file', () => {
	const checked = ['src', 'test', 'scripts', 'bench'].flatMap((part) =>
		readdirSync(path.join(ROOT, part), {recursive: true, encoding: 'utf8'})
			.filter((name) => /\.(?:tsx?|mjs)$/.test(name) && !/fixtures/.test(name))
			.map((name) => `${part}/${name.split(path.sep).join('/')}`),
	);

	it(`has at most ${MOST_LINES} lines, or says in its head why it is long`, () => {
		const long = checked.filter((name) => {
			const text = readFileSync(path.join(ROOT, name), 'utf8');
			const head = text.split('\n', 10).join('\n');
			return text.split('\n').length - 1 > MOST_LINES && !/^\/\/ Long because: \S/m.test(head);
		});
		expect(long).toEqual([]);
	});

	it('is named for what it holds', () => {
		expect(checked.filter((name) => /(?:^|\/)(?:utils?|helpers?|common|misc|types)\.[a-z]+$/.test(name))).toEqual([]);
	});
});

function isAllowed(layer: string, rule: Rule, file: string, specifier: string): boolean {
	if (specifier.startsWith('.')) {
		const [target = ''] = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)).split('/');
		return target === layer || rule.layers.includes(target);
	}
	const builtin = specifier.replace(/^node:/, '');
	if (builtinModules.includes(builtin)) {
		return rule.node && (!OUTSIDE.has(builtin) || layer === 'store' || TERMINAL.test(`${file} ${builtin}`));
	}
	return rule.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

function importsOf(text: string): readonly string[] {
	const statements = /^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
	return [...code(text).matchAll(statements)].map(([, from, bare, lazy]) => from ?? bare ?? lazy ?? '');
}

// Without comments: a comment may speak of what code may not do.
function code(text: string): string {
	return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
