// Failures of the less common codes, by their words: core halts, host offload, Mosaic kernels, SparseCore.
// Source: errors.md sections 4 and 7 to 12.
import type {Code, Space} from '../../model/incident.js';
import {loose} from '../text/loose.js';
import {matches, stretch, type Failure, type Family} from './piece.js';

interface Wording {
	readonly code: Code;
	readonly form: string;
	readonly space?: Space;
	readonly pattern: RegExp;
}

const WORDINGS: readonly Wording[] = [
	{
		code: 'E0200',
		form: 'core_halt',
		pattern: loose`accelerator device halted prematurely | node \d* halted unexpectedly at | core halted unexpectedly : | program continuator has halted unexpectedly`,
	},
	{
		code: 'E1200',
		form: 'host_offload_output',
		pattern: loose`tensor which is moved to host (?: \([^()]{0,200}\) )? is returned from the entry computation but the layout`,
	},
	{code: 'E2001', form: 'mosaic_rhs_type', pattern: loose`unsupported matmul rhs type on target`},
	{
		code: 'E2002',
		form: 'mosaic_block_tiling',
		pattern: loose`failed to set window params for (?:in|out)put \d+ | block shape \([^()]{0,200}\) is not divisible by tiling`,
	},
	{
		code: 'E2003',
		form: 'mosaic_alignment',
		pattern: loose`cannot statically prove that index in dimension \d+ is a multiple of \d+`,
	},
	{
		code: 'E3000',
		form: 'sparsecore_alloca',
		space: 'sparsecore',
		pattern: loose`'memref.alloca' op current allocation offset upper bound | exceeds the legitimate user allocatable offset upper bound`,
	},
	{
		code: 'E3001',
		form: 'sparsecore_replicas',
		space: 'sparsecore',
		pattern: loose`no viable logical replica count for the embedding table | fixed size allocations? \([^()]{0,80}\) do not fit in tilespmem`,
	},
];

/** Two sentences of one message may both match. */
const SAME_MESSAGE = 600;

/** Finds failures of the less common codes. */
export const otherCodes: Family = (passage) =>
	WORDINGS.flatMap(({code, form, space, pattern}) => {
		const found: Failure[] = [];
		for (const match of matches(passage, pattern)) {
			const at = stretch(match);
			const last = found.at(-1);
			if (last && at.start - last.end <= SAME_MESSAGE && match[0] !== passage.lower.slice(last.start, last.end))
				continue;
			found.push({kind: 'failure', ...at, code, form, ...(space && {space}), facts: []});
		}
		return found;
	});
