import {carries, cutsOf, isStacked, pickedText, timesCarried, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Half the sequence: half of what carries it once, three quarters of what carries it twice (scores, masks). What merges batch and sequence into
 * tokens carries it too. Temporaries may fall by less where the compiler was already recomputing.
 */
export const halveSequence: Estimator = ({memory}) => {
	const times = (region: Listed) => timesCarried(region, 'sequence');
	const text = pickedText(memory, (region) => times(region) > 0);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		const count = times(region);
		// Activations of a step mostly grow with both; extents made from the sequence, such as capacities, are not recognised.
		if (count === 0) return carries(region, 'batch') && region.place === 'temp' ? {low: 0, high: 0.55} : undefined;
		const share = 1 - 0.5 ** count;
		const sure = region.place !== 'temp' ? 0.96 : isStacked(region) ? 0.9 : 0.5;
		return {low: share * sure, high: Math.min(1, share * 1.2)};
	});
	const twice = pickedText(memory, (region) => times(region) > 1);
	const more = twice === undefined ? '' : `, three quarters of ${twice} that carry it twice`;
	return {cuts, basis: `half of ${text} that carry the sequence${more}`};
};
