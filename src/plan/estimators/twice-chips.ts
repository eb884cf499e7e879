import {carries, cutsOf, pickedText} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Twice the chips at the same global sizes: half of what is divided over the chips already. What carries the batch usually is; what is
 * replicated stays whole.
 */
export const twiceChips: Estimator = ({memory}) => {
	const text = pickedText(memory, (region) => carries(region, 'batch'));
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (carries(region, 'batch') ? {low: 0.15, high: 0.52} : {low: 0, high: 0.5}));
	return {cuts, basis: `up to half of what is divided over the chips, ${text} of it by the batch`};
};
