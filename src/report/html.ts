import type {Block, Document, Inline} from '../model/document.js';

const STYLE = `
:root { color-scheme: light dark; --dim: #6b7280; --line: #8884; --code: #8882; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; background: var(--code); border-radius: .25em; }
code { padding: .1em .3em; overflow-wrap: anywhere; } pre { padding: .8em 1em; overflow-x: auto; } pre code { background: none; padding: 0; }
table { border-collapse: collapse; } th, td { padding: .3em .8em; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 500; } .right { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; } figcaption { color: var(--dim); font-size: .9em; } ul.check { list-style: none; padding-left: 0; }
@media print { body { margin: 0; max-width: none; } }
`.trim();

/** Documents as one HTML file that needs nothing else: no script, no font, no address is fetched. */
export function printHtml(documents: readonly Document[]): string {
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
		`<title>${escape(documents[0]?.title ?? 'xla-triage')}</title>`,
		`<style>${STYLE}</style>`,
		'</head>',
		'<body>',
		...documents.flatMap((document) => [`<h1>${escape(document.title)}</h1>`, ...document.blocks.map(print)]),
		'</body>',
		'</html>',
		'',
	].join('\n');
}

function print(block: Block): string {
	switch (block.kind) {
		case 'heading': {
			const tag = `h${block.level === 1 ? 2 : block.level}`;
			return `<${tag}>${inline(block.text)}</${tag}>`;
		}
		case 'paragraph':
			return `<p>${inline(block.text)}</p>`;
		case 'list': {
			const tag = block.ordered ? 'ol' : 'ul';
			return `<${tag}>${block.items.map((item) => `<li>${item.map(print).join('')}</li>`).join('')}</${tag}>`;
		}
		case 'checklist':
			return `<ul class="check">${block.items
				.map(
					(item) =>
						`<li><input type="checkbox" disabled${item.done ? ' checked' : ''}> ${item.blocks.map(print).join('')}</li>`,
				)
				.join('')}</ul>`;
		case 'code':
			return `<pre><code>${escape(block.text)}</code></pre>`;
		case 'quote':
			return `<figure><pre>${escape(block.text)}</pre><figcaption>${escape(block.where)}</figcaption></figure>`;
		case 'table':
			return `<table><thead>${row(block.head, 'th', block.align)}</thead><tbody>${block.rows.map((cells) => row(cells, 'td', block.align)).join('')}</tbody></table>`;
	}
}

function row(cells: readonly (readonly Inline[])[], tag: 'th' | 'td', align: readonly ('left' | 'right')[]): string {
	return `<tr>${cells.map((cell, column) => `<${tag}${align[column] === 'right' ? ' class="right"' : ''}>${inline(cell)}</${tag}>`).join('')}</tr>`;
}

function inline(runs: readonly Inline[]): string {
	return runs.map(run).join('');
}

function run(part: Inline): string {
	const words = escape(part.text);
	switch (part.kind) {
		case 'text':
			return words;
		case 'code':
			return `<code>${words}</code>`;
		case 'strong':
			return `<strong>${words}</strong>`;
		case 'emphasis':
			return `<em>${words}</em>`;
		case 'link':
			// Only web addresses become links: text from logs never chooses another scheme.
			return /^https?:\/\//.test(part.target) ? `<a href="${escape(part.target)}">${words}</a>` : words;
	}
}

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
