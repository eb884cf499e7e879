import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {programOf} from './made-list.js';

/** Extents by meaning that a list of shapes shows. */
function extents(inside: readonly string[], outside: readonly string[]): Record<string, number> {
	const program = programOf(inside, outside);
	const named = ['batch', 'sequence', 'vocabulary', 'rows', 'layers'];
	return Object.fromEntries(program.symbols.filter(({id}) => named.includes(id)).map(({id, extent}) => [id, extent]));
}

/** Programs of several families, made by hand: computed arrays, arguments, what shows itself. */
const FAMILIES: readonly (readonly [string, string, string, Record<string, number>])[] = [
	[
		'a diffusion model',
		'bf16[16,64,64,320] bf16[16,32,32,640] bf16[16,4096,320] f32[16,8,4096,4096] bf16[16,4096,8,40]',
		'bf16[16,64,64,4] bf16[320,1280] bf16[320,1280]',
		{batch: 16, sequence: 4096},
	],
	[
		'rewards by logits',
		'f32[64,1024,151936] bf16[64,1024,151936] bf16[64,1024,4096] f32[64,1024]',
		'bf16[151936,4096] bf16[151936,4096] bf16[4096,12288] bf16[4096,12288] s32[64,1024]',
		{batch: 64, sequence: 1024, vocabulary: 151_936},
	],
	[
		'a state-space model',
		'f32[8,2048,5120,16] bf16[8,2048,5120] bf16[8,2048,2560] f32[8,2048,50280]',
		'f32[2560,10240] f32[2560,10240] s32[8,2048] f32[50280,2560]',
		{batch: 8, sequence: 2048, vocabulary: 50_280},
	],
	[
		'a width as long as the sequence',
		'bf16[24,8,2048,2048] bf16[8,2048,2048] bf16[8,2048,8192] f32[8,16,2048,2048]',
		'f32[24,2048,2048] f32[24,2048,2048] f32[24,2048,8192] f32[24,2048,8192] s32[8,2048]',
		{batch: 8, sequence: 2048, layers: 24},
	],
	['images, channels first', 'f32[64,256,56,56] f32[64,512,28,28] f32[64,64,112,112]', 'f32[512,512]', {batch: 64}],
	['examples against each other', 'f32[4096,32768] bf16[4096,768]', 'bf16[4096,768] bf16[768,512]', {rows: 4096}],
	['tables alone', 'f32[1000000,64] f32[1000000,64]', 'f32[1000000,64] f32[1000000,64] f32[1000000,64]', {}],
	[
		'a cache',
		'bf16[64,32768,8,128]',
		'bf16[32,64,32768,8,128] bf16[32,64,32768,8,128]',
		{batch: 64, sequence: 32_768, layers: 32},
	],
	[
		'a matrix that is given is a weight, and not one of as many layers as examples',
		'bf16[64,2048,8192] f32[64,2048,8192] bf16[64,2048,2048] f32[2048,8192]',
		'bf16[2048,8192] bf16[8192,2048] f32[64,2048,2048]',
		{batch: 64, sequence: 2048},
	],
	[
		'weights of layers that are given once',
		'bf16[8,2048,4096] f32[8,32,2048,2048] bf16[8,2048,11008]',
		'bf16[32,4096,4096] bf16[32,4096,11008] bf16[32,11008,4096] s32[8,2048]',
		{batch: 8, sequence: 2048, layers: 32},
	],
	[
		'a sequence as long as a vocabulary',
		'f32[16,8,4,131072] f32[16,8,4,131072] bf16[16,4096] bf16[16,14336]',
		'bf16[32,16,131072,8,128] bf16[32,16,131072,8,128] bf16[32,4096,14336] bf16[32,14336,4096]',
		{batch: 16, sequence: 131_072, layers: 32},
	],
	[
		'a recurrence, step by step',
		'f32[128,512,32000] f32[512,128,4096] f32[512,128,1024] f32[512,128,1024] f32[128,512,1024]',
		'f32[32000,1024] f32[32000,1024] f32[32000,1024] f32[1024,4096] f32[1024,4096] f32[1024,4096] s32[128,512]',
		{batch: 128, sequence: 512, vocabulary: 32_000},
	],
	[
		'rollouts',
		'f32[2048,512,1024] f32[2048,512,1024] f32[2048,512,17]',
		'f32[2048,512,376] f32[2048,512,17] f32[2048,512] f32[376,1024] f32[376,1024] f32[376,1024]',
		{batch: 2048, sequence: 512},
	],
	[
		'as many heads as examples',
		'bf16[16,8192,2048] bf16[16,8192,8192] f32[16,16,8192,8192]',
		'bf16[2048,8192] bf16[2048,8192] bf16[8192,2048] bf16[8192,2048] s32[16,8192]',
		{batch: 16, sequence: 8192},
	],
	[
		'quantised weights that are expanded',
		'bf16[32,4096,14336] bf16[32,14336,4096] bf16[32,4096,4096] bf16[16,14336]',
		's8[32,4096,14336] s8[32,14336,4096] s8[32,4096,4096] bf16[128256,4096]',
		{layers: 32, vocabulary: 128_256},
	],
	[
		'experts with one-hot dispatch',
		'bf16[8,1024,16,128] bf16[16,8,128,4096] bf16[16,8,128,2048] f32[8,1024,50304] bf16[8,1024,2048]',
		'bf16[50304,2048] f32[50304,2048] bf16[16,2048,4096] f32[16,2048,4096] bf16[16,4096,2048] f32[16,4096,2048] bf16[2048,16] f32[2048,16] s32[8,1024]',
		{batch: 8, sequence: 1024, vocabulary: 50_304},
	],
];

