import {neutraliseLine} from '../model/neutral.js';
import type {Block, Document, Inline} from '../model/document.js';
import {hyperlink} from './hyperlink.js';
import {hue, type Hue, type Theme} from './themes.js';
import {width, wrap, type Word} from './width.js';

export interface PlainOptions {
	/** Columns to fill; lines of code and quotes may be longer. */
	readonly width: number;
	/** Whether looks are printed as terminal sequences. */
	readonly colour: boolean;
	/** Colours instead of the terminal's own. */
	readonly theme?: Theme;
	/** Whether addresses are printed as links that the terminal opens. */
	readonly hyperlinks?: boolean;
	/** The address of a file of evidence by its name; undefined prints the name alone. */
	readonly fileAddress?: (name: string) => string | undefined;
}

type Look = 'plain' | 'title' | 'heading' | 'strong' | 'emphasis' | 'code' | 'link' | 'dim' | 'mark';

type Sequences = Readonly<Record<Look, readonly [string, string]>>;

const SGR: Sequences = {
	plain: ['', ''],
	title: ['\u001B[1m', '\u001B[22m'],
	heading: ['\u001B[1m', '\u001B[22m'],
	strong: ['\u001B[1m', '\u001B[22m'],
	emphasis: ['\u001B[3m', '\u001B[23m'],
	code: ['\u001B[36m', '\u001B[39m'],
	link: ['\u001B[34m', '\u001B[39m'],
	dim: ['\u001B[2m', '\u001B[22m'],
	mark: ['\u001B[33m', '\u001B[39m'],
};

const BOLD = SGR.strong;

/** Looks in the colours of a theme; bold where its hues were not made for the terminal's background. */
function looksOf(theme: Theme | undefined): Sequences {
	if (!theme) return SGR;
	if (!theme.inReports) return {...SGR, code: BOLD, link: BOLD, mark: BOLD, dim: SGR.plain};
	const inHue = (meaning: Hue) => [hue(theme, meaning), '\u001B[39m'] as const;
	return {...SGR, code: inHue('accent'), link: inHue('code'), mark: inHue('warn'), dim: inHue('muted')};
}

