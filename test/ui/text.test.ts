import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {gauge, stackedBar} from '../../src/ui/text/bar.js';
import {cell, fit, line, lineWidth, plain, span, wrap, type Tone} from '../../src/ui/text/line.js';

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
