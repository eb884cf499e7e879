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

test('the module is what scan.wat says', async () => {
	const {assembled} = (await import(new URL('../../scripts/scan-wasm.mjs', import.meta.url).href)) as {
		assembled: () => Promise<string>;
	};
	const file = path.join(import.meta.dirname, '../../src/store/scan/scan-wasm.ts');
	expect(readFileSync(file, 'utf8')).toBe(await assembled());
});
