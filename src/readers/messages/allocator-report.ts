// What the run time adds to a failed request: the allocator's counters (2026, plain bytes) and the table of the XRT era.
// Forms: log-formats.md sections 5 and 6.
import {loose, SIZE} from '../text/loose.js';
import {factsOf, matches, stretch, type Failure, type Family, type Part} from './piece.js';

const ATTEMPTS = loose`tpuclient::allocatebuffer returning error after \d+ attempt`;
const COUNTERS = loose`allocator stats \W{0,3} limit \W{0,2} (?<hbm_capacity>\d+) \W? inuse \W{0,2} \d+
	(?: \W? (?:maxinuse|numallocs|maxallocsize|reserved|peakreserved) \W{0,2} -?\d+ ){0,6}
	(?: \W? largestfreeblock \W{0,2} (?<request_contiguous>\d+) (?!\d) )?`;
const TABLE = loose`hbm capacity (?<hbm_capacity>${SIZE}) : top-of-memory reserved`;
const CHUNK = loose`max free chunk (?<request_contiguous>${SIZE})`;
const PERSISTENT = loose`persistent allocations include some or all of : arguments (?<hbm_arguments>${SIZE}) (?:\([^()]{0,40}\))?
	(?: output (?<hbm_output>${SIZE}) )?`;

/** Finds counters and tables of the run time's allocator. */
export const allocatorReport: Family = (passage) => {
	const failures = [...matches(passage, ATTEMPTS)].map((match): Failure => {
		return {kind: 'failure', ...stretch(match), code: 'E0100', form: 'buffer_allocation', space: 'hbm', facts: []};
	});
	const parts = [COUNTERS, TABLE, CHUNK, PERSISTENT].flatMap((pattern) =>
		[...matches(passage, pattern)].map((match): Part => {
			return {kind: 'part', ...stretch(match), facts: factsOf(passage, 'allocator report', match)};
		}),
	);
	return [...failures, ...parts];
};
