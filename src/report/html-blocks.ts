import {neutralise} from '../model/neutral.js';
import type {Block, Inline} from '../model/document.js';

export interface HtmlOptions {
	/** The tag for a heading of a block, where the blocks stand deeper in a page than their own document. */
	readonly heading?: (level: 1 | 2 | 3) => string;
	/** Where a link to a page of the playbook leads; without it, or where it gives nothing, the words stay plain. */
	readonly link?: (page: string) => string | undefined;
}

/** Blocks as HTML, one string a block. No text becomes markup, and only web addresses and the caller's own targets become links. */
export function htmlBlocks(blocks: readonly Block[], options: HtmlOptions = {}): string[] {
	return blocks.map((block) => print(block, options));
}

/** Runs of a line as HTML. */
export function htmlInline(runs: readonly Inline[], options: HtmlOptions = {}): string {
	return runs.map((part) => run(part, options)).join('');
}

/** A whole page around lines of HTML. It may load nothing: no script, no font, no image. */
export function htmlPage(title: string, style: string, body: readonly string[]): string {
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
		`<title>${escapeHtml(title)}</title>`,
		`<style>${style}</style>`,
		'</head>',
		'<body>',
		...body,
		'</body>',
		'</html>',
		'',
	].join('\n');
}

/** Text as it is between tags or in an attribute. */
export function escapeHtml(text: string): string {
	return neutralise(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function print(block: Block, options: HtmlOptions): string {
	const inside = (blocks: readonly Block[]): string => htmlBlocks(blocks, options).join('');
	switch (block.kind) {
		case 'heading': {
			const tag = options.heading?.(block.level) ?? `h${block.level === 1 ? 2 : block.level}`;
			return `<${tag}>${htmlInline(block.text, options)}</${tag}>`;
		}
		case 'paragraph':
			return `<p>${htmlInline(block.text, options)}</p>`;
		case 'list': {
			const tag = block.ordered ? 'ol' : 'ul';
			return `<${tag}>${block.items.map((item) => `<li>${inside(item)}</li>`).join('')}</${tag}>`;
		}
		case 'checklist':
			return `<ul class="check">${block.items
				.map(
					(item) =>
						`<li><input type="checkbox" aria-label="chosen" disabled${item.done ? ' checked' : ''}> ${inside(item.blocks)}</li>`,
				)
				.join('')}</ul>`;
		case 'code':
			return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
		case 'quote':
			return `<figure><pre>${escapeHtml(block.text)}</pre><figcaption>${escapeHtml(block.where)}</figcaption></figure>`;
		case 'table':
			return table(block, options);
	}
}

/** A table without words in its head is a list of pairs: there the first cell of each row is its head. */
function table(block: Extract<Block, {kind: 'table'}>, options: HtmlOptions): string {
	const pairs = block.head.every((cell) => cell.every(({text}) => text.trim() === ''));
	const row = (cells: readonly (readonly Inline[])[], isHead: boolean): string =>
		`<tr>${cells
			.map((cell, column) => {
				const scope = isHead ? 'col' : pairs && column === 0 ? 'row' : undefined;
				const tag = scope === undefined || (isHead && cell.length === 0) ? 'td' : 'th';
				const side = block.align[column] === 'right' ? ' class="right"' : '';
				return `<${tag}${tag === 'th' ? ` scope="${scope ?? 'col'}"` : ''}${side}>${htmlInline(cell, options)}</${tag}>`;
			})
			.join('')}</tr>`;
	const head = pairs ? '' : `<thead>${row(block.head, true)}</thead>`;
	return `<table>${head}<tbody>${block.rows.map((cells) => row(cells, false)).join('')}</tbody></table>`;
}

function run(part: Inline, options: HtmlOptions): string {
	const words = escapeHtml(part.text);
	switch (part.kind) {
		case 'text':
			return words;
		case 'code':
			return `<code>${words}</code>`;
		case 'strong':
			return `<strong>${words}</strong>`;
		case 'emphasis':
			return `<em>${words}</em>`;
		case 'link': {
			// Only web addresses become links: text from logs never chooses another scheme.
			const target = /^https?:\/\//.test(part.target) ? part.target : options.link?.(part.target);
			return target === undefined ? words : `<a href="${escapeHtml(target)}">${words}</a>`;
		}
	}
}
