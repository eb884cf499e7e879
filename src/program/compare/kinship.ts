/** Whether two programs are one that changed: between programs that share nothing, no change is named. */
import {type Held, type Inventory} from './arrays.js';
import {reshapings} from './surplus.js';
import type {Atom, Edge, Scaling} from './scaling.js';
import type {Subjects} from './subject.js';

/** Shares of each side's bytes in arrays that have a partner on the other: the same one, in another type, reshaped, or scaled by one factor. */
export interface Kinship {
	readonly small: number;
	readonly large: number;
	/**
	 * A change leaves most of the smaller program recognisable: in pairs of one program the share was 0.79 and more, among unrelated
	 * programs nearly always under a half. What was scaled must be found in the larger one too. Where the compiler fused the smaller one
	 * otherwise, the larger one still shows what was scaled.
	 */
	readonly akin: boolean;
}

const HALF = 0.5;
const LEAST_SCALED = 0.3;
const MOST = 0.7;

export function kinshipOf({small, large}: Subjects, scaling: Scaling | undefined): Kinship {
	const edges = scaling && isPlausible(scaling) ? scaling.edges : [];
	// As many elements may be chance among powers of two; an extent that stayed speaks against it.
	const reshaped = reshapings(small.inventory, large.inventory, new Set()).filter(({from, to}) =>
		from.core.some((extent) => to.core.includes(extent)),
	);
	const [from, to] = (['from', 'to'] as const).map(
		(end) => new Set([...edges, ...reshaped].map((pair) => pair[end].key)),
	);
	const [sameSmall, sameLarge] = [isIn(large.inventory), isIn(small.inventory)];
	const same = shareOf(small.inventory, sameSmall);
	const found = {
		small: shareOf(small.inventory, (array) => sameSmall(array) || from?.has(array.key) === true),
		large: shareOf(large.inventory, (array) => sameLarge(array) || to?.has(array.key) === true),
	};
	const together = scaling !== undefined && scaling.edges.length >= MANY;
	const akin =
		(found.small >= HALF && (same >= HALF || found.large >= LEAST_SCALED)) || (together && found.large >= MOST);
	return {...found, akin};
}

/** Terms of a ratio up to which one array is enough to believe it: 11/16 is a sequence cut from 2048 to 1408, 1187/128 is chance. */
const SIMPLE = 64;
/** Kinds of arrays that share a ratio, however odd, are no chance. */
const MANY = 3;

function isPlausible({atoms, edges}: Scaling): boolean {
	const kept = Math.max(0, ...edges.map(({ratios}: Edge) => ratios.filter((one) => one === undefined).length));
	// Two extents that stayed are as good as a name.
	if (edges.length >= MANY || kept >= 2) return true;
	const simple = (atom: Atom): boolean => atom.includes('>') || Math.max(...atom.split('/').map(Number)) <= SIMPLE;
	return atoms.every(simple) && (kept > 0 || edges.length > 1);
}

/** Arrays that the other has too, in any type. Two vectors of one length say nothing unless the type agrees too. */
function isIn({arrays}: Inventory): (array: Held) => boolean {
	const cores = new Set([...arrays.values()].filter(({core}) => core.length > 1).map(({core}) => core.join()));
	return ({key, core}) => core.length > 0 && (arrays.has(key) || cores.has(core.join()));
}

function shareOf({arrays}: Inventory, matched: (array: Held) => boolean): number {
	let [all, found] = [0, 0];
	for (const array of arrays.values()) {
		all += array.bytes;
		if (matched(array)) found += array.bytes;
	}
	return all > 0 ? found / all : 0;
}
