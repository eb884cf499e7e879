import {describe, expect, it} from 'vitest';
import {dominantFact} from '../../src/analysis/projections.js';
import {isLogits} from '../../src/model/analysis.js';
import {Known} from '../../src/model/known.js';
import type {Fact} from '../../src/model/fact.js';
import {parseSize} from '../../src/model/size.js';

function known(sizes: Readonly<Record<string, string>>): Known {
	return new Known(
		Object.entries(sizes).map(([name, text]): Fact => {
			const size = parseSize(text);
			if (!size) throw new Error(`${text} is no size`);
			return {
				name,
				value: {kind: 'size', text, bytes: size.bytes},
				origin: {by: 'derivation', rule: 'given', from: []},
			};
		}),
	);
}

describe('what has the extent of the vocabulary', () => {
	it.each([
		['logits', 'temp', true],
		['unknown', 'temp', true],
		['gradient', 'temp', false],
		['copy', 'temp', false],
		['parameter', 'temp', false],
		['logits', 'argument', false],
	] as const)('%s, %s: logits %s', (use, place, is) => {
		expect(isLogits({meanings: ['batch', 'vocabulary'], use, place})).toBe(is);
		expect(isLogits({meanings: ['batch', 'width'], use, place})).toBe(false);
	});
});

describe('the kind of buffer that most of the need consists of', () => {
	it('is named with its bytes where it takes more than half', () => {
		const [fact] = dominantFact(known({'hbm.used': '34.90G', 'vocabulary.bytes': '23.18G'}));
		expect(fact?.name).toBe('dominant.words');
		expect(fact?.value.text).toBe('The logits (tokens × vocabulary) take 23.18G of 34.90G.');
		expect(fact?.origin).toMatchObject({by: 'derivation', from: ['vocabulary.bytes', 'hbm.used']});
		const [scores] = dominantFact(known({'hbm.used': '34.90G', 'quadratic.bytes': '20.00G'}));
		expect(scores?.value.text).toContain('sequence × sequence');
	});

	it('is not named below half, nor without a need', () => {
		expect(dominantFact(known({'hbm.used': '40.00G', 'vocabulary.bytes': '19.00G'}))).toEqual([]);
		expect(dominantFact(known({'vocabulary.bytes': '20.00G'}))).toEqual([]);
		expect(dominantFact(known({'hbm.used': '40.00G'}))).toEqual([]);
	});
});
