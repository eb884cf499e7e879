import {carries, cutsOf, isStacked, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Recomputed blocks: of buffers stacked over n layers or steps one stays, (n − 1)/n go, less the inputs of the blocks. Measured: 0.85 to
 * 0.95 of all temporaries, since what hangs on the stacked ones goes with them. Equal buffers that are not stacked are recomputed by the compiler in
 * part already: from nothing to 0.6 of them.
 */
export const rematLayers: Estimator = ({memory}) => {
	const equal = (region: Listed) =>
		region.place === 'temp' && !isStacked(region) && region.group.count >= 3 && carries(region, 'sequence');
	const text = pickedText(memory, (region) => isStacked(region) || equal(region));
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		if (isStacked(region)) return {low: 0.75, high: 0.97};
		if (equal(region)) return {low: 0, high: 0.6};
		return region.place === 'temp' ? {low: 0, high: 0.5} : undefined;
	});
	const stacked = pickedText(memory, isStacked);
	const low =
		stacked === undefined
			? 'nothing, where the compiler recomputes them already'
			: `0.75 of ${stacked} that are stacked`;
	return {
		cuts,
		basis: `all but one layer's or step's share of ${text}; low: ${low}; high: also up to half of the other temporaries, which hang on them`,
	};
};
