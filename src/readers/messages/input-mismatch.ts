// E0102: an argument is not what the program was compiled for. `Executable(NAME) expected parameter N of size B1 (SHAPE1) but
// got buffer with incompatible size B2 (SHAPE2)`, name and shapes optional, and four rarer forms of the same check.
// Near misses (`Executable expected shape …`) are routed. Forms: log-formats.md section 7, errors.md section 3.
import type {Fact} from '../../model/fact.js';
import {GAP, loose, SHAPE, sticky} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {factsOf, isWithin, matchAt, matches, stretch, type Failure, type Family} from './piece.js';

const READER = 'input mismatch';
const PARAMETER = String.raw`expected parameter (?<parameter_index>\d+)`;
const FORMS: readonly {readonly form: string; readonly pattern: RegExp}[] = [
	{
		form: 'input_mismatch',
		pattern: loose`${PARAMETER} of size (?<expected_bytes>\d+) (?: \((?<expected_shape>${SHAPE})\) )? but got buffer with
			incompatible size (?<got_bytes>\d+) (?: \((?<got_shape>${SHAPE})\) )?`,
	},
	{
		form: 'input_mismatch_type',
		pattern: loose`${PARAMETER} to have element type (?<expected_property>\w{1,20}?) but got buffer with element type
			(?<got_property>(?:pred|token|opaque|c64|c128|bf16|[suf]\d{1,3}(?:e\dm\d\w{0,8})?))`,
	},
	{
		form: 'input_mismatch_rank',
		pattern: loose`${PARAMETER} to have rank (?<expected_property>\d+) but got buffer with rank (?<got_property>\d+)`,
	},
	{
		form: 'input_mismatch_layout',
		pattern: loose`${PARAMETER} to have layout (?<expected_property>\{[^{}]{0,200}\}) but got buffer with layout
			(?<got_property>\{[^{}]{0,200}\})`,
	},
	{
		form: 'input_mismatch_bound',
		pattern: loose`expected parameter (?<parameter_index>\d+)? \W{0,2} (?:to have)? dimension \d+ (?:to have)? runtime size <=
			(?<expected_property>\d+) ,? but got buffer with size (?<got_property>\d+)`,
	},
	{
		form: 'input_mismatch_bound',
		pattern: loose`dimension \d+ runtime size <= (?<expected_property>\d+) ,? but got buffer with size (?<got_property>\d+)`,
	},
	{
		form: 'input_mismatch_memory_space',
		pattern: loose`got a parameter buffer for parameter (?<parameter_index>\d+) in an unexpected memory space
			'(?<got_property>[^']{1,80})'`,
	},
];
/** The first half of the most common form, where the text stops before the other one. */
const BUT = ['but', 'got', 'buffer', 'with', 'incompatible', 'size'].join('');
const HALF = loose`${PARAMETER} of size (?<expected_bytes>\d+) (?: \((?<expected_shape>${SHAPE})\) )? (?<_rest>[a-z]{0,32}) (?: $ | \.\.\. | … )`;
const NAME = /executable\(([^()]{1,300})\)[^\w(]{0,3}$/;
const REPLICA = sticky`${GAP} while running replica (?<replica>\d+) and (?: partition (?<partition>\d+) (?: of (?:a replicated computation)? )? )?`;

/** Finds arguments that do not fit their program. */
export const inputMismatch: Family = (passage) => {
	const found: Failure[] = [];
	for (const {form, pattern} of FORMS) {
		const others = [...found].sort((a, b) => a.start - b.start);
		for (const match of matches(passage, pattern)) {
			const at = stretch(match);
			if (isWithin(others, at.start)) continue;
			const facts = factsOf(passage, READER, match);
			const before = NAME.exec(passage.lower.slice(Math.max(0, at.start - 320), at.start));
			facts.push(...nameFact(passage, at.start, before));
			const replica = matchAt(passage, REPLICA, at.end);
			if (replica) facts.push(...factsOf(passage, READER, replica));
			const end = replica ? stretch(replica).end : at.end;
			found.push({
				kind: 'failure',
				start: at.start - (before?.[0].length ?? 0),
				end,
				code: 'E0102',
				form,
				space: 'hbm',
				facts,
			});
		}
	}
	return [...found, ...halves(passage, found)];
};

function halves(passage: Passage, whole: readonly Failure[]): Failure[] {
	const known = [...whole].sort((a, b) => a.start - b.start);
	return [...matches(passage, HALF)].flatMap((match): Failure[] => {
		const at = stretch(match);
		const before = NAME.exec(passage.lower.slice(Math.max(0, at.start - 320), at.start));
		if (!before || isWithin(known, at.start) || !BUT.startsWith(match.groups?.['_rest'] ?? '')) return [];
		const facts = [...factsOf(passage, READER, match), ...nameFact(passage, at.start, before)];
		const start = at.start - before[0].length;
		return [{kind: 'failure', start, end: at.end, code: 'E0102', form: 'input_mismatch', space: 'hbm', facts}];
	});
}

function nameFact(passage: Passage, position: number, before: RegExpExecArray | null): Fact[] {
	const name = before?.[1];
	if (!before || name === undefined) return [];
	const start = position - before[0].length + 'executable('.length;
	const text = passage.tight.slice(start, start + name.length);
	const place = passage.place(start, start + name.length);
	return [{name: 'program.name', value: {kind: 'text', text}, origin: {by: 'reader', reader: READER, place}}];
}
