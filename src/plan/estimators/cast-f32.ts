import {cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

const WIDE = new Set(['f32', 's32', 'u32', 'f64']);

/**
 * 32-bit floats to bf16: up to half of the listed f32 temporaries, and half of f32 data among arguments and outputs. The compiler may keep
 * some f32 copies for itself, so that little may be saved (measured: 0 to 0.5 of them). A 16-bit cache in int8 halves.
 */
export const castF32: Estimator = ({memory, known}) => {
	const cache = known.holds('cache.suspected') === true;
	const wide = (region: Listed) => region.group.element === 'f32';
	const narrow = (region: Listed) =>
		cache && region.place !== 'temp' && region.group.element === 'bf16' && !WIDE.has(region.group.element);
	const text = pickedText(memory, (region) => wide(region) || narrow(region));
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		if (narrow(region)) return {low: 0.4, high: 0.5};
		if (!wide(region)) return undefined;
		return region.place === 'temp' ? {low: 0, high: 0.52} : {low: 0.25, high: 0.5};
	});
	const what = cache ? 'half of the cache in int8' : 'up to half of the 32-bit floats';
	return {cuts, basis: `${what}: ${text} listed`};
};
