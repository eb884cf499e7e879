import type {Interval} from './interval.js';

/** A place in the evidence: which source, which line (1-based), and the words found there. */
export interface Place {
	readonly evidence: string;
	readonly line: number;
	/** The decisive words, as printed, control sequences neutralised, at most a few hundred characters. */
	readonly quote: string;
}

/** Who says so. Every fact has an origin; what the user says outranks a reader, a reader outranks a derivation. */
export type Origin =
	| {readonly by: 'reader'; readonly reader: string; readonly place: Place}
	| {readonly by: 'derivation'; readonly rule: string; readonly from: readonly string[]; readonly note?: string}
	| {readonly by: 'user'; readonly question: string};

/**
 * The value of a fact. `text` is always what a person should see: for a size the text as printed.
 * `size` is in bytes, as a range: `29.49G` stands for 31,659,655,168 to 31,670,140,927 bytes.
 */
export type FactValue =
	| {readonly kind: 'size'; readonly text: string; readonly bytes: Interval}
	| {readonly kind: 'number'; readonly text: string; readonly range: Interval}
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'truth'; readonly text: string; readonly holds: boolean};

/** One named statement about an incident. Names are dotted: `hbm.used`, `largest.share`. */
export interface Fact {
	readonly name: string;
	readonly value: FactValue;
	readonly origin: Origin;
}

/** Declares a fact by name, so that a condition can be checked before any evidence is there. */
export interface FactDeclaration {
	readonly name: string;
	readonly kind: FactValue['kind'];
	/** Short label for tables: `HBM used`. */
	readonly label: string;
	/** What it means; the label where that says it. */
	readonly meaning: string;
	/** Who can make it. A fact that only an answer sets is `answer`. */
	readonly from: 'reader' | 'derivation' | 'answer';
	/** Its value is one of a few ids, such as `buffer_allocation`, which people read as words. */
	readonly ids?: true;
}

/** The value of a fact as people read it: ids as words. */
export function shownText({value}: Fact, declaration: FactDeclaration | undefined): string {
	return declaration?.ids === true ? value.text.replaceAll(/[_-]/g, ' ') : value.text;
}

const RANK = {user: 2, reader: 1, derivation: 0} as const;

/**
 * The fact that counts for each name: the highest-ranked origin, and among equals the first.
 * The others stay in the list, so that a disagreement can be shown.
 */
export function resolve(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
	const best = new Map<string, Fact>();
	for (const fact of facts) {
		const known = best.get(fact.name);
		if (!known || RANK[fact.origin.by] > RANK[known.origin.by]) best.set(fact.name, fact);
	}
	return best;
}
