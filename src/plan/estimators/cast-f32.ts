import {cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/**
 * 32-bit floats to bf16: up to half of the listed f32 temporaries, and half of f32 data among arguments and outputs. The compiler may keep
 * some f32 copies for itself, and the program may ask for 32 bits where it accumulates, as in scores and states, so that little may be saved however
 * far the program is over (measured: 0 to 0.74 of them). A 16-bit cache in int8 halves, its slices too.
 */
export const castF32: Estimator = ({memory, known}) => {
	const cache = known.holds('cache.suspected') === true;
	// Master weights and moments stay in 32 bits.
	const state = known.holds('optimizer.suspected') === true;
	const wide = (region: Listed) => region.group.element === 'f32';
	const narrow = (region: Listed) => cache && region.group.element === 'bf16' && region.group.dims.length >= 4;
	const text = pickedText(memory, (region) => (cache ? narrow(region) : wide(region)));
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) => {
		if (cache) return narrow(region) ? {low: 0.44, high: 0.54} : undefined;
		if (!wide(region)) return undefined;
		return region.place === 'temp' ? {low: 0, high: 0.66} : {low: state ? 0 : 0.2, high: 0.5};
	});
	return {
		cuts,
		basis: cache
			? `half of the cache in int8: ${text}`
			: `half of ${text} of 32-bit floats; low: where the compiler keeps f32 copies of temporaries for itself; high: two thirds of temporaries, where copies go too`,
	};
};