describe('the labelling of a list', () => {
	it.each(FAMILIES)('%s', (_, inside, outside, found) => {
		expect(extents(inside.split(' '), outside.split(' '))).toEqual(found);
	});

	it('does not depend on the order', () => {
		for (const [, inside, outside, found] of FAMILIES)
			expect(extents(inside.split(' ').toReversed(), outside.split(' ').toReversed())).toEqual(found);
	});
});

it('does not call an extent heads that no weight has', () => {
	const inside = ['bf16[8,24,2048,40]', 'bf16[8,2048,16,64]', 'bf16[8,2048,4096]', 'bf16[8,2048,1024]'];
	const {symbols} = programOf(inside, ['f32[1024,4096]', 'f32[1024,4096]', 's32[8,2048]']);
	const belief = (wanted: string) => symbols.find(({id}) => id === wanted)?.belief;
	expect([belief('heads:16'), belief('head:64')]).toEqual(['likely', 'likely']);
	expect([belief('heads:24'), belief('head:40')]).toEqual(['unknown', 'unknown']);
});

/** What single arrays of a program are for, with the meanings of their dimensions. */
const SINGLE: readonly (readonly [string, string, string, Record<string, string>])[] = [
	[
		'an encoder and a decoder',
		'f32[8,12,1500,1500] f32[8,12,448,1500] f32[8,12,448,448] bf16[8,1500,3072] bf16[8,1500,768]',
		'f32[768,3072] f32[768,3072] f32[768,768] f32[768,768] f32[8,3000,80]',
		{
			'f32[8,12,448,1500]': 'scores: batch heads sequence sequence',
			'f32[8,12,448,448]': 'scores: batch heads sequence sequence',
		},
	],
	[
		'halves of a sequence, as an associative scan makes them',
		'f32[6,4,4096,2048,16] f32[6,4,2048,2048,16] f32[6,4,1024,2048,16] f32[6,4,128,2048,16] f32[6,4,127,2048,16] f32[4,4096,2048,16] bf16[6,4,4096,2048] f32[4,4096,50280]',
		'f32[50280,1024] f32[50280,1024] f32[6,1024,2048] f32[6,1024,2048] f32[6,2048,1024] f32[6,2048,1024] s32[4,4096]',
		{
			'f32[6,4,2048,2048,16]': 'saved: layers batch sequence width -',
			'f32[6,4,128,2048,16]': 'saved: layers batch sequence width -',
			'f32[6,4,127,2048,16]': 'saved: layers batch sequence width -',
		},
	],
	[
		'one-hot masks of experts',
		'f32[8,1024,16,160] f32[8,1024,2,16,160] bf16[8,1024,2048] bf16[8,1024,50304] f32[8,1024,16]',
		'f32[6,16,2048,4096] f32[6,16,2048,4096] f32[6,16,4096,2048] f32[6,16,4096,2048] f32[6,2048,16] f32[6,2048,16] s32[8,1024]',
		{
			'f32[8,1024,16,160]': 'one-hot: batch sequence experts batch·sequence',
			'f32[8,1024,2,16,160]': 'one-hot: batch sequence - experts batch·sequence',
		},
	],
	[
		'beams of a cache, and weights that are given once',
		'bf16[24,16,4,2048,8,128] bf16[64,2048,8,128]',
		'bf16[24,64,2048,8,128] bf16[24,64,2048,8,128] bf16[24,1024,4096] bf16[24,4096,1024] s32[16,4] f32[16,4] f32[16,4]',
		{
			'bf16[24,16,4,2048,8,128]': 'cache: layers batch - sequence - -',
			'bf16[24,1024,4096]': 'parameter: layers width width',
			's32[16,4]': 'unknown: - -',
		},
	],
	[
		'a table that is whole beside a divided head',
		'f32[24,4096,32064] bf16[24,4096,32064] bf16[24,4096,4096]',
		'bf16[128256,1024] bf16[4096,32064] s32[24,4096] bf16[8,4096,1024] bf16[8,1024,4096]',
		{'bf16[128256,1024]': 'parameter: vocabulary width', 'bf16[4096,32064]': 'parameter: width vocabulary'},
	],
	[
		'states of a width as long as the sequence',
		'f32[8,4,2048,2048,16] f32[4,2048,2048,16] f32[8,4,2048,2048] bf16[8,4,2048,1024] bf16[4,2048,1024] f32[4,2048,50304]',
		'f32[8,1024,4096] f32[8,1024,4096] f32[8,2048,1024] f32[8,2048,1024] f32[50304,1024] f32[50304,1024] s32[4,2048]',
		{'f32[8,4,2048,2048,16]': 'saved: layers batch sequence width -'},
	],
	[
		'a data set that is made wide as a whole',
		'bf16[600000,12288] f32[512,1024]',
		'u8[600000,12288] f32[12288,1024] f32[12288,1024] s32[600000]',
		{'bf16[600000,12288]': 'copy: rows width', 'u8[600000,12288]': 'input: rows width'},
	],
	[
		'the images of one step',
		'bf16[512,12288] f32[512,1024] bf16[512,4096]',
		'u8[512,12288] f32[12288,1024] f32[12288,1024] s32[512]',
		{'bf16[512,12288]': 'activation: rows width'},
	],
	[
		'gradients of each example',
		'f32[6,320,2048,512] f32[6,320,512,2048] f32[6,320,512,512] f32[320,64,512]',
		'f32[6,512,2048] f32[6,512,2048] f32[6,2048,512] f32[6,2048,512] f32[6,512,512] f32[6,512,512]',
		{
			'f32[6,320,2048,512]': 'gradient: layers batch width width',
			'f32[6,320,512,2048]': 'gradient: layers batch width width',
		},
	],
	[
		'pages of a cache, and no optimizer state beside them',
		'bf16[8192,32,16,128] bf16[64,4096,8,128]',
		Array.from({length: 12}, () => 'bf16[16000,32,16,128] bf16[2048,8192] bf16[8192,2048]').join(' '),
		{'bf16[16000,32,16,128]': 'cache: - - heads head', 'bf16[2048,8192]': 'parameter: width width'},
	],
	[
		'attention over another sequence, and its keys',
		'f32[12,16,16,1536,1536] f32[16,16,1536,1536] bf16[16,1536,2816] bf16[12,16,1536,2816] f32[12,16,16,256,1536] bf16[12,16,256,2816] bf16[12,16,16,64,256] bf16[12,16,1536,16,64]',
		'f32[12,1024,2816] f32[12,1024,2816] f32[12,1024,16,64] f32[12,1024,16,64] s32[16,1536] s32[16,256]',
		{
			'f32[12,16,16,256,1536]': 'scores: layers batch heads sequence sequence',
			'bf16[12,16,256,2816]': 'saved: layers batch sequence width',
			'bf16[12,16,1536,16,64]': 'saved: layers batch sequence heads head',
		},
	],
	[
		'a matrix of memory for each token',
		'f32[1024,8,4,256,256] bf16[8,1024,50304] bf16[8,1024,4096]',
		'f32[50304,1024] f32[50304,1024] f32[1024,1024] f32[1024,1024] f32[1024,4096] f32[1024,4096] s32[8,1024]',
		{
			'f32[1024,8,4,256,256]': 'activation: sequence batch heads head head',
			'bf16[8,1024,50304]': 'logits: batch sequence vocabulary',
		},
	],
	[
		'features of examples',
		'f32[6144,2048,256] f32[6144,256]',
		'f32[6144,512] f32[512,256] f32[512,256] s32[6144,2048]',
		{'f32[6144,512]': 'input: batch width', 'f32[512,256]': 'parameter: width width'},
	],
];

