/** Arrays that a program computes with, and how they are weighed: what the guesses about dimensions share. */
import type {Sighting} from './sightings.js';

/** An array of activations, without the dimension that stacks it over the layers. */
export type Activation = Sighting & {readonly dims: readonly number[]};

/** A role needs this share of all bytes seen. */
export const LEAST_SHARE = 0.03;

/** Bytes that speak for each extent that is picked. */
export function byWeight(
	arrays: readonly Activation[],
	pick: (one: Activation) => number | undefined,
): ReadonlyMap<number, number> {
	const weights = new Map<number, number>();
	for (const one of arrays) {
		const extent = pick(one);
		if (extent !== undefined) weights.set(extent, (weights.get(extent) ?? 0) + one.weight);
	}
	return weights;
}

export function weightOf(arrays: readonly Sighting[]): number {
	return arrays.reduce((sum, one) => sum + one.weight, 0);
}

/** `[128,1824,1824]` where `[1824,1824,128]` is seen: channels that moved to the front. */
export function isTransposed(dims: readonly number[], keys: ReadonlySet<string>): boolean {
	const [first = 0, second = 0, third = 0] = dims;
	return dims.length === 3 && second === third && first !== second && keys.has([second, third, first].join());
}

/** True if one extent is another times a number of devices. */
export function isGathered(whole: number, part: number): boolean {
	const ratio = whole / part;
	return part > 1 && Number.isInteger(ratio) && ratio >= 2 && ratio <= 4096 && Number.isInteger(Math.log2(ratio));
}
