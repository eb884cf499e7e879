import type {HloArray} from '../../model/hlo.js';
import type {Unions} from './unions.js';
import type {View} from './values.js';

/** Unites the dimensions of a reshape: equal factors are one dimension, and where several become one it is their product. */
export function matchFactors(from: View, to: View, bitcast: boolean, unions: Unions): void {
	const [a, b] = bitcast ? [inMemoryOrder(from), inMemoryOrder(to)] : [from.nodes, to.nodes];
	const big = (node: number): boolean => unions.extent(node) > 1;
	const [left, right] = [a.filter(big), b.filter(big)];
	if (bitcast && !keepsTiles(left, right, from.array, to.array, unions)) return;
	let [i, j] = [0, 0];
	while (i < left.length && j < right.length) {
		const [startI, startJ] = [i, j];
		let x = unions.extent(left[i++] ?? 0);
		let y = unions.extent(right[j++] ?? 0);
		while (x !== y) {
			if (x < y && i < left.length) x *= unions.extent(left[i++] ?? 0);
			else if (y < x && j < right.length) y *= unions.extent(right[j++] ?? 0);
			else return;
		}
		const [group, other] = [left.slice(startI, i), right.slice(startJ, j)];
		const [one, two] = [group[0] ?? 0, other[0] ?? 0];
		if (group.length === 1 && other.length === 1) unions.unify(one, two);
		else if (group.length === 1) unions.relate(one, other);
		else if (other.length === 1) unions.relate(two, group);
	}
}

/** A bitcast keeps the bytes, not the order of the dimensions: they are compared as they lie in memory, major first. */
function inMemoryOrder({array, nodes}: View): readonly number[] {
	const order = array.minorToMajor;
	return order ? order.toReversed().map((dim) => nodes[dim] ?? 0) : nodes;
}

/** Tiles cut the last dimensions: unless these are the same, a bitcast of tiled arrays may mix parts of different dimensions. */
function keepsTiles(
	left: readonly number[],
	right: readonly number[],
	a: HloArray,
	b: HloArray,
	unions: Unions,
): boolean {
	if (!a.tiled && !b.tiled) return true;
	if (left.length === right.length)
		return left.every((node, k) => unions.extent(node) === unions.extent(right[k] ?? 0));
	return unions.extent(left.at(-1) ?? 0) === unions.extent(right.at(-1) ?? 0);
}
