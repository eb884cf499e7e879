import {describe, expect, it} from 'vitest';
import * as fc from 'fast-check';
import {analysisOf, derived, shapes, type Sketch} from './incident.js';

/** A heap of slots of these shapes, each as large as its dense array, and tables of arguments. */
function program(heap: readonly string[], outside: readonly string[] = []): Sketch {
	const slot = (shape: string, offset: number, table: number) => ({
		size: `${bytesOf(shape)}`,
		offset,
		table,
		shapes: shapes(shape),
	});
	let end = 0;
	const slots = [
		...[...heap, 'f32[]'].map((shape) => {
			const own = slot(shape, end, 0);
			end += Math.max(4096, bytesOf(shape));
			return own;
		}),
		...outside.map((shape, index) => slot(shape, 0, index + 1)),
	];
	const used = slots.reduce((sum, one) => sum + Number(one.size), 0);
	return {facts: {'hbm.used': String(used), 'hbm.capacity': '15.75G'}, slots};
}

function bytesOf(shape: string): number {
	const [, element, dims = ''] = /(\w+)\[([\d,]*)\]/.exec(shape) ?? [];
	const width = {f32: 4, bf16: 2, s32: 4, pred: 1}[element ?? ''] ?? 1;
	return dims.split(',').reduce((product, extent) => product * Number(extent === '' ? 1 : extent), width);
}

function roles(heap: readonly string[], outside: readonly string[] = []) {
	const facts = derived(analysisOf(program(heap, outside)));
	return {
		batch: facts['batch.size'],
		sequence: facts['sequence.length'],
		vocabulary: facts['vocabulary.size'],
		layers: facts['layers.count'],
	};
}

describe('roles of dimensions', () => {
	it('attention: scores before all else', () => {
		const heap = ['f32[4,16,3072,3072]', 'bf16[4,3072,2048]', 'bf16[4,3072,8192]', 'bf16[2048,8192]'];
		expect(roles(heap)).toMatchObject({batch: '4', sequence: '3072', vocabulary: undefined});
	});

	it('a scan over layers stacks what is also seen alone', () => {
		const heap = ['bf16[12,4,3072,2048]', 'bf16[4,3072,2048]', 'f32[4,16,3072,3072]'];
		expect(roles(heap)).toMatchObject({batch: '4', sequence: '3072', layers: '12'});
	});

	it('as many layers as sequences in the batch', () => {
		const heap = ['f32[8,8,16,3072,3072]', 'f32[8,16,3072,3072]', 'bf16[8,8,3072,2048]', 'bf16[8,3072,2048]'];
		expect(roles(heap)).toMatchObject({batch: '8', sequence: '3072', layers: '8'});
	});

	it('a scan over the sequence keeps it first', () => {
		const heap = ['f32[20000,8,1024,16]', 'bf16[20000,8,1024]', 'bf16[8,20000,1024]'];
		expect(roles(heap)).toMatchObject({batch: '8', sequence: '20000'});
	});

	it('tokens merged: a batch beside a vocabulary', () => {
		const heap = ['f32[24576,151936]', 'bf16[24576,2048]', 'f32[151936,2048]'];
		expect(roles(heap, ['bf16[151936,2048]', 'bf16[151936,2048]'])).toMatchObject({
			batch: '24576',
			vocabulary: '151936',
			sequence: undefined,
		});
	});

	it('a wide hidden layer is no vocabulary', () => {
		expect(roles(['bf16[200000,16384]', 'bf16[200000,4096]'])).toMatchObject({batch: '200000', vocabulary: undefined});
	});

	it('images have a batch and no sequence', () => {
		const heap = ['f32[32,640,640,64]', 'f32[32,320,320,128]', 'f32[32,512,768,48]'];
		expect(roles(heap)).toMatchObject({batch: '32', sequence: undefined});
	});

	it('edges, points and squares have no batch', () => {
		expect(roles(['f32[45000000,16]', 'f32[45000000,35]'])).toMatchObject({batch: undefined});
		expect(roles(['f32[2000000000,3]'])).toMatchObject({batch: undefined});
		expect(roles(['f32[60000,60000]', 'bf16[60000,1024]'])).toMatchObject({sequence: undefined, vocabulary: undefined});
	});

	it('experts are no layers', () => {
		const heap = [
			'bf16[64,8,1600,4096]',
			'bf16[64,8,1600,1024]',
			'f32[8,40960,1600]',
			'bf16[8,40960,1024]',
			'f32[8,40960,64]',
		];
		expect(
			roles(heap, ['bf16[64,4096,1024]', 'bf16[64,4096,1024]', 'bf16[64,1024,4096]', 'bf16[64,1024,4096]']),
		).toMatchObject({
			batch: '8',
			sequence: '40960',
		});
	});

	it('a table of embeddings leads with the vocabulary', () => {
		expect(roles(['bf16[256128,2560]', 'bf16[2560,20480]'])).toMatchObject({vocabulary: '256128', batch: undefined});
	});
});

describe('laws of analysis', () => {
	const extent = fc.oneof(fc.integer({min: 1, max: 64}), fc.constantFrom(128, 1024, 2048, 4096, 8192, 32000, 151936));
	const shape = fc
		.tuple(fc.constantFrom('f32', 'bf16', 's32', 'pred'), fc.array(extent, {maxLength: 5}))
		.map(([element, dims]) => `${element}[${dims.join(',')}]`);
	const heap = fc.array(shape, {maxLength: 12});

	it('shares are of what is listed, ranges are ordered, and order does not matter to the figures', () => {
		fc.assert(
			fc.property(heap, heap, (inside, outside) => {
				const analysis = analysisOf(program(inside, outside));
				for (const {name, value} of analysis.facts) {
					const range = value.kind === 'size' ? value.bytes : value.kind === 'number' ? value.range : {low: 0, high: 0};
					expect(range.low, name).toBeLessThanOrEqual(range.high);
					expect(Number.isFinite(range.low + range.high), name).toBe(true);
				}
				const count = analysis.groups.reduce((sum, group) => sum + group.count, 0);
				expect(count).toBe(analysis.buffers.length);
				expect(analysis.story.length).toBeGreaterThan(0);
				const again = derived(analysisOf(program(inside.toReversed(), outside.toReversed())));
				for (const name of [
					'listed.bytes',
					'f32.share',
					'batch.size',
					'sequence.length',
					'vocabulary.size',
					'largest.size',
				]) {
					expect(again[name], name).toBe(derived(analysis)[name]);
				}
			}),
			{numRuns: process.env['LONG'] ? 3000 : 60},
		);
	});
});
