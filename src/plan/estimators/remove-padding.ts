import {cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * Padding removed: at most the padding that the report prints for its buffers; the compiler may pick another layout that pads elsewhere. A table of
 * slots prints none: there nothing is said.
 */
export const removePadding: Estimator = ({memory}) => {
	const padded = (region: Listed) => paddingOf(region) > 0.1 * region.group.total.high;
	const text = pickedText(memory, padded);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) =>
		padded(region) ? {low: 0, high: Math.min(1, paddingOf(region) / region.group.total.high)} : undefined,
	);
	return {cuts, basis: `at most the padding inside ${text} of padded buffers`};
};

function paddingOf(region: Listed): number {
	return region.group.buffers.reduce(
		(sum, buffer) => sum + (buffer.from === 'slot' ? 0 : (buffer.padding?.high ?? 0)),
		0,
	);
}
