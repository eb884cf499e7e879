// The screens are made of lines, lines of spans: text with a tone. Drawing, scrolling, the plain twin and the tests all take
// the same lines, so what is measured here is what is seen.
import {neutraliseLine} from '../../model/neutral.js';
import {width, wrap as wrapWords, type Word} from '../../report/width.js';

/** What a text means; the theme says how that looks. */
export type Tone =
	| 'plain'
	| 'strong'
	| 'muted'
	| 'accent'
	| 'danger'
	| 'warn'
	| 'good'
	| 'code'
	| 'quote'
	| 'heading'
	| 'first'
	| 'second'
	| 'third'
	| 'fourth';

export interface Span {
	readonly text: string;
	readonly tone: Tone;
}

export type Line = readonly Span[];

export const BLANK: Line = [];
/** Prose is wrapped here at the latest: longer lines are hard to read. */
export const MEASURE = 88;

/** A span of text from anywhere: control sequences are gone from here on. */
export function span(text: string, tone: Tone = 'plain'): Span {
	return {text: neutraliseLine(text), tone};
}

export function line(...parts: readonly (string | Span)[]): Line {
	return parts.map((part) => (typeof part === 'string' ? span(part) : part)).filter((part) => part.text !== '');
}

export function lineWidth(content: Line): number {
	return content.reduce((sum, part) => sum + width(part.text), 0);
}

/** Its words, without tones. */
export function plain(content: Line): string {
	return content.map((part) => part.text).join('');
}

/** At most so many columns; what is cut off shows as `…`. */
export function fit(content: Line, columns: number): Line {
	if (lineWidth(content) <= columns) return content;
	const kept: Span[] = [];
	let left = Math.max(0, columns - 1);
	for (const part of content) {
		const text = head(part.text, left);
		kept.push({...part, text});
		left -= width(text);
		if (text !== part.text) break;
	}
	const last = kept.at(-1);
	return columns < 1 ? [] : [...kept, {text: '…', tone: last?.tone ?? 'plain'}];
}

