// VMEM of one instruction: `Ran out of memory in memory space vmem while allocating on stack for %NAME = …. Scoped
// allocation with size A and limit B exceeded scoped vmem limit by C.` and Mosaic's `Insufficient scoped vmem: A > B`.
// Forms: log-formats.md section 8, errors.md section 6.
import {loose, SIZE} from '../text/loose.js';
import {factsOf, matches, stretch, type Failure, type Family} from './piece.js';

const READER = 'scoped vmem';
const STACK = loose`ran out of memory in memory space \W? (?:vmem|smem) while allocating on stack`;
const LIMIT = loose`scoped allocation with size (?<vmem_used>${SIZE}) and limit (?<vmem_capacity>${SIZE}) exceeded scoped vmem
	limit (?: by (?<vmem_over>${SIZE}) )?`;
const BYTES = loose`scoped allocation with size (?<vmem_used>${SIZE}) bytes exceeds the scoped vmem limit of (?<vmem_capacity>${SIZE})`;
const INSUFFICIENT = loose`insufficient scoped vmem :? (?<vmem_used>${SIZE}) >? (?<vmem_capacity>${SIZE})`;

/** The instruction's text may be thousands of characters long. */
const REACH = 40_000;

/** Finds failures of VMEM that belongs to one instruction. */
export const scopedVmem: Family = (passage) => {
	const found = [LIMIT, BYTES, INSUFFICIENT].flatMap((pattern) =>
		[...matches(passage, pattern)].map((match): Failure => {
			const facts = factsOf(passage, READER, match);
			return {kind: 'failure', ...stretch(match), code: 'E1001', form: 'scoped_vmem', space: 'vmem', facts};
		}),
	);
	found.sort((a, b) => a.start - b.start);
	let next = 0;
	const whole = [...found];
	for (const match of matches(passage, STACK)) {
		const {start, end} = stretch(match);
		while (next < found.length && (found[next]?.start ?? 0) <= end) next += 1;
		const limit = found[next];
		if (limit && limit.start - end < REACH) whole[next] = {...limit, start};
		else whole.push({kind: 'failure', start, end, code: 'E1001', form: 'scoped_vmem', space: 'vmem', facts: []});
	}
	return whole;
};
