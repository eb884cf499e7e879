import type {HloArray, HloShape} from '../../model/hlo.js';
import type {Instance} from './flow.js';

/** What an instruction gives, in one use of its computation: its shape, and the first of its dimensions. */
export interface Value {
	readonly shape: HloShape;
	readonly node: number;
}

/** One array of a value, with its dimensions. */
export interface View {
	readonly array: HloArray;
	readonly nodes: readonly number[];
}

/** Undefined for a position that a damaged module does not have. */
export function valueOf({computation, first}: Instance, at: number | undefined): Value | undefined {
	const instruction = at === undefined ? undefined : computation.instructions[at];
	return instruction && {shape: instruction.shape, node: first[at ?? 0] ?? 0};
}

/** An element of a tuple. */
export function partOf({shape, node}: Value, index: number): Value | undefined {
	const part = shape.parts?.[index];
	const before = (shape.parts ?? []).slice(0, index);
	return part && {shape: part, node: before.reduce((sum, one) => sum + rankOf(one), node)};
}

/** Number of dimensions of all arrays of a value together. */
export function rankOf(shape: HloShape): number {
	return shape.leaves.reduce((rank, {dims}) => rank + dims.length, 0);
}

/** All arrays of a value. */
export function viewsOf(value: Value | undefined): View[] {
	if (!value) return [];
	let {node} = value;
	return value.shape.leaves.map((array) => ({array, nodes: array.dims.map(() => node++)}));
}
