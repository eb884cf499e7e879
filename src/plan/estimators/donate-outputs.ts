import type {Saving} from '../saving.js';
import type {Estimator} from './situation.js';

/**
 * Donated arguments: outputs that could live in an argument of the same shape need no memory of their own. All of them for parameters
 * and optimizer state (measured: exact for optimizers); a cache that goes through a scan is copied all the same (measured: nothing gained).
 */
export const donateOutputs: Estimator = ({memory, known}): Saving | undefined => {
	const possible = known.range('donation.possible');
	if (!possible || possible.high <= 0) return undefined;
	const outputs = memory.regions.filter((region) => region.place === 'output');
	const total = outputs.reduce((sum, region) => sum + region.bytes.high, 0);
	if (total === 0) return undefined;
	const share = Math.min(1, possible.high / total);
	const sure = known.holds('optimizer.suspected') === true ? 0.9 : 0;
	const text = known.shown('donation.possible') ?? '';
	return {
		cuts: outputs.map((region) => ({region: region.id, share: {low: share * sure, high: share}})),
		basis: `${text} of outputs share no memory although arguments have their shapes`,
	};
};
