import {lexer} from 'marked';
import {describe, expect, it} from 'vitest';
import {flowNames} from '../../src/report/flow-part.js';
import {HANDBOOK_COLOURS} from '../../src/report/handbook-style.js';
import {anchorOf} from '../../src/report/handbook.js';
import {handbookOf, printHandbookHtml, printHandbookMarkdown} from '../../src/report/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';

const loaded = await loadPlaybook();
if (!('playbook' in loaded)) throw new Error('The playbook has complaints.');
const {playbook} = loaded;
const book = handbookOf(playbook);
const html = printHandbookHtml(book, playbook.flow);
const markdown = printHandbookMarkdown(book, playbook.flow);

const everything = [
	...playbook.pages.map(({id}) => id),
	...playbook.remedies.map(({id}) => `remedies/${id}`),
	...playbook.flags.map(({name}) => `flags/${name}`),
	...playbook.claims.map(({id}) => `claims/${id}`),
	...Object.keys(playbook.flow.nodes).map((id) => `nodes/${id}`),
	...flowNames(playbook.flow).map((name) => `flows/${name}`),
];

describe('the handbook', () => {
	it('has a place for every page, remedy, flag, statement, question and verdict', () => {
		for (const id of everything) {
			expect(html.includes(`id="${anchorOf(id)}"`), id).toBe(true);
			expect(markdown.includes(`<a id="${anchorOf(id)}"></a>`), id).toBe(true);
		}
	});

	it('gives every place its own anchor', () => {
		expect(new Set(everything.map(anchorOf)).size).toBe(everything.length);
		const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	});

	it('says of every statement where it is said, and of every source who rests on it', () => {
		expect(book.chapters.find(({id}) => id === 'claims')?.entries).toHaveLength(playbook.claims.length);
		expect(html.includes('nowhere yet')).toBe(false);
		const sources = new Set(playbook.remedies.flatMap(({citations}) => citations.map(({source}) => source)));
		for (const source of sources)
			if (source.startsWith('http')) expect(html.includes(`href="${escaped(source)}"`), source).toBe(true);
	});

	it('draws every flow, marking nothing', () => {
		expect(html.match(/<svg /g)).toHaveLength(flowNames(playbook.flow).length);
		expect(/class="[^"]*\b(?:taken|passed)\b/.test(html)).toBe(false);
		expect(markdown.match(/^```mermaid$/gm)).toHaveLength(flowNames(playbook.flow).length);
	});
});

describe('the handbook as HTML', () => {
	it('leads nowhere that is not there', () => {
		const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
		const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target);
		expect(targets.length).toBeGreaterThan(500);
		expect(targets.filter((target) => !ids.has(target))).toEqual([]);
	});

	it('has headings without a jump, and one title', () => {
		const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
		expect(levels.filter((level) => level === 1)).toHaveLength(1);
		expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
	});

	it('has landmarks, a skip link, a language, and heads in every table', () => {
		for (const tag of ['main', 'nav', 'header', 'footer'])
			expect(html.match(new RegExp(`<${tag}[ >]`, 'g'))).toHaveLength(1);
		expect(html.includes('<html lang="en">')).toBe(true);
		expect(html.indexOf('class="skip"')).toBeLessThan(html.indexOf('<header>'));
		for (const [table] of html.matchAll(/<table>.*?<\/table>/gs)) expect(table).toMatch(/<th scope="(?:col|row)"/);
		for (const [, label] of html.matchAll(/aria-labelledby="([^"]+)"/g))
			expect(html.includes(`id="${label ?? ''}"`), label).toBe(true);
	});

	it('needs nothing from outside and runs nothing', () => {
		const tags = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
		expect(tags.filter((tag) => /^<(?:script|link|img|iframe|object|form)|\son[a-z]+=|\ssrc=/i.test(tag))).toEqual([]);
		const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style).join('');
		expect(styles).not.toMatch(/@import|url\(/);
		expect(html.includes("default-src 'none'")).toBe(true);
	});

	it.each(Object.entries(HANDBOOK_COLOURS))('is legible in %s: contrast of at least 4.5', (_, colours) => {
		for (const front of [colours.text, colours.dim, colours.link]) {
			for (const back of [colours.ground, colours.code]) expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5);
		}
	});
});

describe('the handbook as Markdown', () => {
	it('leads nowhere that is not there', () => {
		const targets = [...markdown.matchAll(/\]\(<?#([\w-]+)>?\)/g)].map(([, target]) => target ?? '');
		expect(targets.length).toBeGreaterThan(400);
		expect(targets.filter((target) => !markdown.includes(`<a id="${target}"></a>`))).toEqual([]);
	});

	it('has one title, chapters and pages', () => {
		const headings = lexer(markdown).flatMap((token) => (token.type === 'heading' ? [token.depth as number] : []));
		expect(headings.filter((depth) => depth === 1)).toHaveLength(1);
		expect(headings.filter((depth) => depth === 2)).toHaveLength(book.chapters.length);
		expect(headings.filter((depth) => depth === 3).length).toBeGreaterThanOrEqual(playbook.remedies.length);
	});
});

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Contrast of two colours as WCAG defines it. */
function contrast(a: string, b: string): number {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
	return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return share <= 0.039_28 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
