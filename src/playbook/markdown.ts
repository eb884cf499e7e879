import type {Token, Tokens} from 'marked';
import {Lexer} from 'marked';
import type {Block, Inline} from '../model/document.js';
import type {SourcePlace} from '../model/flow.js';
import type {Complaints} from './complaints.js';
import type {SourceFile} from './source.js';

/** A link of a page, with its place. */
export interface PageLink {
	readonly target: string;
	readonly place: SourcePlace;
}

/** The body of a page as blocks, and its links. What the screen cannot show is complained of. */
export function readMarkdown(
	file: SourceFile,
	bodyStart: number,
	complaints: Complaints,
): {readonly body: readonly Block[]; readonly links: readonly PageLink[]} {
	const reader = new MarkdownReader(file, complaints);
	const text = file.text.slice(bodyStart);
	if (DEEP_QUOTE.test(text)) {
		complaints.add('too-big', file.place(bodyStart), 'The page is nested too deeply.', 'Lists two deep are enough.');
		return {body: [], links: []};
	}
	return {body: reader.blocks(new Lexer().lex(text), bodyStart), links: reader.links};
}

// Quotes and lists inside each other make the library call itself once per level.
const DEEP_QUOTE = /^(?:[ \t]*(?:>|[-*+] |\d+[.)] )){12}|^[ \t]{60}/m;

class MarkdownReader {
	readonly links: PageLink[] = [];
	readonly #file: SourceFile;
	readonly #complaints: Complaints;

	constructor(file: SourceFile, complaints: Complaints) {
		this.#file = file;
		this.#complaints = complaints;
	}

	/** `from` is where the tokens' text begins in the file; it is exact for the page itself, and a start to search from inside lists. */
	blocks(tokens: readonly Token[], from: number): readonly Block[] {
		const blocks: Block[] = [];
		let at = from;
		for (const token of tokens) {
			const offset = this.#find(token.raw, at);
			at = offset + token.raw.length;
			const block = this.#block(token, offset);
			if (block) blocks.push(block);
		}
		return blocks;
	}

	#block(token: Token, offset: number): Block | undefined {
		switch (token.type) {
			case 'space':
			case 'checkbox':
				return undefined;
			case 'heading': {
				const {depth} = token as Tokens.Heading;
				if (depth !== 2 && depth !== 3) {
					this.#unsupported(offset, `a heading of level ${depth}`, 'The title is the first level; use ## and ###.');
				}
				return {kind: 'heading', level: depth === 3 ? 3 : 2, text: this.#inlines(token, offset)};
			}
			case 'paragraph':
			case 'text':
				return {kind: 'paragraph', text: this.#inlines(token, offset)};
			case 'code': {
				const {lang, text} = token as Tokens.Code;
				return {kind: 'code', language: lang ?? '', text};
			}
			case 'list':
				return this.#list(token as Tokens.List, offset);
			case 'table':
				return this.#table(token as Tokens.Table, offset);
			case 'blockquote':
				return {kind: 'quote', where: '', text: (token as Tokens.Blockquote).text};
			case 'html':
				this.#refuseHtml(token.raw, offset);
				return undefined;
			default:
				this.#unsupported(
					offset,
					`a block of kind "${token.type}"`,
					'Use paragraphs, lists, tables, fenced code and quotes.',
				);
				return undefined;
		}
	}

