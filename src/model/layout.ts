/**
 * From a shape to the bytes it occupies on a TPU: tile, round up, multiply. The rule is XLA's own array-size routine
 * (openxla/xla `xla/shape_util.cc`): only the first tile pads; later tiles reorder data inside it.
 */
import {wholeBytes} from './element.js';
import {arrayOf, defaultLayout, extentsOf} from './shape.js';
import type {ArrayShape, Layout, Shape, Tile} from './shape.js';

/** Where a dimension lies in memory: the minor-most is contiguous (lanes), the second-minor next (sublanes). */
export type LayoutPlace = 'minor-most' | 'second-minor' | 'major';

/** What becomes of one dimension. */
export interface PaddedDimension {
	/** Dimension numbers: one, several that a `*` merges, or none where the tile has more numbers than the array dimensions. */
	readonly dims: readonly number[];
	/** Product of their extents (largest part, where a split cuts them). */
	readonly extent: number;
	readonly padded: number;
	readonly place: LayoutPlace;
	/** The number of the first tile that covers it; absent for those that no tile covers. */
	readonly tile?: number;
}

/** Bytes of an array, and where they come from. */
export interface LaidOut {
	/** Bytes occupied: exact up to 2^53. */
	readonly bytes: number;
	/** Product of the extents × whole bytes of the type: what reports call "unpadded size". */
	readonly unpadded: number;
	/** Bytes minus unpadded: what reports call "extra memory due to padding". Negative for packed types. */
	readonly padding: number;
	/** Bytes over unpadded; 1 for an empty array. */
	readonly expansion: number;
	/** The part of `padding` that comes from wider (or packed) elements, as `pred` with `E(32)`. */
	readonly widening: number;
	/** Bits that one element takes on the device. */
	readonly bits: number;
	/** By dimension number, those without a number first. */
	readonly dims: readonly PaddedDimension[];
	/** True for tiles such as `T(8,128)(2,1,1,1)`, where a later tile may pad further than computed here. */
	readonly laterTileMayPad: boolean;
}

/**
 * The bytes of an array as its layout says; a shape without tiles is taken as dense. Undefined for tuples, tokens and
 * unbounded dimensions, which have no size of their own, and for more bytes than a number holds.
 */
export function layoutOf(shape: Shape): LaidOut | undefined {
	const array = arrayOf(shape);
	const extents = array && extentsOf(array);
	if (!array || !extents) return undefined;
	const layout = array.layout ?? defaultLayout(extents.length);
	const dims = padded(physicalOrder(extents, layout), layout.tiles[0] ?? []);
	if (dims.some((dim) => !Number.isFinite(dim.padded))) return undefined;
	const dense = product(extents);
	const bits = layout.elementBits === 0 ? 8 * wholeBytes(array.element) : layout.elementBits;
	const bytes = bytesOf(array, layout, product(dims.map((dim) => dim.padded)), bits, dense === 0n);
	if (!Number.isFinite(Number(bytes))) return undefined;
	const unpadded = dense * BigInt(wholeBytes(array.element));
	const atDeviceWidth = (dense * BigInt(bits) + 7n) / 8n;
	return {
		bytes: Number(bytes),
		unpadded: Number(unpadded),
		padding: Number(bytes - unpadded),
		expansion: unpadded === 0n ? 1 : Number(bytes) / Number(unpadded),
		widening: Number(atDeviceWidth - unpadded),
		bits,
		dims: dims.toSorted((a, b) => (a.dims[0] ?? -1) - (b.dims[0] ?? -1)),
		laterTileMayPad: laterTileMayPad(layout.tiles),
	};
}

/** `40 padded to 128`: the dimensions that padding makes larger, worst first; undefined if none is. */
export function paddedWords(laidOut: LaidOut): string | undefined {
	const worse = laidOut.dims
		.filter((dim) => dim.padded > dim.extent)
		.toSorted((a, b) => b.padded / b.extent - a.padded / a.extent);
	if (worse.length === 0) return undefined;
	return worse.map((dim) => `${dim.extent} padded to ${dim.padded}`).join(', ');
}

/** The tiles of a shape, none if none is printed. */
export function tilesOf(shape: ArrayShape): readonly Tile[] {
	return shape.layout?.tiles ?? [];
}

interface Physical {
	readonly dims: readonly number[];
	readonly extent: number;
}

/** Dimensions from most major to most minor, each with the extent of its largest part. */
function physicalOrder(extents: readonly number[], layout: Layout): readonly Physical[] {
	return layout.minorToMajor.toReversed().map((dim, position) => {
		const extent = extents[dim] ?? 1;
		const cuts = layout.splits.filter((split) => split.dim === position).flatMap((split) => split.at);
		return {dims: [dim], extent: largestPart(extent, cuts)};
	});
}

function largestPart(extent: number, cuts: readonly number[]): number {
	const edges = [0, ...cuts.filter((cut) => cut > 0 && cut < extent).toSorted((a, b) => a - b), extent];
	return Math.max(...edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0)));
}

/** Aligns the tile right, merges what `*` merges, and rounds up what it covers. */
function padded(order: readonly Physical[], tile: Tile): readonly PaddedDimension[] {
	const missing = Array.from({length: Math.max(0, tile.length - order.length)}, () => ({dims: [], extent: 1}));
	const all: readonly Physical[] = [...missing, ...order];
	const offset = all.length - tile.length;
	const merged: {dims: readonly number[]; extent: number; tile?: number}[] = [];
	let carried: Physical | undefined;
	for (const [position, physical] of all.entries()) {
		const here: Physical = carried
			? {dims: [...carried.dims, ...physical.dims], extent: carried.extent * physical.extent}
			: physical;
		const number = position < offset ? undefined : tile[position - offset];
		carried = number === '*' ? here : undefined;
		if (number === '*') continue;
		merged.push(number === undefined ? here : {...here, tile: number});
	}
	return merged.map((dim, position) => ({
		...dim,
		padded: dim.tile === undefined ? dim.extent : Math.ceil(dim.extent / dim.tile) * dim.tile,
		place: placeOf(merged.length - 1 - position),
	}));
}

function placeOf(fromMinor: number): LayoutPlace {
	if (fromMinor === 0) return 'minor-most';
	return fromMinor === 1 ? 'second-minor' : 'major';
}

function bytesOf(array: ArrayShape, layout: Layout, count: bigint, bits: number, empty: boolean): bigint {
	if (empty) return 0n;
	const tail = BigInt(layout.tail);
	const rounded = ((count + tail - 1n) / tail) * tail;
	const prefix = array.dims.some((dim) => dim.dynamic) ? BigInt(layout.prefix) : 0n;
	return (rounded * BigInt(bits) + 7n) / 8n + prefix;
}

/** A later tile with more numbers than the first covers counts of tiles, and may round those up too. */
function laterTileMayPad(tiles: readonly Tile[]): boolean {
	const [first, ...later] = tiles;
	if (!first) return false;
	return later.some((tile) => tile.slice(0, Math.max(0, tile.length - first.length)).some((number) => number !== 1));
}

function product(numbers: readonly number[]): bigint {
	return numbers.reduce((total, number) => total * BigInt(number), 1n);
}
