/**
 * Why two layouts of one array differ in bytes, dimension by dimension. The run time compares bytes only, so layouts of
 * equal size pass its check: a refusal proves a difference in size, its absence proves nothing about layouts.
 */
import {naturalBits} from './element.js';
import type {Interval} from './interval.js';
import {layoutOf, type LaidOut, type PaddedDimension} from './layout.js';
import {arrayOf, defaultLayout, extentsOf, printLayout} from './shape.js';
import type {ArrayShape, Layout, Shape, Tile} from './shape.js';
import {withDefaultTiles} from './tiling.js';

/** What can differ, in the order in which it is looked at. */
export const MISMATCH_KINDS = ['element_type', 'element_bits', 'dims', 'order', 'tiling', 'memory_space'] as const;
export type MismatchKind = (typeof MISMATCH_KINDS)[number];

/** One dimension, laid out in two ways. */
export interface MismatchedDimension {
	readonly dim: number;
	readonly expected: PaddedDimension;
	readonly got: PaddedDimension;
	/** Padding factor in the expected layout over that in the given one. */
	readonly ratio: number;
}

/** A layout of the same array, and what it would cost. */
export interface LayoutChoice {
	/** `{1,2,0:T(8,128)(2,1)}`. */
	readonly layout: string;
	readonly minorToMajor: readonly number[];
	readonly bytes: number;
}

/** All that differs between the shape a program expects and the shape it got. */
export interface Mismatch {
	/** Empty when nothing differs. */
	readonly kinds: readonly MismatchKind[];
	readonly expected: LaidOut;
	readonly got: LaidOut;
	/** Dimensions in common; empty when the arrays have different dimensions. */
	readonly dims: readonly MismatchedDimension[];
	/** Larger size over smaller size: the product of all ratios of dimensions and of element widths. */
	readonly factor: number;
	/** Which side is larger. */
	readonly larger: 'expected' | 'got' | 'neither';
	/** Bits per element expected over bits given. */
	readonly bitsRatio: number;
	/** The dimension that explains most of the factor, as padded on the larger side: `40 padded to 128`. */
	readonly dimension?: {readonly dim: number; readonly words: string};
	/** The order of dimensions that needs the least, with the tiles of the expected shape. */
	readonly cheapest: LayoutChoice;
	/** Differences that do not change the size, in words. */
	readonly asides: readonly string[];
}

/** Bytes that a message prints beside the two shapes. */
export interface PrintedSizes {
	readonly expected?: Interval | undefined;
	readonly got?: Interval | undefined;
}

/**
 * Compares what a program expects with what it got. Undefined when one of them has no size of its own. A side without tiles
 * is taken as dense, unless its printed size says that it has the tiles of the other side or the default ones.
 */
export function explainMismatch(expected: Shape, got: Shape, printed: PrintedSizes = {}): Mismatch | undefined {
	const [shownA, shownB] = [arrayOf(expected), arrayOf(got)];
	if (!shownA || !shownB) return undefined;
	const [a, b] = [asSized(shownA, shownB, printed.expected), asSized(shownB, shownA, printed.got)];
	const [sizeA, sizeB] = [layoutOf(a), layoutOf(b)];
	if (!sizeA || !sizeB) return undefined;
	const dims = sameExtents(a, b) ? matchDimensions(sizeA, sizeB) : [];
	const larger = sizeA.bytes > sizeB.bytes ? 'expected' : sizeA.bytes < sizeB.bytes ? 'got' : 'neither';
	const dimension = decisiveDimension(dims, larger);
	return {
		kinds: kindsOf(a, b),
		expected: sizeA,
		got: sizeB,
		dims,
		factor: ratio(Math.max(sizeA.bytes, sizeB.bytes), Math.min(sizeA.bytes, sizeB.bytes)),
		larger,
		bitsRatio: sizeA.bits / sizeB.bits,
		...(dimension ? {dimension} : {}),
		cheapest: cheapestOrder(a),
		asides: asidesOf(a, b),
	};
}

/** The order of dimensions that needs the fewest bytes with the tiles of the shape; its own order wins a tie. */
export function cheapestOrder(shape: ArrayShape): LayoutChoice {
	const layout = shape.layout ?? defaultLayout(shape.dims.length);
	const choices = ordersOf(layout).map((minorToMajor) => {
		const candidate = {...layout, minorToMajor};
		return {
			layout: printLayout(candidate),
			minorToMajor,
			bytes: layoutOf({...shape, layout: candidate})?.bytes ?? Infinity,
		};
	});
	return choices.reduce((best, choice) => (choice.bytes < best.bytes ? choice : best));
}

/** Only the two most minor places can pad: every pair of dimensions in them, the present order first. */
function ordersOf(layout: Layout): readonly (readonly number[])[] {
	const own = layout.minorToMajor;
	const others = own.flatMap((minor) =>
		own
			.filter((second) => second !== minor)
			.map((second) => [minor, second, ...own.filter((dim) => dim !== minor && dim !== second)]),
	);
	return [own, ...others];
}

/**
 * Some runtimes print the given layout without its tiles. Where only those of the other side, or those that a compiler chooses by
 * default, give the printed size, it has them.
 */
