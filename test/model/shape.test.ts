import {describe, expect, it} from 'vitest';
import * as fc from 'fast-check';
import {parseShape, printShape, type ArrayShape, type Layout, type Shape} from '../../src/model/shape.js';
import {readShape, readShapeAt} from '../../src/model/shape-grammar.js';
import {layoutOf} from '../../src/model/layout.js';
import {shapeOf} from './shape-of.js';

describe('reading shapes', () => {
	it.each([
		'f32[]',
		'f32[]{:T(128)}',
		'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}',
		'f32[2,7,8,11,10]{4,3,2,1,0:T(*,*,2,*,3)}',
		'f32[200001,128]{1,0:T(8)L(1024)}',
		's4[9216,6144]{1,0:T(64,128)(8,1)E(4)}',
		'f32[<=16,?]',
		'f32[10,128]{1,0:T(8,128)S(5)SC(0:4,8)(1:64)}',
		'(f32[2]{0:T(128)}, (s32[], token[]), b(u8[4]))',
		'()',
		'f32[3,3]{1,0:D(D,C+~)#(u32)*(u64)}',
		'f32[8,128]{1,0:T(8,128)P(f32[4,128]{1,0})M(32)}',
	])('reads back what it prints: %s', (text) => {
		expect(printShape(shapeOf(text))).toBe(text);
	});

	it.each([
		['F32[3, 5]', 'f32[3,5]'],
		['(f32[2], /*index=1*/s32[4])', '(f32[2], s32[4])'],
		['f32[2,3]{1,0:T(8,128)E(0)}', 'f32[2,3]{1,0:T(8,128)}'],
		['f32[]{}', 'f32[]'],
		['  bf16[1]  ', 'bf16[1]'],
	])('%s is %s', (text, printed) => {
		expect(printShape(shapeOf(text))).toBe(printed);
	});

	it.each([
		['', 'ends early', 0],
		['f32', 'ends early: [ expected', 3],
		['f32[16,', 'ends early', 7],
		['f32[16,1280]{1,0:T(8,12', 'ends early', 23],
		['q7[2]', 'q7 is not an element type', 2],
		['f32[2,3]{1}', 'the array has 2 dimensions, but the layout orders 1', 10],
		['f32[2,3]{1,1}', 'each dimension once', 12],
		['f32[2] {', 'something else follows', 7],
		['f32[2]...', 'something else follows', 6],
		['f32[99999999999999999999]', 'too large', 24],
		['f32[2]{0:L(4)T(8)}', '} expected', 13],
		['f32[2,2]{1,0:T(8,*)}', 'cannot be *', 19],
	])('refuses %j', (text, message, offset) => {
		const reading = readShape(text);
		expect(reading).toMatchObject({ok: false, offset});
		expect(reading.ok ? '' : reading.message).toContain(message);
		expect(parseShape(text)).toBeUndefined();
	});

	it('stops where a shape ends inside a sentence', () => {
		const text = 'f32[123] { body';
		expect(readShapeAt(text, 0)).toMatchObject({ok: true, end: 8});
		expect(readShapeAt('%p = bf16[2]{0} add', 5)).toMatchObject({ok: true, end: 15});
	});

	it('does not run out of stack on hostile nesting', () => {
		expect(parseShape('('.repeat(100_000))).toBeUndefined();
	});
});

const element = fc.constantFrom('f32', 'bf16', 's4', 'pred', 'u8', 'f8e4m3fn', 'c64', 's32');

const array: fc.Arbitrary<ArrayShape> = fc.integer({min: 0, max: 5}).chain((rank) => {
	const dims = fc.array(fc.record({extent: fc.nat({max: 5000}), dynamic: fc.boolean()}), {
		minLength: rank,
		maxLength: rank,
	});
	const order = fc.shuffledSubarray(
		Array.from({length: rank}, (_, dim) => dim),
		{minLength: rank},
	);
	const tile = fc.array(fc.integer({min: 1, max: 2048}), {minLength: 1, maxLength: 3});
	const layout: fc.Arbitrary<Layout> = fc.record({
		minorToMajor: order,
		tiles: fc.array(tile, {maxLength: 3}),
		tail: fc.constantFrom(1, 128, 1024),
		elementBits: fc.constantFrom(0, 4, 8, 32),
		space: fc.constantFrom(0, 1, 5),
		splits: fc.constant([]),
		prefix: fc.constantFrom(0, 16),
	});
	const bare = fc.record({kind: fc.constant('array' as const), element, dims});
	const laidOut = fc.record({kind: fc.constant('array' as const), element, dims, layout});
	return fc.oneof(bare, laidOut);
});

const shape: fc.Arbitrary<Shape> = fc.letrec<{shape: Shape}>((tie) => ({
	shape: fc.oneof(
		{maxDepth: 3},
		array,
		fc.record({kind: fc.constant('tuple' as const), parts: fc.array(tie('shape'), {maxLength: 3})}),
		fc.record({kind: fc.constant('buffer' as const), of: tie('shape')}),
		fc.constant({kind: 'token' as const}),
	),
})).shape;

describe('laws of shapes', () => {
	it('parse(print(shape)) prints the same, and means the same', () => {
		fc.assert(
			fc.property(shape, (any) => {
				const text = printShape(any);
				const again = shapeOf(text);
				expect(printShape(again)).toBe(text);
				expect(layoutOf(again)).toEqual(layoutOf(any));
			}),
			{numRuns: process.env['LONG'] ? 3000 : 300},
		);
	});

	it('a shape cut anywhere before its last bracket is refused', () => {
		fc.assert(
			fc.property(shape, fc.nat(), (any, at) => {
				const text = printShape(any);
				const braces = text.endsWith('}') || text.endsWith(')');
				const cut = text.slice(0, at % text.length);
				// `f32[2]` of `f32[2]{0}` is whole alone: only a cut inside brackets is a cut shape.
				const open = (cut.match(/[([{]/g)?.length ?? 0) - (cut.match(/[)\]}]/g)?.length ?? 0);
				if (braces && open > 0) expect(parseShape(cut)).toBeUndefined();
			}),
			{numRuns: process.env['LONG'] ? 3000 : 300},
		);
	});

	it('padding never shrinks an unpacked array, and the dimensions multiply to the bytes', () => {
		fc.assert(
			fc.property(array, (any) => {
				const laidOut = layoutOf(any);
				if (!laidOut || !any.layout || any.layout.tail !== 1 || any.layout.prefix !== 0) return;
				if (laidOut.unpadded === 0) return;
				const count = laidOut.dims.reduce((total, dim) => total * dim.padded, 1);
				expect(laidOut.bytes).toBe(Math.ceil((count * laidOut.bits) / 8));
				if (any.layout.elementBits === 0) expect(laidOut.padding).toBeGreaterThanOrEqual(0);
			}),
			{numRuns: process.env['LONG'] ? 3000 : 300},
		);
	});
});
