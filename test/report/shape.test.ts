import {NO_PATTERNS} from '../../src/model/patterns.js';
import {describe, expect, it} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import {readText} from '../../src/readers/index.js';
import {printPlain} from '../../src/report/plain.js';
import {describeShapes} from '../../src/report/shape.js';

const EXPECTED = 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}';
const GIVEN = 'bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}';

function answer(...texts: [string] | [string, string]) {
	const found = describeShapes(texts);
	if (!found.ok) throw new Error(found.message);
	return {json: found.json, plain: printPlain(found.document, {width: 100, colour: false})};
}

describe('one shape', () => {
	it('gives bytes, padding and the place of each dimension', () => {
		const {json, plain} = answer(EXPECTED);
		expect(json).toEqual({
			schema: 'xla-triage.shape/1',
			shapes: [
				{
					text: EXPECTED,
					bytes: 5_242_880,
					unpadded: 1_638_400,
					padding: 3_604_480,
					expansion: 3.2,
					dims: [
						{dim: 0, extent: 16, padded: 16, place: 'major'},
						{dim: 1, extent: 1280, padded: 1280, place: 'second-minor'},
						{dim: 2, extent: 40, padded: 128, place: 'minor-most'},
					],
				},
			],
			differs: [],
		});
		expect(plain).toContain('5.00M (5,242,880 bytes); 1.56M without padding (3.2x, 3.44M more).');
		expect(plain).toContain('40 padded to 128');
		expect(plain).toContain('{1,2,0:T(8,128)(2,1)}');
	});

	it('says what a tile-less text leaves open', () => {
		const {json, plain} = answer('f32[256,512,128,2]');
		expect(json.shapes[0]?.bytes).toBe(134_217_728);
		expect(plain).toContain('f32[256,512,128,2]{3,2,1,0:T(8,128)}');
		expect(plain).toContain('8.00G');
	});

	it('keeps wider elements apart from padding', () => {
		expect(answer('pred[64,512,2048]{2,1,0:T(8,128)E(32)}').plain).toContain('192.00M of the excess is wider elements');
	});

	it('has a place without a dimension where the tile is larger than the array', () => {
		expect(answer('f32[]{:T(128)}').json.shapes[0]?.dims).toEqual([
			{dim: null, extent: 1, padded: 128, place: 'minor-most'},
		]);
	});

	it('refuses a product that no number holds', () => {
		const found = describeShapes([`f32[${Array.from({length: 3000}, () => 9).join(',')}]`]);
		expect(found.ok ? '' : found.message).toContain('beyond all numbers');
	});

	it('writes JSON that reads back the same', () => {
		const {json} = answer('s4[9216,6144]{1,0:T(64,128)(8,1)E(4)}');
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
		expect(json.shapes[0]).toMatchObject({bytes: 28_311_552, padding: -28_311_552});
	});
});

describe('two shapes', () => {
	it('explains the documented mismatch', () => {
		const {json, plain} = answer(EXPECTED, GIVEN);
		expect(json.differs).toEqual(['order']);
		expect(json.shapes.map((shape) => shape.bytes)).toEqual([5_242_880, 1_638_400]);
		expect(plain).toContain('{2,1,0} against {1,2,0}; dimension 2: 40 padded to 128.');
		expect(plain).toContain('the expected one is 3.2x as large');
	});

	it.each([
		['s64[8]{0:T(128)}', 's32[8]{0:T(128)}', ['element_type'], 'Element type: s64 (64 bits) against s32 (32 bits).'],
		['f32[8,128]', 'f32[16,128]', ['dims'], '[8,128] against [16,128]'],
		['f32[8,128]{1,0:T(8,128)}', 'f32[8,128]{1,0:T(8,128)S(5)}', ['memory_space'], 'HBM against host memory'],
		[
			'f32[1,128]{1,0:T(2,128)}',
			'f32[1,128]{1,0:T(1,128)}',
			['tiling'],
			'T(2,128) against T(1,128); dimension 0: 1 padded to 2.',
		],
		['f32[8,128]', 'f32[8,128]', [], 'They do not'],
	])('%s and %s', (a, b, differs, words) => {
		const {json, plain} = answer(a, b);
		expect(json.differs).toEqual(differs);
		expect(plain.replace(/\s+/g, ' ')).toContain(words);
	});
});

describe('a shape without tiles', () => {
	const TILED = 'f32[7,4,2]{0,1,2:T(4,128)}';
	const BARE = 'f32[7,4,2]{2,1,0}';

	it('is held beside another with the tiles that one alone is said to have by default', () => {
		const {json, plain} = answer(TILED, BARE);
		const words = plain.replace(/\s+/g, ' ');
		expect(json.shapes.map(({bytes}) => bytes)).toEqual([4096, 14_336]);
		expect(json.shapes[1]?.assumed).toBe('f32[7,4,2]{2,1,0:T(4,128)}');
		expect(json.differs).toEqual(['order']);
		expect(words).toContain('the given one is 3.5x as large');
		expect(words).toContain('prints no tile. It is taken as TPU v4 to v6e would hold it by default');
		expect(answer(BARE).plain).toContain('14.0K');
	});

	it('is told as the diagnosis of a mismatch tells it', () => {
		const {plain} = answer(TILED, BARE);
		const log = `E0102: RuntimeProgramInputMismatch: Executable(f) expected parameter 0 of size 4096 (${TILED}) but got buffer with incompatible size 14336 (${BARE})\n`;
		const reading = readText('a.log', log);
		const incident = reading.incidents[0];
		const facts = incident ? analyse(incident, reading, {chips: [], patterns: NO_PATTERNS}).facts : [];
		const text = (name: string): string => facts.find((fact) => fact.name === name)?.value.text ?? '';
		expect(text('mismatch.factor')).toBe('3.5');
		expect(plain).toContain(`${text('mismatch.factor')}x as large`);
		expect(plain).toContain(text('mismatch.dimension').split(' in ')[0]);
	});

	it('is compared by its default tiles where neither prints any', () => {
		expect(answer('f32[8,1280,40]{2,1,0}', 'f32[8,1280,40]{1,2,0}').json.differs).toEqual(['order']);
		expect(answer('f32[8,1280,40]{2,1,0}', 'f32[8,1280,40]{1,2,0}').plain).toContain('3.2x as large');
	});
});

describe('what to do about padding', () => {
	it('says how an order is got, and where it is the compiler that chooses', () => {
		const words = answer('bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}').plain.replace(/\s+/g, ' ');
		expect(words).toContain('major_to_minor is (0, 2, 1)');
		expect(words).toContain('keep the array transposed, so that dimension 1 (extent 1280) comes last');
	});
});

describe('what is no shape', () => {
	it.each([
		['bf16[16,1280', 12, 'ends early'],
		['q4[2]', 2, 'not an element type'],
		['(f32[2], s32[2])', 0, 'only an array'],
		['f32[?,2]', 4, 'no bound'],
	])('%s is refused at character %d', (text, offset, message) => {
		const found = describeShapes([text]);
		expect(found).toMatchObject({ok: false, text, offset});
		expect(found.ok ? '' : found.message).toContain(message);
	});

	it('names the second text when that is the wrong one', () => {
		expect(describeShapes([EXPECTED, 'f32['])).toMatchObject({ok: false, text: 'f32['});
	});
});
