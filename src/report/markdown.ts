import type {Block, Document, Inline} from '../model/document.js';
import {neutralise, neutraliseLine} from '../model/neutral.js';

/** The document as Markdown that GitHub, GitLab and chats show alike; ends with a line break. */
export function printMarkdown(document: Document): string {
	return `# ${escape(neutraliseLine(document.title))}\n\n${printMarkdownBlocks(document.blocks)}`;
}

/** Blocks without a title. */
export function printMarkdownBlocks(blocks: readonly Block[]): string {
	const lines = stack(blocks).map((line) => line.trimEnd());
	return `${neutralise(lines.join('\n'))}\n`;
}

function print(block: Block): string[] {
	switch (block.kind) {
		case 'heading':
			return [`${'#'.repeat(block.level)} ${inline(block.text)}`];
		case 'paragraph':
			return [plainStart(inline(block.text))];
		case 'list':
			return loose(
				block.items.map((item, index) => hang(item, block.ordered ? `${index + 1}. ` : '- ')),
				block.items.some((item) => item.length > 1),
			);
		case 'checklist':
			return loose(
				block.items.map((item) => hang(item.blocks, `- [${item.done ? 'x' : ' '}] `, '  ')),
				block.items.some((item) => item.blocks.length > 1),
			);
		case 'code': {
			const fence = fenceFor(block.text);
			return [fence + block.language, ...block.text.split('\n'), fence];
		}
		case 'quote': {
			const fence = fenceFor(block.text);
			return [`${codeSpan(block.where)}:`, '', `${fence}text`, ...block.text.split('\n'), fence];
		}
		case 'table':
			return [
				row(block.head),
				`| ${block.align.map((side) => (side === 'right' ? '---:' : '---')).join(' | ')} |`,
				...block.rows.map(row),
			];
	}
}

function stack(blocks: readonly Block[]): string[] {
	return blocks.flatMap((block, index) => (index === 0 ? print(block) : ['', ...print(block)]));
}

/** Items one under another, a blank line between them where one of them has several blocks. */
function loose(items: readonly (readonly string[])[], apart: boolean): string[] {
	return items.flatMap((lines, index) => (apart && index > 0 ? ['', ...lines] : lines));
}

function hang(blocks: readonly Block[], mark: string, blank = ' '.repeat(mark.length)): string[] {
	return stack(blocks).map((line, index) => (index === 0 ? mark + line : line === '' ? '' : blank + line));
}

function row(cells: readonly (readonly Inline[])[]): string {
	return `| ${cells.map((cell) => inline(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function inline(runs: readonly Inline[]): string {
	return runs.map(run).join('');
}

function run(part: Inline): string {
	switch (part.kind) {
		case 'text':
			return escape(part.text);
		case 'code':
			return codeSpan(part.text);
		case 'strong':
			return around(part.text, '**');
		case 'emphasis':
			return around(part.text, '_');
		case 'link':
			// A page of the playbook has no address outside; its name is what `xla-triage explain` takes. A place in the same document has one.
			return /^(?:[a-z]+:|#)/.test(part.target) ? `[${escape(part.text)}](<${part.target}>)` : escape(part.text);
	}
}

/** Marks hold only if they touch the words: blanks go outside. */
function around(text: string, mark: string): string {
	const words = text.trim();
	const before = text.length - text.trimStart().length;
	return words === '' ? text : text.slice(0, before) + mark + escape(words) + mark + text.slice(before + words.length);
}

/** Only what would start markup is escaped, so that figures and shapes stay readable in the source. */
function escape(text: string): string {
	return text.replace(/[\\`*~<>[\]]|&(?=#?\w+;)/g, '\\$&').replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_'); // inside a word an underscore is no markup
}

/** A sentence that begins like a heading or a list is none. */
function plainStart(text: string): string {
	return text.replace(/^(\s*\d*)(#{1,6}|[+-]|(?<=\d)[.)])(?=\s|$)/gm, '$1\\$2');
}

function codeSpan(text: string): string {
	const ticks = '`'.repeat(longestRun(text) + 1);
	const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
	return ticks + gap + text + gap + ticks;
}

function fenceFor(text: string): string {
	return '`'.repeat(Math.max(3, longestRun(text) + 1));
}

function longestRun(text: string): number {
	return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
