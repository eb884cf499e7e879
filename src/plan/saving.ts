import {middle, type Interval} from '../model/interval.js';
import type {Part} from '../program/change/parts.js';
import type {Cut} from '../program/change/shares.js';
import {grouped} from '../program/grouped.js';

/**
 * What a remedy saves, part by part. Parts do not overlap, so savings of several remedies can be put together
 * without counting a byte twice.
 */
export interface Saving {
	/** Id of the remedy. */
	readonly id: string;
	/** The remedies that act in the same way and so do not add to it. */
	readonly overlaps: readonly string[];
	readonly cuts: readonly Cut[];
	/** The formula in words, with the user's figures. */
	readonly basis: string;
	/** Room that the remedy adds beside what it saves: a larger chip. */
	readonly room?: Interval;
}

/**
 * Bytes, in whole numbers, that remedies bring together. In each part they multiply (half the batch and half the sequence leave a
 * quarter), so no byte is saved twice. Of remedies whose pages declare an overlap only the strongest is sure: the low end
 * counts that one, the high end multiplies them too.
 */
export function together(...savings: readonly Saving[]): Interval {
	let low = 0;
	let high = 0;
	const cuts = savings.flatMap(({id, overlaps, cuts: own}) => own.map((cut) => ({id, overlaps, ...cut})));
	for (const [part, acting] of grouped(cuts, (cut) => cut.part)) {
		const sure = kinships(acting).map((kin) => Math.max(...kin.map((one) => one.share.low)));
		low += gained(part, 1 - left(sure), 'low');
		high += gained(part, 1 - left(acting.map((one) => one.share.high)), 'high');
	}
	// Only one chip can be moved to: rooms do not add.
	const rooms = savings.flatMap(({room}) => room ?? []);
	low += Math.max(0, ...rooms.map((room) => room.low));
	high += Math.max(0, ...rooms.map((room) => room.high));
	return {low: Math.round(Math.min(low, high)), high: Math.round(high)};
}

/**
 * What one more remedy brings where those before it brought only their low end. That is the case in which it is needed at all: had they
 * brought more, the gap would be closed.
 */
export function beyond(before: readonly Saving[], one: Saving): Interval {
	const short = before.map(atLowEnd);
	const [earlier, all] = [together(...short), together(...short, one)];
	const [a, b] = [all.low - earlier.low, all.high - earlier.high];
	return {low: Math.min(a, b), high: Math.max(a, b)};
}

function atLowEnd({cuts, room, ...saving}: Saving): Saving {
	const low = ({low}: Interval): Interval => ({low, high: low});
	return {
		...saving,
		cuts: cuts.map(({part, share}) => ({part, share: low(share)})),
		...(room ? {room: low(room)} : {}),
	};
}

/**
 * A saving that brings so much where that is known: its shares are scaled, or spread evenly over all parts where it has none or they would be
 * more than there is.
 */
export function broughtTo(freed: Interval, saving: Saving, parts: readonly Part[]): Saving {
	const estimated = middle(together(saving));
	const at = ({share}: Cut, target: number): number => (target / estimated) * middle(share);
	const scaled = saving.cuts.map((cut): Cut => ({
		part: cut.part,
		share: {low: at(cut, freed.low), high: at(cut, freed.high)},
	}));
	if (estimated > 0 && scaled.every(({share}) => share.high < 1)) return {...saving, cuts: scaled};
	const all = parts.reduce((sum, {bytes}) => sum + middle(bytes), 0);
	const share = {low: Math.min(1, freed.low / all), high: Math.min(1, freed.high / all)};
	return {...saving, cuts: all > 0 ? parts.map((part) => ({part, share})) : []};
}

/** What is left of one after each share is taken of the rest. */
function left(shares: readonly number[]): number {
	return shares.reduce((rest, share) => rest * (1 - share), 1);
}

/** Growth is taken of the larger size and a gain of the smaller one, so that the range is safe. */
function gained({bytes}: Part, share: number, end: 'low' | 'high'): number {
	const careful = end === 'low' ? share >= 0 : share < 0;
	return share * (careful ? bytes.low : bytes.high);
}

/** Groups of remedies that are linked by an overlap, directly or over others. */
function kinships<T extends {id: string; overlaps: readonly string[]}>(
	acting: readonly T[],
): readonly (readonly T[])[] {
	return acting.reduce<readonly (readonly T[])[]>((groups, one) => {
		const isKin = (other: T): boolean => one.overlaps.includes(other.id) || other.overlaps.includes(one.id);
		const kin = groups.filter((group) => group.some(isKin));
		return [...groups.filter((group) => !kin.includes(group)), [...kin.flat(), one]];
	}, []);
}
