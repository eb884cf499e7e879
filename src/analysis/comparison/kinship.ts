/** Whether two lists are of one program at all: nothing that changed can be told between programs that share nothing. */
import type {Census, Entry} from './census.js';
import type {Scaling} from './match.js';
import type {Orientation} from './orientation.js';
import {reshapings} from './reshape.js';

/** Shares of each side's bytes in arrays that have a partner on the other: the same one, in another type, reshaped, or scaled by one factor. */
export interface Kinship {
	readonly small: number;
	readonly large: number;
	/** The part of `small` in arrays of the same extents. */
	readonly same: number;
	/** Whether several kinds of arrays changed by one factor. */
	readonly together: boolean;
}

export function kinshipOf({small, large}: Orientation, scalings: readonly Scaling[]): Kinship {
	const edges = scalings.filter(isPlausible).flatMap((one) => one.edges);
	const reshaped = reshapings(small.census, large.census, new Set()).filter(keepsExtent);
	const [from, to] = (['from', 'to'] as const).map(
		(end) => new Set([...edges, ...reshaped].map((pair) => pair[end].key)),
	);
	const sameSmall = sharedWith(small.census, large.census);
	const sameLarge = sharedWith(large.census, small.census);
	return {
		small: shareOf(small.census, (entry) => sameSmall(entry) || from?.has(entry.key) === true),
		large: shareOf(large.census, (entry) => sameLarge(entry) || to?.has(entry.key) === true),
		same: shareOf(small.census, sameSmall),
		together: scalings.some((one) => one.edges.length >= MANY),
	};
}

/**
 * A change leaves most of the smaller program recognisable: in pairs of one program, made with the compiler, the share was 0.79 and more; among unrelated programs
 * nearly always under a half. What a factor scaled must be found in the larger one too, since it grew there. Where the compiler fused the smaller one
 * otherwise, the larger one still shows what was scaled.
 */
export function areKin({small, large, same, together}: Kinship): boolean {
	return (small >= HALF && (same >= HALF || large >= LEAST_SCALED)) || (together && large >= MOST);
}

const HALF = 0.5;
const LEAST_SCALED = 0.3;
const MOST = 0.7;

/** Terms of a ratio up to which one array is enough to believe it: 11/16 is a sequence cut from 2048 to 1408, 1187/128 is chance. */
const SIMPLE = 64;
/** Kinds of arrays that share a ratio, however odd, are no chance. */
const MANY = 3;

function isPlausible({ratio, edges}: Scaling): boolean {
	const kept = Math.max(0, ...edges.map(({from, at}) => from.core.length - at.length));
	// Two extents that stayed are as good as a name.
	if (edges.length >= MANY || kept >= 2) return true;
	return Math.max(ratio.to, ratio.from) <= SIMPLE && (kept > 0 || edges.length > 1);
}

/** As many elements may be chance among powers of two; an extent that stayed speaks against it. */
function keepsExtent({from, to}: {readonly from: Entry; readonly to: Entry}): boolean {
	return from.core.some((extent) => to.core.includes(extent));
}

/** Arrays that the other side has too, in any type. Two vectors of one length say nothing unless the type agrees too. */
function sharedWith(one: Census, other: Census): (entry: Entry) => boolean {
	const cores = new Set([...other.entries.values()].filter(({core}) => core.length > 1).map(({core}) => core.join()));
	return ({key, core}) => one.total > 0 && core.length > 0 && (other.entries.has(key) || cores.has(core.join()));
}

function shareOf({entries}: Census, matched: (entry: Entry) => boolean): number {
	let [all, found] = [0, 0];
	for (const entry of entries.values()) {
		all += entry.bytes;
		if (matched(entry)) found += entry.bytes;
	}
	return all > 0 ? found / all : 0;
}
