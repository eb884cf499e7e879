import type {ASTNode} from '@marcbachmann/cel-js';
import {point} from '../model/interval.js';
import {Range} from './range.js';

/** Why a condition is refused. `offset` counts characters from its start. */
export interface Refusal {
	readonly ok: false;
	/** syntax: not CEL · fact: names no declared fact · type: operands do not fit · forbidden: CEL, but more than a condition may do. */
	readonly kind: 'syntax' | 'fact' | 'type' | 'forbidden';
	readonly message: string;
	readonly offset: number;
	/** The name that was not found, for a "did you mean". */
	readonly name?: string;
}

/** The facts that may be named. */
export interface Names {
	readonly declared: ReadonlySet<string>;
	/** Names that had to be spelled otherwise for the language, by that spelling. */
	readonly spelled: ReadonlyMap<string, string>;
}

/**
 * Walks a parsed condition before it is type-checked: every name must be a declared fact, and only comparisons, arithmetic,
 * logic, literals and a few string tests are let through, so that no condition can run long. Number literals become ranges.
 * Gives the facts that are named, sorted.
 */
export function inspect(root: ASTNode, names: Names): readonly string[] | Refusal {
	const facts = new Set<string>();
	const visit = (node: ASTNode): Refusal | undefined => {
		switch (node.op) {
			case 'value':
				if (typeof node.args === 'number' || typeof node.args === 'bigint') {
					// The library types a literal by its value; a range in its place makes `1`, `1.0` and a fact one type.
					Object.assign(node, {args: new Range(point(Number(node.args)))});
					return undefined;
				}
				if (typeof node.args === 'string' || typeof node.args === 'boolean') return undefined;
				return forbidden(node, 'only numbers, strings, true and false may stand here');
			case 'id':
			case '.': {
				const path = dotted(node);
				if (path === undefined) return forbidden(node, 'only facts have names with a dot');
				const name = names.spelled.get(path) ?? path;
				if (!names.declared.has(name)) return unknownFact(node, name, names);
				facts.add(name);
				return undefined;
			}
			case 'call':
				return known(node, node.args[0], node.args[1], names, facts);
			case 'rcall':
				if (!STRING_TESTS.has(node.args[0])) return forbidden(node, `.${node.args[0]}(…) is not available`);
				return first([node.args[1], ...node.args[2]], visit);
			case '!_':
			case '-_':
				return visit(node.args);
			case '%':
			case 'map':
			case '[]':
			case '[?]':
			case '.?':
				return forbidden(node, `${SPOKEN[node.op]} are not available`);
			default:
				// Macros such as exists() arrive as operators that the library's types do not list.
				return OPERATORS.has(node.op) ? first(node.args, visit) : forbidden(node, 'loops over lists are not available');
		}
	};
	return visit(root) ?? [...facts].sort();
}

/** Tells a refusal from the list of facts. */
export function isRefusal(found: readonly string[] | Refusal): found is Refusal {
	return 'ok' in found;
}

const OPERATORS: ReadonlySet<string> = new Set(
	['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', 'in', '&&', '||', '?:', 'list'], // prettier-ignore
);
// Regular expressions stay out: they can backtrack for ever.
const STRING_TESTS: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith']);
const SPOKEN = {'%': 'remainders', map: 'maps', '[]': 'indexes', '[?]': 'indexes', '.?': 'optional fields'} as const;

function known(
	node: ASTNode,
	name: string,
	args: readonly ASTNode[],
	names: Names,
	facts: Set<string>,
): Refusal | undefined {
	const [subject] = args;
	if (name !== 'known') return forbidden(node, `${name}(…) is not available`);
	if (args.length !== 1 || subject?.op !== 'value' || typeof subject.args !== 'string') {
		return forbidden(node, 'known takes the name of one fact in quotes, as in known("disk.size")');
	}
	if (!names.declared.has(subject.args)) return unknownFact(subject, subject.args, names);
	facts.add(subject.args);
	return undefined;
}

function dotted(node: ASTNode): string | undefined {
	if (node.op === 'id') return node.args;
	if (node.op !== '.') return undefined;
	const left = dotted(node.args[0]);
	return left === undefined ? undefined : `${left}.${node.args[1]}`;
}

function unknownFact(node: ASTNode, name: string, names: Names): Refusal {
	const isGroup = [...names.declared].some((declared) => declared.startsWith(`${name}.`));
	const message = isGroup ? `${name} is a group of facts, not a fact.` : `There is no fact named ${name}.`;
	return {ok: false, kind: 'fact', message, offset: start(node), name};
}

function forbidden(node: ASTNode, message: string): Refusal {
	return {ok: false, kind: 'forbidden', message: `In a condition ${message}.`, offset: start(node)};
}

// The position of `a.b` is that of its dot; a reader looks for its first letter.
function start(node: ASTNode): number {
	return node.op === '.' ? start(node.args[0]) : node.start;
}

function first(nodes: readonly ASTNode[], visit: (node: ASTNode) => Refusal | undefined): Refusal | undefined {
	for (const node of nodes) {
		const refusal = visit(node);
		if (refusal) return refusal;
	}
	return undefined;
}