function asSized(shape: ArrayShape, other: ArrayShape, printed: Interval | undefined): ArrayShape {
	const layout = shape.layout ?? defaultLayout(shape.dims.length);
	if (!printed || layout.tiles.length > 0 || isSized(shape, printed)) return shape;
	const tiles = other.layout?.tiles ?? [];
	const likely = [...(tiles.length > 0 ? [{...shape, layout: {...layout, tiles}}] : []), withDefaultTiles(shape)];
	return likely.find((tiled) => isSized(tiled, printed)) ?? shape;
}

function isSized(shape: ArrayShape, {low, high}: Interval): boolean {
	const bytes = layoutOf(shape)?.bytes;
	return bytes !== undefined && low <= bytes && bytes <= high;
}

function kindsOf(a: ArrayShape, b: ArrayShape): readonly MismatchKind[] {
	const [la, lb] = [a.layout ?? defaultLayout(a.dims.length), b.layout ?? defaultLayout(b.dims.length)];
	const sameElement = a.element === b.element;
	const sameDims = sameExtents(a, b);
	const differs: Record<MismatchKind, boolean> = {
		element_type: !sameElement,
		element_bits: sameElement && deviceBits(a) !== deviceBits(b),
		dims: !sameDims,
		order: sameDims && la.minorToMajor.join() !== lb.minorToMajor.join(),
		tiling: sameDims && tilingDiffers(la, lb, sameElement),
		memory_space: la.space !== lb.space,
	};
	return MISMATCH_KINDS.filter((kind) => differs[kind]);
}

/** Later tiles pack small types, so with different types they differ without being their own difference. */
function tilingDiffers(a: Layout, b: Layout, sameElement: boolean): boolean {
	const first = (tiles: readonly Tile[]) => (tiles[0] ?? []).join();
	const later = (tiles: readonly Tile[]) =>
		tiles
			.slice(1)
			.map((tile) => tile.join())
			.join(';');
	if (first(a.tiles) !== first(b.tiles) || a.tail !== b.tail) return true;
	return sameElement && later(a.tiles) !== later(b.tiles);
}

function asidesOf(a: ArrayShape, b: ArrayShape): readonly string[] {
	const [la, lb] = [a.layout ?? defaultLayout(a.dims.length), b.layout ?? defaultLayout(b.dims.length)];
	const asides: string[] = [];
	const firstTilesAgree = (la.tiles[0] ?? []).join() === (lb.tiles[0] ?? []).join();
	if (firstTilesAgree && tilingDiffers(la, lb, a.element === b.element) && la.tail === lb.tail) {
		asides.push('Only later tiles differ; they reorder data inside the first tile and do not change the size.');
	}
	if (la.space !== lb.space) {
		asides.push(
			`The memory space differs: ${spaceName(la.space)} against ${spaceName(lb.space)}; it does not change the size.`,
		);
	}
	if (la.tiles.length > 0 !== lb.tiles.length > 0) {
		asides.push('One side prints no tile: it is taken as dense here, though a TPU may tile it.');
	}
	return asides;
}

/** Name of a memory space number in a layout. */
export function spaceName(space: number): string {
	const names: Readonly<Record<number, string>> = {0: 'HBM', 1: 'VMEM', 2: 'sync flags', 4: 'SMEM', 5: 'host memory'};
	return names[space] ?? `memory space ${space}`;
}

function matchDimensions(a: LaidOut, b: LaidOut): readonly MismatchedDimension[] {
	return a.dims.flatMap((expected) => {
		const dim = expected.dims[0];
		const got = b.dims.find((other) => other.dims.join() === expected.dims.join());
		if (dim === undefined || !got) return [];
		return [{dim, expected, got, ratio: ratio(expected.padded, expected.extent) / ratio(got.padded, got.extent)}];
	});
}

function decisiveDimension(
	dims: readonly MismatchedDimension[],
	larger: Mismatch['larger'],
): {readonly dim: number; readonly words: string} | undefined {
	const cost = (dim: MismatchedDimension) => (larger === 'got' ? 1 / dim.ratio : dim.ratio);
	const worst = dims.toSorted((x, y) => cost(y) - cost(x))[0];
	if (!worst || larger === 'neither' || cost(worst) <= 1) return undefined;
	const side = larger === 'expected' ? worst.expected : worst.got;
	return {dim: worst.dim, words: `${side.extent} padded to ${side.padded}`};
}

function sameExtents(a: ArrayShape, b: ArrayShape): boolean {
	const [extentsA, extentsB] = [extentsOf(a), extentsOf(b)];
	return extentsA !== undefined && extentsB !== undefined && extentsA.join() === extentsB.join();
}

function deviceBits(shape: ArrayShape): number {
	const printed = shape.layout?.elementBits ?? 0;
	return printed === 0 ? Math.max(8, naturalBits(shape.element)) : printed;
}

/** A quotient of sizes; two empty ones are alike. */
function ratio(a: number, b: number): number {
	return b === 0 ? (a === 0 ? 1 : Infinity) : a / b;
}
