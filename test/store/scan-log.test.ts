import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {scanLog, type ByteSource, type Interest} from '../../src/store/scan/scan-log.js';

const runs = process.env.LONG ? 5000 : 200;
const interest: Interest = {anchors: ['anchor'], before: 2};
/** Lines after an anchor that the sink of these tests wants. */
const AFTER = 3;

/** Gives the text in pieces of the sizes named, over and over. */
function source(text: Buffer, sizes: readonly number[]): ByteSource {
	let at = 0;
	let turn = 0;
	return (target) => {
		const size = Math.min(sizes[turn++ % sizes.length] ?? 1, target.length, text.length - at);
		text.copy(target, 0, at, at + size);
		at += size;
		return Promise.resolve(size);
	};
}

async function fed(text: Buffer, sizes: readonly number[], what = interest) {
	const lines = new Map<number, string>();
	let number = 0;
	let heat = 0;
	const sink = {
		push(line: string): boolean {
			number += 1;
			lines.set(number, line);
			heat = line.includes('anchor') ? AFTER : heat - 1;
			return heat > 0;
		},
		skip(count: number) {
			number += count;
		},
		get hot() {
			return heat > 0;
		},
	};
	const result = await scanLog(source(text, sizes), sink, what);
	return {lines, result, number};
}

/** Which 1-based lines must be fed at least. */
function wanted(all: readonly string[]): Set<number> {
	const numbers = new Set<number>();
	all.forEach((line, index) => {
		if (!line.includes('anchor')) return;
		for (let k = index - interest.before; k <= index + AFTER; k += 1) if (k >= 0 && k < all.length) numbers.add(k + 1);
	});
	return numbers;
}

const line = fc.oneof(
	{weight: 6, arbitrary: fc.string({maxLength: 12, unit: fc.constantFrom(...'ab x'.split(/(?:)/u))})},
	fc.constant('an anchor here'),
);

describe('a scan', () => {
	test('feeds every line near an anchor, unchanged, with its number for any pieces', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(line, {maxLength: 60}),
				fc.array(fc.integer({min: 1, max: 40}), {minLength: 1}),
				async (all, sizes) => {
					const text = all.join('\n');
					const {lines, result, number} = await fed(Buffer.from(text), sizes);
					const expected = text === '' ? [] : all.at(-1) === '' ? all.slice(0, -1) : all;
					expect(result.lines).toBe(expected.length);
					expect(number).toBe(expected.length);
					for (const [at, words] of lines) expect(words).toBe(expected[at - 1]);
					for (const at of wanted(expected)) expect(lines.has(at)).toBe(true);
				},
			),
			{numRuns: runs},
		);
	});

	test('leaves out what cannot matter', async () => {
		const noise = Array.from({length: 50_000}, (_, k) => `step ${String(k)} loss 0.1`);
		const text = [...noise, 'an anchor', ...noise].join('\n');
		const {lines, result} = await fed(Buffer.from(text), [1 << 20]);
		expect([...lines.keys()]).toEqual([49_999, 50_000, 50_001, 50_002, 50_003, 50_004]);
		expect(result.lines).toBe(100_001);
	});

	test('a line without end is cut and not held', async () => {
		const long = Buffer.alloc(5_000_000, 120);
		const {result} = await fed(Buffer.concat([long, Buffer.from('\nan anchor\n')]), [1 << 20]);
		expect(result.bytes).toBe(5_000_011);
	});

	test('CRLF ends are taken off', async () => {
		const {lines} = await fed(Buffer.from('anchor one\r\nanchor two\r\n'), [7]);
		expect([...lines.values()]).toEqual(['anchor one', 'anchor two']);
	});

	test('can be stopped between windows', async () => {
		const sink = {push: () => false, skip: () => undefined, hot: false};
		let asked = 0;
		const result = await scanLog(source(Buffer.alloc(1 << 22, 97), [1 << 16]), sink, interest, {
			cancelled: () => ++asked > 3,
		});
		expect(result).toMatchObject({cancelled: true, bytes: 3 << 16});
	});
});
