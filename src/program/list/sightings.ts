/** Every array that the evidence shows, with its weight: what the guesses about dimensions are made from. */
import {middle} from '../../model/interval.js';
import type {Buffer} from '../../model/analysis.js';
import {layoutOf} from '../../model/layout.js';
import {product} from '../numbers.js';
import {arraysIn, plainOf, type Plain} from './dims.js';
import {fillingOf, slotBytes, type SlotTables} from './slots.js';

/** One array seen somewhere. */
export interface Sighting {
	readonly plain: Plain;
	/** Extents above one, joined: equal keys are equal arrays. */
	readonly key: string;
	/** Bytes that speak for it; zero for an array that is only mentioned. */
	readonly weight: number;
	readonly place: Buffer['place'];
	readonly op: string;
	/** Whether it fills a buffer, rather than taking turns in one. */
	readonly fills: boolean;
}

export function sightingsOf(buffers: readonly Buffer[], tables: SlotTables | undefined): readonly Sighting[] {
	const turns = new Set((tables?.outside ?? []).filter(takesTurns).map(({line}) => line));
	const isTurn = (buffer: Buffer) => buffer.from === 'slot' && turns.has(buffer.line);
	// A donated argument is overwritten at last, by arrays of any size; it stands elsewhere alone.
	const given = new Set(buffers.filter((buffer) => buffer.place !== 'temp' && !isTurn(buffer)).map(({shape}) => shape));
	const seen = buffers.flatMap((buffer) => {
		const place = isTurn(buffer) && !given.has(buffer.shape) ? 'temp' : buffer.place;
		return arrays(buffer.shape, middle(buffer.bytes), place, buffer.op ?? '', true);
	});
	if (!tables) return seen;
	// The other values that take turns in a slot show the model too, but fill no memory of their own.
	const others = (slots: SlotTables['heap'], place: Buffer['place']) =>
		slots.flatMap((slot) =>
			slot.shapes.flatMap(({shape, count}) =>
				arrays(
					shape,
					Math.min(1, count) * Math.min(ownBytes(shape), middle(slotBytes(slot))) * 0.1,
					takesTurns(slot) ? 'temp' : place,
					'',
					false,
				),
			),
		);
	const listed = new Set(buffers.map(({line}) => line));
	const isSlot = buffers.some(({from}) => from === 'slot');
	// What fills a slot is seen, also where the slot shares its memory with a larger one.
	const sharing = tables.heap
		.filter(({line}) => isSlot && !listed.has(line))
		.flatMap((slot) => arrays(fillingOf(slot)?.shape, middle(slotBytes(slot)), 'temp', '', true));
	return [...seen, ...sharing, ...others(tables.heap, 'temp'), ...others(tables.outside, 'argument')];
}

/** A value that takes turns in a slot weighs no more than itself. */
function ownBytes(text: string): number {
	const plain = plainOf(text);
	return (plain && layoutOf(plain.array)?.unpadded) ?? Infinity;
}

/** The memory of an argument holds arrays of one size; where arrays of several sizes take turns, none of them is given. */
function takesTurns({shapes}: SlotTables['outside'][number]): boolean {
	const sizes = shapes.flatMap(({shape}) => {
		const plain = plainOf(shape);
		return plain && plain.core.length > 0 ? [product(plain.core)] : [];
	});
	return new Set(sizes).size > 1;
}

function arrays(
	text: string | undefined,
	weight: number,
	place: Buffer['place'],
	op: string,
	fills: boolean,
): readonly Sighting[] {
	const sighting = (plain: Plain, bytes: number, own: boolean) => ({
		plain,
		key: plain.core.join(),
		weight: bytes,
		place,
		op,
		fills: own,
	});
	const whole = plainOf(text);
	if (whole) return [sighting(whole, weight, fills)];
	return text === undefined ? [] : arraysIn(text).map((plain) => sighting(plain, 0, false));
}
