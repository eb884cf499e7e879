import type {Interval} from './interval.js';
import type {Meaning, MemoryPlace, Program, Use} from './program.js';

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
	/** A dimension of some arrays is worked through in pieces. */
	| {readonly kind: 'chunk'; readonly symbol: string; readonly pieces: number; readonly reach: Reach};

/** What a program needs after a change, in bytes on one device; `need` is absent where the change does not apply. */
export interface Effect {
	readonly need?: Interval;
	/** How the figure came about, or why there is none. One sentence. */
	readonly basis: string;
}

/** How the compiler really responded to a kind of change, against a replay of the peak: measured need over replayed need. */
export interface Response {
	/** Kind of change, and whether the program fits afterwards: `extent-fits`. */
	readonly regime: string;
	readonly low: number;
	readonly high: number;
	/** Number of compilations. */
	readonly n: number;
	readonly source: string;
}

/** What a program needs, and would need after changes. */
export interface WhatIf {
	readonly program: Program;
	/** What one device offers. */
	readonly capacity?: Interval;
	/** In the order asked. */
	readonly changes: readonly {readonly change: string; readonly effect: Effect}[];
	/** All that apply, at once. */
	readonly together?: Interval;
}
