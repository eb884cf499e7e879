import {cutsOf, pickedText, timesCarried, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/** Attention in blocks: nearly all of what carries sequence × sequence; a block of rows stays. */
export const blockwiseAttention: Estimator = ({memory}) => {
	const picks = (region: Listed) => region.place === 'temp' && timesCarried(region, 'sequence') > 1;
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (picks(region) ? {low: 0.8, high: 1} : undefined));
	return {cuts, basis: `all but a block of rows of ${text} that carry sequence × sequence`};
};
