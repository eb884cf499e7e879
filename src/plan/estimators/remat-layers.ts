import {carries, cutsOf, pickedText} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Recomputed blocks: of buffers stacked over n layers or steps one stays, (n − 1)/n go; beside it the inputs of the blocks are kept.
 * Measured: 0.8 to 0.95 of the stacked buffers.
 */
export const rematLayers: Estimator = ({memory}) => {
	const stacked = pickedText(memory, (region) => region.place === 'temp' && carries(region, 'layers'));
	if (stacked === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		if (region.place !== 'temp' || !carries(region, 'layers')) return undefined;
		return {low: 0.6, high: 0.97};
	});
	return {cuts, basis: `all but one layer's share of ${stacked} kept once per layer, less the inputs of the blocks`};
};
