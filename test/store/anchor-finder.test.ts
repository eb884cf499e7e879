import {readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createAnchorFinder} from '../../src/store/scan/anchor-finder.js';

const runs = process.env.LONG ? 20_000 : 500;
const words = [
	'out of memory',
	'HBM',
	'hbm usage',
	'exceeds',
	'E1000: ',
	'zzzz',
	'attempting to allocate',
	'Mosaic',
].filter((word) => word.length >= 4);

/** The first place at or after `from` where a word stands, found the slow way. */
function slow(text: string, from: number): number {
	const folded = text.toLowerCase();
	const places = words.map((word) => folded.indexOf(word.toLowerCase(), from)).filter((place) => place >= 0);
	return places.length > 0 ? Math.min(...places) : -1;
}

const piece = fc.oneof(
	fc.constantFrom(...words, ...words.map((word) => word.toUpperCase()), ...words.map((word) => word.slice(0, -1))),
	fc.string({maxLength: 40, unit: fc.constantFrom(...'abeotzE10 :\nHMhbmu'.split(/(?:)/u))}),
	fc.constant('\n'),
);

describe('the finder agrees with a plain search', () => {
	test('every place it names is one, and every line feed counts', () => {
		const finder = createAnchorFinder(words);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 30}), (pieces) => {
				const text = pieces.join('');
				finder.text.fill(120, 0, text.length + 64);
				finder.text.write(text, 0, 'latin1');
				expect(finder.count(0, text.length)).toBe(text.split('\n').length - 1);
				const place = finder.find(0, text.length);
				expect(place >= 0).toBe(slow(text, 0) >= 0);
				if (place >= 0) expect(slow(text, place)).toBe(place);
			}),
			{numRuns: runs},
		);
	});

	test('lines that hold a word are exactly those that a plain search finds', () => {
		const finder = createAnchorFinder(words);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 30}), (pieces) => {
				const text = `${pieces.join('')}\n`;
				finder.text.fill(120, 0, text.length + 64);
				finder.text.write(text, 0, 'latin1');
				const found: number[] = [];
				let at = 0;
				while ((at = finder.find(at, text.length)) >= 0) {
					found.push(finder.count(0, at));
					at = text.indexOf('\n', at) + 1;
				}
				const lines = text.toLowerCase().split('\n');
				const wanted = lines.flatMap((line, index) => (slow(line, 0) >= 0 ? [index] : []));
				expect(found).toEqual(wanted);
			}),
			{numRuns: runs},
		);
	});
});

describe('the hashes of a line', () => {
	const finder = createAnchorFinder(words);
	const measure = (text: string): {readonly end: number; readonly hash: number; readonly figures: number} => {
		finder.text.write(text, 7, 'latin1');
		const end = finder.measure(7, 7 + text.length) - 7;
		return {end, hash: finder.line[0] ?? 0, figures: finder.line[1] ?? 0};
	};
	const unit = fc.constantFrom('12', '7', '003', ' ', 'x', 'step', '=', ': ', '[', '\0', 'E');
	const line = fc.array(unit, {maxLength: 20}).map((parts) => parts.join(''));

	test('end with the line, and are those of its text without digits', () => {
		fc.assert(
			fc.property(line, line, line, (one, other, next) => {
				expect(measure(`${one}\n${next}`)).toEqual(measure(`${one}\n`));
				expect(measure(`${one}\n`).end).toBe(one.length + 1);
				expect(measure(one).end).toBe(one.length);
				const shape = (text: string): string => text.replaceAll(/\d+/g, '0');
				expect(measure(one).hash === measure(other).hash).toBe(shape(one) === shape(other));
			}),
			{numRuns: runs},
		);
	});

	test.each([
		['host-17 step 1 hbm=31.2G', 'host-18 step 1 hbm=31.2G', true],
		['12:00:17 step 1 hbm=31.2G', '12:00:18 step 1 hbm=31.2G', false],
		['a step 1 loss 2.5', 'a step 2 loss 3.5', false],
		['a step 1 hbm=31.2G', 'a step 2 hbm=31.2G', false],
		['a step 1 hbm=31.2G', 'a step 1 hbm=31.3G', true],
		['a step 1 hbm=31.2 G', 'a step 1 hbm=31.3 G', false],
		['a 9.87MiB', 'a 8.87MiB', true],
		['a step 1,234,567 k', 'a step 1,234,568 k', false],
		['a 12345678 bytes', 'a 12345679 bytes', true],
		['a 1234567 bytes', 'a 1234568 bytes', false],
	])('%s and %s differ in their figures: %s', (one, other, differ) => {
		const [a, b] = [measure(`${one}\n`), measure(`${other}\n`)];
		expect([a.hash === b.hash, a.figures !== b.figures]).toEqual([true, differ]);
	});

	test('are not taken of a line of more than 4 KiB', () => {
		expect(measure(`${'x'.repeat(4095)}\n`).end).toBe(4096);
		expect(finder.measure(7, 7 + finder.text.write('x'.repeat(5000), 7, 'latin1'))).toBe(-1);
	});
});

test('the module is what scan.wat says', async () => {
	const {assembled} = (await import(new URL('../../scripts/scan-wasm.mjs', import.meta.url).href)) as {
		assembled: () => Promise<string>;
	};
	const file = path.join(import.meta.dirname, '../../src/store/scan/scan-wasm.ts');
	expect(readFileSync(file, 'utf8')).toBe(await assembled());
});
