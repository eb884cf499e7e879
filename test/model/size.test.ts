import {describe, expect, it} from 'vitest';
import * as fc from 'fast-check';
import {parseSize, printRange, printSize} from '../../src/model/size.js';

describe('printing sizes', () => {
	it.each([
		[0, '0B'],
		[1023, '1023B'],
		[1024, '1.0K'],
		[65_536, '64.0K'],
		[1_048_575, '1024.0K'],
		[1_048_576, '1.00M'],
		[8_388_608, '8.00M'],
		// Truncated before it is rounded: 1.17556 GiB.
		[1_262_254_080, '1.17G'],
		// A tie goes to the even digit: 2.625 GiB.
		[2_818_572_288, '2.62G'],
		[-8_388_608, '-8.00M'],
		[107_374_182_400, '100.00G'],
	])('%d is %s', (bytes, text) => {
		expect(printSize(bytes)).toBe(text);
		expect(printSize(BigInt(bytes))).toBe(text);
	});

	it('keeps integers that a double cannot', () => {
		expect(printSize(2n ** 63n - 1n)).toBe('8.00E');
	});
});

describe('reading sizes', () => {
	it.each([
		['512B', 512, 512],
		['64.0K', 65_485, 65_587],
		['1.0K', 1_024, 1_075],
		['8.00M', 8_383_488, 8_394_751],
		['147.64M', 154_807_296, 154_817_535],
		['29.49G', 31_659_655_168, 31_670_140_927],
		['1024.0K', 1_048_525, 1_048_575],
		['8.00MiB', 8_383_488, 8_394_751],
		['1638400', 1_638_400, 1_638_400],
		['1,638,400 bytes', 1_638_400, 1_638_400],
	])('%s is %d … %d bytes', (text, low, high) => {
		expect(parseSize(text)).toEqual({text, bytes: {low, high}});
	});

	it('takes a text that the printer never makes as rounded at its digits', () => {
		expect(parseSize('16G')?.bytes).toEqual({low: 15.5 * 2 ** 30, high: 16.5 * 2 ** 30});
		expect(parseSize('0.5G')?.bytes.low).toBe(Math.ceil(0.45 * 2 ** 30));
		expect(parseSize('0.00M')?.bytes).toEqual({low: 0, high: 5242});
	});

	it.each(['', 'G', '1.2.3G', '12Q', '1.5', 'about 3G', '3G left'])('refuses %j', (text) => {
		expect(parseSize(text)).toBeUndefined();
	});

	it('contains every byte count that prints so, and its ends print so, for any count', () => {
		const counts = fc.oneof(
			fc.bigInt({min: 0n, max: 2n ** 21n}),
			fc.bigInt({min: 0n, max: 2n ** 31n}),
			fc.bigInt({min: 0n, max: 2n ** 44n}),
			fc.bigInt({min: 0n, max: 2n ** 52n}),
		);
		fc.assert(
			fc.property(counts, (count) => {
				const text = printSize(count);
				const range = parseSize(text)?.bytes;
				if (!range) return false;
				const inside = range.low <= Number(count) && Number(count) <= range.high;
				const tight = printSize(range.low - 1) !== text && printSize(range.high + 1) !== text;
				return inside && tight && printSize(range.low) === text && printSize(range.high) === text;
			}),
			{numRuns: process.env['LONG'] ? 100_000 : 5000},
		);
	});
});

describe('ranges in words', () => {
	it('says one figure where the range is narrow', () => {
		expect(printRange({low: 8_383_488, high: 8_394_751})).toBe('8.00M');
		expect(printRange({low: 2 ** 30, high: 2 ** 30 * 1.05})).toBe('about 1.02G');
		expect(printRange({low: 2 ** 30, high: 2 ** 31})).toBe('1.0–2.0G');
		expect(printRange({low: 0, high: 2 ** 31})).toBe('at most 2.00G');
	});
});
