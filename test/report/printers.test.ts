import * as fc from 'fast-check';
import {lexer} from 'marked';
import {describe, expect, it} from 'vitest';
import type {Block, Document} from '../../src/model/document.js';
import {printHtml, printMarkdown, printPlain} from '../../src/report/index.js';
import {width} from '../../src/report/width.js';

const DOCUMENT: Document = {
	title: 'E1000: It does not fit',
	blocks: [
		{kind: 'heading', level: 2, text: [{kind: 'text', text: 'What happened'}]},
		{
			kind: 'paragraph',
			text: [
				{kind: 'text', text: 'The program needs '},
				{kind: 'strong', text: '34.90G'},
				{kind: 'text', text: ', see '},
				{kind: 'code', text: 'jit_step'},
				{kind: 'text', text: ' and '},
				{kind: 'link', text: 'Error 1000', target: 'https://openxla.org/xla/errors/error_1000'},
				{kind: 'text', text: '. A long sentence that has to be broken somewhere, because it is wider than the page.'},
			],
		},
		{kind: 'quote', where: 'train.log:20', text: 'Used 34.90G of 31.25G hbm. *not* <b>markup</b> ``` `x`'},
		{
			kind: 'table',
			align: ['left', 'right'],
			head: [[{kind: 'text', text: 'Part'}], [{kind: 'text', text: 'Size'}]],
			rows: [
				[[{kind: 'text', text: 'arguments | outputs'}], [{kind: 'text', text: '5.72G'}]],
				[[{kind: 'code', text: 'f32[8,128]'}], [{kind: 'text', text: '29.16G'}]],
			],
		},
		{
			kind: 'checklist',
			items: [
				{
					done: false,
					blocks: [
						{kind: 'paragraph', text: [{kind: 'text', text: 'Compute the loss in chunks'}]},
						{kind: 'code', language: 'python', text: 'loss = chunked(x)\n\n# more'},
					],
				},
				{done: true, blocks: [{kind: 'paragraph', text: [{kind: 'text', text: 'Donate'}]}]},
			],
		},
		{
			kind: 'list',
			ordered: true,
			items: [
				[{kind: 'paragraph', text: [{kind: 'text', text: 'one'}]}],
				[{kind: 'paragraph', text: [{kind: 'text', text: 'two'}]}],
			],
		},
	],
};

describe('the plain printer', () => {
	it('prints a document for a narrow terminal', () => {
		expect(printPlain(DOCUMENT, {width: 48, colour: false})).toMatchInlineSnapshot(`
			"E1000: It does not fit
			══════════════════════

			What happened

			The program needs 34.90G, see jit_step and Error
			1000
			(https://openxla.org/xla/errors/error_1000). A
			long sentence that has to be broken somewhere,
			because it is wider than the page.

			  │ Used 34.90G of 31.25G hbm. *not*
			  │ <b>markup</b> \`\`\` \`x\`
			  ╵ train.log:20

			Part                   Size
			───────────────────  ──────
			arguments | outputs   5.72G
			f32[8,128]           29.16G

			[ ] Compute the loss in chunks

			        loss = chunked(x)

			        # more

			[x] Donate

			1. one
			2. two
			"
		`);
	});

	it('adds looks and changes nothing else when colour is allowed', () => {
		const coloured = printPlain(DOCUMENT, {width: 60, colour: true});
		expect(coloured).toContain('\u001B[1m');
		expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(printPlain(DOCUMENT, {width: 60, colour: false}));
	});
});

describe('the Markdown printer', () => {
	it('prints a document for an issue', () => {
		expect(printMarkdown(DOCUMENT)).toMatchInlineSnapshot(`
			"# E1000: It does not fit

			## What happened

			The program needs **34.90G**, see \`jit_step\` and [Error 1000](<https://openxla.org/xla/errors/error_1000>). A long sentence that has to be broken somewhere, because it is wider than the page.

			\`train.log:20\`:

			\`\`\`\`text
			Used 34.90G of 31.25G hbm. *not* <b>markup</b> \`\`\` \`x\`
			\`\`\`\`

			| Part | Size |
			| --- | ---: |
			| arguments \\| outputs | 5.72G |
			| \`f32[8,128]\` | 29.16G |

			- [ ] Compute the loss in chunks

			  \`\`\`python
			  loss = chunked(x)

			  # more
			  \`\`\`

			- [x] Donate

			1. one
			2. two
			"
		`);
	});
});

