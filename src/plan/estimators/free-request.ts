import type {Estimator} from './situation.js';

/** Arrays freed at run time: the evidence of a failed request does not say what is alive, so nothing is known unless a list is. */
export const freeRequest: Estimator = ({memory}) => {
	const live = memory.regions.filter(
		(region) => region.place === 'other' && region.group?.buffers.some((one) => one.from === 'live'),
	);
	if (live.length === 0) return undefined;
	return {
		cuts: live.map((region) => ({region: region.id, share: {low: 0, high: 1}})),
		basis: 'at most what the profile shows to be alive',
	};
};
