/**
 * One list of buffers, under any name that the evidence uses. Lists overlap (a report and a slot table show the same memory),
 * so only one is taken: live buffers at the peak, else the report's lists, else slot tables where those show much more.
 */
import type {Buffer} from '../../model/analysis.js';
import {atLeastZero, middle, subtract, type Interval} from '../../model/interval.js';
import type {Allocation, Incident} from '../../model/incident.js';
import {layoutOf} from '../../model/layout.js';
import {parseShape} from '../../model/shape.js';
import {parseSize, printSize} from '../../model/size.js';
import {fillingOf, slotBytes, type SlotTables} from './slots.js';

/** The buffers of an incident, largest first; `needed` is all HBM needed, where known. Empty when the evidence lists none. */
export function buffersOf(incident: Incident, tables: SlotTables | undefined, needed?: number): readonly Buffer[] {
	const live = incident.live.map((one): Buffer => {
		const place = one.place === undefined || one.place === 'constant' ? (one.place ? 'other' : 'temp') : one.place;
		return {
			bytes: {low: one.bytes, high: one.bytes},
			text: printSize(one.bytes),
			...(one.shape === undefined ? {} : {shape: one.shape}),
			...(one.op === undefined ? {} : {op: one.op}),
			label: one.name,
			...paddingOf(one.shape, {low: one.bytes, high: one.bytes}),
			place,
			line: one.line,
			from: 'live',
		};
	});
	if (live.length > 0) return largestFirst(live);
	const listed = reported(incident);
	const slots = tables ? fromSlots(tables) : [];
	// A report lists its twenty largest; slot tables may list all, but without layouts and names, and slots may overlap.
	const enough = total(listed) >= 0.6 * (needed ?? total(slots));
	const better = !enough && total(slots) > total(listed);
	return largestFirst(better ? slots : listed);
}

/** The entries of the report's lists, in their order: they name operations even where another list shows more bytes. */
export function reported(incident: Incident): readonly Buffer[] {
	return [
		...incident.allocations.flatMap((one) => fromAllocation(one, 'allocation')),
		...incident.arguments.flatMap((one) => fromAllocation(one, 'argument')),
	];
}

/** Whether the buffers make up at least half of what is needed: only then does their silence mean anything. */
export function covers(buffers: readonly Buffer[], needed: Interval | undefined): boolean {
	return needed !== undefined && total(buffers) >= middle(needed) / 2;
}

/** Sum of the middles of all sizes: for shares of what is listed. */
export function total(buffers: readonly Buffer[]): number {
	return buffers.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
}

/** Largest first; the evidence's own order among equals. */
function largestFirst(buffers: readonly Buffer[]): readonly Buffer[] {
	return buffers.toSorted((a, b) => middle(b.bytes) - middle(a.bytes));
}

function fromAllocation(one: Allocation, from: 'allocation' | 'argument'): readonly Buffer[] {
	const size = one.size === undefined ? undefined : parseSize(one.size);
	if (!size) return [];
	return [
		{
			bytes: exactBytes(one.shape, size.bytes),
			// Some messages print plain bytes.
			text: /^\d+$/.test(size.text) ? printSize(size.bytes.low) : size.text,
			...(one.shape === undefined ? {} : {shape: one.shape}),
			...(one.op === undefined ? {} : {op: one.op}),
			...(one.label === undefined ? {} : {label: one.label}),
			...printedPadding(one, size.bytes),
			place: placeOf(one, from),
			line: one.line,
			from,
			allocation: one,
		},
	];
}

function placeOf(one: Allocation, from: 'allocation' | 'argument'): Buffer['place'] {
	const words = `${one.kind ?? ''} ${one.label ?? ''}`;
	if (/^\s*(?:\S+ )?Output\b/.test(words) || /\boutput\b/i.test(one.kind ?? '')) return 'output';
	if (from === 'argument' || /argument|parameter/i.test(one.kind ?? '')) return 'argument';
	if (/global|constant|overlay|program/i.test(one.kind ?? '')) return 'other';
	return 'temp';
}

/** Padding as the entry prints it; where it prints both sizes or a layout, what follows from them. */
function printedPadding(one: Allocation, size: Interval): {padding?: Interval} {
	const printed = one.padding === undefined ? undefined : parseSize(one.padding);
	if (printed) return {padding: printed.bytes};
	// No such line means no padding, where the entry is of the kind that would print it.
	if (one.unpadded !== undefined) {
		const unpadded = parseSize(one.unpadded);
		if (unpadded?.text === one.size) return {padding: {low: 0, high: 0}};
		if (unpadded) return {padding: atLeastZero(subtract(size, unpadded.bytes))};
	}
	return paddingOf(one.shape, size);
}

/** A shape with its layout fixes the bytes that the printed size only bounds, where the two agree. */
function exactBytes(text: string | undefined, size: Interval): Interval {
	const shape = text === undefined ? undefined : parseShape(text);
	const bytes = shape && layoutOf(shape)?.bytes;
	return bytes !== undefined && size.low <= bytes && bytes <= size.high ? {low: bytes, high: bytes} : size;
}

/** Padding by arithmetic, where the shape prints tiles and its bytes agree with the size. */
function paddingOf(text: string | undefined, size: Interval): {padding?: Interval} {
	const shape = text === undefined ? undefined : parseShape(text);
	const laidOut = shape && layoutOf(shape);
	if (!laidOut || laidOut.bytes < size.low || laidOut.bytes > size.high) return {};
	const padding = Math.max(0, laidOut.padding);
	return {padding: {low: padding, high: padding}};
}

function fromSlots(tables: SlotTables): readonly Buffer[] {
	const make =
		(place: Buffer['place']) =>
		(slot: SlotTables['heap'][number]): Buffer => {
			const filling = fillingOf(slot);
			const bytes = slotBytes(slot);
			const known = filling !== undefined && filling.by !== 'unsure';
			const padding = known
				? atLeastZero({low: bytes.low - filling.unpadded, high: bytes.high - filling.unpadded})
				: undefined;
			return {
				bytes,
				text: slot.size,
				...(filling ? {shape: filling.shape} : {}),
				...(padding ? {padding: filling?.by === 'dense' ? {low: 0, high: 0} : padding} : {}),
				place,
				line: slot.line,
				from: 'slot',
			};
		};
	// Tables of one row are arguments, outputs or constants; the report does not say which.
	return [...ownMemory(tables.heap).map(make('temp')), ...tables.outside.map(make('argument'))];
}

/** Slots that take memory of their own: what overlaps a larger one is there at another time, in the same memory. */
function ownMemory(heap: SlotTables['heap']): SlotTables['heap'] {
	const taken: {readonly slot: SlotTables['heap'][number]; readonly from: number; readonly to: number}[] = [];
	const sized = heap.map((slot) => ({slot, from: slot.offset, to: slot.offset + slotBytes(slot).low}));
	for (const one of sized.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
		const isFree = taken.every(({slot, from, to}) => slot.table !== one.slot.table || one.to <= from || to <= one.from);
		if (isFree) taken.push(one);
	}
	return taken.map(({slot}) => slot);
}
