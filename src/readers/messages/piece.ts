import type {Fact, FactValue, Place} from '../../model/fact.js';
import type {Allocation, Code, Hint, Slot, Space} from '../../model/incident.js';
import {parseSize} from '../../model/size.js';
import type {Passage} from '../text/passage.js';

/** A stretch of a passage, positions in its tight text. */
export interface Stretch {
	readonly start: number;
	readonly end: number;
}

/** The words of a failure, or what belongs to one. Each family of messages finds its own pieces; `interpret.ts` puts them together. */
export type Piece = Failure | Part | Label | Context | Elsewhere;

/** Words that alone say that something failed. */
export interface Failure extends Stretch {
	readonly kind: 'failure';
	readonly code: Code;
	readonly form: string;
	readonly space?: Space;
	readonly facts: readonly Fact[];
	readonly allocations?: readonly Allocation[];
	readonly hints?: readonly Hint[];
	/** The words fit two families, and a code printed beside them decides. */
	readonly open?: true;
	/** The words could be anybody's: they count only after a code or name of XLA. */
	readonly weak?: true;
}

/** What belongs to a failure and says nothing alone. */
export interface Part extends Stretch {
	readonly kind: 'part';
	readonly facts: readonly Fact[];
	readonly allocations?: readonly Allocation[];
	readonly arguments?: readonly Allocation[];
	readonly slots?: readonly Slot[];
	readonly hints?: readonly Hint[];
	/** Memory space of a report: without any failure before it, it stands for one. */
	readonly report?: Space;
	/** The head of a list of the largest buffers, which runs that go well do not print. */
	readonly list?: true;
	/** Only close behind its failure. */
	readonly near?: true;
}

/** A printed code, its name, or the address of its page. */
export interface Label extends Stretch {
	readonly kind: 'label';
	readonly code: Code;
	readonly name?: string;
	/** An address comes after its message, a code before it. */
	readonly behind?: true;
}

/** Words before a failure that make it none, or make it a copy; or words of a run that went well. */
export interface Context extends Stretch {
	readonly kind: 'context';
	readonly says: 'retry' | 'recovered' | 'suppressed' | 'copy' | 'success';
}

/** What is said elsewhere than in an incident: failures of others, hints without a failure. */
export interface Elsewhere extends Stretch {
	readonly kind: 'routed' | 'hint';
	readonly what: string;
	/** Kinds that this one covers when both are found in one message. */
	readonly place: Place;
}

/** One family of messages: finds its pieces in a passage. */
export type Family = (passage: Passage) => readonly Piece[];

const NUMBERS: ReadonlySet<string> = new Set([
	'replica',
	'partition',
	'parameter.index',
	'hbm.utilization',
	'hbm.fragmentation_percent',
]);
const TEXTS: ReadonlySet<string> = new Set([
	'program.name',
	'request.device',
	'expected.shape',
	'got.shape',
	'expected.property',
	'got.property',
]);

/** Every match of a pattern made by `loose`. */
export function matches(passage: Passage, pattern: RegExp): Iterable<RegExpExecArray> {
	return passage.lower.matchAll(pattern) as Iterable<RegExpExecArray>;
}

/** A pattern made by `sticky`, tried at one place. */
export function matchAt(passage: Passage, pattern: RegExp, position: number): RegExpExecArray | undefined {
	pattern.lastIndex = position;
	return pattern.exec(passage.lower) ?? undefined;
}

/** Whether a position lies in one of the stretches, which stand in order. */
export function isWithin(stretches: readonly Stretch[], position: number): boolean {
	let low = 0;
	let high = stretches.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((stretches[middle]?.start ?? 0) <= position) low = middle + 1;
		else high = middle;
	}
	const before = stretches[low - 1];
	return before !== undefined && position < before.end;
}

/** Where a match stands. */
export function stretch(match: RegExpExecArray): Stretch {
	return {start: match.index, end: match.index + match[0].length};
}

/** Where a named group of a match stands. */
export function groupAt(match: RegExpExecArray, name: string): Stretch | undefined {
	const indices = match.indices?.groups?.[name];
	return indices && {start: indices[0], end: indices[1]};
}

/** The words of a named group, as printed and without blanks. */
export function tightGroup(passage: Passage, match: RegExpExecArray, name: string): string | undefined {
	const at = groupAt(match, name);
	return at && passage.tight.slice(at.start, at.end);
}

/**
 * One fact for each named group: `hbm_used` becomes `hbm.used`; `names` says what the groups that begin with `_` become.
 * Groups whose words cannot be trusted give none.
 */
export function factsOf(
	passage: Passage,
	reader: string,
	match: RegExpExecArray,
	names: Readonly<Record<string, string>> = {},
): Fact[] {
	const facts: Fact[] = [];
	for (const group of Object.keys(match.groups ?? {})) {
		const at = groupAt(match, group);
		const name = names[group] ?? (group.startsWith('_') ? undefined : group.replace('_', '.'));
		if (!at || name === undefined) continue;
		const made = fact(passage, reader, name, at, at.end === match.index + match[0].length);
		if (made) facts.push(made);
	}
	return facts;
}

/**
 * The fact that a stretch states; undefined when the stretch touches a cut or does not read as its kind. `open`: nothing of the
 * pattern follows it, so a bare count may have run into digits of the next line.
 */
export function fact(passage: Passage, reader: string, name: string, at: Stretch, open = false): Fact | undefined {
	const whole = passage.tight.slice(at.start, at.end);
	const end = open && /^\d+$/.test(whole) ? countEnd(passage, at) : at.end;
	if (passage.broken(at.start, end)) return undefined;
	const words = passage.tight.slice(at.start, end);
	const complete = !passage.cutAt(end) || (!TEXTS.has(name) && /[a-z]$/i.test(words));
	const value = complete ? valueOf(name, words) : undefined;
	return value && {name, value, origin: {by: 'reader', reader, place: passage.place(at.start, end)}};
}

/** Digits on the next line belong to a count only if they are all that a wrap left for that line, or a sign follows them. */
function countEnd(passage: Passage, at: Stretch): number {
	const wordEnd = passage.wordEnd(at.start);
	if (wordEnd < at.end) return wordEnd;
	const next = passage.pieceStart(at.start + 1);
	const alone = passage.pieceStart(at.end) === at.end || at.end === passage.tight.length;
	return next < at.end && !alone && /\w/.test(passage.tight.charAt(at.end)) ? next : at.end;
}

/** A fact whose words are not printed as such: a code known by its wording. */
export function statement(passage: Passage, reader: string, name: string, text: string, at: Stretch): Fact {
	return {name, value: {kind: 'text', text}, origin: {by: 'reader', reader, place: passage.place(at.start, at.end)}};
}

function valueOf(name: string, words: string): FactValue | undefined {
	if (words === '') return undefined;
	if (TEXTS.has(name)) return {kind: 'text', text: words};
	if (NUMBERS.has(name)) {
		const number = Number(words);
		if (!Number.isFinite(number)) return undefined;
		const decimals = /\.(\d+)$/.exec(words)?.[1]?.length;
		const half = decimals === undefined ? 0 : 0.5 / 10 ** decimals;
		return {kind: 'number', text: words, range: {low: number - half, high: number + half}};
	}
	const size = parseSize(words);
	return size && {kind: 'size', text: size.text, bytes: size.bytes};
}
