// Whether the input ends inside a message. A message that stops where it could have ended counts as whole: an excerpt that
// ends with a sentence, an entry or a table is no less than what somebody chose to quote.
import {loose, SHAPE} from './text/loose.js';
import type {Passage} from './text/passage.js';

const LIST = loose`largest program (?:allocations|arguments and outputs) in \w{2,10} :?`;
const REPORT = loose`total \w{3,10} usage (?:reported by \w{1,20})? :? (?:>=|at least) | program (?:hbm|vmem|smem) requirement | output size :?`;
const TABLES = loose`memory usage report : | memory space : \w{1,40} \(color=\d+\)`;
const RULE = /={8,}/g;
const ENTRY = /^\d{1,4}[.)]size:/;
const ENTRY_BEGUN = /^\d{1,4}(?:[.)](?:s(?:i(?:z(?:e)?)?)?)?)?$/;
const ROW = /\((\d+)%\);/g;
const ROW_HEAD = /^[\d.]+(?:[kmgtpe]?i?b);\d+;\d+;/;
const SHAPES = new RegExp(String.raw`^(?:(?:\d+[×x])?(?:${SHAPE}|\([^()]*\)),?)*`);
const NEXT_ROW = /^(?:\d[\d.]*[kmgtpe]?i?b?(?:\(\d*%?)?\)?|\{[^}]*)$/;
const TABLE_WORDS = ['cumulative_size;size;offset;used_by_n_values;shapes_list', 'memoryspace:', 'totalbytes:'];
/** A next table of which no row is there yet. */
const NEXT_TABLE = /^cumulative_size;[a-z_;]*-*[\d.]*[kmgtpe]?i?b?(?:\(\d*%?)?\)?$/;
/** What may come between a whole message and the end of an input: closing signs. */
const CLOSED = /(?:(?<!\d)\.|[!?…])$|['`)]$|\[\.\.\.\]$|threshold=-1$/;
/** Words with which messages go on behind a line break. */
const CONTINUATIONS: readonly string[] = [
	'hbm. exceeded hbm capacity by',
	'exceeded hbm capacity by',
	'exceeded vmem capacity by',
	', the total memory required for hlo temporaries (',
	'the total memory required for hlo temporaries (',
	'while allocating on stack for',
	'total hbm usage >=',
	'output size',
	'program hbm requirement',
	'largest program allocations in hbm:',
	'largest program arguments and outputs in hbm:',
	'memory usage report:',
	'that was not possible. there are',
	'there are',
	'but got buffer with incompatible size',
	'see https://openxla.org/xla/errors/error_',
].map((words) => words.replaceAll(' ', ''));
/** Longer words behind the last piece of a message are no piece of it. */
const LONGEST_TAIL = 600;

/**
 * Whether a passage that ends with the input ends inside the message that begins at `from`; its last known piece
 * ends at `reached`; `bare`: nothing but its code is known.
 */
export function endsInside(passage: Passage, from: number, reached: number, bare: boolean): boolean {
	const body = passage.lower.slice(from);
	const tail = passage.lower.slice(reached).replace(/^[^\w]+/, '');
	const torn = passage.cutAt(passage.lower.length);
	const [list, report, tables] = [lastEnd(body, LIST), lastEnd(body, REPORT), lastEnd(body, TABLES)];
	if (list > Math.max(report, tables)) {
		if (inList(body.slice(list), torn, passage.lower.length - reached)) return true;
	} else if (tables > report) {
		if (inTables(body.slice(tables), torn)) return true;
	} else if (report >= 0 && list < 0 && tail.length <= (torn ? 60 : 0)) return true;
	return goesOn(tail, torn) || (torn && inSentence(body, tail, bare));
}

function lastEnd(text: string, pattern: RegExp): number {
	const last = [...text.matchAll(pattern)].at(-1);
	return last ? last.index + last[0].length : -1;
}

/** A list ends with a closed entry; one that was quoted without rules ends with the kind of the last. */
function inList(text: string, torn: boolean, left: number): boolean {
	const rule = lastEnd(text, RULE);
	const last = rule < 0 ? text : text.slice(rule);
	if (rule < 0 && last === '') return true;
	if (torn && ENTRY_BEGUN.test(last)) return true;
	if (!ENTRY.test(last) || left > LONGEST_TAIL) return false;
	const kind = lastEnd(last, /allocationtype:(?:hlotemp|[a-z]{4,})/g);
	if (kind >= 0) return torn && /^=*$/.test(last.slice(kind));
	if (rule < 0 && last.includes('xlalabel:')) return torn;
	return torn || left === 0;
}

/** The last table of a report ends with a row that brings it to the whole. */
function inTables(text: string, torn: boolean): boolean {
	const row = [...text.matchAll(ROW)].at(-1);
	if (!row) return text.length < 200;
	const rest = text.slice(row.index + row[0].length);
	const head = ROW_HEAD.exec(rest);
	if (!head) return /^[\d.]*[kmgtpe]?i?b?(?:;\d*){0,2}$/.test(rest);
	const shapes = SHAPES.exec(rest.slice(head[0].length))?.[0] ?? '';
	const after = rest.slice(head[0].length + shapes.length);
	if (after === '') return row[1] !== '100' || shapes === '' || shapes.endsWith(',');
	if (shapes === '' || shapes.endsWith(',')) return torn && after.length < 60;
	if (NEXT_TABLE.test(after)) return true;
	return torn && (NEXT_ROW.test(after) || TABLE_WORDS.some((words) => words.startsWith(after)));
}

/** The words behind the last piece begin what a message goes on with, and stop in it. */
function goesOn(tail: string, torn: boolean): boolean {
	if (tail === '') return false;
	return CONTINUATIONS.some((words) => {
		if (words.startsWith(tail)) return torn || tail.length >= 8;
		return (
			tail.startsWith(words) &&
			torn &&
			tail.length - words.length < 24 &&
			!CLOSED.test(tail) &&
			!/formoredetails/.test(tail)
		);
	});
}

/** Words that begin a message, and those that it cannot end without. */
const HALVES: readonly {readonly begun: RegExp; readonly whole: RegExp}[] = [
	{begun: /expectedparameter\d*ofsize/, whole: /incompatiblesize\d/},
	{begun: /incompatiblesize\d+\(/, whole: /incompatiblesize\d+\([a-z]\w*\[[^\][]*\](?:\{[^{}]*\})?\)/},
	{begun: /attemptingto(?:allocate|reserve)/, whole: /\d[a-z]*free/},
	{begun: /hlotemporaries/, whole: /exceedsavailable\w{0,24}\([^()]*\)/},
	{begun: /whileallocatingonstack/, whole: /limitby\d|bugagainst|formoredetails/},
	{begun: /\[type\.googleapis\.com\//, whole: /'\]/},
];

/** The last line has no break, and the sentence of the message stops in it. */
function inSentence(body: string, tail: string, bare: boolean): boolean {
	if (tail.length > LONGEST_TAIL) return false;
	for (const {begun, whole} of HALVES) {
		const start = body.search(begun);
		if (start >= 0 && !whole.test(body.slice(start))) return true;
	}
	if (USED.test(tail)) return true;
	return bare && NAMED.test(body) && !CLOSED.test(tail) && body.length < LONGEST_TAIL;
}

/** `Used 19.` */
const USED = /^(?:hbm\W*)?u(?:s(?:e(?:d[\d.]{0,12}[kmgtp]?(?:o?f?[\d.]{0,12}[kmgtp]?[a-z]{0,4})?)?)?)?$/;
/** A code that a message begins with, in the way of XLA. */
const NAMED = /^e\d{4}:(?:compiletime|runtime)[a-z]+:/;
