import {carries, cutsOf, pickedText, timesCarried} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Half the sequence: half of what carries it once, three quarters of what carries it twice (scores, masks). Temporaries may fall by
 * less where the compiler was already recomputing.
 */
export const halveSequence: Estimator = ({memory, known}) => {
	const text = pickedText(memory, (region) => carries(region, 'sequence'));
	if (text === undefined) return undefined;
	const inLoop = known.holds('loop.seen') === true;
	const cuts = cutsOf(memory, (region) => {
		const times = timesCarried(region, 'sequence');
		if (times === 0) return undefined;
		const share = 1 - 0.5 ** times;
		return {low: share * (region.place !== 'temp' ? 0.98 : inLoop ? 0.9 : 0.5), high: Math.min(1, share * 1.04)};
	});
	const twice = pickedText(memory, (region) => timesCarried(region, 'sequence') > 1);
	const more = twice === undefined ? '' : `, three quarters of ${twice} that carry it twice`;
	return {cuts, basis: `half of ${text} that carry the sequence${more}`};
};
