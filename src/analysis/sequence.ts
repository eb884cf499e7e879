/** The dimension that looks like a sequence. */
import {byWeight, isTransposed, LEAST_SHARE, weightOf, type Activation} from './activations.js';

/** Shorter ones are heads, patches or tiles. */
const SHORTEST_SEQUENCE = 128;

/** Squares of attention first, then what stands between batch and width. */
export function findSequence(activations: readonly Activation[]): number | undefined {
	const keys = new Set(activations.map((one) => one.key));
	const seconds = secondsOf(activations);
	const middles = byWeight(activations, ({dims}) => {
		if (isTransposed(dims, keys)) return undefined;
		const found = sequenceBeside(dims);
		// A scan has one batch beside its steps; images that are cut and merged have this and that.
		return found === dims[0] && (seconds.get(found ?? 0)?.size ?? 0) > 1 ? undefined : found;
	});
	const spatial = new Set(
		activations.flatMap(({dims}) => (dims.length >= 4 && dims.at(-3) === dims.at(-2) ? (dims.at(-2) ?? []) : [])),
	);
	const squares = byWeight(activations, ({dims, op}) => {
		const core = dims.filter((extent) => extent > 1);
		const last = core.at(-1) ?? 0;
		if (spatial.has(last) || isTransposed(core, keys)) return undefined;
		if (core.length < 3 || last < SHORTEST_SEQUENCE || core.at(-2) !== last || /conv/i.test(op)) return undefined;
		// A matrix for each item can be anything, unless the extent is seen between batch and width as well.
		return core.length >= 4 || middles.has(last) ? last : undefined;
	});
	const all = weightOf(activations);
	const heaviest = (found: ReadonlyMap<number, number>) => {
		const best = [...found].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0];
		return best && best[1] >= all * LEAST_SHARE ? best[0] : undefined;
	};
	return heaviest(squares) ?? heaviest(middles);
}

/** The sequence in `[batch, sequence, …]`, or in `[sequence, batch, …]` as scans keep it; undefined for images and volumes. */
function sequenceBeside(dims: readonly number[]): number | undefined {
	const [first = 0, second = 0, third = 0] = dims;
	if (dims.length < 3 || first === second) return undefined;
	// Images have two long dimensions before the channels, a sequence is followed by heads.
	const image = dims.length >= 4 && third >= second / 2;
	if (
		!image &&
		second >= SHORTEST_SEQUENCE &&
		second > first &&
		(dims.length > 3 || (third >= 8 && third < second * 64))
	)
		return second;
	return first >= 1000 && second > 1 && second <= 512 && third >= 64 ? first : undefined;
}

/** For each leading extent of arrays of three dimensions and more, the extents that follow it. */
function secondsOf(activations: readonly Activation[]): ReadonlyMap<number, ReadonlySet<number>> {
	const seconds = new Map<number, Set<number>>();
	for (const {dims} of activations) {
		const [first = 0, second = 0] = dims;
		if (dims.length >= 3) seconds.set(first, (seconds.get(first) ?? new Set()).add(second));
	}
	return seconds;
}
