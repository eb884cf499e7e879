import type {Estimator} from './situation.js';

/** A lost annotation restored: (n − 1)/n of the buffers that look replicated, n = 2 to 16 chips. */
export const removeReplication: Estimator = ({memory, known}) => {
	const replicated = known.range('replicated.bytes');
	if (!replicated || known.holds('replicated.suspected') !== true) return undefined;
	const temporary = memory.regions.filter((region) => region.side === 'temp');
	const total = temporary.reduce((sum, region) => sum + region.bytes.high, 0);
	if (total === 0) return undefined;
	const share = Math.min(1, replicated.high / total);
	return {
		cuts: temporary.map((region) => ({region: region.id, share: {low: share * 0.45, high: share * 0.94}})),
		basis: `(n − 1)/n of ${known.shown('replicated.bytes') ?? ''} that look replicated, n = 2 to 16 chips`,
	};
};
