import type {Interval} from '../model/interval.js';
import type {Part} from '../program/change/parts.js';
import type {Cut} from '../program/change/shares.js';

/**
 * What a remedy saves, part by part. Parts do not overlap, so savings of several remedies can be put together
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
export function bytesOf(parts: readonly Part[], saving: Saving): Interval {
	return together(parts, [{id: '', saving, overlaps: []}]);
}

/**
 * Bytes, in whole numbers, that several remedies bring together. In each part they multiply (half the batch and half the sequence leave a
 * quarter), so no byte is saved twice. Of remedies whose pages declare an overlap only the strongest is sure: the low end
 * counts that one, the high end multiplies them too.
 */
export function together(parts: readonly Part[], savings: readonly NamedSaving[]): Interval {
	let low = 0;
	let high = 0;
	const taken = savings.map((named) => ({
		...named,
		shares: new Map(named.saving.cuts.map(({part, share}) => [part, share])),
	}));
	for (const part of parts) {
		const acting = taken.flatMap(({id, overlaps, shares}) => {
			const share = shares.get(part.id);
			return share ? [{id, overlaps, share}] : [];
		});
		if (acting.length === 0) continue;
		const sure = kinships(acting).map((kin) => Math.max(...kin.map((one) => one.share.low)));
		low += gained(part, 1 - left(sure), 'low');
		high += gained(part, 1 - left(acting.map((one) => one.share.high)), 'high');
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
export function beyond(parts: readonly Part[], before: readonly NamedSaving[], one: NamedSaving): Interval {
	const short = before.map((named) => ({...named, saving: atLowEnd(named.saving)}));
	const earlier = together(parts, short);
	const all = together(parts, [...short, one]);
	const [a, b] = [all.low - earlier.low, all.high - earlier.high];
	return {low: Math.min(a, b), high: Math.max(a, b)};
}

function atLowEnd({cuts, room, basis}: Saving): Saving {
	const low = ({low}: Interval): Interval => ({low, high: low});
	return {
		basis,
		cuts: cuts.map(({part, share}) => ({part, share: low(share)})),
		...(room ? {room: low(room)} : {}),
	};
}

/**
 * A saving that brings so much where that is known: its shares are scaled, or spread evenly where it has none or they would be
 * more than there is.
 */
export function broughtTo(parts: readonly Part[], {cuts, ...saving}: Saving, freed: Interval): Saving {
	const {low, high} = bytesOf(parts, {...saving, cuts});
	const middle = (low + high) / 2;
	const at = ({share}: Cut, target: number): number => (target / middle) * ((share.low + share.high) / 2);
	const scaled = cuts.map((cut): Cut => ({
		part: cut.part,
		share: {low: at(cut, freed.low), high: at(cut, freed.high)},
	}));
	if (middle > 0 && scaled.every(({share}) => share.high < 1)) return {...saving, cuts: scaled};
	const all = parts.reduce((sum, {bytes}) => sum + (bytes.low + bytes.high) / 2, 0);
	const share = {low: Math.min(1, freed.low / all), high: Math.min(1, freed.high / all)};
	return {...saving, cuts: all > 0 ? parts.map(({id}) => ({part: id, share})) : []};
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
