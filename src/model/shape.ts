import {readShape} from './shape-grammar.js';

/** One dimension of an array. */
export interface Dimension {
	/** Its extent, or its bound if it is dynamic; absent for `?`, which has no size. */
	readonly extent?: number;
	/** Printed `<=n` or `?`. */
	readonly dynamic: boolean;
}

/** Numbers of a tile, most major first; `*` merges a dimension into the next more minor one. */
export type Tile = readonly (number | '*')[];

/** What stands in braces after the dimensions. Defaults are what the printer leaves out. */
export interface Layout {
	/** Dimension numbers, fastest-varying first: `{2,1,0}` is row-major. */
	readonly minorToMajor: readonly number[];
	/** Sparse level types, as printed. */
	readonly levels?: string;
	/** Only the first pads; later ones reorder data inside it. */
	readonly tiles: readonly Tile[];
	/** The element count is rounded up to a multiple of this; 1 for none. */
	readonly tail: number;
	readonly index?: string;
	readonly pointer?: string;
	/** Bits per element on the device; 0 where nothing is printed. */
	readonly elementBits: number;
	/** Memory space: 0 HBM, 1 VMEM, 5 host. */
	readonly space: number;
	/** Cuts of physical dimensions over memories; `dim` counts from the most major one. */
	readonly splits: readonly {readonly dim: number; readonly at: readonly number[]}[];
	readonly physical?: Shape;
	/** Bytes in front of a dynamic array. */
	readonly prefix: number;
}

/** An array, with its layout where one is printed. */
export interface ArrayShape {
	readonly kind: 'array';
	/** Lower case: `bf16`. */
	readonly element: string;
	readonly dims: readonly Dimension[];
	readonly layout?: Layout;
}

/** The shape of a value in XLA, as printed in HLO text and in messages. */
export type Shape =
	| ArrayShape
	| {readonly kind: 'tuple'; readonly parts: readonly Shape[]}
	| {readonly kind: 'buffer'; readonly of: Shape}
	| {readonly kind: 'token'}
	| {readonly kind: 'opaque'};

/**
 * Reads a whole printed shape. Undefined when it is none, or is cut short: a size is never guessed from half a shape.
 * `readShape` in shape-grammar.ts says what is wrong, and where.
 */
export function parseShape(text: string): Shape | undefined {
	const reading = readShape(text);
	return reading.ok ? reading.shape : undefined;
}

/** Prints a shape as XLA does; defaults are left out. `parseShape` reads the same shape back. */
export function printShape(shape: Shape): string {
	switch (shape.kind) {
		case 'token':
			return 'token[]';
		case 'opaque':
			return 'opaque[]';
		case 'buffer':
			return `b(${printShape(shape.of)})`;
		case 'tuple':
			return `(${shape.parts.map(printShape).join(', ')})`;
		case 'array':
			return `${shape.element}[${shape.dims.map(printDimension).join(',')}]${shape.layout ? printLayout(shape.layout) : ''}`;
	}
}

/** Prints a layout with its braces; empty for a scalar's layout that says nothing. */
export function printLayout(layout: Layout): string {
	const properties = [
		layout.levels ? `D(${layout.levels})` : '',
		layout.tiles.length > 0 ? `T${layout.tiles.map((tile) => `(${tile.join(',')})`).join('')}` : '',
		layout.tail === 1 ? '' : `L(${layout.tail})`,
		layout.index ? `#(${layout.index})` : '',
		layout.pointer ? `*(${layout.pointer})` : '',
		layout.elementBits === 0 ? '' : `E(${layout.elementBits})`,
		layout.space === 0 ? '' : `S(${layout.space})`,
		layout.splits.length > 0 ? `SC${layout.splits.map((cut) => `(${cut.dim}:${cut.at.join(',')})`).join('')}` : '',
		layout.physical ? `P(${printShape(layout.physical)})` : '',
		layout.prefix === 0 ? '' : `M(${layout.prefix})`,
	].join('');
	const order = layout.minorToMajor.join(',');
	if (order === '' && properties === '') return '';
	return properties === '' ? `{${order}}` : `{${order}:${properties}}`;
}

/** The layout that a text without one stands for: descending order, nothing said about tiles. */
export function defaultLayout(rank: number): Layout {
	const minorToMajor = Array.from({length: rank}, (_, index) => rank - 1 - index);
	return {minorToMajor, tiles: [], tail: 1, elementBits: 0, space: 0, splits: [], prefix: 0};
}

/** The array inside: the shape itself, or what a `b(…)` holds; undefined for tuples, tokens and the like. */
export function arrayOf(shape: Shape): ArrayShape | undefined {
	if (shape.kind === 'buffer') return arrayOf(shape.of);
	return shape.kind === 'array' ? shape : undefined;
}

/** Extents of an array, bounds for dynamic ones; undefined when one has no bound. */
export function extentsOf(shape: ArrayShape): readonly number[] | undefined {
	const extents = shape.dims.map((dimension) => dimension.extent);
	return extents.every((extent) => extent !== undefined) ? extents : undefined;
}

function printDimension(dimension: Dimension): string {
	if (dimension.extent === undefined) return '?';
	return dimension.dynamic ? `<=${dimension.extent}` : `${dimension.extent}`;
}
