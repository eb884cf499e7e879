/** Bits and whole bytes of XLA's element types. A type under 8 bits takes a whole byte unless its layout says `E(n)`. */
const BITS: Readonly<Record<string, number>> = {
	...widths(1, 's1 u1'),
	...widths(2, 's2 u2'),
	...widths(4, 's4 u4 f4e2m1fn'),
	...widths(8, 'pred s8 u8 f8e3m4 f8e4m3 f8e4m3fn f8e4m3b11fnuz f8e4m3fnuz f8e5m2 f8e5m2fnuz f8e8m0fnu'),
	...widths(16, 's16 u16 f16 bf16'),
	...widths(32, 's32 u32 f32'),
	...widths(64, 's64 u64 f64 c64'),
	...widths(128, 'c128'),
};

/** True for the name of an element type, lower case. */
export function isElement(name: string): boolean {
	return Object.hasOwn(BITS, name);
}

/** Bits that a value has: 4 for `s4`, 8 for `pred`. */
export function naturalBits(element: string): number {
	const bits = BITS[element];
	if (bits === undefined) throw new Error(`not an element type: ${element}`);
	return bits;
}

/** Bytes that a value takes when it is not packed: 1 for `s4`. */
export function wholeBytes(element: string): number {
	return Math.max(1, naturalBits(element) / 8);
}

/** True for types of floating point, complex ones included. */
export function isFloat(element: string): boolean {
	return element.startsWith('f') || element === 'bf16' || element.startsWith('c');
}

function widths(bits: number, names: string): Record<string, number> {
	return Object.fromEntries(names.split(' ').map((name) => [name, bits]));
}
