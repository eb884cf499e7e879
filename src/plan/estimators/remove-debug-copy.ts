import type {Estimator} from './situation.js';

/** A debug print removed: the gathered copy of the printed tensor goes, and what it kept alive. */
export const removeDebugCopy: Estimator = ({memory, known}) => {
	if (known.holds('debug.suspected') !== true && known.holds('debug.present') !== true) return undefined;
	const largest = memory.regions
		.filter((region) => region.place === 'temp' && region.group)
		.toSorted((a, b) => (b.group?.each.high ?? 0) - (a.group?.each.high ?? 0))[0];
	if (!largest?.group) return undefined;
	return {
		cuts: memory.regions
			.filter((region) => region.place === 'temp')
			.map((region) => ({region: region.id, share: region === largest ? {low: 0.4, high: 1} : {low: 0, high: 0.5}})),
		basis: `the copy of the printed tensor, ${largest.group.text} ${largest.group.shape}, and what it keeps alive`,
	};
};
