import type {Block, Inline} from '../../src/model/document.js';

/** Letters and signs without blanks: what a printer may not lose, however it breaks lines. */
export function squeezed(text: string): string {
	return text.replaceAll(/\s+/g, '');
}

/** Everything that a block says, piece by piece, in reading order. Tables are left out: their cells are beside each other. */
export function piecesOf(block: Block): readonly string[] {
	switch (block.kind) {
		case 'heading':
		case 'paragraph':
			return block.text.flatMap(pieceOf);
		case 'list':
			return block.items.flatMap((item) => item.flatMap(piecesOf));
		case 'checklist':
			return block.items.flatMap((item) => item.blocks.flatMap(piecesOf));
		case 'code':
			return block.text.split('\n').filter((line) => line.trim() !== '');
		case 'quote':
			return [block.text, block.where];
		case 'table':
			return [];
	}
}

/** A link within the playbook is its words; one to the world is its words and its address. */
function pieceOf(run: Inline): readonly string[] {
	return run.kind === 'link' && /^https?:/.test(run.target) ? [run.text, run.target] : [run.text];
}

/** The tables of a page, those inside lists included. */
export function tablesOf(blocks: readonly Block[]): readonly Extract<Block, {kind: 'table'}>[] {
	return blocks.flatMap((block) => {
		if (block.kind === 'table') return [block];
		if (block.kind === 'list') return tablesOf(block.items.flat());
		if (block.kind === 'checklist') return tablesOf(block.items.flatMap((item) => item.blocks));
		return [];
	});
}

/** All cells of a table as one text. */
export function cellsOf({head, rows}: Extract<Block, {kind: 'table'}>): string {
	return [head, ...rows].flatMap((row) => row.map((cell) => cell.flatMap(pieceOf).join(''))).join('');
}

/** The same where there is no room for columns: a row as a record, each cell but the first behind its head. */
export function recordsOf({head, rows}: Extract<Block, {kind: 'table'}>): string {
	const text = (cell: readonly Inline[] | undefined): string => (cell ?? []).flatMap(pieceOf).join('');
	return rows
		.flatMap((row) =>
			row.map((cell, at) => (at === 0 || text(cell) === '' ? text(cell) : `${text(head[at])}: ${text(cell)}`)),
		)
		.join('');
}

/** Runs as Markdown can tell them apart: links within the playbook are plain words there, and neighbours of one kind are one. */
export function asMarkdownSees(blocks: readonly Block[]): readonly Block[] {
	return blocks.map((block) => {
		switch (block.kind) {
			case 'heading':
			case 'paragraph':
				return {...block, text: joined(block.text)};
			case 'list':
				return {...block, items: block.items.map(asMarkdownSees)};
			case 'table':
				return {...block, head: block.head.map(joined), rows: block.rows.map((row) => row.map(joined))};
			default:
				return block;
		}
	});
}

function joined(runs: readonly Inline[]): readonly Inline[] {
	const plain = runs.map((run): Inline =>
		run.kind === 'link' && !/^https?:/.test(run.target) ? {kind: 'text', text: run.text} : run,
	);
	return plain.reduce<readonly Inline[]>((done, run) => {
		const last = done.at(-1);
		return last?.kind === 'text' && run.kind === 'text'
			? [...done.slice(0, -1), {kind: 'text', text: last.text + run.text}]
			: [...done, run];
	}, []);
}

/** All names of flags of compiler and runtime in a text. */
export function flagNamesIn(text: string): readonly string[] {
	return [...text.matchAll(/(?<![\w/.])(?:--)?((?:xla|tpu|libtpu)_[a-z0-9_]*[a-z0-9])(?!\w)/g)].map(
		([, name = '']) => name,
	);
}
