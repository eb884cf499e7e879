import type {ParseResult} from '@marcbachmann/cel-js';
import {ParseError} from '@marcbachmann/cel-js';
import type {Fact, FactDeclaration} from '../model/fact.js';
import type {Interval} from '../model/interval.js';
import type {Refusal} from './expression.js';
import {inspect, isRefusal} from './expression.js';
import {Range, UNDECIDED} from './range.js';
import {createVocabulary, valuesOf} from './vocabulary.js';

/** A condition is true, false, or left open by what is known. A missing fact is unknown, never false. */
export type Truth = boolean | 'unknown';

/** What a check finds: the type of the expression and the facts it names, or why it is refused. */
export type Check = {readonly ok: true; readonly type: string; readonly facts: readonly string[]} | Refusal;

/** How an evaluation came out, and what it rested on. */
export interface Decision {
	readonly truth: Truth;
	/** Known facts that were looked at, sorted. */
	readonly facts: readonly string[];
	/** Facts that were looked for and not found, sorted. */
	readonly missing: readonly string[];
}

/** Conditions over declared facts. Sources that do not pass `check` make the others throw: a playbook is checked before it is used. */
export interface Conditions {
	readonly declared: ReadonlyMap<string, FactDeclaration>;
	check(source: string): Check;
	evaluate(source: string, facts: readonly Fact[]): Truth;
	/** As `evaluate`, with the facts that were looked at. */
	decide(source: string, facts: readonly Fact[]): Decision;
	/** The value of an arithmetic expression as a range; unknown if a fact is missing or a divisor may be zero. */
	number(source: string, facts: readonly Fact[]): Interval | 'unknown';
}

/** Longest condition, in characters: what is longer is not for people to read. */
export const MAX_CONDITION = 1000;

const made = new WeakMap<readonly FactDeclaration[], Conditions>();

/** The conditions over the facts declared, made once for each list. Throws if a name is declared twice. */
export function createConditions(declarations: readonly FactDeclaration[]): Conditions {
	const known = made.get(declarations);
	if (known) return known;
	const conditions = makeConditions(declarations);
	made.set(declarations, conditions);
	return conditions;
}

function makeConditions(declarations: readonly FactDeclaration[]): Conditions {
	const vocabulary = createVocabulary(declarations);
	const {environment, context, lookup} = vocabulary;
	const declared = new Map(declarations.map((declaration) => [declaration.name, declaration]));
	const names = {
		declared: new Set(declared.keys()),
		spelled: new Map([...declared.keys()].map((name) => [vocabulary.spell(name), name])),
	};
	const compiled = new Map<string, Compiled | Refusal>();
	// Walks and remedies ask the same conditions about the same facts again and again.
	const seen = new WeakMap<readonly Fact[], Seen>();

	function compile(source: string): Compiled | Refusal {
		let result = compiled.get(source);
		if (!result) compiled.set(source, (result = parse(source)));
		return result;
	}

	function parse(source: string): Compiled | Refusal {
		if (source.length > MAX_CONDITION) {
			const message = `A condition has at most ${MAX_CONDITION} characters; this one has ${source.length}.`;
			return {ok: false, kind: 'forbidden', message, offset: 0};
		}
		let parsed: ParseResult;
		try {
			parsed = environment.parse(vocabulary.spell(source));
		} catch (error) {
			if (!(error instanceof ParseError)) throw error;
			return {ok: false, kind: 'syntax', message: `${error.summary}.`, offset: error.range?.start ?? 0};
		}
		const facts = inspect(parsed.ast, names);
		if (isRefusal(facts)) return facts;
		const checked = parsed.check();
		if (checked.error) {
			const {summary, range} = checked.error;
			return {ok: false, kind: 'type', message: `${sentence(summary)}.`, offset: range?.start ?? 0};
		}
		return {ok: true, run: parsed, type: checked.type ?? 'dyn', facts};
	}

	function run(source: string, facts: readonly Fact[]): Result {
		let known = seen.get(facts);
		if (!known) seen.set(facts, (known = {values: valuesOf(facts, declared), results: new Map()}));
		let result = known.results.get(source);
		if (!result) known.results.set(source, (result = resultOf(source, known.values)));
		return result;
	}

	function resultOf(source: string, values: ReadonlyMap<string, unknown>): Result {
		const expression = compile(source);
		if (!expression.ok) throw new Error(`Condition was not checked: ${source}: ${expression.message}`);
		lookup.values = values;
		lookup.found = [];
		lookup.missing = [];
		let value: unknown;
		try {
			value = expression.run(context);
		} catch (error) {
			if (error !== UNDECIDED) throw error;
		}
		return {value, found: lookup.found, missing: lookup.missing};
	}

	const conditions: Conditions = {
		declared,
		check(source) {
			const result = compile(source);
			return result.ok ? {ok: true, type: result.type, facts: result.facts} : result;
		},
		evaluate(source, facts) {
			return truthOf(run(source, facts));
		},
		decide(source, facts) {
			const result = run(source, facts);
			return {truth: truthOf(result), facts: sortedNames(result.found), missing: sortedNames(result.missing)};
		},
		number(source, facts) {
			const {value} = run(source, facts);
			if (!(value instanceof Range) || Number.isNaN(value.low) || Number.isNaN(value.high)) return 'unknown';
			return {low: value.low, high: value.high};
		},
	};
	return conditions;
}

/** What conditions were asked about one list of facts, and how they came out. */
interface Seen {
	readonly values: ReadonlyMap<string, unknown>;
	readonly results: Map<string, Result>;
}

/** `value` is undefined where the facts leave it open; the names of facts may repeat. */
interface Result {
	readonly value: unknown;
	readonly found: readonly string[];
	readonly missing: readonly string[];
}

interface Compiled {
	readonly ok: true;
	readonly run: ParseResult;
	readonly type: string;
	readonly facts: readonly string[];
}

function truthOf({value}: Result): Truth {
	return typeof value === 'boolean' ? value : 'unknown';
}

function sortedNames(names: readonly string[]): readonly string[] {
	return [...new Set(names)].sort();
}

function sentence(summary: string): string {
	return summary.replace(/^no such overload:/, 'There is no such comparison or sum:');
}
