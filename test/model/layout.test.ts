import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {layoutOf, paddedWords} from '../../src/model/layout.js';
import {parseShape, type ArrayShape} from '../../src/model/shape.js';
import {printSize} from '../../src/model/size.js';
import {shapeOf} from './shape-of.js';
import {withDefaultTiles} from '../../src/model/tiling.js';

interface Pair {
	shape: string;
	size: string | null;
	unpadded: string | null;
	extra: string | null;
	expansion: string | null;
	bytes: number | null;
	where: string;
	/** The stored excerpt ended before a padding line could appear: a null proves nothing. */
	cut?: true;
}

const pairs = JSON.parse(readFileSync(new URL('../fixtures/layout-pairs.json', import.meta.url), 'utf8')) as Pair[];

describe('sizes that real messages print for shapes', () => {
	it('are fifty', () => {
		expect(pairs).toHaveLength(50);
	});

	it.each(pairs)('$shape in $where', (pair) => {
		const laidOut = layoutOf(asMeant(pair));
		if (!laidOut) throw new Error('no size');
		if (pair.bytes !== null) expect(laidOut.bytes).toBe(pair.bytes);
		if (pair.size !== null) expect(printSize(laidOut.bytes)).toBe(pair.size);
		if (pair.unpadded !== null) expect(printSize(laidOut.unpadded)).toBe(pair.unpadded);
		if (pair.extra !== null) expect(printSize(laidOut.padding)).toBe(pair.extra);
		if (pair.expansion !== null) expect(`${laidOut.expansion.toFixed(1)}x`).toBe(pair.expansion);
		const silent = pair.extra === null && pair.unpadded !== null && pair.size !== null && !pair.cut;
		if (silent) expect(laidOut.padding).toBe(0);
	});
});

/** Arrays of two dimensions and more that print no tile have the default one in reports of 2019 and in scoped lists. */
function asMeant(pair: Pair): ArrayShape {
	const shape = parseShape(pair.shape);
	if (shape?.kind !== 'array') throw new Error(`cannot read ${pair.shape}`);
	const tiledByDefault = shape.dims.length >= 2 && (pair.where === 'HLO temp' || pair.where.startsWith('scoped'));
	return tiledByDefault ? withDefaultTiles(shape) : shape;
}

