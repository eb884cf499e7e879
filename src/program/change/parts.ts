/** The memory of a program in parts that share no byte: savings are taken from parts. */
import {add, atLeastZero, subtract, type Interval} from '../../model/interval.js';
import type {Program, Term} from '../../model/program.js';
import {aliveAtPeak} from '../peak.js';

/** Temporaries live in the heap of the program; arguments and outputs outside of it. */
export type Side = 'inside' | 'outside';

export interface Part {
	readonly id: string;
	readonly side: Side;
	readonly bytes: Interval;
	/** Absent for what the evidence does not list. */
	readonly term?: Term;
}

/**
 * What a program needs at its peak. A list has no lives: the totals of its sides bound it. Where the listed arrays add up to more (slots of a
 * table take turns), they are scaled down; where they add up to less, a part without a term is the rest.
 */
export function partsOf(program: Program): readonly Part[] {
	const terms = program.from === 'dump' ? aliveAtPeak(program) : program.terms;
	const {inside, outside} = program.sides ?? {};
	return [
		...sideOf(
			'inside',
			terms.filter((term) => sideOfTerm(term) === 'inside'),
			inside,
		),
		...sideOf(
			'outside',
			terms.filter((term) => sideOfTerm(term) === 'outside'),
			outside,
		),
	];
}

function sideOfTerm({place}: Term): Side {
	return place === 'temporary' || place === 'constant' ? 'inside' : 'outside';
}

/** A rest smaller than this share of its side is rounding. */
const NOTABLE_REST = 0.002;

function sideOf(side: Side, terms: readonly Term[], whole: Interval | undefined): readonly Part[] {
	const sizes = terms.map(({bytes, count}) => ({low: bytes.low * count, high: bytes.high * count}));
	const listed = sizes.reduce(add, {low: 0, high: 0});
	const scale = whole && listed.low > whole.high ? whole.high / listed.low : 1;
	const parts = terms.map((term, k): Part => {
		const {low, high} = sizes[k] ?? term.bytes;
		return {id: `${side}${k}`, side, bytes: {low: low * scale, high: high * scale}, term};
	});
	const rest = whole && scale === 1 ? atLeastZero(subtract(whole, listed)) : undefined;
	if (!whole || !rest || rest.high <= whole.high * NOTABLE_REST) return parts;
	return [...parts, {id: `${side}-rest`, side, bytes: rest}];
}