describe('the use of an array', () => {
	it.each(SINGLE)('%s', (_, inside, outside, uses) => {
		const {symbols, terms} = programOf(inside.split(' '), outside.split(' '));
		const meaning = (id: string) => symbols.find((one) => one.id === id)?.meaning ?? '?';
		for (const [shape, words] of Object.entries(uses)) {
			const term = terms.find((one) => one.shape === shape);
			const dims = term?.dims.map((dim) => dim.symbols.map(meaning).join('·') || '-') ?? [];
			expect(`${term?.use}: ${dims.join(' ')}`).toBe(words);
		}
	});
});

describe('a parameter that is divided over devices', () => {
	const over = (inside: string): number => {
		const outside = 'f32[36,4096,4096] f32[36,4096,4096] f32[36,4096,1024] f32[36,4096,1024]';
		const {terms} = programOf(inside.split(' '), outside.split(' '));
		const weight = terms.find(({shape}) => shape === 'f32[36,4096,4096]');
		return Math.max(...(weight?.dims.map((dim) => dim.over) ?? []));
	};

	it('is seen whole among what is computed', () => expect(over('bf16[8192,4096] bf16[4096,1024]')).toBe(2));
	it('is not seen in the tokens of a batch', () => expect(over('bf16[8192,4096] bf16[4,2048,4096]')).toBe(1));
});

