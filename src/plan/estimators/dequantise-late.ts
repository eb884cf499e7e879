import {cutsOf, isStacked, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Dequantised where it is used: of the wide copies one layer stays. Measured: all of them went, in three programs of 48 to 123 layers. How
 * many layers a copy holds that is not stacked is not known: half or more.
 */
export const dequantiseLate: Estimator = ({memory}) => {
	const picks = (region: Listed) => region.group.use === 'copy';
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (picks(region) ? {low: isStacked(region) ? 0.9 : 0.5, high: 1} : undefined));
	return {cuts, basis: `all but one layer's share of ${text} that are wide copies of quantised arrays`};
};
