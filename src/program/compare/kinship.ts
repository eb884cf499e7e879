import type {Held, Inventory} from './arrays.js';
import type {Scaling} from './scaling.js';
import type {Subjects} from './subject.js';
import {reshapings} from './surplus.js';

/** Shares of each program's bytes in arrays that have a partner in the other: the same one, in another type, reshaped, or scaled by one factor. */
export interface Kinship {
	readonly small: number;
	readonly large: number;
	/** Whether the two are one program that changed: between programs that share nothing, no change is named. */
	readonly akin: boolean;
}

/** A change leaves most of the smaller program recognisable: 0.79 and more was measured, among most unrelated programs under a half. */
const HALF = 0.5;

export function kinshipOf({small, large}: Subjects, scaling: Scaling | undefined): Kinship {
	// As many elements may be chance among powers of two; an extent that stayed speaks against it.
	const reshaped = reshapings(small.inventory, large.inventory).filter(({from, to}) =>
		from.core.some((extent) => to.core.includes(extent)),
	);
	const paired = new Set([...(scaling?.edges ?? []), ...reshaped].flatMap(({from, to}) => [from, to]));
	const share = (one: Inventory, other: Inventory): number =>
		shareOf(one, (array) => (array.core.length > 0 && other.arrays.has(array.key)) || paired.has(array));
	const [a, b] = [share(small.inventory, large.inventory), share(large.inventory, small.inventory)];
	return {small: a, large: b, akin: a >= HALF};
}

function shareOf({arrays}: Inventory, isMatched: (array: Held) => boolean): number {
	const sum = (some: readonly Held[]): number => some.reduce((all, {bytes}) => all + bytes, 0);
	const all = [...arrays.values()];
	return sum(all.filter(isMatched)) / Math.max(1, sum(all));
}
