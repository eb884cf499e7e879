// Sentences that decide something although they are not figures; most stand well before the failure.
// Source: lab-findings.md, flags.md.
import type {Hint} from '../../model/incident.js';
import {loose} from '../text/loose.js';
import {matches, stretch, type Elsewhere, type Family} from './piece.js';

const SENTENCES: readonly {readonly what: Hint['kind']; readonly pattern: RegExp}[] = [
	{what: 'full_rematerialization', pattern: loose`involuntary full rematerialization`},
	{what: 'maximal_device_sharding', pattern: loose`\{maximal device=\d+`},
	{
		what: 'debug_callback',
		pattern: loose`debug_callback | xla_python_cpu_callback | xla_ffi_python_cpu_callback | io_callback | pure_callback`,
	},
	{
		what: 'unused_donation',
		pattern: loose`some donated buffers were not usable | donated buffers? (?:was|were) not (?:used|usable)`,
	},
	{what: 'remat_warning', pattern: loose`can \W{0,2} t reduce memory use below`},
	{what: 'truncated', pattern: loose`\[truncated\]`},
	{what: 'unknown_flag', pattern: loose`unknown (?:command line)? flags? (?:in xla_flags)? :? '?(?:--)?(?:xla|tpu)_`},
];

/** Finds hints. */
export const hints: Family = (passage) =>
	SENTENCES.flatMap(({what, pattern}) =>
		[...matches(passage, pattern)].map((match): Elsewhere => {
			const at = stretch(match);
			return {kind: 'hint', ...at, what, place: passage.place(at.start, at.end)};
		}),
	);
