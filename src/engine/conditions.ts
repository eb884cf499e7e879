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

	function about(facts: readonly Fact[]): Seen {
		let known = seen.get(facts);
		if (!known)
			seen.set(facts, (known = {values: valuesOf(facts, declared), results: new Map(), decisions: new Map()}));
		return known;
	}

	function run(source: string, facts: readonly Fact[]): unknown {
		const {values, results} = about(facts);
		if (results.has(source)) return results.get(source);
		const value = evaluated(source, values);
		results.set(source, value);
		return value;
	}

	function decided(source: string, facts: readonly Fact[]): Decision {
		const {values, decisions} = about(facts);
		let decision = decisions.get(source);
		if (!decision) {
			const truth = truthOf(evaluated(source, values));
			decision = {truth, facts: [...lookup.found].sort(), missing: [...lookup.missing].sort()};
			decisions.set(source, decision);
		}
		return decision;
	}

	function evaluated(source: string, values: ReadonlyMap<string, unknown>): unknown {
		const expression = compile(source);
		if (!expression.ok) throw new Error(`Condition was not checked: ${source}: ${expression.message}`);
		lookup.values = values;
		lookup.found.clear();
		lookup.missing.clear();
		try {
			return expression.run(context);
		} catch (error) {
			if (error !== UNDECIDED) throw error;
			return undefined;
		}
	}

	const conditions: Conditions = {
		declared,
		check(source) {
			const result = compile(source);
			return result.ok ? {ok: true, type: result.type, facts: result.facts} : result;
		},
		evaluate: (source, facts) => truthOf(run(source, facts)),
		decide: decided,
		number(source, facts) {
			const value = run(source, facts);
			if (!(value instanceof Range) || Number.isNaN(value.low) || Number.isNaN(value.high)) return 'unknown';
			return {low: value.low, high: value.high};
		},
	};
	return conditions;
}

/** What conditions were asked about one list of facts, and how they came out; undefined where the facts leave it open. */
interface Seen {
	readonly values: ReadonlyMap<string, unknown>;
	readonly results: Map<string, unknown>;
	readonly decisions: Map<string, Decision>;
}

interface Compiled {
	readonly ok: true;
	readonly run: ParseResult;
	readonly type: string;
	readonly facts: readonly string[];
}

function truthOf(value: unknown): Truth {
	return typeof value === 'boolean' ? value : 'unknown';
}

function sentence(summary: string): string {
	return summary.replace(/^no such overload:/, 'There is no such comparison or sum:');
}
