// Search in every word of a page: its text, tables, code and settings.
import type {Block, Inline} from '../model/document.js';
import type {Framework} from '../model/framework.js';
import type {Remedy} from '../model/remedy.js';

/** What is searched of one page: the words it is called by, and all others. */
export interface SearchText {
	readonly head: string;
	readonly body: string;
}

/** Every word of a remedy: its page, its edit, and the settings that carry it out in each framework. */
export function remedyText({id, body, edit = '', telltale, gain}: Remedy, frameworks: readonly Framework[]): string {
	const knobs = frameworks.flatMap((one) => one.knobs.filter((knob) => knob.for.includes(id)));
	const settings = knobs.map(({key, code = '', note = ''}) => `${key} ${code} ${note}`);
	return [textOf(body), edit, telltale, gain, ...settings].join('\n');
}

/** Every word of blocks, code included. */
export function textOf(blocks: readonly Block[]): string {
	return blocks.map(blockText).join('\n');
}

/**
 * Positions of the texts that have every word of the needle, as a word or its beginning, best first: in the head, as whole words, then
 * by how often. Case does not count; `-` and `_` are alike.
 */
export function rank(texts: readonly SearchText[], needle: string): number[] {
	const words = fold(needle).split(/\s+/).filter(Boolean).map(patterns);
	if (words.length === 0) return [];
	return texts
		.flatMap(({head, body}, at) => {
			const scores = words.map((word) => score(word, fold(head), fold(body)));
			return scores.every((one) => one > 0) ? [{at, score: scores.reduce((sum, one) => sum + one, 0)}] : [];
		})
		.sort((a, b) => b.score - a.score || a.at - b.at)
		.map(({at}) => at);
}

/** The different words of texts, folded, to suggest one for a word that is misspelt. */
export function vocabulary(texts: readonly SearchText[]): readonly string[] {
	return [...new Set(texts.flatMap(({head, body}) => fold(`${head} ${body}`).match(/[\p{L}_]{4,}/gu) ?? []))];
}

interface Patterns {
	readonly whole: RegExp;
	readonly begins: RegExp;
}

function patterns(word: string): Patterns {
	const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const start = /^[\p{L}\d]/u.test(word) ? '(?<![\\p{L}\\d])' : '';
	return {begins: new RegExp(start + literal, 'gu'), whole: new RegExp(`${start}${literal}(?![\\p{L}\\d])`, 'u')};
}

/** A head says what a page is about, so it counts for more than any number of mentions. */
function score({whole, begins}: Patterns, head: string, body: string): number {
	const inHead = whole.test(head) ? 20 : head.search(begins) >= 0 ? 12 : 0;
	const count = Math.min(8, body.match(begins)?.length ?? 0);
	return inHead + count + (count > 0 && whole.test(body) ? 2 : 0);
}

function fold(text: string): string {
	return text.toLowerCase().replaceAll('-', '_');
}

function blockText(block: Block): string {
	switch (block.kind) {
		case 'heading':
		case 'paragraph':
			return line(block.text);
		case 'list':
			return block.items.map(textOf).join('\n');
		case 'checklist':
			return block.items.map(({blocks}) => textOf(blocks)).join('\n');
		case 'code':
		case 'quote':
			return block.text;
		case 'table':
			return [block.head, ...block.rows].map((row) => row.map(line).join(' ')).join('\n');
	}
}

function line(runs: readonly Inline[]): string {
	return runs.map((run) => run.text).join('');
}
