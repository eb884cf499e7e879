import type {Saving} from '../saving.js';
import {carries, cutsOf, isListed, isStacked, pickedText, type Listed} from './cuts.js';
import type {Situation} from './situation.js';

interface Split {
	/** What is left of a buffer that carries the batch. */
	readonly left: number;
	/** The share that is sure to go where the compiler may already be recomputing to stay near the limit. */
	readonly near: number;
	/** The share that is sure to go far above the limit, where recomputing could not hold it. */
	readonly far: number;
	readonly says: string;
	readonly temporariesOnly?: boolean;
}

/** Further above the capacity than this, the compiler's recomputation has not held the program near it. */
const FAR = 0.25;

/**
 * What a smaller batch saves of the buffers that carry it. Stacked buffers divide exactly, since the compiler cannot recompute them. Others may have
 * been recomputed to fit, and stop being so. Undefined where no listed buffer seems to carry the batch.
 */
export function batchShare({memory, known}: Situation, split: Split): Saving | undefined {
	const text = pickedText(memory, (region) => touches(region));
	if (text === undefined) return undefined;
	const exact = 1 - split.left;
	const far = (known.range('over.share')?.low ?? 0) > FAR;
	const stacked = bytesWhere((region) => touches(region) && isStacked(region));
	const all = bytesWhere((region) => touches(region) && region.place === 'temp');
	const inLoop = all > 0 && stacked > 0.6 * all;
	const cuts = cutsOf(memory, (region) => {
		if (!touches(region)) return region.place === 'temp' && !inLoop ? {low: 0, high: 0.5 * exact} : undefined;
		if (region.place !== 'temp') return {low: 0.96 * exact, high: 1.02 * exact};
		return inLoop
			? {low: 0.9 * exact, high: Math.min(1, 1.04 * exact)}
			: {low: far ? split.far : split.near, high: Math.min(1, (far ? 1.1 : 1.2) * exact)};
	});
	const sure = far ? split.far : split.near;
	const why =
		inLoop || all === 0
			? ''
			: `; low: ${sure} of them, where the compiler recomputes already; high: ${round(Math.min(1, (far ? 1.1 : 1.2) * exact))} of them and ${round(0.5 * exact)} of the other temporaries`;
	return {cuts, basis: `${split.says} of ${text} that carry the batch${why}`};

	function touches(region: Listed): boolean {
		return carries(region, 'batch') && (region.place === 'temp' || split.temporariesOnly !== true);
	}

	function bytesWhere(pick: (region: Listed) => boolean): number {
		const picked = memory.regions.filter(isListed).filter(pick);
		return picked.reduce((sum, region) => sum + region.bytes.high, 0);
	}
}

function round(share: number): number {
	return Math.round(share * 100) / 100;
}
