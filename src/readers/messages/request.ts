// A request that the run time could not satisfy: for a buffer (E0100) or for a program (E0101). Both are worded alike:
// `Attempting to allocate X. That was not possible. There are Y free.`, with many tails. What comes before decides, and
// `reserve` is said of programs only. Forms: log-formats.md sections 5, 6 and 10.
import type {Fact} from '../../model/fact.js';
import type {Hint} from '../../model/incident.js';
import {GAP, loose, SIZE, sticky} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {fact, factsOf, groupAt, matchAt, matches, stretch, type Failure, type Family, type Piece} from './piece.js';

const READER = 'request';
const REQUEST = loose`(?: attempting to (?<_verb>allocate|reserve) | trying to reserve ) (?<request_size>${SIZE}) (?<_bottom>at the bottom of memory)?
	(?<_failed> ${GAP} that was not possible )? (?: ${GAP} there (?:are|is) (?<request_free>${SIZE}) free )?
	(?: ,? (?<request_reserved>${SIZE}) reserved ,? (?:and)? (?<request_reservable>${SIZE}) reservable )?`;
const TAILS = [
	sticky`${GAP} (?: with | only | but ){0,2} (?: (?<request_reserved>${SIZE}) reserved ,? (?:and)? )? (?<request_reservable>${SIZE}) reservable`,
	sticky`${GAP} scope:unknown \W{0,4}`,
	sticky`${GAP} due to fragmentation ,? the largest contiguous region of free memory is (?<request_contiguous>${SIZE})`,
	sticky`${GAP} the largest contiguous region of free memory is (?<request_contiguous>${SIZE}) (?:due to fragmentation)?`,
	sticky`${GAP} \(? (?<request_device>\d+x\d+x\d+_hbm\d+) \)?`,
	sticky`${GAP} while running replica (?<replica>\d+) and (?: partition (?<partition>\d+) (?: of (?:a replicated computation)? )? )?`,
	sticky`${GAP} (?<_verdict> if fragmentation is eliminated ,? the maximum reservable bytes would be ${SIZE} ,? so compaction will (?:not)? help )`,
	sticky`${GAP} (?: the)? nearest obstacle (?:is)? at [^.;]{0,120}`,
];
const PROGRAM = /errorloadingprogram(?:[^\w(]{0,3}([\w$./<>()[\]-]{1,300}?)['"‘’“”\\]{0,3})?[^\w(]{0,6}$/;
const BUFFER = /errorallocatingdevicebuffer[^\w(]{0,6}$/;
const STATUS = /(?:resource_?exhausted|e010[01]|runtime\w{0,40}failure)\W[^\n]{0,60}$/;

const BYTES = loose`could not allocate (?<request_size>\d+) bytes in memory (?<request_device>\d+x\d+x\d+_hbm\d+)
	(?: ${GAP} (?<request_contiguous>\d+) bytes allocatable (?: ${GAP} (?<request_free>\d+) bytes available )? )?`;

/** Said of any device of StreamExecutor: a TPU until about 2022, a GPU without the BFC allocator. */
const ORDINAL = loose`failed to allocate request for (?<request_size>${SIZE}) (?: \(\d+b\) )? on device ordinal \d+`;
const SURELY_TPU = /job:tpu_worker|device=tpu|tpu:\d|tpudevice/;
const IS_TPU = /(?<!backend')tpu(?!_driver)/;
const IS_GPU = /cuda|gpu|nvidia|rocm|geforce|gtx|rtx/;

/** Finds requests for device memory that failed at run time. */
export const request: Family = (passage) => [...sentences(passage), ...inBytes(passage), ...ofOrdinals(passage)];

function sentences(passage: Passage): Failure[] {
	const found: Failure[] = [];
	for (const match of matches(passage, REQUEST)) {
		const groups = match.groups ?? {};
		const before = passage.lower.slice(Math.max(0, match.index - 400), match.index);
		const program = PROGRAM.exec(before);
		const buffer = BUFFER.test(before);
		const said = ['_failed', '_bottom', 'request_free'].some((name) => groups[name] !== undefined);
		if (!program && !buffer && !said && !STATUS.test(before)) continue;
		const facts = factsOf(passage, READER, match);
		const hints: Hint[] = [];
		const end = tails(passage, stretch(match).end, facts, hints);
		const name = program?.[1] === undefined ? undefined : nameFact(passage, match.index, before, program, program[1]);
		if (name) facts.push(name);
		const load = program !== null || groups['_verb'] !== 'allocate';
		found.push({
			kind: 'failure',
			start: match.index - (program ?? BUFFER.exec(before) ?? [''])[0].length,
			end,
			code: load ? 'E0101' : 'E0100',
			form: load ? (program ? 'program_load' : 'program_reserve') : 'buffer_allocation',
			space: 'hbm',
			facts,
			hints,
			...(!load && !buffer && {open: true}),
		});
	}
	return found;
}

/** Reads what follows the sentence, in any order, as long as it follows closely. */
function tails(passage: Passage, from: number, facts: Fact[], hints: Hint[]): number {
	let end = from;
	for (let count = 0; count < TAILS.length; count += 1) {
		const match = TAILS.map((tail) => matchAt(passage, tail, end)).find(
			(found) => found !== undefined && found[0] !== '',
		);
		if (!match) break;
		facts.push(...factsOf(passage, READER, match));
		const verdict = groupAt(match, '_verdict');
		if (verdict) hints.push({kind: 'compaction_verdict', place: passage.place(verdict.start, verdict.end)});
		end = stretch(match).end;
	}
	return end;
}

function nameFact(
	passage: Passage,
	position: number,
	before: string,
	program: RegExpExecArray,
	name: string,
): Fact | undefined {
	const start = position - before.length + program.index + program[0].indexOf(name, 'errorloadingprogram'.length);
	return fact(passage, READER, 'program.name', {start, end: start + name.length});
}

function inBytes(passage: Passage): Failure[] {
	return [...matches(passage, BYTES)].map((match) => {
		const facts = factsOf(passage, READER, match);
		const end = tails(passage, stretch(match).end, facts, []);
		return {kind: 'failure', start: match.index, end, code: 'E0100', form: 'buffer_allocation', space: 'hbm', facts};
	});
}

/** Whose memory it was, the words around tell. */
function ofOrdinals(passage: Passage): Piece[] {
	const {lower} = passage;
	const tpu = SURELY_TPU.test(lower) || (IS_TPU.test(lower) && !IS_GPU.test(lower));
	return [...matches(passage, ORDINAL)].map((match): Piece => {
		const at = stretch(match);
		if (!tpu) return {kind: 'routed', ...at, what: 'gpu_oom', place: passage.place(at.start, at.end)};
		const facts = factsOf(passage, READER, match);
		const end = tails(passage, at.end, facts, []);
		return {kind: 'failure', start: at.start, end, code: 'E0100', form: 'buffer_allocation', space: 'hbm', facts};
	});
}
