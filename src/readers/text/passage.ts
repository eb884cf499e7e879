import type {Place} from '../../model/fact.js';
import {tightPrefix} from './prefix.js';

/** A line of one host, prefixes taken off. */
export interface PassageLine {
	/** 1-based line of the evidence. */
	readonly number: number;
	readonly text: string;
	/** Length of the line as it was in the evidence: a line cut by a terminal has the terminal's width. */
	readonly width: number;
	readonly severity?: string;
}

/** No terminal is narrower: a break inside a word after a shorter line is no wrap. */
const NARROWEST = 40;
const QUOTE = 300;
/** What is left out of the tight text: blanks, escaped line breaks and quotes, Markdown's escapes, stars and back quotes. */
const LOOSE = /\s+|(?<!\\)\\+(?:[nrt]|(?=['"]))|\\(?=[.*_[\](){}#+!<>|~-])|\*\*|`/g;
/** A blank, or a line break as literals write it. */
const BLANK = /(?:\s|\\[nrt])$/;

/**
 * Neighbouring lines of one host as one text without blanks, so that it makes no difference where lines were broken.
 * Every position leads back to its line and to the words as printed.
 */
export class Passage {
	/** Blank-free text. */
	readonly tight: string;
	/** The same in lower case, position by position. */
	readonly lower: string;
	readonly #lines: readonly PassageLine[];
	/** Where each line's own text begins in `tight`. */
	readonly #starts: readonly number[];
	/** Blank-free characters that were taken off at the beginning of each line: prefixes broken by a wrap. */
	readonly #skips: readonly number[];
	readonly #severities: readonly (string | undefined)[];
	readonly #evidence: string;
	readonly #wrap: number;
	/** Blanks that every line begins with: a quotation set in as a whole. */
	readonly #margin: number;
	readonly #cut: boolean;
	/** Gaps of the line that was looked at last. */
	#gaps: Gaps | undefined;

	/** `cut`: the input ends inside the last line. */
	constructor(evidence: string, lines: readonly PassageLine[], cut: boolean) {
		const parts = lines.map((line) => line.text.replace(LOOSE, ''));
		const {skips, severities} = brokenPrefixes(lines, parts);
		const starts: number[] = [];
		let length = 0;
		parts.forEach((part, index) => {
			starts.push(length);
			length += part.length - (skips[index] ?? 0);
		});
		this.tight = parts.map((part, index) => part.slice(skips[index])).join('');
		this.lower = lowerCase(this.tight);
		this.#lines = lines;
		this.#starts = starts;
		this.#skips = skips;
		this.#severities = severities;
		this.#evidence = evidence;
		this.#wrap = wrapWidth(lines);
		this.#margin = marginOf(lines);
		this.#cut = cut;
	}

	/** Words as printed, blanks and breaks as people would write them. */
	printed(from: number, to: number): string {
		if (to <= from) return '';
		const [first, last] = [this.#lineAt(from), this.#lineAt(to - 1)];
		let words = '';
		for (let index = first; index <= last; index += 1) {
			const line = this.#lines[index];
			if (!line) break;
			const start = index === first ? this.#column(index, from) : this.#column(index, this.#starts[index] ?? 0);
			const end = index === last ? this.#column(index, to - 1) + 1 : line.text.length;
			const piece = line.text.slice(start, end);
			const cut = this.#hardWrapped(index - 1) && !/[^:][.:;]\n[A-Z][a-z]+ /.test(`${words.slice(-2)}\n${piece}`);
			words += index === first || cut ? piece : ` ${piece.trimStart()}`;
			if (index < last && !this.#hardWrapped(index)) words = words.trimEnd();
		}
		return words.replace(/\\([._*[\]()])/g, '$1').trim();
	}

	/** The place of a position, with the words around it. */
	place(from: number, to: number): Place {
		const index = this.#lineAt(from);
		const line = this.#lines[index];
		if (!line) return {evidence: this.#evidence, line: 0, quote: ''};
		const end = Math.max(to - 1, from);
		const quote = this.#lineAt(end) === index ? line.text : this.printed(from, to);
		const column = this.#lineAt(end) === index ? this.#column(index, from) : 0;
		return {evidence: this.#evidence, line: line.number, quote: excerpt(quote, column)};
	}

	/** 1-based line of the evidence. */
	lineAt(position: number): number {
		return this.#lines[this.#lineAt(position)]?.number ?? 0;
	}

	/** glog severity of the line that a position stands in, pieces of a hard wrap taken together. */
	severityAt(position: number): string | undefined {
		for (let index = this.#lineAt(position); index >= 0; index -= 1) {
			const severity = this.#severities[index];
			if (severity !== undefined || index === 0 || !this.#hardWrapped(index - 1)) return severity;
		}
		return undefined;
	}

	/** Whether a word may begin here: a line or a piece of one begins, or the character before is a blank or a sign. */
	beginsWord(position: number): boolean {
		if (this.#startsPiece(position)) return true;
		if (!/[\w.]/.test(this.tight.charAt(position - 1))) return true;
		return this.#blankBefore(position);
	}

	/** Whether a line begins here that was not made by a hard wrap: the line before is short, or this one is set in further. */
	beginsLine(position: number): boolean {
		// Lines of which nothing is left stand at the same position as the next one.
		for (let index = this.#lineAt(position); this.#starts[index] === position; index -= 1) {
			if (index === 0 || !this.#hardWrapped(index - 1)) return true;
			if (indentation(this.#lines[index]?.text ?? '') >= this.#margin + 2) return true;
		}
		return false;
	}

	/** Where the next line of the evidence begins, at a position or after it. */
	pieceStart(position: number): number {
		const index = this.#lineAt(position);
		return this.#starts[index] === position ? position : (this.#starts[index + 1] ?? this.tight.length);
	}

	/** Where the line ends that a position stands in, pieces of a hard wrap taken together. */
	lineEnd(position: number): number {
		for (let index = this.#lineAt(position) + 1; index < this.#starts.length; index += 1) {
			const start = this.#starts[index] ?? 0;
			if (start > position && this.beginsLine(start)) return start;
		}
		return this.tight.length;
	}

	/** End of the word that begins at a position: up to a blank, or the end of a line that no hard wrap broke. */
	wordEnd(position: number): number {
		let end = position;
		while (end < this.tight.length) {
			if (end > position && (this.beginsLine(end) || (!this.#startsPiece(end) && this.#blankBefore(end)))) break;
			end += 1;
		}
		return end;
	}

	/** Where the next message may begin after a position: a line that a logger began, or that follows an empty one. */
	freshLine(position: number): number {
		for (let index = this.#lineAt(position) + 1; index < this.#starts.length; index += 1) {
			const start = this.#starts[index] ?? 0;
			const fresh = this.#severities[index] !== undefined || this.#lines[index]?.text.trim() === '';
			if (start >= position && fresh) return start;
		}
		return this.tight.length;
	}

	/** Whether the words lie across a line break that no wrap can have made, so that they do not belong together. */
	broken(from: number, to: number): boolean {
		const first = this.#lineAt(from);
		const last = this.#lineAt(Math.max(from, to - 1));
		for (let index = first; index < last; index += 1) {
			if ((this.#lines[index]?.width ?? 0) < NARROWEST) return true;
		}
		return false;
	}

	/** Whether words end where the input was cut off, so that more may have followed. */
	cutAt(to: number): boolean {
		return this.#cut && to >= this.tight.length;
	}

	#startsPiece(position: number): boolean {
		return this.#starts[this.#lineAt(position)] === position;
	}

	#blankBefore(position: number): boolean {
		const index = this.#lineAt(position);
		if (this.beginsLine(position)) return true;
		const line = this.#lines[index];
		if (!line) return false;
		const column = this.#column(index, position);
		return BLANK.test(line.text.slice(Math.max(0, column - 2), column));
	}

	/** Whether the break after a line was made by a terminal or a column limit. */
	#hardWrapped(index: number): boolean {
		return this.#wrap > 0 && this.#lines[index]?.width === this.#wrap;
	}

	#lineAt(position: number): number {
		return Math.max(0, lastAtMost(this.#starts, position));
	}

	/** Column in the line's text of a position of the tight text. */
	#column(index: number, position: number): number {
		const line = this.#lines[index];
		if (!line) return 0;
		if (this.#gaps?.index !== index) this.#gaps = {index, ...gapsOf(line.text)};
		const {kept, columns} = this.#gaps;
		const tight = position - (this.#starts[index] ?? 0) + (this.#skips[index] ?? 0);
		const gap = lastAtMost(kept, tight);
		return Math.min(line.text.length, gap < 0 ? tight : (columns[gap] ?? 0) + tight - (kept[gap] ?? 0));
	}
}

/** For each gap of a line, how many characters are kept before it, and the column after it. */
interface Gaps {
	readonly index: number;
	readonly kept: readonly number[];
	readonly columns: readonly number[];
}

function gapsOf(text: string): Omit<Gaps, 'index'> {
	const kept: number[] = [];
	const columns: number[] = [];
	let left = 0;
	let from = 0;
	for (const gap of text.matchAll(LOOSE)) {
		left += gap.index - from;
		from = gap.index + gap[0].length;
		kept.push(left);
		columns.push(from);
	}
	return {kept, columns};
}

/** Index of the last number that is not above a limit, or -1. */
function lastAtMost(numbers: readonly number[], limit: number): number {
	let low = -1;
	let high = numbers.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((numbers[middle] ?? 0) <= limit) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** Prefixes that a wrap broke in two: they begin at a line's beginning and end inside a later line. */
function brokenPrefixes(
	lines: readonly PassageLine[],
	parts: readonly string[],
): {skips: number[]; severities: (string | undefined)[]} {
	const skips = parts.map(() => 0);
	const severities: (string | undefined)[] = lines.map((line) => line.severity);
	for (let index = 0; index + 1 < parts.length; index += 1) {
		const part = parts[index]?.slice(skips[index]) ?? '';
		if ((lines[index]?.width ?? 0) < NARROWEST || !/^[\d[(IWEFDC]/.test(part) || part.length > 200) continue;
		const ahead =
			part +
			[1, 2, 3]
				.map((step) => parts[index + step] ?? '')
				.join('')
				.slice(0, 300);
		const {length, severity} = tightPrefix(ahead);
		if (length <= part.length) continue;
		if (severity !== undefined) severities[index] = severity;
		let left = length;
		for (let at = index; left > 0 && at < parts.length; at += 1) {
			const here = Math.min(left, (parts[at]?.length ?? 0) - (skips[at] ?? 0));
			skips[at] = (skips[at] ?? 0) + here;
			left -= here;
		}
	}
	return {skips, severities};
}

/** The width at which lines were cut, if they were: the greatest one. 0: none can be. */
function wrapWidth(lines: readonly PassageLine[]): number {
	const widest = lines.reduce((most, {width}) => Math.max(most, width), 0);
	return widest >= NARROWEST ? widest : 0;
}

function marginOf(lines: readonly PassageLine[]): number {
	const written = lines.filter(({text}) => text.trim() !== '');
	return written.reduce((least, {text}) => Math.min(least, indentation(text)), written.length > 0 ? Infinity : 0);
}

function indentation(text: string): number {
	return text.length - text.trimStart().length;
}

/** Lower case without changing any position. */
function lowerCase(text: string): string {
	const lower = text.toLowerCase();
	return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function excerpt(text: string, column: number): string {
	const trimmed = text.trimEnd();
	if (trimmed.length <= QUOTE) return trimmed.trim();
	const from = Math.max(0, Math.min(column - QUOTE / 4, trimmed.length - QUOTE));
	const piece = trimmed.slice(from, from + QUOTE).trim();
	return `${from > 0 ? '… ' : ''}${piece}${from + QUOTE < trimmed.length ? ' …' : ''}`;
}
