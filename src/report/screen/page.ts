import type {Block, Inline} from '../../model/document.js';
import {paragraph, strong} from '../blocks.js';
import {printBlocks, type PlainOptions} from '../plain.js';
import {hyperlink, visible} from '../hyperlink.js';
import {width} from '../width.js';

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
	text(text: string, rows: number, {head = '', indent = 0}: {head?: string; indent?: number} = {}): string[] {
		const parts = (words: string): (string | Inline)[] =>
			head === '' ? [words] : [strong(head), words === '' ? '' : ` ${words}`];
		const lines = (words: string): string[] => this.draw([paragraph(...parts(words))], indent);
		const fits = (words: string): boolean => lines(words).length <= rows;
		return lines(shorten(text, fits));
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
