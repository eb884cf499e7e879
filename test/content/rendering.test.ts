import {describe, expect, it} from 'vitest';
import type {Block} from '../../src/model/document.js';
import {Complaints} from '../../src/playbook/complaints.js';
import {readMarkdown} from '../../src/playbook/markdown.js';
import {SourceFile} from '../../src/playbook/source.js';
import {printMarkdown, printMarkdownBlocks} from '../../src/report/markdown.js';
import {pageDocument, remedyDocument} from '../../src/report/pages.js';
import {printBlocks, printPlain} from '../../src/report/plain.js';
import {drawBlocks} from '../../src/ui/text/blocks.js';
import {plain} from '../../src/ui/text/line.js';
import {projectPlaybook} from '../playbook/folder.js';
import {asMarkdownSees, cellsOf, piecesOf, recordsOf, squeezed, tablesOf} from './pages.js';
import {remedyScreens} from './wizard-page.js';

// What a page says must reach its reader on paper, in a ticket and on the screen, at usual and at narrow widths.
const playbook = projectPlaybook();
const {remedies, pages} = playbook;
const screen = remedyScreens(playbook);
const WIDTHS = [60, 80, 120];

const remedyCases = remedies.map((remedy) => [remedy.id, remedy] as const);
const guideCases = pages.filter(({id}) => id.startsWith('guides/')).map((page) => [page.id, page] as const);

/** Every piece in its order: nothing lost, nothing moved. */
function expectAll(pieces: readonly string[], printed: string): void {
	const whole = unbroken(printed);
	let from = 0;
	for (const piece of pieces.map(unbroken)) {
		const at = whole.indexOf(piece, from);
		if (at < 0) expect.fail(`"${piece}" is missing behind "${whole.slice(Math.max(0, from - 60), from)}".`);
		from = at + piece.length;
	}
}

/** Without blanks, and without what joins the rows of broken code: `\` behind a command, `#` before a comment. */
function unbroken(text: string): string {
	return squeezed(text.replaceAll(/ \\$/gm, '').replaceAll('#', ''));
}

/** The signs of a table in any order. Rules of lines are drawing. */
function signs(text: string): string {
	return Array.from(squeezed(text).replaceAll('─', '')).sort().join('');
}

function expectTables(body: readonly Block[], print: (table: Block) => string): void {
	for (const table of tablesOf(body))
		expect([cellsOf(table), recordsOf(table)].map(signs)).toContain(signs(print(table)));
}

it('there are pages to print', () => {
	expect(remedies.length).toBeGreaterThan(40);
	expect(guideCases.length).toBeGreaterThan(5);
});

describe.each(remedyCases)('remedies/%s', (_, remedy) => {
	const glance = [remedy.safetyNote, remedy.gain, remedy.telltale, remedy.verify, ...remedy.costs];
	const body = remedy.body.flatMap(piecesOf);

	it('has the parts that a reader looks for, in their order', () => {
		const heads = remedy.body.flatMap((block) =>
			block.kind === 'heading' && block.level === 2 ? piecesOf(block) : [],
		);
		expect(heads).toEqual(
			['What it does', 'When not', 'How', 'How to verify', 'Documented and measured'].filter(
				(head) => heads.includes(head) || !['How to verify', 'Documented and measured'].includes(head),
			),
		);
	});

	it.each(WIDTHS)('is whole in plain text of %i columns', (width) => {
		const printed = printPlain(remedyDocument(remedy), {width, colour: false});
		expectAll(body, printed);
		expectTables(remedy.body, (table) => printBlocks([table], {width, colour: false}));
		for (const {title, source} of remedy.citations) {
			expectAll([title], printed);
			if (/^https?:/.test(source)) expectAll([source], printed);
		}
	});

	it('is whole in Markdown: read again, it is the same page', () => {
		const text = printMarkdownBlocks(remedy.body);
		const complaints = new Complaints();
		const again = readMarkdown(new SourceFile('again.md', text), 0, complaints);
		expect(complaints.sorted()).toEqual([]);
		expect(asMarkdownSees(again.body)).toEqual(asMarkdownSees(remedy.body));
		for (const {source} of remedy.citations) {
			if (/^https?:/.test(source)) expect(printMarkdown(remedyDocument(remedy))).toContain(`](<${source}>)`);
		}
	});

	it('is whole on the screen of the wizard', () => {
		const shown = screen(remedy);
		expectAll(body, shown);
		for (const text of glance) expectAll([text], shown);
		for (const width of WIDTHS) expectTables(remedy.body, (table) => drawBlocks([table], width).map(plain).join('\n'));
		for (const {title, source} of remedy.citations) expectAll([`${title} (${source})`], shown);
	});
});

describe.each(guideCases)('%s', (_, page) => {
	it.each(WIDTHS)('is whole in plain text of %i columns and on a screen as wide', (width) => {
		const pieces = page.body.flatMap(piecesOf);
		expectAll(pieces, printPlain(pageDocument(page), {width, colour: false}));
		expectAll(pieces, drawBlocks(page.body, width).map(plain).join('\n'));
		expectTables(page.body, (table) => printBlocks([table], {width, colour: false}));
		expectTables(page.body, (table) => drawBlocks([table], width).map(plain).join('\n'));
	});
});
