import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {neutralise, neutraliseLine} from '../../src/model/neutral.js';

const RUNS = process.env['LONG'] === '1' ? 50_000 : 2000;
const LIVE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/;

describe('text from anywhere', () => {
	test.each([
		['plain', 'plain'],
		['\u001B[31mred\u001B[0m', 'red'],
		['\u001B]0;a title\u0007after', 'after'],
		['\u001B]8;;https://example.org\u001B\\link\u001B]8;;\u001B\\', 'link'],
		['\u001BPq#0;2;0;0;0\u001B\\sixel', 'sixel'],
		['\u009B31mred', 'red'],
		['\u001B[2J\u001B[Hgone', 'gone'],
		['\u001B]0;never ended', '0;never ended'],
		['a\tb', 'a    b'],
		['50 %\r100 %', '50 %\n100 %'],
		['one\r\ntwo', 'one\ntwo'],
		['abc\u202Edef', 'abcdef'],
		['x\u0008\u0007\u0000y', 'xy'],
		['lone \uD800 half', 'lone \uFFFD half'],
		['Größe 界 😀', 'Größe 界 😀'],
	])('%j', (text, expected) => {
		expect(neutralise(text)).toBe(expected);
	});

	test('nothing is left that a terminal obeys', () => {
		const nasty = fc.constantFrom(
			'\u001B',
			'[',
			']',
			'P',
			'\u0007',
			'\\',
			'\u009B',
			'\u009C',
			'\u009D',
			'31m',
			';',
			'\u202E',
			'\r',
			'\n',
			'\t',
			'a',
			'\u0085',
		);
		fc.assert(
			fc.property(fc.oneof(fc.string({unit: nasty}), fc.string({unit: 'binary'})), (text) => {
				expect(neutralise(text)).not.toMatch(LIVE);
				expect(neutraliseLine(text)).not.toContain('\n');
				expect(neutralise(neutralise(text))).toBe(neutralise(text));
			}),
			{numRuns: RUNS},
		);
	});
});
