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

/** One row as rows of at most so many columns, broken wherever the room ends: for names that are longer than their column. */
export function broken(row: Line, columns: number): Line[] {
	const rows: Line[] = [];
	let kept: Span[] = [];
	let room = columns;
	for (const part of row) {
		let left = part.text;
		while (left !== '') {
			const text = head(left, room);
			if (text === '' && kept.length === 0) return [...rows, row]; // not even one sign fits
			if (text !== '') kept.push({text, tone: part.tone});
			room -= width(text);
			left = left.slice(text.length);
			if (left === '') break;
			rows.push(kept);
			kept = [];
			room = columns;
		}
	}
	return kept.length > 0 || rows.length === 0 ? [...rows, kept] : rows;
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
	const words = wordsOf(typeof content === 'string' ? line(content) : content);
	const room = Math.max(8, columns);
	if (words.length === 0) return [BLANK];
	const [first = [], ...rest] = wrapWords(words, room - indent, true);
	// Later lines have another width when they hang: the words that are left are laid out again.
	const others = hang === indent || rest.length === 0 ? rest : wrapWords(rest.flat(), room - hang, true);
	return [join(first, indent), ...others.map((row) => join(row, hang))];
}

/** A line of code, kept as it is but for breaks where the room ends: what is not seen cannot be checked. */
export function codeRows(text: string, columns: number, indent: number): Line[] {
	const rows: Line[] = [];
	const pad = ' '.repeat(indent);
	let left = span(text, 'code').text;
	do {
		const piece = head(left, Math.max(8, columns - pad.length - (rows.length > 0 ? 2 : 0)));
		rows.push(line(rows.length > 0 ? `${pad}  ` : pad, span(piece, 'code')));
		left = left.slice(piece.length);
	} while (left !== '');
	return rows;
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

function wordsOf(spans: Line): Word[] {
	const words: Word[] = [];
	let open = true; // whether a blank stands before the next word
	for (const {text, tone} of spans) {
		for (const piece of text.split(/( +)/)) {
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
