import {batchShare} from './batch.js';
import type {Estimator} from './situation.js';

/**
 * Four micro-batches, or as many as the batch of a device has examples: temporaries that carry the batch fall to a quarter; arguments stay, and the gradients need an accumulator.
 * Measured: 0.18 to 0.78 of those temporaries.
 */
export const microbatch4: Estimator = (situation) => {
	const batch = situation.known.range('batch.size')?.high;
	// A batch that cannot be split four ways is split into single examples.
	const parts = batch !== undefined && batch >= 2 && batch < 4 ? Math.floor(batch) : 4;
	const scale = (1 - 1 / parts) / 0.75;
	return batchShare(situation, {
		left: 1 / parts,
		near: round(0.18 * scale),
		far: round(0.38 * scale),
		says:
			parts === 4
				? 'four micro-batches: three quarters'
				: parts === 3
					? 'three micro-batches: two thirds'
					: 'two micro-batches, as the batch is 2: half',
		temporariesOnly: true,
	});
};

function round(share: number): number {
	return Math.round(share * 100) / 100;
}
