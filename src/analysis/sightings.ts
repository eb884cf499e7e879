/** Every array that the evidence shows, with its weight: what the guesses about dimensions are made from. */
import type {Buffer} from '../model/analysis.js';
import {layoutOf} from '../model/layout.js';
import {middle} from './buffers.js';
import {arraysIn, plainOf, type Plain} from './dims.js';
import {slotBytes, type SlotTables} from './slots.js';

/** One array seen somewhere. */
export interface Sighting {
	readonly plain: Plain;
	/** Extents above one, joined: equal keys are equal arrays. */
	readonly key: string;
	/** Bytes that speak for it; zero for an array that is only mentioned. */
	readonly weight: number;
	readonly place: Buffer['place'];
	readonly op: string;
}

export function sightingsOf(buffers: readonly Buffer[], tables: SlotTables | undefined): readonly Sighting[] {
	const seen = buffers.flatMap((buffer) => arrays(buffer.shape, middle(buffer.bytes), buffer.place, buffer.op ?? ''));
	if (!tables) return seen;
	// The other values that take turns in a slot tell of the model too, but fill no memory of their own.
	const others = (slots: SlotTables['heap'], place: Buffer['place']) =>
		slots.flatMap((slot) =>
			slot.shapes.flatMap(({shape, count}) =>
				arrays(shape, Math.min(1, count) * Math.min(ownBytes(shape), middle(slotBytes(slot))) * 0.1, place, ''),
			),
		);
	return [...seen, ...others(tables.heap, 'temp'), ...others(tables.outside, 'argument')];
}

/** A value that takes turns in a slot weighs no more than itself. */
function ownBytes(text: string): number {
	const plain = plainOf(text);
	return (plain && layoutOf(plain.array)?.unpadded) ?? Infinity;
}

function arrays(text: string | undefined, weight: number, place: Buffer['place'], op: string): readonly Sighting[] {
	const whole = plainOf(text);
	if (whole) return [sighting(whole, weight, place, op)];
	return text === undefined ? [] : arraysIn(text).map((plain) => sighting(plain, 0, place, op));
}

function sighting(plain: Plain, weight: number, place: Buffer['place'], op: string): Sighting {
	return {plain, key: plain.core.join(), weight, place, op};
}
