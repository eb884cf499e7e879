import type {Saving} from '../saving.js';
import type {Estimator} from './situation.js';

/**
 * Donated arguments: outputs that could live in an argument of the same shape need no memory of their own. All of them for parameters
 * and optimizer state where a report says so; a cache that goes through a scan is still copied (measured: nothing gained).
 * Tables of slots do not tell outputs from arguments: a step returns parameters and two moments, and takes gradients beside them (measured: 0.55 to 0.75 of the pairs).
 */
export const donateOutputs: Estimator = ({memory, known}): Saving | undefined => {
	const possible = known.range('donation.possible');
	const outside = memory.regions.filter((region) => region.side === 'outside');
	const total = outside.reduce((sum, region) => sum + region.bytes.high, 0);
	if (!possible || possible.high <= 0 || total === 0) return undefined;
	const state = known.holds('optimizer.suspected') === true;
	const printed = possible.low > 0;
	const sure = state ? (printed ? possible.low : possible.high * 0.55) : 0;
	const most = possible.high * (printed ? 1.03 : 1.3);
	const share = {low: Math.min(1, sure / total), high: Math.min(1, most / total)};
	return {
		cuts: outside.map((region) => ({region: region.id, share})),
		basis: `${known.shown('donation.possible') ?? ''} of outputs that share no memory and have the shapes of arguments${printed ? '' : '; high: 1.3 of them, as small ones may not be listed'}`,
	};
};