	#list(token: Tokens.List, offset: number): Block {
		let at = offset;
		const items = token.items.map((item) => {
			const start = this.#find(item.raw, at);
			at = start + item.raw.length;
			return {done: item.checked === true, blocks: this.blocks(item.tokens, start)};
		});
		if (token.items.some((item) => item.task)) return {kind: 'checklist', items};
		return {kind: 'list', ordered: token.ordered, items: items.map((item) => item.blocks)};
	}

	#table(token: Tokens.Table, offset: number): Block {
		let at = offset;
		const row = (cells: readonly Tokens.TableCell[]): readonly (readonly Inline[])[] =>
			cells.map((cell) => {
				const start = this.#find(cell.text, at);
				at = start + cell.text.length;
				return this.#runs(cell.tokens, start, 'text');
			});
		return {
			kind: 'table',
			align: token.align.map((align) => (align === 'right' ? 'right' : 'left')),
			head: row(token.header),
			rows: token.rows.map(row),
		};
	}

	#inlines(token: Token, offset: number): readonly Inline[] {
		const {tokens, text} = token as Tokens.Paragraph;
		return tokens.length > 0 ? this.#runs(tokens, offset, 'text') : [{kind: 'text', text: unescaped(text)}];
	}

	#runs(tokens: readonly Token[], from: number, looks: 'text' | 'strong' | 'emphasis'): readonly Inline[] {
		const runs: Inline[] = [];
		let at = from;
		for (const token of tokens) {
			const offset = this.#find(token.raw, at);
			at = offset + token.raw.length;
			runs.push(...this.#run(token, offset, looks));
		}
		return joined(runs);
	}

	#run(token: Token, offset: number, looks: 'text' | 'strong' | 'emphasis'): readonly Inline[] {
		switch (token.type) {
			case 'text':
			case 'escape': {
				const {tokens, text} = token as Tokens.Text;
				return tokens ? this.#runs(tokens, offset, looks) : [{kind: looks, text: oneLine(unescaped(text))}];
			}
			case 'codespan':
				return [{kind: 'code', text: oneLine((token as Tokens.Codespan).text)}];
			case 'strong':
				return this.#runs((token as Tokens.Strong).tokens, offset, 'strong');
			case 'em':
				return this.#runs((token as Tokens.Em).tokens, offset, looks === 'strong' ? 'strong' : 'emphasis');
			case 'br':
				return [{kind: looks, text: ' '}];
			case 'checkbox':
				return [];
			case 'link': {
				const {href, tokens} = token as Tokens.Link;
				this.links.push({target: href, place: this.#file.place(offset)});
				const shown = this.#runs(tokens, offset, 'text').map((run) => run.text);
				return [{kind: 'link', text: shown.join(''), target: href}];
			}
			case 'html':
			case 'image':
				this.#refuseHtml(token.raw, offset);
				return [];
			default:
				this.#unsupported(offset, `"${token.raw.slice(0, 20)}"`, 'Use plain words, `code`, **strong** and _emphasis_.');
				return [];
		}
	}

	#refuseHtml(raw: string, offset: number): void {
		if (raw.startsWith('</')) return; // its opening tag has been complained of
		const shown = raw.trim().slice(0, 30);
		const hint = 'Pages are text: use Markdown, and put code, with its < and >, between backquotes.';
		this.#complaints.add('raw-html', this.#place(raw, offset), `HTML and images are not shown: ${shown}`, hint);
	}

	#unsupported(offset: number, what: string, hint: string): void {
		this.#complaints.add('unsupported-markdown', this.#file.place(offset), `The screen cannot show ${what}.`, hint);
	}

	// Where a token's text begins. Inside lists the library takes indentation away: there it is searched by its first line.
	#find(raw: string, from: number): number {
		if (this.#file.text.startsWith(raw, from)) return from;
		const lead = raw.length - raw.trimStart().length;
		const [first = ''] = raw.trimStart().split('\n', 1);
		const found = this.#file.text.indexOf(first, from);
		return found < 0 ? from : Math.max(from, found - lead);
	}

	// A token may begin with the line end before it.
	#place(raw: string, offset: number): SourcePlace {
		return this.#file.place(offset + (raw.length - raw.trimStart().length));
	}
}

function joined(runs: readonly Inline[]): readonly Inline[] {
	const result: Inline[] = [];
	for (const run of runs) {
		const last = result.at(-1);
		if (last && last.kind === run.kind && last.kind !== 'link' && last.kind !== 'code') {
			result[result.length - 1] = {kind: last.kind, text: last.text + run.text};
		} else {
			result.push(run);
		}
	}
	return result;
}

function oneLine(text: string): string {
	return text.replace(/(?<!\s)\s*\n\s*/g, ' ');
}

function unescaped(text: string): string {
	return text.replace(/&(?:lt|gt|amp|quot|nbsp|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&lt;': '<',
	'&gt;': '>',
	'&amp;': '&',
	'&quot;': '"',
	'&#39;': "'",
	'&nbsp;': '\u00a0',
};
