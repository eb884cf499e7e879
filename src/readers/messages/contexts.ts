// Words before a failure that change what it is: retries that need not be what killed the job, recoveries, the flag that
// suppresses the crash, and copies of a message inside another. Source: log-formats.md sections 5 and 10, dump-formats.md 6.
import {loose} from '../text/loose.js';
import {matches, stretch, type Context, type Family} from './piece.js';

const WORDS: readonly {readonly says: Context['says']; readonly pattern: RegExp}[] = [
	{says: 'retry', pattern: loose`retry compilation of [^\s]{1,200}? after retry_count=\d+ due to error :?`},
	{says: 'recovered', pattern: loose`attempting to defragment and retry after seeing error :?`},
	{
		says: 'suppressed',
		pattern: loose`suppressing (?:scoped allocation)? (?:oom|crash) due to xla_tpu_no_crash_on_oom :?`,
	},
	{says: 'copy', pattern: loose`compilationresultproto=\W{0,3}`},
];

/** Finds words that change what the failure behind them is. */
export const contexts: Family = (passage) =>
	WORDS.flatMap(({says, pattern}) =>
		[...matches(passage, pattern)].map((match): Context => ({kind: 'context', ...stretch(match), says})),
	);
