/**
 * Slot tables of a memory-usage report: one table an allocation, one row a slot that several values share over time. The
 * rows name shapes without layout, and not which of them fills the slot: that is found by size.
 */
import {sumOf, type Interval} from '../../model/interval.js';
import type {Incident, Slot} from '../../model/incident.js';
import {layoutOf} from '../../model/layout.js';
import {defaultLayout, type ArrayShape} from '../../model/shape.js';
import {parseSize} from '../../model/size.js';
import {defaultTiles, COMMON_TARGET} from '../../model/tiling.js';
import {plainOf, type Plain} from './dims.js';
import {grouped} from '../grouped.js';

/** Tables of one report, taken apart. */
export interface SlotTables {
	/** Rows of the tables of temporaries: those whose slots lie at several offsets. */
	readonly heap: readonly Slot[];
	/** Tables of one row at offset zero: arguments, outputs, constants. */
	readonly outside: readonly Slot[];
	/** Size of the heap: where its last slot ends. Rows that are not shown can only add to it. */
	readonly heapBytes?: Interval;
	readonly outsideBytes: Interval;
}

/** Undefined where the evidence has no slot tables. */
export function slotTables(incident: Incident): SlotTables | undefined {
	if (incident.slots.length === 0) return undefined;
	const tables = grouped(incident.slots, (slot) => slot.table);
	const several = [...tables.values()].filter((rows) => rows.length > 1 || rows.some((row) => row.offset > 0));
	const heaps = several.length > 0 ? several : loneHeap([...tables.values()]);
	const singles = [...tables.values()].filter((rows) => !heaps.includes(rows)).flat();
	return {
		heap: heaps.flat(),
		outside: singles,
		...(heaps.length > 0 ? {heapBytes: sumOf(heaps.map(heapEnd))} : {}),
		outsideBytes: sumOf(singles.map(slotBytes)),
	};
}

/**
 * A heap of one slot prints as an argument does. It is known by its shape: `[a,b]` beside `[a,c]` and `[c,b]` is their product, and beside `[b,d]`
 * it is multiplied further, so that it is neither given nor returned.
 */
function loneHeap(tables: readonly (readonly Slot[])[]): readonly (readonly Slot[])[] {
	const extents = tables.map(([row]) => (row && fillingOf(row)?.plain.core) ?? []);
	const matrices = extents.filter((core) => core.length === 2);
	const at = extents.findIndex(([rows, columns, ...more]) => {
		if (rows === undefined || columns === undefined || more.length > 0 || rows === columns) return false;
		const inner = matrices.filter((core) => core[0] === rows && core[1] !== columns).map((core) => core[1]);
		const product = matrices.some((core) => core[0] !== rows && core[1] === columns && inner.includes(core[0]));
		return product && matrices.some((core) => core[0] === columns);
	});
	const heap = tables[at];
	// Tables come largest first, the heap among them: a weight beside larger activations is no product of them.
	return heap && at === 0 ? [heap] : [];
}

/** Bytes of a slot as its text says. */
export function slotBytes(slot: Slot): Interval {
	return parseSize(slot.size)?.bytes ?? {low: 0, high: 0};
}

/** The shape that fills a slot, and by which reading of its layout. */
export interface Filling {
	readonly shape: string;
	readonly plain: Plain;
	/** dense: no padding · tiled: with the default tiles in some order of dimensions · unsure: none of the shapes fits the size. */
	readonly by: 'dense' | 'tiled' | 'unsure';
	/** Bytes without padding. */
	readonly unpadded: number;
}

/**
 * The shape that accounts for a slot's size: one whose bytes print as the slot's size, dense before padded; among
 * several the one that most values have. If none fits, the largest that goes into the slot.
 */
export function fillingOf(slot: Slot): Filling | undefined {
	if (!FILLINGS.has(slot)) FILLINGS.set(slot, findFilling(slot));
	return FILLINGS.get(slot);
}

/** Several parts of the analysis ask for the same slots. */
const FILLINGS = new WeakMap<Slot, Filling | undefined>();

function findFilling(slot: Slot): Filling | undefined {
	const room = slotBytes(slot);
	const candidates = slot.shapes.flatMap(({shape, count}) => {
		const plain = plainOf(shape);
		const size = plain && layoutOf({...plain.array});
		if (!plain || !size) return [];
		// Tables print no layout, and with it not whether four bits are packed two to a byte.
		const packed = /^[su]4$/.test(plain.element) && size.unpadded > room.high ? size.unpadded / 2 : size.unpadded;
		if (packed > room.high) return [];
		const by = packed < size.unpadded && room.low <= packed ? 'dense' : fit(plain.array, room);
		return [{shape, count, plain, unpadded: packed, by}];
	});
	const [best] = candidates.toSorted(
		(a, b) => RANK[a.by] - RANK[b.by] || (a.by === 'unsure' ? b.unpadded - a.unpadded : b.count - a.count),
	);
	return best && {shape: best.shape, plain: best.plain, by: best.by, unpadded: best.unpadded};
}

const RANK = {dense: 0, tiled: 1, unsure: 2} as const;

function fit(array: ArrayShape, room: Interval): Filling['by'] {
	const isInside = (bytes = -1) => room.low <= bytes && bytes <= room.high;
	if (isInside(layoutOf(array)?.bytes)) return 'dense';
	const natural = defaultLayout(array.dims.length);
	const isTiled = ordersOf(natural.minorToMajor).some((minorToMajor) => {
		const physical = minorToMajor.toReversed().map((dim) => array.dims[dim]?.extent ?? 1);
		const tiles = defaultTiles(array.element, physical, COMMON_TARGET);
		return isInside(layoutOf({...array, layout: {...natural, minorToMajor, tiles}})?.bytes);
	});
	return isTiled ? 'tiled' : 'unsure';
}

/** One order for each choice of the two most minor dimensions. */
function ordersOf(natural: readonly number[]): readonly (readonly number[])[] {
	if (natural.length < 2) return [natural];
	return natural.flatMap((minor) =>
		natural
			.filter((second) => second !== minor)
			.map((second) => [minor, second, ...natural.filter((dim) => dim !== minor && dim !== second)]),
	);
}

function heapEnd(rows: readonly Slot[]): Interval {
	const ends = rows.map((row) => {
		const bytes = slotBytes(row);
		return {low: row.offset + bytes.low, high: row.offset + bytes.high};
	});
	return {low: Math.max(...ends.map((end) => end.low)), high: Math.max(...ends.map((end) => end.high))};
}
