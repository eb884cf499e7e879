import {carries, cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Parameters and optimizer state divided over n chips: (n − 1)/n of the arguments and outputs that carry neither batch nor sequence, and of wide
 * copies of quantised ones. The log does not
 * say how many chips there are: from two to eight. Where temporaries dominate nothing is said: gathered parameters come back there
 * (measured: programs grew 1.2 to 1.5 times).
 */
export const shardArguments: Estimator = ({memory, known}) => {
	const temporaries = known.range('temp.share');
	if (temporaries && temporaries.low > 0.6 && !memory.regions.some(({group}) => group?.use === 'copy'))
		return undefined;
	const picks = (region: Listed) =>
		region.group.use === 'copy' ||
		(region.side === 'outside' &&
			region.place !== 'other' &&
			!carries(region, 'batch') &&
			!carries(region, 'sequence'));
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (picks(region) ? {low: 0.5, high: 0.88} : undefined));
	return {cuts, basis: `(n − 1)/n of ${text} of parameters and state, n = 2 to 8 chips`};
};
