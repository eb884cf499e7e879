/** The memory of a program in parts that share no byte: savings are taken from parts. */
import {add, atLeastZero, subtract, type Interval} from '../../model/interval.js';
import type {Program, Term} from '../../model/program.js';

/** Temporaries live in the heap of the program; arguments and outputs outside of it. */
const SIDES = ['inside', 'outside'] as const;
export type Side = (typeof SIDES)[number];

export interface Part {
	readonly side: Side;
	readonly bytes: Interval;
	/** Absent for what the evidence does not list. */
	readonly term?: Term;
}

/**
 * What the program of a list needs. It has no lives: the totals of its sides bound it. Where the listed arrays add up to more (slots of a
 * table take turns), they are scaled down; where they add up to less, a part without a term is the rest.
 */
export function partsOf(program: Program): readonly Part[] {
	const sideOf = ({place}: Term): Side => (place === 'temporary' || place === 'constant' ? 'inside' : 'outside');
	return SIDES.flatMap((side) => {
		const own = program.terms.filter((term) => sideOf(term) === side);
		return partsOfSide(side, own, program.sides?.[side]);
	});
}

/** A rest smaller than this share of its side is rounding. */
const NOTABLE_REST = 0.002;

function partsOfSide(side: Side, terms: readonly Term[], whole: Interval | undefined): readonly Part[] {
	const parts = terms.map((term): Part => {
		const {bytes, count} = term;
		return {side, bytes: {low: bytes.low * count, high: bytes.high * count}, term};
	});
	const listed = parts.map(({bytes}) => bytes).reduce(add, {low: 0, high: 0});
	if (!whole) return parts;
	if (listed.low > whole.high) {
		const scale = whole.high / listed.low;
		return parts.map((part) => ({...part, bytes: {low: part.bytes.low * scale, high: part.bytes.high * scale}}));
	}
	const rest = atLeastZero(subtract(whole, listed));
	return rest.high > whole.high * NOTABLE_REST ? [...parts, {side, bytes: rest}] : parts;
}
