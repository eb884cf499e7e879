import type {Block, Inline} from '../../model/document.js';
import {paragraph, strong} from '../blocks.js';
import {printBlocks, type PlainOptions} from '../plain.js';
import {hyperlink, visible} from '../hyperlink.js';
import {width} from '../width.js';

/** The bold beginning of a text, and its indent. */
interface Style {
	readonly head?: string;
	readonly indent?: number;
}

/** Lines of a report that has to fit a screen, with what is left of its rows. */
export class Page {
	readonly lines: string[] = [];
	readonly #options: PlainOptions;

	constructor(options: PlainOptions) {
		this.#options = options;
	}

	/** Columns of a line. */
	get width(): number {
		return this.#options.width;
	}

	/** Rows that lines take: code is not broken and may run over. */
	rows(lines: readonly string[]): number {
		return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(width(visible(line)) / this.width)), 0);
	}

	/** Adds lines. */
	add(lines: readonly string[]): void {
		this.lines.push(...lines);
	}

	/** Adds a blank line, never two in a row. */
	gap(): void {
		if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
	}

	/** A text that leads to a file of evidence, where the terminal has links. */
	linked(text: string, evidence: string): string {
		const {hyperlinks = false, fileAddress} = this.#options;
		const address = hyperlinks ? fileAddress?.(evidence) : undefined;
		return address === undefined ? text : hyperlink(text, address);
	}

	/** Blocks as lines, set in by so many columns. */
	draw(blocks: readonly Block[], indent = 0): string[] {
		const text = printBlocks(blocks, {...this.#options, width: this.width - indent});
		const blank = ' '.repeat(indent);
		return text
			.trimEnd()
			.split('\n')
			.map((line) => (line === '' ? '' : blank + line));
	}

	/** A text as at most so many lines: whole sentences first, then whole clauses. `head` is printed strong before it. */
	text(text: string, rows: number, style: Style = {}): string[] {
		return this.#lines(
			shorten(text, (words) => this.fits(words, rows, style)),
			style,
		);
	}

	/** Names as at most so many lines: as many as fit whole, and how many more there are. */
	names(names: readonly string[], rows: number, style: Style = {}): string[] {
		for (let count = names.length; count > 1; count -= 1) {
			const more = names.length > count ? [`${names.length - count} more`] : [];
			const text = [...names.slice(0, count), ...more].join(' · ');
			if (this.fits(text, rows, style)) return this.#lines(text, style);
		}
		const [first = '', ...others] = names;
		const alone = others.length > 0 ? `${first} · ${others.length} more` : first;
		return this.text(this.fits(alone, rows, style) ? alone : first, rows, style);
	}

	/** Whether a text fits into so many lines. */
	fits(text: string, rows: number, style: Style = {}): boolean {
		return this.#lines(text, style).length <= rows;
	}

	#lines(text: string, {head = '', indent = 0}: Style): string[] {
		const parts: (string | Inline)[] = head === '' ? [text] : [strong(head), text === '' ? '' : ` ${text}`];
		return this.draw([paragraph(...parts)], indent);
	}
}

/** As much of a text as fits: whole sentences, or else the beginning of the first, ended by `…`. */
export function shorten(text: string, fits: (text: string) => boolean): string {
	const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z0-9`"(])/);
	for (let count = sentences.length; count > 0; count -= 1) {
		const some = sentences.slice(0, count).join(' ');
		if (fits(some)) return some;
	}
	const words = (sentences[0] ?? '').split(/\s+/);
	for (let count = words.length - 1; count > 0; count -= 1) {
		const some = `${words
			.slice(0, count)
			.join(' ')
			.replace(/[,;:]$/, '')} …`;
		if (fits(some)) return some;
	}
	return '';
}
