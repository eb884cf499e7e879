import type {Analysis, Buffer, BufferGroup} from '../model/analysis.js';
import {add, atLeastZero, subtract, type Interval} from '../model/interval.js';
import type {Known} from './known.js';

/** A part of the memory needed that shares no byte with another part: savings are taken from regions. */
export interface Region {
	readonly id: string;
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
 * Divides what was needed into regions. What the evidence totals (temporaries, arguments, outputs) bounds each place: where
 * the listed buffers add up to more (slots of a table take turns), they are scaled down; where they add up to less,
 * a region without a group stands for the rest.
 */
export function memoryOf(analysis: Analysis, known: Known): Memory {
	const regions: Region[] = [];
	for (const place of ['temp', 'argument', 'output', 'other'] as const) {
		const groups = analysis.groups.filter((group) => group.place === place);
		const listed = groups.reduce((sum, group) => add(sum, group.total), {low: 0, high: 0});
		const whole = totalOf(place, known);
		const scale = whole && listed.low > whole.high ? whole.high / listed.low : 1;
		groups.forEach((group, index) => {
			regions.push({id: `${place}${index}`, place, bytes: times(group.total, scale), group});
		});
		if (!whole || scale < 1) continue;
		const rest = atLeastZero(subtract(whole, listed));
		if (rest.high > 0 && rest.high > whole.high * 0.001) regions.push({id: `${place}-rest`, place, bytes: rest});
	}
	return {regions, total: regions.reduce((sum, region) => add(sum, region.bytes), {low: 0, high: 0})};
}

/** What the evidence says in total about a place, in bytes. */
function totalOf(place: Buffer['place'], known: Known): Interval | undefined {
	switch (place) {
		case 'temp':
			return known.range('hbm.temp') ?? known.range('temporaries.bytes');
		case 'argument':
			return known.range('hbm.arguments');
		case 'output':
			return ownOutputs(known);
		case 'other':
			return undefined;
	}
}

/** Outputs that do not live in an argument's memory. */
function ownOutputs(known: Known): Interval | undefined {
	const output = known.range('hbm.output');
	if (!output) return undefined;
	const shared = known.range('hbm.shared');
	return shared ? atLeastZero(subtract(output, shared)) : output;
}

function times(a: Interval, factor: number): Interval {
	return {low: a.low * factor, high: a.high * factor};
}