describe('padding dimension by dimension', () => {
	it.each([
		['f32[129,1024]{1,0:T(8,128)}', 557_056, '129 padded to 136'],
		['f32[129,1024]{0,1:T(8,128)}', 1_048_576, '129 padded to 256'],
		['bf16[129,1024]{1,0:T(8,128)(2,1)}', 278_528, '129 padded to 136'],
		['bf16[129,1024]{1,0:T(16,128)(2,1)}', 294_912, '129 padded to 144'],
		['s8[129,1024]{1,0:T(32,128)(4,1)}', 163_840, '129 padded to 160'],
		['s4[129,1024]{1,0:T(64,128)(8,1)E(4)}', 98_304, '129 padded to 192'],
		['s2[129,1024]{1,0:T(128,128)(16,1)E(2)}', 65_536, '129 padded to 256'],
		['f32[128,1024]{0,1:T(8,128)}', 524_288, undefined],
		['bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}', 5_242_880, '40 padded to 128'],
		['bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}', 1_638_400, undefined],
		['f32[4,128,128,9,18]{4,3,0,2,1:T(8,128)}', 536_870_912, '18 padded to 128, 9 padded to 16'],
		['f32[]{:T(128)}', 512, '1 padded to 128'],
	])('%s', (text, bytes, words) => {
		const laidOut = layoutOf(shapeOf(text));
		expect(laidOut?.bytes).toBe(bytes);
		expect(laidOut && paddedWords(laidOut)).toBe(words);
	});

	it.each([
		['merges dimensions at *', 'f32[2,7,8,11,10]{4,3,2,1,0:T(*,*,2,*,3)}', 112 * 111 * 4],
		['rounds the tail up', 'f32[200001,128]{1,0:T(8)L(1024)}', 25_601_024 * 4],
		['takes the largest part of a split dimension', 'f32[10,128]{1,0:T(8,128)SC(0:4)}', 8 * 128 * 4],
		['adds the prefix of a dynamic array', 'f32[<=8,128]{1,0:T(8,128)M(32)}', 4096 + 32],
		['ignores the prefix of a static array', 'f32[8,128]{1,0:T(8,128)M(32)}', 4096],
		['counts nothing for an empty array', 's4[63,0,127]{2,1,0:E(4)}', 0],
		['widens elements', 'pred[64,512,2048]{2,1,0:T(8,128)E(32)}', 268_435_456],
		['counts more elements than a double holds bytes of', 'f32[1024,25769803776]{1,0:T(8,128)}', 105_553_116_266_496],
		['looks into a buffer', 'b(f32[16]{0:T(128)})', 512],
	])('%s', (_, text, bytes) => {
		expect(layoutOf(shapeOf(text))?.bytes).toBe(bytes);
	});

	it('keeps widening apart from padding', () => {
		const widened = layoutOf(shapeOf('pred[64,512,2048]{2,1,0:T(8,128)E(32)}'));
		expect(widened).toMatchObject({widening: 3 * 67_108_864, padding: 3 * 67_108_864, bits: 32});
		const packed = layoutOf(shapeOf('s4[64,128]{1,0:T(64,128)(8,1)E(4)}'));
		expect(packed).toMatchObject({bytes: 4096, unpadded: 8192, widening: -4096, padding: -4096});
	});

	it('names the place of each dimension', () => {
		expect(layoutOf(shapeOf('bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}'))?.dims).toEqual([
			{dims: [0], extent: 16, padded: 16, place: 'major'},
			{dims: [1], extent: 1280, padded: 1280, place: 'minor-most', tile: 128},
			{dims: [2], extent: 40, padded: 40, place: 'second-minor', tile: 8},
		]);
	});

	it('has no size for tuples, tokens and unbounded dimensions', () => {
		expect(layoutOf(shapeOf('(f32[2], s32[])'))).toBeUndefined();
		expect(layoutOf(shapeOf('token[]'))).toBeUndefined();
		expect(layoutOf(shapeOf('f32[?,8]'))).toBeUndefined();
	});

	it('says when a later tile could pad further', () => {
		expect(layoutOf(shapeOf('bf16[8,128]{1,0:T(8,128)(2,1)}'))?.laterTileMayPad).toBe(false);
		expect(layoutOf(shapeOf('bf16[8,128]{1,0:T(8,128)(2,1,1,1)}'))?.laterTileMayPad).toBe(true);
	});
});

describe('default tiles', () => {
	it.each([
		['f32[1,1024]', 5, 'f32[1,1024]{1,0:T(1,128)}'],
		['f32[1,1024]', 2, 'f32[1,1024]{1,0:T(2,128)}'],
		['f32[4,1024]', 5, 'f32[4,1024]{1,0:T(4,128)}'],
		['bf16[40,1024]', 5, 'bf16[40,1024]{1,0:T(8,128)(2,1)}'],
		['bf16[64,1024]', 7, 'bf16[64,1024]{1,0:T(16,128)(2,1)}'],
		['bf16[40,1024]', 7, 'bf16[40,1024]{1,0:T(8,128)(2,1)}'],
		['s8[129,1024]', 5, 's8[129,1024]{1,0:T(8,128)(4,1)}'],
		['s8[64,1024]', 5, 's8[64,1024]{1,0:T(32,128)(4,1)}'],
		['s4[64,1024]', 5, 's4[64,1024]{1,0:T(64,128)(8,1)}'],
		['f32[300]', 5, 'f32[300]{0:T(512)}'],
		['f32[]', 5, 'f32[]{:T(128)}'],
		['f32[]', 2, 'f32[]{:T(256)}'],
		['bf16[1000]', 5, 'bf16[1000]{0:T(1024)(128)(2,1)}'],
		['bf16[16,8]{0,1}', 5, 'bf16[16,8]{0,1:T(8,128)(2,1)}'],
		['f32[8,128]{1,0:T(2,128)}', 5, 'f32[8,128]{1,0:T(2,128)}'],
	])('%s on generation %d', (text, generation, tiled) => {
		expect(withDefaultTiles(parseShape(text) as ArrayShape, {generation})).toEqual(parseShape(tiled));
	});
});
