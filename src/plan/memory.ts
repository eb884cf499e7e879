import type {Analysis, Buffer, BufferGroup} from '../model/analysis.js';
import {add, atLeastZero, subtract, type Interval} from '../model/interval.js';
import type {Known} from './known.js';

/** Temporaries live in the heap of the program; arguments and outputs outside of it. */
export type Side = 'temp' | 'outside';

/** A part of the memory needed that shares no byte with another part: savings are taken from regions. */
export interface Region {
	readonly id: string;
	readonly side: Side;
	readonly place: Buffer['place'];
	readonly bytes: Interval;
	/** The equal buffers it stands for; absent for what the evidence does not list. */
	readonly group?: BufferGroup;
}

/** All memory that the failing program needs, in regions. */
export interface Memory {
	readonly regions: readonly Region[];
	/** Sum of the regions. */
	readonly total: Interval;
}

/**
 * Divides what was needed into regions. The evidence's totals bound each side: where the listed buffers add up to more
 * (slots of a table take turns), they are scaled down; where they add up to less, a region without a group stands for the rest.
 */
export function memoryOf(analysis: Analysis, known: Known): Memory {
	const regions = [
		...sideOf('temp', analysis.groups.filter(isTemporary), known.range('hbm.temp') ?? known.range('temporaries.bytes')),
		...sideOf(
			'outside',
			analysis.groups.filter((group) => !isTemporary(group)),
			known.range('outside.bytes'),
		),
	];
	return {regions, total: regions.reduce((sum, region) => add(sum, region.bytes), {low: 0, high: 0})};
}

/** A rest smaller than this share of its side is rounding. */
const NOTABLE_REST = 0.002;

function sideOf(side: Side, groups: readonly BufferGroup[], whole: Interval | undefined): readonly Region[] {
	const listed = groups.reduce((sum, group) => add(sum, group.total), {low: 0, high: 0});
	const scale = whole && listed.low > whole.high ? whole.high / listed.low : 1;
	const regions = groups.map((group, index): Region => {
		const bytes = {low: group.total.low * scale, high: group.total.high * scale};
		return {id: `${side}${index}`, side, place: group.place, bytes, group};
	});
	const rest = whole && scale === 1 ? atLeastZero(subtract(whole, listed)) : undefined;
	if (!whole || !rest || rest.high <= whole.high * NOTABLE_REST) return regions;
	return [...regions, {id: `${side}-rest`, side, place: side === 'temp' ? 'temp' : 'argument', bytes: rest}];
}

function isTemporary(group: BufferGroup): boolean {
	return group.place === 'temp' || group.place === 'other';
}
