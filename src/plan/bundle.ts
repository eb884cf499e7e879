import {middle, type Interval} from '../model/interval.js';
import {together, type Saving} from './saving.js';

/** Steps to take in one restart. */
export interface Bundle {
	/** In the order of the list. */
	readonly ids: readonly string[];
	/** What they bring together, overlaps counted once. */
	readonly brings: Interval;
	/** Chance that they close the gap, 0 to 1. */
	readonly chance: number;
}

/** Longer bundles change too much at once to know what helped. */
export const MOST_STEPS = 4;

/** A bundle that closes the gap with this chance is tried as it is. */
const ENOUGH = 0.6;

/** A step that brings less than this share of the gap is not worth a place in a bundle. */
const NOTABLE = 0.05;

/**
 * The steps of the first restart: `first`, and then in the order of `others` what brings something beyond those before, until the gap
 * is probably closed. All steps have a figure.
 */
export function growBundle(first: readonly Saving[], others: readonly Saving[], toFree: Interval): Bundle {
	let steps = first;
	let bundle = bundleOf(steps, toFree);
	for (const other of others) {
		if (bundle.chance >= ENOUGH || steps.length >= MOST_STEPS) break;
		const larger = bundleOf([...steps, other], toFree);
		const gain = larger.brings.high - bundle.brings.high;
		if (larger.chance <= bundle.chance && gain < toFree.high * NOTABLE) continue;
		steps = [...steps, other];
		bundle = larger;
	}
	return bundle;
}

/** The steps as a bundle, with what they bring together. */
export function bundleOf(steps: readonly Saving[], toFree: Interval): Bundle {
	const brings = together(...steps);
	return {ids: steps.map((one) => one.id), brings, chance: chanceOf(brings, toFree)};
}

/**
 * Chance that a gain reaches the need: 1 when its low end does, 0 when its high end does not, between them the share of the
 * range that does. No more is known about where in the range the truth lies.
 */
export function chanceOf(brings: Interval, need: Interval): number {
	if (brings.low >= need.high) return 1;
	if (brings.high < need.low || brings.high <= 0) return 0;
	if (brings.high === brings.low) return 0.5;
	return Math.min(1, Math.max(0.01, (brings.high - middle(need)) / (brings.high - brings.low)));
}
