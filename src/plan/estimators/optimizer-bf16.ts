import {carries, cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Moments in bf16: half of the f32 arguments and outputs where parameters are 16-bit, else half of two of every three or four. Measured:
 * 0.25 to 0.5 of the f32 arguments and outputs.
 */
export const optimizerBf16: Estimator = ({memory, known}) => {
	if (known.holds('optimizer.suspected') !== true) return undefined;
	const picks = (region: Listed) =>
		region.side === 'outside' &&
		region.place !== 'other' &&
		region.group.element === 'f32' &&
		!carries(region, 'batch');
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (picks(region) ? {low: 0.24, high: 0.5} : undefined));
	return {cuts, basis: `half of the moments among ${text} of f32 arguments and outputs`};
};
