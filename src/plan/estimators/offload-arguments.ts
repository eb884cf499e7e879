import {carries, cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Optimizer state in host memory: two of three f32 arguments are moments. They come to the device while they are used, so part of the
 * saving returns as temporaries (measured: 0 to 0.54 of the arguments and outputs).
 */
export const offloadArguments: Estimator = ({memory, known}) => {
	if (known.holds('optimizer.suspected') !== true) return undefined;
	const picks = (region: Listed) =>
		(region.place === 'argument' || region.place === 'output') && !carries(region, 'batch');
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => (picks(region) ? {low: 0, high: 0.6} : undefined));
	return {cuts, basis: `up to 0.6 of ${text} of parameters and optimizer state`};
};
