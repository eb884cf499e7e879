// Pages of the playbook as lines: the same blocks that reports print.
import type {Block, Inline} from '../../model/document.js';
import {width} from '../../report/width.js';
import {BLANK, cell, codeRows, line, lineWidth, plain, span, wrap, type Line, type Tone} from './line.js';

/** Blocks one under another, prose wrapped at `columns`. Long lines of code are broken; a copy is not. */
export function drawBlocks(blocks: readonly Block[], columns: number): Line[] {
	return blocks.flatMap((block, index) => {
		const lines = drawBlock(block, columns);
		const tight = index === 0 || (block.kind === 'list' && blocks[index - 1]?.kind === 'paragraph');
		return tight ? lines : [BLANK, ...lines];
	});
}

/** Runs of a sentence as spans. */
export function drawInline(runs: readonly Inline[], base: Tone = 'plain'): Line {
	return runs.map((run) => {
		switch (run.kind) {
			case 'text':
			case 'emphasis':
				return span(run.text, base);
			case 'strong':
				return span(run.text, 'strong');
			case 'code':
				return span(run.text, 'code');
			case 'link':
				return span(
					/^https?:/.test(run.target) && run.text !== run.target ? `${run.text} (${run.target})` : run.text,
					'accent',
				);
		}
	});
}

/** A sentence of the playbook: what is between backticks is code. */
export function drawSentence(sentence: string, base: Tone = 'plain'): Line {
	return sentence
		.split(/(`[^`]+`)/)
		.filter((piece) => piece !== '')
		.map((piece) => (/^`[^`]+`$/.test(piece) ? span(piece.slice(1, -1), 'code') : span(piece, base)));
}

function drawBlock(block: Block, columns: number): Line[] {
	switch (block.kind) {
		case 'heading':
			return wrap(drawInline(block.text, 'heading'), columns);
		case 'paragraph':
			return wrap(drawInline(block.text), columns);
		case 'list':
			return block.items.flatMap((item, index) => hang(item, block.ordered ? `${index + 1}. ` : '• ', columns));
		case 'checklist':
			return block.items.flatMap((item) => hang(item.blocks, item.done ? '[x] ' : '[ ] ', columns));
		case 'code':
			return block.text.split('\n').flatMap((text) => codeRows(text, columns, 2, block.language));
		case 'quote':
			return [
				...wrap(block.text, columns - 2).map((row) => [span('│ ', 'muted'), ...row]),
				line(span(`╵ ${block.where}`, 'muted')),
			];
		case 'table':
			return drawTable(block, columns);
	}
}

function hang(blocks: readonly Block[], mark: string, columns: number): Line[] {
	return drawBlocks(blocks, columns - mark.length).map((row, index) =>
		row.length === 0 ? row : [span(index === 0 ? mark : ' '.repeat(mark.length), 'muted'), ...row],
	);
}

function drawTable(block: Extract<Block, {kind: 'table'}>, columns: number): Line[] {
	const rows = [block.head, ...block.rows].map((row, index) =>
		row.map((runs) => drawInline(runs, index === 0 ? 'muted' : 'plain')),
	);
	const count = Math.max(...rows.map((row) => row.length));
	const each = (size: (content: Line) => number): number[] =>
		Array.from({length: count}, (_, at) => Math.max(1, ...rows.map((row) => size(row[at] ?? []))));
	const widths = share(each(lineWidth), each(longestWord), columns - 2 * (count - 1));
	if (!widths) return records(rows, columns);
	return rows.flatMap((row) => {
		const cells = widths.map((size, at) => wrap(row[at] ?? [], size));
		const height = Math.max(...cells.map((lines) => lines.length));
		return Array.from({length: height}, (_, y) =>
			cells.flatMap((lines, at) => [
				...cell(lines[y] ?? BLANK, widths[at] ?? 8, block.align[at]),
				...(at < cells.length - 1 ? [span('  ')] : []),
			]),
		);
	});
}

/** Widths that fit: the widest give way first, none below its longest word; nothing where that cannot be. */
function share(natural: readonly number[], least: readonly number[], room: number): number[] | undefined {
	const widths = [...natural];
	for (let over = widths.reduce((sum, size) => sum + size, 0) - room; over > 0; over--) {
		const slack = widths.map((size, at) => (size > Math.max(8, least[at] ?? 0) ? size : 0));
		const widest = Math.max(...slack);
		if (widest === 0) return undefined;
		widths[slack.indexOf(widest)] = widest - 1;
	}
	return widths;
}

function longestWord(content: Line): number {
	return Math.max(0, ...plain(content).split(' ').map(width));
}

/** A table that is too wide for its place, one row after the other: the first cell, and under it the others behind the heads of their columns. */
function records([head = [], ...rows]: readonly (readonly Line[])[], columns: number): Line[] {
	return rows.flatMap(([title = [], ...others], index) => [
		...(index === 0 ? [] : [BLANK]),
		...wrap(title, columns, {hang: 2}),
		...others.flatMap((content, at) =>
			content.length === 0
				? []
				: wrap([...(head[at + 1] ?? BLANK), span(': ', 'muted'), ...content], columns, {indent: 2, hang: 4}),
		),
	]);
}
