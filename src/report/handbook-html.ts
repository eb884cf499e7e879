import type {Block} from '../model/document.js';
import type {Flow} from '../model/flow.js';
import {flowSvg} from './flow-svg.js';
import {partOf} from './flow-part.js';
import type {HandbookEntry} from './handbook-entry.js';
import {anchorOf, type Handbook, type HandbookChapter} from './handbook.js';
import {HANDBOOK_STYLE} from './handbook-style.js';
import {escapeHtml, htmlBlocks, htmlPage, type HtmlOptions} from './html-blocks.js';

/** The handbook as one HTML file that needs nothing else: no script, no font, no address is fetched. */
export function printHandbookHtml(handbook: Handbook, flow: Flow): string {
	const known = placesOf(handbook, flow);
	const link = (page: string): string | undefined => (known.has(page) ? `#${anchorOf(page)}` : undefined);
	return htmlPage(handbook.title, HANDBOOK_STYLE, [
		'<a class="skip" href="#contents-end">Skip the contents</a>',
		`<header><h1>${escapeHtml(handbook.title)}</h1><p>Edition ${escapeHtml(handbook.edition)}. One page of this book: <code>xla-triage explain NAME</code>.</p></header>`,
		...contents(handbook),
		'<main id="contents-end" tabindex="-1">',
		...handbook.chapters.flatMap((chapter) => printChapter(chapter, flow, link)),
		'</main>',
		`<footer><p>Made by xla-triage from edition ${escapeHtml(handbook.edition)} of its playbook.</p></footer>`,
	]);
}

/** Every place that a link may lead to. */
export function placesOf(handbook: Handbook, flow: Flow): ReadonlySet<string> {
	return new Set([
		...handbook.chapters.map(({id}) => id),
		...handbook.chapters.flatMap(({entries}) => entries.map(({id}) => id)),
		...Object.keys(flow.nodes).map((id) => `nodes/${id}`),
	]);
}

function contents({chapters}: Handbook): string[] {
	const items = chapters.map(({id, title, entries}) => {
		const own = `<a href="#${anchorOf(id)}">${escapeHtml(title)}</a>`;
		if (entries.length === 0) return `<li>${own}</li>`;
		const inner = entries.map((entry) => `<li><a href="#${anchorOf(entry.id)}">${escapeHtml(entry.title)}</a></li>`);
		return `<li>${own}<details><summary>${entries.length} entries: ${escapeHtml(title.toLowerCase())}</summary><ul>${inner.join('')}</ul></details></li>`;
	});
	return [`<nav aria-label="Contents"><h2>Contents</h2><ol>${items.join('\n')}</ol></nav>`];
}

function printChapter(chapter: HandbookChapter, flow: Flow, link: HtmlOptions['link']): string[] {
	const id = anchorOf(chapter.id);
	return [
		`<section aria-labelledby="${id}">`,
		`<h2 id="${id}">${escapeHtml(chapter.title)}</h2>`,
		...blocksOf(chapter.blocks, 3, link),
		...chapter.entries.flatMap((entry) => printEntry(entry, flow, link)),
		'</section>',
	];
}

function printEntry(entry: HandbookEntry, flow: Flow, link: HtmlOptions['link']): string[] {
	const id = anchorOf(entry.id);
	const part = entry.drawn === undefined ? undefined : partOf(flow, entry.drawn);
	return [
		`<article aria-labelledby="${id}">`,
		`<h3 id="${id}">${escapeHtml(entry.title)}</h3>`,
		// A picture is wider than a narrow screen: it scrolls in its own place, which the keyboard reaches.
		...(part
			? [
					`<div class="picture" role="region" tabindex="0" aria-label="${escapeHtml(`Picture: ${entry.title}`)}">${flowSvg(part)}</div>`,
				]
			: []),
		...blocksOf(entry.blocks, 4, link),
		'</article>',
	];
}

/** Blocks below a heading of the level before `top`: levels never jump. */
function blocksOf(blocks: readonly Block[], top: number, link: HtmlOptions['link']): string[] {
	let deepest = top - 1;
	return blocks.map((block) => {
		if (block.kind === 'heading') {
			const level = Math.min(top + Math.max(0, block.level - 2), deepest + 1, 6);
			deepest = level;
			const [first] = block.text;
			if (block.text.length === 1 && first?.kind === 'link' && first.target.startsWith('nodes/')) {
				return `<h${level} id="${anchorOf(first.target)}">${escapeHtml(first.text)}</h${level}>`;
			}
			return htmlBlocks([block], {heading: () => `h${level}`, ...(link ? {link} : {})}).join('');
		}
		const html = htmlBlocks([block], link ? {link} : {}).join('');
		return block.kind === 'table'
			? `<div class="table" role="region" tabindex="0" aria-label="Table">${html}</div>`
			: html;
	});
}