/** A title of at most so many columns, cut between words. */
export function clip(text: string, columns: number): string {
	if (width(text) <= columns) return text;
	const kept = head(text, Math.max(0, columns - 1));
	const end = text[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
	return `${(end > columns / 2 ? kept.slice(0, end) : kept).trimEnd()}…`;
}

/** Exactly so many columns: cut or filled with blanks. */
export function cell(content: string | Line, columns: number, align: 'left' | 'right' = 'left'): Line {
	const fitted = fit(typeof content === 'string' ? line(content) : content, columns);
	const blanks = ' '.repeat(Math.max(0, columns - lineWidth(fitted)));
	if (blanks === '') return fitted;
	return align === 'left' ? [...fitted, span(blanks)] : [span(blanks), ...fitted];
}

/** Prose in lines of at most `columns`; the first is indented by `indent`, the others by `hang`. */
export function wrap(
	content: string | Line,
	columns: number,
	space: {readonly indent?: number; readonly hang?: number} = {},
): Line[] {
	const {indent = 0} = space;
	const {hang = indent} = space;
	const room = Math.max(8, columns);
	const words = wordsOf(typeof content === 'string' ? line(content) : content, room - Math.max(indent, hang));
	if (words.length === 0) return [BLANK];
	return wrapWords(words, room - indent, true, room - hang).map((row, at) => join(row, at === 0 ? indent : hang));
}

/**
 * A line of code, kept as it is but for breaks where the room ends: what is not seen cannot be checked. No word is broken that fits into a row.
 * What is copied still runs: a broken command ends its rows with `\\`, and a comment has its sign in each row.
 */
export function codeRows(text: string, columns: number, indent: number, language = ''): Line[] {
	const shown = span(text, 'code').text;
	const room = Math.max(10, columns - indent);
	if (width(shown) <= room) return [line(' '.repeat(indent), span(shown, 'code'))];
	const sign = /(?:^|\s)#\s/.exec(shown);
	const code = shown.slice(0, sign?.index).trimEnd();
	const comment = sign ? shown.slice(sign.index + sign[0].length).trim() : '';
	const pieces = code.trim() === '' ? [] : brokenCode(code, room, language === 'sh' ? ' \\' : '');
	const notes = comment === '' ? [] : wrap(comment, room - 2).map(plain);
	return [
		...pieces.map((piece, at) => line(' '.repeat(at > 0 ? indent + 2 : indent), span(piece, 'code'))),
		...notes.map((note) => line(' '.repeat(indent), span(`# ${note}`, 'code'))),
	];
}

function brokenCode(code: string, room: number, joint: string): string[] {
	const pieces: string[] = [];
	const later = room - 2 - joint.length;
	let left = code;
	while (left !== '') {
		const all = pieces.length > 0 ? room - 2 : room;
		const most = width(left) <= all ? left : head(left, all - joint.length);
		const piece = most === left ? most : most.slice(0, codeBreak(left, most, later));
		const rest = left.slice(piece.length);
		const between = rest !== '' && (/\s$/.test(piece) || rest.startsWith(' ')); // in a word no sign helps: the next row is indented
		pieces.push(between ? `${piece.trimEnd()}${joint}` : piece.trimEnd());
		left = rest.trimStart();
	}
	return pieces;
}

/** Where to break code of which `most` fits: before a word that the next row can hold, else in it, behind a sign that opens or divides. */
function codeBreak(code: string, most: string, later: number): number {
	if (code[most.length] === ' ') return most.length;
	const from = most.trimStart().includes(' ') ? most.lastIndexOf(' ') + 1 : 0;
	if (from > 0 && width(/^\S*/.exec(code.slice(from))?.[0] ?? '') <= later) return from;
	for (const sign of [/["'([{,;|]/g, /[=:/]/g]) {
		const end = [...most.matchAll(sign)].map(({index}) => index + 1).findLast((one) => one > from + 1);
		if (end !== undefined) return end;
	}
	return most.length;
}

/** Two lines on one row: the second at the right edge, dropped before the first is cut. */
export function spread(left: Line, right: Line, columns: number): Line {
	const gap = columns - lineWidth(left) - lineWidth(right);
	return gap >= 2 ? [...left, span(' '.repeat(gap)), ...right] : fit(left, columns);
}

function join(words: readonly Word[], indent: number): Line {
	const spans: Span[] = indent > 0 ? [{text: ' '.repeat(indent), tone: 'plain'}] : [];
	for (const [index, word] of words.entries()) {
		const text = index > 0 && !word.glue ? ` ${word.text}` : word.text;
		const last = spans.at(-1);
		if (last && last.tone === word.look) spans[spans.length - 1] = {text: last.text + text, tone: last.tone};
		else spans.push({text, tone: word.look as Tone});
	}
	return spans;
}

/** Words of a line; code that fits into `room` is one word, blanks and all. */
function wordsOf(spans: Line, room: number): Word[] {
	const words: Word[] = [];
	let open = true; // whether a blank is before the next word
	for (const {text, tone} of spans) {
		const whole = tone === 'code' && width(text) <= room && !/^ | $/.test(text);
		for (const piece of whole ? [text] : text.split(/( +)/)) {
			if (piece === '') continue;
			if (piece.startsWith(' ')) {
				open = true;
				// One blank divides words and goes at the end of a line; more than one is meant, as in columns.
				const before = words.at(-1);
				if (piece.length > 1 && before) words[words.length - 1] = {...before, text: before.text + piece.slice(1)};
			} else if (open && piece.startsWith('%') && words.length > 0) {
				// `84 %` is not torn apart.
				const before = words.pop() ?? {text: '', look: tone, glue: false};
				words.push({...before, text: `${before.text} ${piece}`});
			} else {
				words.push({text: piece, look: tone, glue: !open});
				open = false;
			}
		}
	}
	return words;
}

function head(text: string, columns: number): string {
	let used = 0;
	let kept = '';
	for (const sign of text) {
		used += width(sign);
		if (used > columns) break;
		kept += sign;
	}
	return kept;
}
