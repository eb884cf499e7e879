import type {BufferGroup, DimensionRole} from '../../model/analysis.js';
import type {Interval} from '../../model/interval.js';
import {printSize} from '../../model/size.js';
import type {Memory, Region} from '../memory.js';
import type {Cut} from '../saving.js';

/** A region whose buffers the evidence lists. */
export interface Listed extends Region {
	readonly group: BufferGroup;
}

/**
 * Cuts in all listed regions for which `share` gives one. What the evidence does not list of the temporaries is taken to be like what it
 * does: from nothing up to the average of the listed ones.
 */
export function cutsOf(memory: Memory, share: (region: Listed) => Interval | undefined): readonly Cut[] {
	const cuts: Cut[] = [];
	let listed = 0;
	let high = 0;
	for (const region of memory.regions) {
		if (!isListed(region)) continue;
		const given = share(region);
		if (given) cuts.push({region: region.id, share: given});
		if (region.place !== 'temp') continue;
		listed += region.bytes.high;
		high += region.bytes.high * Math.max(0, given?.high ?? 0);
	}
	const rest = memory.regions.find((region) => !region.group && region.place === 'temp');
	if (rest && high > 0) cuts.push({region: rest.id, share: {low: 0, high: high / listed}});
	return cuts;
}

/** Bytes of the listed regions that a test picks, as text: `12.30G`. Undefined when it picks none. */
export function pickedText(memory: Memory, pick: (region: Listed) => boolean): string | undefined {
	const picked = memory.regions.filter(isListed).filter(pick);
	if (picked.length === 0) return undefined;
	return printSize(picked.reduce((sum, region) => sum + (region.bytes.low + region.bytes.high) / 2, 0));
}

/** Whether a dimension of the buffers has this role. */
export function carries(region: Listed, role: DimensionRole): boolean {
	return Object.values(region.group.roles).includes(role);
}

/** How many dimensions have this role: sequence × sequence is two. */
export function timesCarried(region: Listed, role: DimensionRole): number {
	return Object.values(region.group.roles).filter((one) => one === role).length;
}

export function isListed(region: Region): region is Listed {
	return region.group !== undefined;
}