describe('laws of the labelling, on transformers', () => {
	const model = fc.record({
		batch: fc.constantFrom(2, 3, 6, 10),
		sequence: fc.constantFrom(1536, 2560, 3072),
		width: fc.constantFrom(1024, 2048),
		vocabulary: fc.constantFrom(32_000, 50_257, 128_256),
	});
	const shapes = ({batch: b, sequence: s, width: d, vocabulary: v}: Record<string, number>) => ({
		inside: [
			`f32[${b},16,${s},${s}]`,
			`bf16[${b},${s},${d}]`,
			`bf16[${b},${s},${4 * (d ?? 0)}]`,
			`f32[${b},${s},${v}]`,
		],
		outside: [`bf16[${v},${d}]`, `bf16[${v},${d}]`, `bf16[${d},${4 * (d ?? 0)}]`, `s32[${b},${s}]`],
	});

	it('names what is there, and multiplying one dimension renames no other', () => {
		fc.assert(
			fc.property(model, fc.constantFrom('batch', 'sequence'), (made, name) => {
				const twice = {...made, [name]: 2 * made[name as 'batch']};
				for (const one of [made, twice]) {
					const {inside, outside} = shapes(one);
					const {batch, sequence, vocabulary} = one;
					expect(extents(inside, outside)).toEqual({batch, sequence, vocabulary});
				}
			}),
			{numRuns: 20},
		);
	});

	it('a list that is cut gives no other extent, only fewer', () => {
		fc.assert(
			fc.property(model, fc.array(fc.boolean(), {minLength: 8, maxLength: 8}), (made, kept) => {
				const {inside, outside} = shapes(made);
				const whole = extents(inside, outside);
				const cut = extents(
					inside.filter((_, at) => kept[at]),
					outside.filter((_, at) => kept[4 + at]),
				);
				for (const [role, extent] of Object.entries(cut))
					if (role !== 'rows' && whole[role] !== undefined) expect(extent).toBe(whole[role]);
			}),
			{numRuns: 40},
		);
	});
});
