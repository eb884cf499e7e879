import {describe, expect, it} from 'vitest';
import * as fc from 'fast-check';
import {cheapestOrder, explainMismatch} from '../../src/model/mismatch.js';
import {arrayOf, printShape} from '../../src/model/shape.js';
import {shapeOf} from './shape-of.js';

function explain(expected: string, got: string) {
	const mismatch = explainMismatch(shapeOf(expected), shapeOf(got));
	if (!mismatch) throw new Error('no size');
	return mismatch;
}

describe('why two shapes differ', () => {
	it('explains the documented pair: only the order differs, and 40 is padded to 128', () => {
		const mismatch = explain('bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}', 'bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}');
		expect(mismatch).toMatchObject({
			kinds: ['order'],
			larger: 'expected',
			factor: 3.2,
			dimension: {dim: 2, words: '40 padded to 128'},
			cheapest: {layout: '{1,2,0:T(8,128)(2,1)}', bytes: 1_638_400},
		});
		expect(mismatch.expected.bytes).toBe(5_242_880);
		expect(mismatch.got.bytes).toBe(1_638_400);
		expect(mismatch.dims.map((dim) => dim.ratio)).toEqual([1, 1, 3.2]);
	});

	it.each([
		['s64[1024]{0:T(128)}', 's32[1024]{0:T(128)}', ['element_type'], 2, undefined],
		['f32[128,256]{1,0:T(8,128)}', 'bf16[128,256]{1,0:T(8,128)(2,1)}', ['element_type'], 2, undefined],
		['s4[64,128]{1,0:T(64,128)(8,1)E(4)}', 's4[64,128]{1,0:T(64,128)(8,1)}', ['element_bits'], 2, undefined],
		['f32[8,128]{1,0:T(8,128)}', 'f32[16,128]{1,0:T(8,128)}', ['dims'], 2, undefined],
		['f32[1,1024]{1,0:T(2,128)}', 'f32[1,1024]{1,0:T(1,128)}', ['tiling'], 2, '1 padded to 2'],
		['bf16[8,128]{1,0:T(8,128)(2,1)}', 'bf16[8,128]{1,0:T(8,128)}', ['tiling'], 1, undefined],
		['f32[8,128]{1,0:T(8,128)}', 'f32[8,128]{1,0:T(8,128)S(5)}', ['memory_space'], 1, undefined],
		['bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}', 'bf16[16,1280,40]{2,1,0}', ['tiling'], 3.2, '40 padded to 128'],
		['f32[8,40]{0,1:T(8,128)}', 'bf16[8,40]{1,0:T(8,128)(2,1)}', ['element_type', 'order'], 10, '8 padded to 128'],
		['f32[8,128]', 'f32[8,128]', [], 1, undefined],
	])('%s against %s', (expected, got, kinds, factor, words) => {
		const mismatch = explain(expected, got);
		expect(mismatch.kinds).toEqual(kinds);
		expect(mismatch.factor).toBeCloseTo(factor);
		expect(mismatch.dimension?.words).toBe(words);
	});

	it('has nothing to say about tuples', () => {
		expect(explainMismatch(shapeOf('(f32[2])'), shapeOf('f32[2]'))).toBeUndefined();
	});

	it('the factor is the product of the ratios of dimensions and of element widths', () => {
		const extents = fc.array(fc.integer({min: 1, max: 300}), {minLength: 2, maxLength: 4});
		const side = (dims: readonly number[]) =>
			fc.tuple(
				fc.constantFrom('f32', 'bf16', 's8'),
				fc.shuffledSubarray([...dims.keys()], {minLength: dims.length}),
				fc.constantFrom('T(8,128)', 'T(4,128)', 'T(256)', 'T(2,8,128)'),
			);
		const pair = extents.chain((dims) => fc.tuple(fc.constant(dims), side(dims), side(dims)));
		const written = (dims: readonly number[], [element, order, tile]: [string, number[], string]) =>
			`${element}[${dims.join()}]{${order.join()}:${dims.length === 2 && tile === 'T(2,8,128)' ? 'T(8,128)' : tile}}`;
		fc.assert(
			fc.property(pair, ([dims, a, b]) => {
				const mismatch = explain(written(dims, a), written(dims, b));
				const product = mismatch.dims.reduce((total, dim) => total * dim.ratio, mismatch.bitsRatio);
				expect(mismatch.expected.bytes / mismatch.got.bytes).toBeCloseTo(product, 9);
			}),
			{numRuns: process.env['LONG'] ? 2000 : 200},
		);
	});
});

describe('the cheapest order', () => {
	it.each([
		['f32[129,1024]{0,1:T(8,128)}', '{1,0:T(8,128)}'],
		['f32[128,1024]{0,1:T(8,128)}', '{0,1:T(8,128)}'],
		['f32[256,512,128,2]{3,2,1,0:T(8,128)}', '{2,1,3,0:T(8,128)}'],
		['f32[]{:T(128)}', '{:T(128)}'],
	])('of %s is %s', (text, layout) => {
		const array = arrayOf(shapeOf(text));
		if (!array) throw new Error(`no array: ${printShape(shapeOf(text))}`);
		expect(cheapestOrder(array).layout).toBe(layout);
	});
});
