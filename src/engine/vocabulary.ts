import {Environment} from '@marcbachmann/cel-js';
import type {Fact, FactDeclaration} from '../model/fact.js';
import {resolve} from '../model/fact.js';
import {NUMBER, Range, registerRange, UNDECIDED} from './range.js';

/** Where the values of facts are looked up while one condition is evaluated, and which were asked for. */
export interface Lookup {
	values: ReadonlyMap<string, unknown>;
	readonly found: Set<string>;
	readonly missing: Set<string>;
}

/** Declared facts, made known to the expression language. */
export interface Vocabulary {
	readonly environment: Environment;
	/** What an expression is evaluated over: its properties read from the lookup. */
	readonly context: object;
	readonly lookup: Lookup;
	/** Spells names that the language has taken (`loop.seen`, `list.known`) so that it takes them; every character keeps its place. */
	readonly spell: (source: string) => string;
}

/** Builds the language's environment: each dotted prefix becomes a record with typed fields, so that a misspelt fact is a type error. */
export function createVocabulary(declarations: readonly FactDeclaration[]): Vocabulary {
	const lookup: Lookup = {values: new Map(), found: new Set(), missing: new Set()};
	const environment = new Environment({limits: LIMITS});
	registerRange(environment);
	environment.registerFunction('known(string): bool', (name: string) => {
		const isKnown = lookup.values.has(name);
		if (isKnown) lookup.found.add(name);
		return isKnown;
	});
	const root: Tree = new Map();
	for (const declaration of declarations) plant(root, declaration);
	const context = {};
	const taken = [...root.keys()].filter((name) => RESERVED.has(name) || environment.hasVariable(name));
	for (const [name, branch] of root) {
		const spelt = taken.includes(name) ? spelling(name) : name;
		environment.registerVariable(spelt, typeName(environment, branch, name, lookup));
		Object.defineProperty(context, spelt, {get: () => read(branch, name, lookup)});
	}
	return {environment, context, lookup, spell: (source) => respell(source, taken)};
}

/** The values that conditions see: for each name that of the fact that counts. */
export function valuesOf(
	facts: readonly Fact[],
	declared: ReadonlyMap<string, FactDeclaration>,
): ReadonlyMap<string, unknown> {
	const values = new Map<string, unknown>();
	for (const [name, fact] of resolve(facts)) {
		const kind = declared.get(name)?.kind;
		if (kind === undefined) continue;
		if (celType(kind) !== celType(fact.value.kind)) {
			throw new Error(`Fact ${name} is declared as ${kind} and given as ${fact.value.kind}.`);
		}
		values.set(name, valueOf(fact));
	}
	return values;
}

const LIMITS = {maxAstNodes: 500, maxDepth: 40, maxListElements: 50, maxMapEntries: 0, maxCallArguments: 4};

// Words that CEL reserves and a fact may still want; names of its types (`list`) are asked of the library.
const RESERVED: ReadonlySet<string> = new Set(
	['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'], // prettier-ignore
);

/** What a dotted prefix stands for. */
class FactGroup {
	readonly path: string;

	constructor(path: string) {
		this.path = path;
	}
}

type Tree = Map<string, Branch>;
type Branch = {readonly leaf: FactDeclaration} | {record?: FactGroup; readonly fields: Tree};

function plant(root: Tree, declaration: FactDeclaration): void {
	const names = declaration.name.split('.');
	let tree = root;
	for (const [depth, name] of names.entries()) {
		const known = tree.get(name);
		const isLast = depth === names.length - 1;
		if (known && (isLast || 'leaf' in known)) {
			throw new Error(`Fact ${declaration.name} is declared twice, or both as a fact and as a group.`);
		}
		if (isLast) {
			tree.set(name, {leaf: declaration});
			return;
		}
		const branch = known ?? {fields: new Map()};
		tree.set(name, branch);
		if ('fields' in branch) tree = branch.fields;
	}
}

// Registers the records from the innermost outwards: a record's type must exist before a field may have it. The library knows
// the type of a value by its constructor, so each record has its own class.
function typeName(environment: Environment, branch: Branch, path: string, lookup: Lookup): string {
	if ('leaf' in branch) return celType(branch.leaf.kind);
	const RecordClass = class extends FactGroup {};
	const types: Record<string, string> = {};
	for (const [name, field] of branch.fields) {
		types[name] = typeName(environment, field, `${path}.${name}`, lookup);
		Object.defineProperty(RecordClass.prototype, name, {get: () => read(field, `${path}.${name}`, lookup)});
	}
	branch.record = new RecordClass(path);
	const type = `facts_${path.replaceAll('.', '_')}`;
	environment.registerType(type, {ctor: RecordClass, fields: types});
	return type;
}

function read(branch: Branch, name: string, lookup: Lookup): unknown {
	if ('fields' in branch) return branch.record;
	const value = lookup.values.get(name);
	(value === undefined ? lookup.missing : lookup.found).add(name);
	// The library would make an error for each missing fact, with a picture of the place: most of the time of a diagnosis.
	if (value === undefined) throw UNDECIDED;
	return value;
}

function celType(kind: FactDeclaration['kind']): string {
	return {size: NUMBER, number: NUMBER, text: 'string', truth: 'bool'}[kind];
}

function valueOf(fact: Fact): unknown {
	switch (fact.value.kind) {
		case 'size':
			return new Range(fact.value.bytes);
		case 'number':
			return new Range(fact.value.range);
		case 'text':
			return fact.value.text;
		case 'truth':
			return fact.value.holds;
	}
}

function spelling(name: string): string {
	return `${name.slice(0, -1)}_`;
}

function respell(source: string, taken: readonly string[]): string {
	if (taken.length === 0) return source;
	const names = new RegExp(
		`"(?:[^"\\\\]|\\\\.)*(?:"|$)|'(?:[^'\\\\]|\\\\.)*(?:'|$)|(?<![\\w.])(?:${taken.join('|')})(?!\\w)`,
		'g',
	);
	return source.replace(names, (found) => (/^["']/.test(found) ? found : spelling(found)));
}
