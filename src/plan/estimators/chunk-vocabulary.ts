import {carries, cutsOf, pickedText, type Listed} from './cuts.js';
import type {Estimator} from './situation.js';

/** The loss in eight chunks: seven eighths of the temporaries that carry tokens × vocabulary, and more where copies of them go too. */
export const chunkVocabulary: Estimator = ({memory}) => {
	const picks = (region: Listed) => region.place === 'temp' && carries(region, 'vocabulary');
	const text = pickedText(memory, picks);
	if (text === undefined) return undefined;
	const cuts = cutsOf(memory, (region) =>
		picks(region) ? {low: 0.7, high: 1} : region.place === 'temp' ? {low: 0, high: 0.5} : undefined,
	);
	return {
		cuts,
		basis: `the loss in 8 chunks; low: 0.7 of ${text} that carry the vocabulary, as one chunk and copies of it stay; high: all of them and half of the other temporaries, which they kept alive`,
	};
};
