import type {Interval} from '../../model/interval.js';
import type {Saving} from '../saving.js';
import {carries, cutsOf, pickedText, type Listed} from './cuts.js';
import type {Situation} from './situation.js';

interface Split {
	/** What is left of a buffer that carries the batch. */
	readonly left: number;
	/** The share that is sure to go where the compiler may already be recomputing. */
	readonly careful: number;
	readonly says: string;
	readonly temporariesOnly?: boolean;
}

/** What a smaller batch saves of the buffers that carry it. Undefined where no listed buffer seems to. */
export function batchShare({memory, known}: Situation, split: Split): Saving | undefined {
	const text = pickedText(memory, (region) => touches(region));
	if (text === undefined) return undefined;
	const inLoop = known.holds('loop.seen') === true;
	const temporary: Interval = {
		low: inLoop ? 0.9 * (1 - split.left) : split.careful,
		high: Math.min(1, (1 - split.left) * 1.04),
	};
	const cuts = cutsOf(memory, (region) => {
		if (!touches(region)) return undefined;
		return region.place === 'temp' ? temporary : {low: 0.98 * (1 - split.left), high: 1 - split.left};
	});
	const why = inLoop ? '' : '; less where the compiler already recomputes to fit';
	return {cuts, basis: `${split.says} of ${text} that carry the batch${why}`};

	function touches(region: Listed): boolean {
		return carries(region, 'batch') && (region.place === 'temp' || split.temporariesOnly !== true);
	}
}
