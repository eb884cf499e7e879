import {carries as groupCarries, type BufferGroup} from '../../model/analysis.js';
import type {Meaning} from '../../model/program.js';
import type {Interval} from '../../model/interval.js';
import {printSize} from '../../model/size.js';
import type {Memory, Region, Side} from '../memory.js';
import type {Cut} from '../saving.js';

/** A region whose buffers the evidence lists. */
export interface Listed extends Region {
	readonly group: BufferGroup;
}

/** Of what is not listed, at least this much is like what is: lists hold the largest buffers of each kind. */
const ALIKE = 0.5;

/**
 * Cuts in all listed regions for which `share` gives one. What the evidence does not list is taken to be like the listed buffers of its side:
 * at most their average share, at least half of it.
 */
export function cutsOf(memory: Memory, share: (region: Listed) => Interval | undefined): readonly Cut[] {
	const listed = memory.regions.filter(isListed);
	const cuts = listed.flatMap((region): Cut[] => {
		const given = share(region);
		return given ? [{region: region.id, share: given}] : [];
	});
	const rests = memory.regions.filter((region) => !region.group);
	return [...cuts, ...rests.flatMap((rest) => restCut(rest, average(rest.side, listed, share)))];
}

function restCut(rest: Region, like: Interval | undefined): readonly Cut[] {
	return like && like.high > 0 ? [{region: rest.id, share: {low: like.low * ALIKE, high: like.high}}] : [];
}

/** Average share over the listed regions of a side, by bytes. */
function average(
	side: Side,
	listed: readonly Listed[],
	share: (region: Listed) => Interval | undefined,
): Interval | undefined {
	const sum = {bytes: 0, low: 0, high: 0};
	for (const region of listed) {
		if (region.side !== side || region.place === 'other') continue;
		const bytes = (region.bytes.low + region.bytes.high) / 2;
		const given = share(region);
		sum.bytes += bytes;
		sum.low += bytes * (given?.low ?? 0);
		sum.high += bytes * (given?.high ?? 0);
	}
	return sum.bytes > 0 ? {low: sum.low / sum.bytes, high: sum.high / sum.bytes} : undefined;
}

/** Bytes of the listed regions that a test picks, as text: `12.30G`. Undefined when it picks none. */
export function pickedText(memory: Memory, pick: (region: Listed) => boolean): string | undefined {
	const picked = memory.regions.filter(isListed).filter(pick);
	if (picked.length === 0) return undefined;
	return printSize(picked.reduce((sum, region) => sum + (region.bytes.low + region.bytes.high) / 2, 0));
}

/** Whether the buffers grow with a dimension. */
export function carries(region: Listed, meaning: Meaning): boolean {
	return groupCarries(region.group, meaning);
}

/** How often they carry it: sequence × sequence is two. */
export function timesCarried(region: Listed, meaning: Meaning): number {
	return region.group.meanings.filter((one) => one === meaning).length;
}

/** Temporaries kept for every layer, or for every step of a scan over the sequence. */
export function isStacked(region: Listed): boolean {
	if (region.place !== 'temp') return false;
	const leading = Object.entries(region.group.roles).toSorted(([a], [b]) => Number(a) - Number(b))[0];
	return carries(region, 'layers') || (leading?.[0] === '0' && leading[1] === 'sequence' && carries(region, 'batch'));
}

export function isListed(region: Region): region is Listed {
	return region.group !== undefined;
}
