import type {Change} from '../../model/change.js';
import type {Factor, FactorKind} from '../../model/comparison.js';
import type {Program} from '../../model/program.js';
import {printSize} from '../../model/size.js';
import {inventoryOf, type Held, type Inventory} from './arrays.js';

/** What the evidence shows of a program besides its arrays; absent where nothing shows it. */
export interface Signs {
	/** Bytes that it needs, where they are not those of the program. */
	readonly need?: number | undefined;
	/** Shapes that are named without memory of their own. */
	readonly mentioned?: readonly string[] | undefined;
	/** What shows a debug print or callback in it. */
	readonly callback?: string | undefined;
	/** Bytes of outputs that share memory with arguments. */
	readonly shared?: number | undefined;
	/** Share of the bytes outside the heap that one value alone uses: a donated argument is used by its output too. */
	readonly singles?: number | undefined;
	/** Bytes outside the heap. */
	readonly outside?: number | undefined;
}

/** One of the two programs that are compared. */
export interface Subject extends Signs {
	readonly program: Program;
	readonly inventory: Inventory;
	readonly need: number;
}

/** Two programs by what they need: a change is read from less to more, and told from before to after. */
export interface Subjects {
	readonly small: Subject;
	readonly large: Subject;
	/** 1 where the second of the two needs more. */
	readonly sign: 1 | -1;
	/** Bytes by which the larger needs more. */
	readonly growth: number;
}

export function subjectsOf(before: Program, after: Program, was: Signs = {}, is: Signs = {}): Subjects {
	const [a, b] = [subjectOf(before, was), subjectOf(after, is)];
	const growth = Math.abs(b.need - a.need);
	return b.need >= a.need ? {small: a, large: b, sign: 1, growth} : {small: b, large: a, sign: -1, growth};
}

function subjectOf(program: Program, signs: Signs): Subject {
	const inventory = inventoryOf(program, signs.mentioned);
	return {...signs, program, inventory, need: signs.need ?? inventory.total};
}

/** What is so of the smaller and of the larger program, in the order of the two. */
export function ordered<T>({sign}: Pick<Subjects, 'sign'>, small: T, large: T): readonly [T, T] {
	return sign > 0 ? [small, large] : [large, small];
}

/** A change that explains a part of the difference. */
export interface Explanation extends Factor {
	readonly bytes: number;
	/** In the words of a change of the program, where it is one of a dimension. */
	readonly step?: Change;
}

/** An array of the smaller program and what it is in the larger one; either may be absent. */
export interface Pair {
	readonly from?: Held | undefined;
	readonly to?: Held | undefined;
}

/** How many arrays are shown as evidence. */
const SHOWN = 3;

/** Puts an explanation into words. `bytes`: by how much the larger program is larger for it. */
export function explained(
	subjects: Pick<Subjects, 'sign'>,
	kind: FactorKind,
	change: string,
	bytes: number,
	reasons: readonly string[],
	pairs: readonly Pair[] = [],
): Explanation {
	const size = (held: Held | undefined): string =>
		held && held.bytes > 0 ? `${held.count} × ${held.key} (${printSize(held.bytes)})` : (held?.key ?? 'nothing');
	const amount = signed(subjects.sign * bytes);
	const [first = '', ...more] = [
		...reasons,
		pairs.length > 0 ? `${count(pairs.length, 'kind')} of arrays, together ${amount}.` : `Together ${amount}.`,
		...pairs.slice(0, SHOWN).map(({from, to}) => `${ordered(subjects, from, to).map(size).join(' → ')}.`),
	];
	return {kind, change, because: [first, ...more], bytes: subjects.sign * bytes};
}

/** `+1.50G`, `−2.00M`, `±0B`. */
export function signed(bytes: number): string {
	if (Math.round(bytes) === 0) return '±0B';
	return `${bytes > 0 ? '+' : '−'}${printSize(Math.abs(bytes))}`;
}

/** `2x`, `1.5x`, `0.25x`: at most two decimals. */
export function times(ratio: number): string {
	return `${Number(ratio.toFixed(ratio < 1.1 && ratio > 0.9 ? 4 : 2))}x`;
}

/** `8 → 16 (2x)`. */
export function fromTo(from: number, to: number): string {
	return `${from} → ${to} (${times(to / from)})`;
}

/** `1 array`, `3 arrays`. */
export function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
