import type {Interval} from '../model/interval.js';
import type {Memory} from './memory.js';
import {together, type NamedSaving} from './saving.js';

/** A step that may be part of a bundle. */
export interface Candidate extends NamedSaving {
	/** What taking this step costs, see `price.ts`. */
	readonly price: number;
	/** Place in the ranking: decides between bundles of equal price. */
	readonly rank: number;
}

/** Steps to take in one restart. */
export interface Bundle {
	/** In rank order. */
	readonly ids: readonly string[];
	/** What they bring together, overlaps counted once. */
	readonly brings: Interval;
	/** Chance that they close the gap, 0 to 1. */
	readonly chance: number;
}

/** Longer bundles change too much at once to tell what helped. */
export const MOST_STEPS = 4;

/** What a restart that may fail costs, in steps: weighed by the chance that the bundle does not close the gap. */
export const RESTART_PRICE = 3;

/**
 * The cheapest bundle that may close the gap: smallest, safest, surest, by price. Every bundle of up to four steps is tried,
 * those that the user accepted are always part of it. Undefined when no bundle reaches `toFree` even at its high end.
 */
export function cheapestBundle(
	memory: Memory,
	candidates: readonly Candidate[],
	accepted: readonly string[],
	toFree: Interval,
): Bundle | undefined {
	const fixed = candidates.filter((one) => accepted.includes(one.id));
	const free = candidates.filter((one) => !accepted.includes(one.id)).toSorted((a, b) => a.rank - b.rank);
	let best: {bundle: Bundle; price: number; ranks: number} | undefined;
	for (const choice of choices(free, Math.max(0, MOST_STEPS - fixed.length))) {
		const steps = [...fixed, ...choice];
		if (steps.length === 0) continue;
		// Even sure of success it would be dearer: its savings need not be put together.
		if (best && priceOf(steps, 1) > best.price) continue;
		const bundle = bundleOf(memory, steps, toFree);
		if (bundle.chance === 0) continue;
		const price = priceOf(steps, bundle.chance);
		const ranks = steps.reduce((sum, one) => sum + one.rank, 0);
		if (best && (price > best.price || (price === best.price && ranks >= best.ranks))) continue;
		best = {bundle, price, ranks};
	}
	return best?.bundle;
}

/** The steps as a bundle, with what they bring together. */
export function bundleOf(memory: Memory, steps: readonly Candidate[], toFree: Interval): Bundle {
	const brings = together(memory, steps);
	const ids = steps.toSorted((a, b) => a.rank - b.rank).map((one) => one.id);
	return {ids, brings, chance: chanceOf(brings, toFree)};
}

/** Price of a set of steps: their own prices and the risk of one more restart. */
export function priceOf(steps: readonly Candidate[], chance: number): number {
	return steps.reduce((sum, one) => sum + one.price, 0) + RESTART_PRICE * (1 - chance);
}

/**
 * Chance that a gain reaches the need: 1 when its low end does, 0 when its high end does not, between them the share of the
 * range that does. No more is known about where in the range the truth lies.
 */
export function chanceOf(brings: Interval, need: Interval): number {
	if (brings.low >= need.high) return 1;
	if (brings.high < need.low || brings.high <= 0) return 0;
	const middle = (need.low + need.high) / 2;
	if (brings.high === brings.low) return 0.5;
	return Math.min(1, Math.max(0.01, (brings.high - middle) / (brings.high - brings.low)));
}

/** All subsets of at most `most` items, the empty one included, in a fixed order. */
function* choices<T>(items: readonly T[], most: number, from = 0): Generator<readonly T[]> {
	yield [];
	if (most === 0) return;
	for (let index = from; index < items.length; index += 1) {
		const item = items[index] as T;
		for (const rest of choices(items, most - 1, index + 1)) yield [item, ...rest];
	}
}
