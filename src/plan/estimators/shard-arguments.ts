import {carries, cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Parameters and optimizer state divided over n chips: (n − 1)/n of the arguments and outputs that do not carry the batch. The log does not
 * say how many chips there are: from two to eight. Temporaries are left out, since gathered parameters come back there.
 */
export const shardArguments: Estimator = ({memory, known}) => {
	if (known.holds('cache.suspected') === true) return undefined;
	const picks = (region: Listed) => region.place !== 'temp' && region.place !== 'other' && !carries(region, 'batch');
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (picks(region) ? {low: 0.5, high: 0.88} : undefined));
	return {cuts, basis: `(n − 1)/n of ${text} of arguments and outputs, n = 2 to 8 chips`};
};
