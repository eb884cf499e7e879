import {carries, cutsOf, isStacked, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Moved to host memory: optimizer moments (two thirds of parameters and state, which come back to the device while they are used), or what a stack of
 * layers keeps. Measured: 0 to 0.54 of arguments and outputs; 0.87 of a stack of attention layers.
 */
export const offloadArguments: Estimator = ({memory, known}) => {
	const state = known.holds('optimizer.suspected') === true;
	const moments = (region: Listed) =>
		state && region.side === 'outside' && region.place !== 'other' && !carries(region, 'batch');
	const text = pickedText(memory, (region) => moments(region) || isStacked(region));
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		if (moments(region)) return {low: 0, high: 0.6};
		return isStacked(region)
			? {low: 0.6, high: 0.97}
			: region.place === 'temp' && !state
				? {low: 0, high: 0.5}
				: undefined;
	});
	return {cuts, basis: `up to the larger part of ${text} that can wait in host memory`};
};
