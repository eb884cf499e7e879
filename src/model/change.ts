import type {Interval} from './interval.js';
import type {Condition} from './flow.js';
import type {Measurement} from './session.js';
import type {Meaning, MemoryPlace, Program, Use} from './program.js';

/** `carries` of arrays with two sequence dimensions: attention scores. */
export const SCORES = 'sequence × sequence';

/** Which arrays a change reaches: all conditions that are given hold. */
export interface Reach {
	readonly places?: readonly MemoryPlace[];
	readonly uses?: readonly Use[];
	/** Arrays with a dimension of this meaning, or of the symbol with this id. */
	readonly carries?: Meaning | (string & {});
	/** Element types: `f32`. */
	readonly types?: readonly string[];
	/** Only the largest such array. */
	readonly largest?: boolean;
	/** With the largest, all that are whole as it is, where each device has the examples of all. */
	readonly alike?: boolean;
}

/** What a remedy does to a program. Each remedy page names its change in these words. */
export type Change =
	/** An extent becomes another one: `batch` × 1/2. */
	| {readonly kind: 'substitute'; readonly symbol: string; readonly factor: number; readonly reach?: Reach}
	/** Arrays of one element type are kept in another. */
	| {readonly kind: 'retype'; readonly to: string; readonly reach: Reach}
	/** Arrays are not kept any more: recomputed, or not made at all. */
	| {readonly kind: 'drop'; readonly reach: Reach}
	/** Arrays are divided over devices; without `by`, over all that the program has. */
	| {readonly kind: 'divide'; readonly by?: number; readonly reach: Reach}
	/** Outputs take the memory of arguments. */
	| {readonly kind: 'alias'; readonly reach: Reach}
	/** Arrays are kept in host memory. */
	| {readonly kind: 'move'; readonly reach: Reach}
	/** Arrays lose the padding of their layout. */
	| {readonly kind: 'unpad'; readonly reach: Reach}
	/** A dimension of some arrays is worked through in pieces. */
	| {readonly kind: 'chunk'; readonly symbol: string; readonly pieces: number; readonly reach: Reach};

/** An amount as a page writes it: fixed, or `n` for the number that is asked for, as in `1/n` of the batch or `n` pieces. */
export type Amount = string;

/** One change of a page, before its amount is known. */
export type ChangeForm =
	| {readonly kind: 'substitute'; readonly symbol: string; readonly factor: Amount; readonly reach?: Reach}
	| {readonly kind: 'retype'; readonly to: Amount; readonly reach: Reach}
	| {readonly kind: 'drop' | 'alias' | 'move' | 'unpad'; readonly reach: Reach}
	| {readonly kind: 'divide'; readonly by?: Amount; readonly reach: Reach}
	| {readonly kind: 'chunk'; readonly symbol: string; readonly pieces: Amount; readonly reach: Reach};

/** A change that a page makes, where its condition is not false. */
export type ChangeStep = ChangeForm & {
	readonly when?: Condition;
	/** Rows of the measured responses; the kind of the change where it is not given. */
	readonly regime?: string;
	/** What to write for this step, instead of the page's edit and of the framework's setting. */
	readonly edit?: string;
};

/** What a remedy does to a program, as its page says it. */
export interface RemedyChange {
	/** What `what-if` calls it, beside the id of the page: `remat`, `microbatch=2`. */
	readonly word?: string;
	/** `n` where none is asked for; absent where the change has no amount. */
	readonly amount?: string;
	readonly does: readonly [ChangeStep, ...ChangeStep[]];
	/** Uses of arguments of which a copy is needed on top at most. */
	readonly adds: readonly Use[];
	/** Why it does not apply to a program that has none of the arrays. */
	readonly missing: string;
	/** What it does, in words; `n` is the amount. */
	readonly basis: string;
}

/** What a program needs after a change, in bytes on one device; `need` is absent where the change does not apply. */
export interface Effect {
	readonly need?: Interval;
	/** Bytes that are freed; below zero where the need grows. */
	readonly freed?: Interval;
	/** Bytes of the high end that lie in arrays which the evidence does not list. */
	readonly unlisted?: number;
	/** How the figure came about, or why there is none. One sentence. */
	readonly basis: string;
}

/**
 * How the compiler really responded to a kind of change. Of a program with lives: measured need over replayed need. Of a list: measured
 * saving over what the change takes of the listed arrays.
 */
export interface Response {
	/** Kind of change, and whether the program fits afterwards: `extent-fits`. Of a list: the kind of array, `list/extent/stacked`. */
	readonly regime: string;
	readonly low: number;
	readonly high: number;
	/** Number of compilations. */
	readonly n: number;
	readonly source: string;
}

/** What a program needs after one change. */
export interface Answer {
	/** As asked. */
	readonly change: string;
	readonly effect: Effect;
	/** What the compiler said of the same change: the effect is that and no estimate. */
	readonly measured?: Measurement;
}

/** What a program needs, and would need after changes. */
export interface WhatIf {
	readonly program: Program;
	/** What one device offers. */
	readonly capacity?: Interval;
	/** In the order asked. */
	readonly changes: readonly Answer[];
	/** All that apply, at once. */
	readonly together?: Interval;
}