/** The document as lines for a terminal or a file; ends with a line break. Without colour it holds no control characters but line breaks. */
export function printPlain(document: Document, options: PlainOptions): string {
	const pen = new Pen(options);
	const title = wrap(splitWords(document.title, 'title'), options.width);
	const rule = '═'.repeat(Math.max(...title.map(lineWidth)));
	const lines = [...title.map((words) => pen.line(words)), pen.draw(rule, 'dim')];
	for (const block of document.blocks) lines.push('', ...print(block, options.width, pen));
	return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Blocks without a title, for a page inside something else. */
export function printBlocks(blocks: readonly Block[], options: PlainOptions): string {
	const pen = new Pen(options);
	return `${stack(blocks, options.width, pen)
		.map((line) => line.trimEnd())
		.join('\n')}\n`;
}

class Pen {
	readonly #looks: Sequences | undefined;
	readonly #hasLinks: boolean;

	constructor({colour, theme, hyperlinks = false}: PlainOptions) {
		this.#hasLinks = hyperlinks;
		this.#looks = colour ? looksOf(theme) : undefined;
	}

	draw(text: string, look: Look): string {
		const harmless = neutraliseLine(text);
		if (!this.#looks || harmless === '') return harmless;
		const [on, off] = this.#looks[look];
		return on + harmless + off;
	}

	line(words: readonly Word[]): string {
		return words.map((word, index) => (index > 0 && !word.glue ? ' ' : '') + this.#word(word)).join('');
	}

	#word({text, look, target}: Word): string {
		const drawn = this.draw(text, look as Look);
		return this.#hasLinks && target !== undefined ? hyperlink(drawn, target) : drawn;
	}
}

function print(block: Block, columns: number, pen: Pen): string[] {
	switch (block.kind) {
		case 'heading':
			return wrap(toWords(block.text, 'heading'), columns).map((line) => pen.line(line));
		case 'paragraph':
			return wrap(toWords(block.text), columns).map((line) => pen.line(line));
		case 'list':
			return loose(
				block.items.map((item, index) => hang(item, block.ordered ? `${index + 1}. ` : '- ', columns, pen, 'plain')),
				block.items.some((item) => item.length > 1),
			);
		case 'checklist':
			return loose(
				block.items.map((item) => hang(item.blocks, item.done ? '[x] ' : '[ ] ', columns, pen, 'mark')),
				block.items.some((item) => item.blocks.length > 1),
			);
		case 'code':
			return block.text.split('\n').map((line) => `    ${pen.draw(line, 'code')}`);
		case 'quote':
			return [
				...wrap(splitWords(block.text, 'plain'), columns - 4).map(
					(line) => `  ${pen.draw('│', 'dim')} ${pen.line(line)}`,
				),
				`  ${pen.draw(`╵ ${block.where}`, 'dim')}`,
			];
		case 'table':
			return printTable(block, columns, pen);
	}
}

/** Blocks one under another: a blank line between them, save between a sentence and what it introduces in a list item. */
function stack(blocks: readonly Block[], columns: number, pen: Pen): string[] {
	return blocks.flatMap((block, index) => {
		const lines = print(block, columns, pen);
		const tight = index === 0 || block.kind === 'list' || block.kind === 'checklist';
		return tight ? lines : ['', ...lines];
	});
}

/** Items one under another, a blank line between them where one of them is more than a line of thought. */
function loose(items: readonly (readonly string[])[], apart: boolean): string[] {
	return items.flatMap((lines, index) => (apart && index > 0 ? ['', ...lines] : lines));
}

function hang(blocks: readonly Block[], mark: string, columns: number, pen: Pen, look: Look): string[] {
	const blank = ' '.repeat(width(mark));
	return stack(blocks, columns - width(mark), pen).map((line, index) =>
		index === 0 ? pen.draw(mark, look) + line : line === '' ? '' : blank + line,
	);
}

function printTable(block: Extract<Block, {kind: 'table'}>, columns: number, pen: Pen): string[] {
	const headed = block.head.some((cell) => cell.length > 0);
	const rows = headed ? [block.head, ...block.rows] : block.rows;
	const count = Math.max(...rows.map((row) => row.length));
	const natural = Array.from({length: count}, (_, column) =>
		Math.max(1, ...rows.map((row) => lineWidth(toWords(row[column] ?? [])))),
	);
	// A column is never narrower than the longest name in it: what people type stays in one piece.
	const least = Array.from({length: count}, (_, column) =>
		Math.max(8, ...rows.map((row) => longestCode(row[column] ?? []))),
	);
	const widths = fit(natural, least, columns - 2 * (count - 1));
	const lines: string[] = [];
	for (const [index, row] of rows.entries()) {
		const cells = widths.map((size, column) =>
			wrap(toWords(row[column] ?? [], headed && index === 0 ? 'dim' : 'plain'), size),
		);
		const height = Math.max(...cells.map((cell) => cell.length));
		for (let y = 0; y < height; y++) {
			lines.push(
				cells
					.map((cell, column) => {
						const words = cell[y] ?? [];
						const blanks = ' '.repeat(Math.max(0, (widths[column] ?? 0) - lineWidth(words)));
						return block.align[column] === 'right' ? blanks + pen.line(words) : pen.line(words) + blanks;
					})
					.join('  '),
			);
		}
		if (headed && index === 0) lines.push(pen.draw(widths.map((size) => '─'.repeat(size)).join('  '), 'dim'));
	}
	return lines;
}

/** Column widths that fit: the widest give way first, none below its least. */
function fit(natural: readonly number[], least: readonly number[], room: number): number[] {
	const widths = [...natural];
	let over = widths.reduce((sum, size) => sum + size, 0) - room;
	while (over > 0) {
		const widest = Math.max(...widths.filter((size, column) => size > (least[column] ?? 8)));
		const column = widths.findIndex((size, at) => size === widest && size > (least[at] ?? 8));
		if (column < 0) break;
		widths[column] = widest - 1;
		over -= 1;
	}
	return widths;
}

function longestCode(text: readonly Inline[]): number {
	return Math.max(
		0,
		...text.flatMap(({kind, text: shown}) =>
			kind === 'code' ? shown.split(/\s+/).map((word) => width(word) + 1) : [],
		),
	);
}

function lineWidth(words: readonly Word[]): number {
	return words.reduce((sum, word, index) => sum + width(word.text) + (index > 0 && !word.glue ? 1 : 0), 0);
}

function toWords(text: readonly Inline[], base: Look = 'plain'): Word[] {
	const all: Word[] = [];
	let open = false; // whether the run before ended in a blank
	for (const run of text) {
		const look = run.kind === 'text' ? base : run.kind;
		const shown = run.kind === 'link' ? linkText(run) : run.text;
		const glued = !open && !/^\s/.test(shown) && all.length > 0;
		const target = run.kind === 'link' && isAddress(run.target) ? {target: run.target} : {};
		for (const [index, word] of splitWords(shown, look).entries())
			all.push({...word, ...target, ...(index === 0 ? {glue: glued} : {})});
		if (shown !== '') open = /\s$/.test(shown);
	}
	return all;
}

/** A link to a page is a command away; a link elsewhere shows its address. */
function linkText(link: Extract<Inline, {kind: 'link'}>): string {
	if (!isAddress(link.target)) return link.text;
	return link.text === link.target ? link.text : `${link.text} (${link.target})`;
}

function isAddress(target: string): boolean {
	return /^[a-z]+:/.test(target);
}

function splitWords(text: string, look: Look): Word[] {
	return text
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => ({text: word, look, glue: false}));
}