const word = fc.string({
	unit: fc.constantFrom(
		'a',
		'B',
		'7',
		'_',
		'*',
		'`',
		'<',
		'|',
		'[',
		']',
		'#',
		'-',
		'漢',
		'é',
		' ',
		'.',
		'\\',
		'~',
		'&',
	),
});
const inline = fc.record({kind: fc.constantFrom('text' as const, 'strong' as const, 'emphasis' as const), text: word});
const block: fc.Arbitrary<Block> = fc.oneof(
	fc.record({kind: fc.constant('paragraph' as const), text: fc.array(inline, {minLength: 1})}),
	fc.record({kind: fc.constant('quote' as const), where: fc.constant('x:1'), text: word}),
	fc.record({
		kind: fc.constant('table' as const),
		align: fc.constant(['left', 'right'] as const),
		head: fc.constant([[{kind: 'text' as const, text: 'a'}], [{kind: 'text' as const, text: 'b'}]]),
		rows: fc.array(fc.tuple(fc.array(inline), fc.array(inline))),
	}),
);

describe('emphasis in Markdown', () => {
	it('touches its words, any blanks they come with', () => {
		const blocks: Block[] = [
			{
				kind: 'paragraph',
				text: [
					{kind: 'strong', text: 'Watch: '},
					{kind: 'text', text: 'it falls'},
					{kind: 'emphasis', text: ' '},
				],
			},
			{kind: 'paragraph', text: [{kind: 'text', text: '1. is no list'}]},
		];
		expect(printMarkdown({title: 't', blocks})).toBe('# t\n\n**Watch:** it falls\n\n1\\. is no list\n');
	});
});

describe('any document', () => {
	it('keeps within the width when it is printed plain', () => {
		fc.assert(
			fc.property(fc.array(block), fc.integer({min: 30, max: 120}), (blocks, columns) => {
				for (const line of printPlain({title: 't', blocks}, {width: columns, colour: false}).split('\n')) {
					expect(width(line)).toBeLessThanOrEqual(columns);
				}
			}),
		);
	});

	it('comes back from Markdown with the words it had', () => {
		fc.assert(
			fc.property(word, (text) => {
				const trimmed = text.replace(/\s+/g, ' ').trim();
				fc.pre(trimmed !== '');
				const [token] = lexer(
					printMarkdown({title: 't', blocks: [{kind: 'paragraph', text: [{kind: 'text', text: trimmed}]}]}),
				).filter((one) => one.type !== 'space' && one.type !== 'heading');
				expect(token?.type).toBe('paragraph');
				const inner = token && 'tokens' in token ? (token.tokens ?? []) : [];
				expect(inner.map((one) => shown(one)).join('')).toBe(trimmed);
			}),
		);
	});

	it('becomes HTML in which no text is markup', () => {
		fc.assert(
			fc.property(fc.array(block), (blocks) => {
				const html = printHtml([{title: '<t>', blocks}]);
				const tags = [...html.matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1] ?? '');
				expect(new Set(tags)).toEqual(new Set(tags.filter((tag) => KNOWN.has(tag))));
			}),
		);
	});
});

const KNOWN = new Set(
	'html head meta title style body h1 h2 h3 p strong em code pre figure figcaption table thead tbody tr th td'.split(
		' ',
	),
);

/** What a reader of Markdown sees of a token. */
function shown({type, raw}: {readonly type: string; readonly raw: string}): string {
	if (type === 'escape') return raw.slice(1);
	return type === 'text' ? raw : `<${type}>`;
}
