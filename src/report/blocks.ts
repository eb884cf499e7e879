import type {Block, Inline} from '../model/document.js';

/** A sentence of the playbook as runs: what is between backticks is code, the rest is text. */
export function runs(sentence: string): Inline[] {
	return sentence
		.split(/(`[^`]+`)/)
		.filter((piece) => piece !== '')
		.map((piece) =>
			piece.length > 2 && piece.startsWith('`') && piece.endsWith('`')
				? {kind: 'code', text: piece.slice(1, -1)}
				: {kind: 'text', text: piece},
		);
}

export function strong(words: string): Inline {
	return {kind: 'strong', text: words};
}

export function heading(level: 1 | 2 | 3, words: string): Block {
	return {kind: 'heading', level, text: runs(words)};
}

/** A paragraph of sentences or ready runs; strings are read as sentences of the playbook. */
export function paragraph(...parts: readonly (string | Inline)[]): Block {
	return {kind: 'paragraph', text: parts.flatMap((part) => (typeof part === 'string' ? runs(part) : [part]))};
}

/** A list with one paragraph an item. */
export function bullets(items: readonly string[]): Block {
	return {kind: 'list', ordered: false, items: items.map((item) => [paragraph(item)])};
}

/** A table whose cells are sentences; `align` has one letter a column: `l` or `r`. */
export function table(align: string, head: readonly string[], rows: readonly (readonly string[])[]): Block {
	return {
		kind: 'table',
		align: Array.from(align, (letter) => (letter === 'r' ? 'right' : 'left')),
		head: head.map(runs),
		rows: rows.map((row) => row.map(runs)),
	};
}
