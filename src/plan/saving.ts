import type {Interval} from '../model/interval.js';
import type {Memory, Region} from './memory.js';

/** A remedy takes a share of one region: 0.5 is half of its bytes. A share below zero is growth. */
export interface Cut {
	readonly region: string;
	readonly share: Interval;
}

/**
 * What a remedy saves, region by region. Regions do not overlap, so savings of several remedies can be put together
 * without counting a byte twice.
 */
export interface Saving {
	readonly cuts: readonly Cut[];
	/** The formula in words, with the user's figures. */
	readonly basis: string;
	/** Room that the remedy adds beside what it saves: a larger chip. */
	readonly room?: Interval;
}

/** A saving under the name of its remedy, with the remedies that act in the same way and so do not add to it. */
export interface NamedSaving {
	readonly id: string;
	readonly saving: Saving;
	readonly overlaps: readonly string[];
}

/** Bytes that one remedy frees alone. */
export function bytesOf(memory: Memory, saving: Saving): Interval {
	return together(memory, [{id: '', saving, overlaps: []}]);
}

/**
 * Bytes, in whole numbers, that several remedies bring together. In each region they multiply (half the batch and half the sequence leave a
 * quarter), so no byte is saved twice. Of remedies whose pages declare an overlap only the strongest is sure: the low end
 * counts that one, the high end multiplies them too.
 */
export function together(memory: Memory, savings: readonly NamedSaving[]): Interval {
	let low = 0;
	let high = 0;
	for (const region of memory.regions) {
		const acting = savings.flatMap((named) => {
			const cut = named.saving.cuts.find((one) => one.region === region.id);
			return cut ? [{id: named.id, overlaps: named.overlaps, share: cut.share}] : [];
		});
		if (acting.length === 0) continue;
		const sure = kinships(acting).map((kin) => Math.max(...kin.map((one) => one.share.low)));
		low += gained(region, 1 - left(sure), 'low');
		high += gained(region, 1 - left(acting.map((one) => one.share.high)), 'high');
	}
	// Only one chip can be moved to: rooms do not add.
	const rooms = savings.flatMap((named) => named.saving.room ?? []);
	low += Math.max(0, ...rooms.map((room) => room.low));
	high += Math.max(0, ...rooms.map((room) => room.high));
	return {low: Math.round(Math.min(low, high)), high: Math.round(high)};
}

/**
 * What one more remedy brings where those before it brought only their low end. That is the case in which it is needed at all: had they
 * brought more, the gap would be closed.
 */
export function beyond(memory: Memory, before: readonly NamedSaving[], one: NamedSaving): Interval {
	const short = before.map((named) => ({...named, saving: atLowEnd(named.saving)}));
	const earlier = together(memory, short);
	const all = together(memory, [...short, one]);
	const [a, b] = [all.low - earlier.low, all.high - earlier.high];
	return {low: Math.min(a, b), high: Math.max(a, b)};
}

function atLowEnd({cuts, room, basis}: Saving): Saving {
	const low = ({low}: Interval): Interval => ({low, high: low});
	return {
		basis,
		cuts: cuts.map(({region, share}) => ({region, share: low(share)})),
		...(room ? {room: low(room)} : {}),
	};
}

/** What is left of one after each share is taken of the rest. */
function left(shares: readonly number[]): number {
	return shares.reduce((rest, share) => rest * (1 - share), 1);
}

/** Growth is taken of the larger size and a gain of the smaller one, so that the range is safe. */
function gained(region: Region, share: number, end: 'low' | 'high'): number {
	const careful = end === 'low' ? share >= 0 : share < 0;
	return share * (careful ? region.bytes.low : region.bytes.high);
}

/** Groups of remedies that are linked by an overlap, directly or over others. */
function kinships<T extends {id: string; overlaps: readonly string[]}>(
	acting: readonly T[],
): readonly (readonly T[])[] {
	const groups: T[][] = [];
	for (const one of acting) {
		const kin = groups.filter((group) =>
			group.some((other) => one.overlaps.includes(other.id) || other.overlaps.includes(one.id)),
		);
		const merged = [...kin.flat(), one];
		for (const group of kin) groups.splice(groups.indexOf(group), 1);
		groups.push(merged);
	}
	return groups;
}
