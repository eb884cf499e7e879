import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Block, Inline} from '../../src/model/document.js';
import {gauge, stackedBar} from '../../src/ui/text/bar.js';
import {drawBlocks} from '../../src/ui/text/blocks.js';
import {cell, codeRows, fit, line, lineWidth, plain, span, wrap, type Tone} from '../../src/ui/text/line.js';

const tone = fc.constantFrom<Tone>('plain', 'strong', 'code');
const words = fc.string({unit: fc.constantFrom('a', 'bc', ' ', '  ', '界', 'long-word', ',', 'x'), maxLength: 40});
const lines = fc
	.array(fc.tuple(words, tone), {maxLength: 5})
	.map((parts) => parts.map(([text, look]) => span(text, look)));

describe('prose', () => {
	test('is never wider than it may be, and keeps its words in order', () => {
		fc.assert(
			fc.property(lines, fc.integer({min: 8, max: 60}), (content, columns) => {
				const rows = wrap(content, columns);
				for (const row of rows)
					expect(lineWidth(row.slice(0, -1)) + lineWidth([span(row.at(-1)?.text.trimEnd() ?? '')])).toBeLessThanOrEqual(
						columns + 1,
					);
				const squeeze = (text: string): string => text.replace(/\s+/g, '');
				expect(squeeze(rows.map(plain).join(' '))).toBe(squeeze(plain(content)));
			}),
		);
	});

	test('words that follow without a blank stay together', () => {
		const rows = wrap(line('see ', span('hbm.used', 'code'), ', the sum'), 14);
		expect(rows.map(plain)).toEqual(['see hbm.used,', 'the sum']);
	});

	test('later lines hang under the first', () => {
		expect(wrap(line(span('Why  ', 'heading'), 'one two three four'), 14, {hang: 5}).map(plain)).toEqual([
			'Why  one two',
			'     three',
			'     four',
		]);
	});
});

describe('code', () => {
	const pieces = fc.constantFrom(
		'--xla_tpu_flag=1',
		'a',
		'"',
		'=',
		' ',
		'  ',
		'train.log',
		'|',
		'/',
		'LIBTPU_INIT_ARGS',
	);
	const code = fc.array(pieces, {maxLength: 20}).map((parts) => parts.join(''));

	test('is never wider than it may be, loses nothing but blanks at breaks, and no word is broken that fits', () => {
		fc.assert(
			fc.property(code, fc.integer({min: 24, max: 70}), fc.constantFrom(0, 2, 5), (text, columns, indent) => {
				const rows = codeRows(text, columns, indent).map(plain);
				for (const row of rows) expect(row.length).toBeLessThanOrEqual(columns);
				const squeeze = (shown: string): string => shown.replace(/\s+/g, '');
				expect(squeeze(rows.join(''))).toBe(squeeze(text));
				for (const word of text.split(' ').filter((one) => one.length <= columns - indent - 2))
					expect(
						rows.some((row) => row.includes(word)),
						`${word} in\n${rows.join('\n')}`,
					).toBe(true);
			}),
		);
	});

	test('a broken command can be copied, and so can a comment', () => {
		const command = 'xla-triage probe /tmp/xla_dump --change donate --change shard --libtpu 0.0.42.1';
		const rows = codeRows(command, 40, 2, 'sh').map(plain);
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.slice(0, -1).every((row) => row.endsWith(' \\') && row.length <= 40)).toBe(true);
		expect(
			rows
				.join('\n')
				.replaceAll(/ \\\n +/g, ' ')
				.trim(),
		).toBe(command);
		const edit = 'batch_size = batch_size // 2   # per device; best a multiple of 8';
		expect(codeRows(edit, 40, 2, 'python').map(plain)).toEqual([
			'  batch_size = batch_size // 2',
			'  # per device; best a multiple of 8',
		]);
	});

	test('a word too long for a row is broken behind a sign that opens or divides', () => {
		const command = 'export LIBTPU_INIT_ARGS="--xla_tpu_scoped_vmem_limit_kib=65536 --xla_tpu_rwb_fusion=false"';
		expect(codeRows(command, 58, 2).map(plain)).toEqual([
			'  export LIBTPU_INIT_ARGS="',
			'    --xla_tpu_scoped_vmem_limit_kib=65536',
			'    --xla_tpu_rwb_fusion=false"',
		]);
	});
});

describe('tables', () => {
	const text = (words: string): Inline[] => [{kind: 'text', text: words}];
	const table: Block = {
		kind: 'table',
		align: ['left', 'left'],
		head: [text('Flag'), text('Effect')],
		rows: [[[{kind: 'code', text: '--xla_tpu_scoped_vmem_limit_kib=65536'}], text('less room for HBM')]],
	};

	test('keep names whole: the prose gives way', () => {
		expect(drawBlocks([table], 50).map((row) => plain(row).trimEnd())).toEqual([
			'Flag                                   Effect',
			'--xla_tpu_scoped_vmem_limit_kib=65536  less room',
			'                                       for HBM',
		]);
	});

	test('that cannot, stand one row after the other', () => {
		expect(drawBlocks([table], 44).map((row) => plain(row).trimEnd())).toEqual([
			'--xla_tpu_scoped_vmem_limit_kib=65536',
			'  Effect: less room for HBM',
		]);
	});
});

describe('cells', () => {
	test('are exactly as wide as they are told', () => {
		fc.assert(
			fc.property(
				lines,
				fc.integer({min: 1, max: 40}),
				fc.constantFrom('left' as const, 'right' as const),
				(content, columns, align) => {
					expect(lineWidth(cell(content, columns, align))).toBe(columns);
				},
			),
		);
	});

	test('cut text ends in a mark', () => {
		expect(plain(fit(line('abcdef'), 4))).toBe('abc…');
		expect(plain(fit(line('abcd'), 4))).toBe('abcd');
	});
});

describe('bars', () => {
	const parts = fc.array(fc.integer({min: 0, max: 1e11}), {minLength: 1, maxLength: 6});

	test('a stacked bar is as long as its share of the scale, and hides no part', () => {
		fc.assert(
			fc.property(
				parts,
				fc.integer({min: 10, max: 100}),
				fc.double({min: 1, max: 3, noNaN: true}),
				(bytes, columns, slack) => {
					const sum = bytes.reduce((total, one) => total + one, 0);
					const bar = stackedBar(
						bytes.map((one) => ({bytes: one, tone: 'first', sign: '█'})),
						sum * slack,
						columns,
					);
					if (sum === 0) {
						expect(bar).toEqual([]);
						return;
					}
					const some = bytes.filter((one) => one > 0).length;
					expect(lineWidth(bar)).toBe(
						Math.max(some > columns ? columns : 0, Math.min(columns, Math.max(1, Math.round(columns / slack)))),
					);
					if (some <= Math.round(columns / slack)) expect(bar).toHaveLength(some);
				},
			),
		);
	});

	test('a gauge is empty only for nothing', () => {
		expect(gauge(0, 10, 8)).toBe('');
		expect(gauge(1, 1000, 8)).toBe('▆');
		expect(gauge(1000, 1000, 8)).toBe('▆▆▆▆▆▆▆▆');
	});
});
