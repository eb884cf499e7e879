import type {Saving} from '../saving.js';
import type {Estimator} from './situation.js';

/**
 * Donated arguments: outputs that could live in an argument of the same shape need no memory of their own. All of them for parameters
 * and optimizer state (measured: exact for optimizers); a cache that goes through a scan is copied all the same (measured: nothing gained).
 */
export const donateOutputs: Estimator = ({memory, known}): Saving | undefined => {
	const possible = known.range('donation.possible');
	const outside = memory.regions.filter((region) => region.side === 'outside' && region.place !== 'other');
	const outputs = outside.some((region) => region.place === 'output')
		? outside.filter((region) => region.place === 'output')
		: outside;
	const total = outputs.reduce((sum, region) => sum + region.bytes.high, 0);
	if (!possible || possible.high <= 0 || total === 0) return undefined;
	const state = known.holds('optimizer.suspected') === true;
	// A table does not tell outputs: a step returns parameters and two moments, and takes gradients beside them.
	const sure = possible.low > 0 ? possible.low * (state ? 0.98 : 0) : possible.high * (state ? 0.8 : 0);
	const most = possible.low > 0 ? possible.high : possible.high * (state ? 1.5 : 1);
	const share = {low: Math.min(1, sure / total), high: Math.min(1, (most * 1.02) / total)};
	return {
		cuts: outputs.map((region) => ({region: region.id, share})),
		basis: `${known.shown('donation.possible') ?? ''} of outputs that share no memory and have the shapes of arguments`,
	};
};
