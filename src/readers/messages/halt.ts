// Why a core halted (E0200): the sentence after `halted unexpectedly at tag:pc …:`, or the words `observed errors are: […]`, and the
// instruction after `HLO:`. Source: errors.md section 4.
import type {Fact} from '../../model/fact.js';
import {kernelName} from '../../model/kernel-name.js';
import {loose, sticky} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {groupAt, matchAt, matches, statement, stretch, type Family, type Part, type Stretch} from './piece.js';

const READER = 'core halt';
const PLACE = loose`(?: core halted unexpectedly | halted unexpectedly at tag:pc \w{1,60}:\d+:0x[0-9a-f]{1,8} (?: \(from [^()]{1,80}\) )? ) :
	(?! internal: | accelerator )`;
const OBSERVED = loose`observed errors are :? \[ [^\[\]]{1,80} \]`;
/** What ends the sentence. */
const END = loose`hlo: | nohlomapping | hlocomputation: | ===sourcelocationtrace | \*\*\*beginstacktrace | seehttps: | checkfailurestacktrace
	| traceback\(mostrecent | theaboveexception | duringhandlingof | node\d+halted | ["'][,)}\]]`;
/** Words that say that there is no reason. */
const NONE = sticky`(?: no debugging message | no error message )`;
/** The name of the assertion, and the line of stars after it, say nothing to people. */
const ASSERTION = sticky`(?: scheck [a-z]{2,8} : )? \**`;
const INSTRUCTION = loose`(?<![\w]) hlo: %? (?<_name>[\w$.-]{1,200})`;
/** Characters without blanks that a reason and its instruction may take. */
const REACH = 1600;
/** Characters of a reason that are quoted. */
const LONGEST = 240;

/** Which kind of halt the words mean. The first that fits counts; the rest is not explained. */
const KINDS: readonly {readonly kind: string; readonly words: RegExp}[] = [
	{kind: 'launch-group', words: /launchgroup|launchid/},
	{kind: 'hardware', words: /observederrorsare:?\[[^\][]*(?:hardware|network|power)/},
	{kind: 'compiler', words: /observederrorsare:?\[[^\][]*user/},
	{kind: 'bounds', words: /boundscheck|outofbounds|outofrange/},
	{kind: 'kernel', words: /semaphore|mosaickernel|pallas/},
];

/** Finds why a core halted, and in which instruction. */
export const halt: Family = (passage) => [
	...[...matches(passage, PLACE)].map((match) => reasonAfter(passage, stretch(match))),
	...[...matches(passage, OBSERVED)].map((match): Part => ({
		kind: 'part',
		...stretch(match),
		facts: reasonFacts(passage, stretch(match)),
	})),
];

function reasonAfter(passage: Passage, at: Stretch): Part {
	const start = at.end + (matchAt(passage, ASSERTION, at.end)?.[0].length ?? 0);
	// A message without an address says its reason in the same line, or not at all: what follows is another program's.
	const fresh = passage.freshLine(passage.lower.startsWith('core', at.start) ? at.end - 1 : start + 1);
	const limit = Math.min(passage.tight.length, at.end + REACH, fresh);
	END.lastIndex = 0;
	const stop = END.exec(passage.lower.slice(start, limit));
	const end = stop ? start + stop.index : limit;
	const said = end > start && !matchAt(passage, NONE, start);
	const facts = said ? reasonFacts(passage, {start, end}) : [];
	return {kind: 'part', start: at.start, end: at.end, facts: [...facts, ...instruction(passage, start, limit)]};
}

function reasonFacts(passage: Passage, at: Stretch): Fact[] {
	const reason = quoted(passage.printed(at.start, at.end));
	if (reason === '') return [];
	const words = passage.lower.slice(at.start, at.end);
	const kind = KINDS.find((one) => one.words.test(words))?.kind;
	return [
		statement(passage, READER, 'halt.reason', reason, at),
		...(kind === undefined ? [] : [statement(passage, READER, 'halt.kind', kind, at)]),
	];
}

function instruction(passage: Passage, from: number, limit: number): Fact[] {
	INSTRUCTION.lastIndex = 0;
	const match = INSTRUCTION.exec(passage.lower.slice(from, limit));
	const name = match ? groupAt(match, '_name') : undefined;
	if (!name) return [];
	const start = from + name.start;
	const at = {start, end: Math.min(from + name.end, passage.wordEnd(start))};
	const printed = passage.tight.slice(at.start, at.end).replace(/(?<![.-])[.-]+$/, '');
	const kernel = kernelName(printed);
	return [
		statement(passage, READER, 'halt.instruction', printed, at),
		...(kernel === undefined ? [] : [statement(passage, READER, 'kernel.name', kernel, at)]),
	];
}

/** The first sentence, and those after it as far as they are short. */
function quoted(text: string): string {
	const sentences = text
		.replace(/\s+/g, ' ')
		.trim()
		.split(/(?<=[.!?])\s+(?=[A-Z])/);
	let whole = sentences[0] ?? '';
	for (const sentence of sentences.slice(1)) {
		if (whole.length + sentence.length + 1 > LONGEST) break;
		whole = `${whole} ${sentence}`;
	}
	return whole.length > LONGEST
		? `${whole.slice(0, LONGEST).replace(/\s+\S*$/, '')} …`
		: whole.replace(/(?<![;:,])[;:,]+$/, '');
}
