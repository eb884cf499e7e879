/**
 * Which tiling a TPU compiler picks when the text prints none. A hint for explanations; a printed tile always wins,
 * and real programs hold exceptions. Source: jax `_src/tpu_info.py`, compared with tiles printed in public logs.
 */
import {naturalBits} from './element.js';
import {defaultLayout, extentsOf} from './shape.js';
import type {ArrayShape, Tile} from './shape.js';

/** What decides the default: the generation (2 … 7), and a flag that lets 16-bit types use 16 rows before the 7th. */
export interface TilingTarget {
	readonly generation: number;
	readonly largeRowsFor16Bits?: boolean;
}

/** Any of v4, v5e, v5p, v6e: they tile alike. */
export const COMMON_TARGET: TilingTarget = {generation: 5};

/** Rows of lanes in a tile; a lane holds 32 bits. */
const LANES = 128;

/**
 * The default tiles of an element type for the extents in physical order, most major first. Two numbers for arrays,
 * one for vectors and scalars; a second tile packs small types into 32-bit words.
 */
export function defaultTiles(element: string, physical: readonly number[], target: TilingTarget): readonly Tile[] {
	// 64- and 128-bit values are kept as two or four arrays of 32 bits.
	const bits = Math.min(32, element === 'pred' ? 8 : naturalBits(element));
	const pack = 32 / bits;
	const smallest = pack * (target.generation < 4 ? 2 : 1);
	const normal = Math.max(8, pack);
	if (physical.length < 2) {
		const rows = doubled(smallest, Math.ceil((physical[0] ?? 1) / LANES), normal);
		return pack === 1 ? [[rows * LANES]] : [[rows * LANES], [LANES], [pack, 1]];
	}
	const rows = physical.at(-2) ?? 1;
	const large = largeRows(bits, target, normal);
	const count = rows >= large && rows % large === 0 ? large : doubled(smallest, rows, normal);
	const first = [count, LANES];
	return pack === 1 ? [first] : [first, [pack, 1]];
}

/** The shape with default tiles where it prints none; the order of dimensions stays. */
export function withDefaultTiles(shape: ArrayShape, target: TilingTarget = COMMON_TARGET): ArrayShape {
	const extents = extentsOf(shape);
	if (!extents || (shape.layout && shape.layout.tiles.length > 0)) return shape;
	const layout = shape.layout ?? defaultLayout(extents.length);
	const physical = layout.minorToMajor.toReversed().map((dim) => extents[dim] ?? 1);
	return {...shape, layout: {...layout, tiles: defaultTiles(shape.element, physical, target)}};
}

function largeRows(bits: number, target: TilingTarget, normal: number): number {
	if (bits === 2) return 128;
	if (bits === 4) return 64;
	if (bits === 8) return 32;
	if (bits === 16 && (target.generation >= 7 || target.largeRowsFor16Bits === true)) return 16;
	return normal;
}

/** The smallest doubling of `start` that covers `needed`, at most `most`. */
function doubled(start: number, needed: number, most: number): number {
	let count = start;
	while (count < Math.min(needed, most)) count *= 2;
	return count;
}
