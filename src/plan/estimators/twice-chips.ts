import {carries, cutsOf, isStacked, pickedText} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Twice the chips at the same global sizes: half of what is divided over the chips already. What carries the batch usually is; what is
 * replicated stays whole (measured: 0 to 0.55 of the temporaries).
 */
export const twiceChips: Estimator = ({memory, known}) => {
	const replicated = known.holds('replicated.suspected') === true;
	const text = pickedText(memory, (region) => carries(region, 'batch'));
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		const most = region.side === 'temp' ? 0.56 : 0.5;
		if (!carries(region, 'batch')) return {low: 0, high: most};
		return {low: !replicated && isStacked(region) ? 0.45 : 0, high: most};
	});
	return {
		cuts,
		basis: `half of what is divided over the chips, ${text} of it by the batch; low: where it is whole on each; high: where all of it is divided`,
	};
};
