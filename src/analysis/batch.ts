/** The dimension that looks like a batch, and the extents in which it hides. */
import {byWeight, isGathered, isTransposed, LEAST_SHARE, weightOf, type Activation} from './activations.js';
import type {Sighting} from './sightings.js';

/** More rows than this are not the examples or tokens of one step on one device: at a width of 64 they fill 0.5G in 16 bits. */
const MOST_ROWS = 4_000_000;

/** The leading extent beside the sequence; without a sequence, the leading extent of most bytes. */
export function findBatch(
	activations: readonly Activation[],
	sequence: number | undefined,
	kinds: ReadonlyMap<number, ReadonlySet<number>>,
): number | undefined {
	const all = weightOf(activations);
	const keys = new Set(activations.map((one) => one.key));
	const leading = byWeight(activations, ({dims}) => {
		const [first = 0, second = 0] = dims;
		if (sequence !== undefined) {
			if (first === second || isTransposed(dims, keys) || isPart(dims, sequence, keys)) return undefined;
			if (first === sequence) return dims.length >= 3 ? second : undefined;
			return dims.slice(1).includes(sequence) && dims.length >= 3 ? first : undefined;
		}
		const rest = dims.slice(1).reduce((product, extent) => product * extent, 1);
		// A million rows of a few numbers are edges, points or tables, and so are several millions of any width; a square is not a batch.
		if (first >= MOST_ROWS) return undefined;
		// A lone matrix may be a weight; activations of one batch come in several widths.
		if (isTransposed(dims, keys)) return undefined;
		if (dims.filter((extent) => extent > 1).length === 2 && (kinds.get(first)?.size ?? 0) < 2) return undefined;
		return dims.length >= 2 && first !== second && first > 1 && rest >= 64 ? first : undefined;
	});
	const ranked = [...leading]
		.toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
		.filter(([, weight]) => weight >= all * LEAST_SHARE);
	const best = ranked[0]?.[0];
	if (best === undefined) return undefined;
	// A gathered batch is a multiple of the one on a device.
	const smaller = ranked.map(([extent]) => extent).filter((extent) => extent < best && isGathered(best, extent));
	return smaller.length > 0 && sequence === undefined ? Math.min(...smaller) : best;
}

/** `[1700,6800,128]` where `[6800,6800,128]` is seen: rows of a square that is divided over four devices. */
function isPart(
	[first = 0, second = 0, ...rest]: readonly number[],
	sequence: number,
	keys: ReadonlySet<string>,
): boolean {
	return second === sequence && isGathered(sequence, first) && keys.has([sequence, sequence, ...rest].join());
}

/** Leading extents of arrays that are those of the batch, gathered from several devices. */
export function gatheredExtents(activations: readonly Activation[], batch: number | undefined): readonly number[] {
	if (batch === undefined || batch < 2) return [];
	const rest = (dims: readonly number[]) => dims.slice(1).reduce((product, extent) => product * extent, 1);
	const items = new Set(activations.filter(({dims}) => dims[0] === batch).map(({dims}) => rest(dims)));
	const leads = activations.filter(({dims}) => isGathered(dims[0] ?? 0, batch) && items.has(rest(dims)));
	// What ends other arrays is a width or a vocabulary, whatever its ratio to the batch.
	const ends = new Set(activations.map(({dims}) => dims.at(-1)));
	return leads.map(({dims}) => dims[0] ?? 0).filter((extent) => !ends.has(extent));
}

/** For each leading extent of matrices, inputs of the step included, the different extents beside it. */
export function kindsOfRows(arrays: readonly Sighting[]): ReadonlyMap<number, ReadonlySet<number>> {
	const kinds = new Map<number, Set<number>>();
	for (const {plain} of arrays) {
		const [first = 0, second = 0] = plain.core;
		// A number for each row, such as a label or a loss, is a width too.
		if (plain.core.length === 1) kinds.set(first, (kinds.get(first) ?? new Set()).add(1));
		if (plain.core.length === 2) kinds.set(first, (kinds.get(first) ?? new Set()).add(second));
	}
	return kinds;
}

/** Leading extents that are batch times sequence, or multiples of it where the batch is gathered. */
export function tokenExtents(
	activations: readonly Activation[],
	batch: number | undefined,
	sequence: number | undefined,
): readonly number[] {
	if (sequence === undefined || batch === undefined) return [];
	const leads = activations.flatMap((one) => (one.plain.core.length === 2 ? (one.plain.core[0] ?? []) : []));
	return leads.filter((extent) => extent > sequence && extent % sequence === 0 && isRelated(extent / sequence, batch));
}

function isRelated(a: number, b: number): boolean {
	return a === b || isGathered(a, b) || isGathered(b, a);
}
