/** Product of extents. */
export function product(extents: readonly number[]): number {
	return extents.reduce((all, extent) => all * extent, 1);
}

/** Greatest common divisor of two whole numbers. */
export function greatestDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestDivisor(b, a % b);
}
