import type {Block, Inline} from '../model/document.js';
import type {Flow} from '../model/flow.js';
import {flowMermaid} from './flow-mermaid.js';
import {partOf} from './flow-part.js';
import {placesOf} from './handbook-html.js';
import type {HandbookEntry} from './handbook-entry.js';
import {anchorOf, type Handbook} from './handbook.js';
import {printMarkdownBlocks} from './markdown.js';

/** The handbook as one Markdown file for a wiki: drawings as Mermaid, places to lead to as anchors. */
export function printHandbookMarkdown(handbook: Handbook, flow: Flow): string {
	const known = placesOf(handbook, flow);
	const parts = [
		`# ${handbook.title}\n`,
		`Edition ${handbook.edition}.\n`,
		handbook.chapters.map(({id, title}) => `- [${title}](#${anchorOf(id)})\n`).join(''),
		...handbook.chapters.flatMap(({id, title, blocks, entries}) => [
			`${anchor(id)}\n\n## ${title}\n`,
			printed(blocks, 3, known),
			...entries.flatMap((entry) => entryParts(entry, flow, known)),
		]),
	];
	return `${parts
		.filter((part) => part.trim() !== '')
		.join('\n')
		.trimEnd()}\n`;
}

function entryParts({id, title, blocks, drawn}: HandbookEntry, flow: Flow, known: ReadonlySet<string>): string[] {
	const part = drawn === undefined ? undefined : partOf(flow, drawn);
	return [
		`${anchor(id)}\n`,
		printMarkdownBlocks([{kind: 'heading', level: 3, text: [{kind: 'text', text: title}]}]),
		...(part ? ['```mermaid\n' + flowMermaid(part) + '```\n'] : []),
		printed(blocks, 4, known),
	];
}

function printed(blocks: readonly Block[], top: number, known: ReadonlySet<string>): string {
	return blocks
		.map((block) => {
			const linked = linkedBlock(block, known);
			if (linked.kind !== 'heading') return printMarkdownBlocks([linked]);
			const [first] = linked.text;
			const isNode = block.kind === 'heading' && block.text[0]?.kind === 'link';
			const text: readonly Inline[] = isNode && first ? [{kind: 'text', text: first.text}] : linked.text;
			const words = printMarkdownBlocks([{...linked, level: 1, text}]).replace(/^# /, '');
			const place = isNode && block.text[0]?.kind === 'link' ? `${anchor(block.text[0].target)}\n\n` : '';
			return `${place}${'#'.repeat(Math.min(6, top + Math.max(0, linked.level - 2)))} ${words}`;
		})
		.join('\n');
}

/** Links to pages lead to their anchors in the same file. */
function linkedBlock(block: Block, known: ReadonlySet<string>): Block {
	const inline = (runs: readonly Inline[]): Inline[] =>
		runs.map((run) =>
			run.kind === 'link' && known.has(run.target) ? {...run, target: `#${anchorOf(run.target)}`} : run,
		);
	switch (block.kind) {
		case 'heading':
		case 'paragraph':
			return {...block, text: inline(block.text)};
		case 'list':
			return {...block, items: block.items.map((item) => item.map((inner) => linkedBlock(inner, known)))};
		case 'checklist':
			return {
				...block,
				items: block.items.map((item) => ({...item, blocks: item.blocks.map((inner) => linkedBlock(inner, known))})),
			};
		case 'table':
			return {...block, head: block.head.map(inline), rows: block.rows.map((row) => row.map(inline))};
		case 'code':
		case 'quote':
			return block;
	}
}

function anchor(id: string): string {
	return `<a id="${anchorOf(id)}"></a>`;
}
