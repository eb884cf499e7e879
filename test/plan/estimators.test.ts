import {describe, expect, it} from 'vitest';
import type {BufferGroup} from '../../src/model/analysis.js';
import {parseSize} from '../../src/model/size.js';
import {ESTIMATORS, ESTIMATORS_BY_NAME} from '../../src/plan/estimators/index.js';
import {knownFrom} from '../../src/plan/known.js';
import {memoryOf} from '../../src/plan/memory.js';
import {bytesOf} from '../../src/plan/saving.js';
import {analysis, facts, G, group} from './hand-made.js';

const CHIPS = [
	{id: 'v6e', name: 'TPU v6e', usable: ['31.25G'], devicesPerChip: 1, vmem: '128 MiB', order: 6},
	{id: 'v5p', name: 'TPU v5p', usable: ['95.74G'], devicesPerChip: 1, vmem: '64 MiB', order: 5.5},
];

/** The estimate in gibibytes, rounded to hundredths, or undefined. */
function estimate(
	by: string,
	groups: readonly BufferGroup[],
	values: Readonly<Record<string, string | number | boolean>> = {},
) {
	const found = analysis(facts(values), groups);
	const known = knownFrom(found.facts);
	const memory = memoryOf(found, known);
	const saving = ESTIMATORS_BY_NAME.get(by)?.({memory, known, chips: CHIPS});
	if (!saving) return undefined;
	const bytes = bytesOf(memory, saving);
	return {low: round(bytes.low), high: round(bytes.high), basis: saving.basis};
}

function round(bytes: number): number {
	return Math.round((bytes / G) * 100) / 100;
}

const activations = group('bf16[8,4096,1024]', 4, 2 * G, 'temp', {0: 'batch', 1: 'sequence'});
const stacked = group('bf16[4,8,4096,1024]', 1, 8 * G, 'temp', {0: 'layers', 1: 'batch', 2: 'sequence'});
const scores = group('f32[8,16,2048,2048]', 1, 8 * G, 'temp', {0: 'batch', 2: 'sequence', 3: 'sequence'});
const logits = group('f32[4096,131072]', 1, 2 * G, 'temp', {1: 'vocabulary'});
const moments = group('f32[4096,4096]', 6, G, 'argument');
const updated = group('f32[4096,4096]', 6, G, 'output');

describe('estimators', () => {
	it('halves what carries the batch, exactly in a loop', () => {
		const inLoop = estimate('halve_batch', [stacked]);
		expect(inLoop?.low).toBeGreaterThanOrEqual(3.5);
		expect(inLoop?.low).toBeLessThanOrEqual(4);
		expect(inLoop?.high).toBeGreaterThanOrEqual(4);
		expect(inLoop?.basis).toContain('8.00G');
	});

	it('is careful about the batch where the compiler may be recomputing', () => {
		const careful = estimate('halve_batch', [activations]);
		const sure = estimate('halve_batch', [stacked]);
		expect(careful?.low).toBeLessThan(sure?.low ?? 0);
	});

	it('takes three quarters of what carries the sequence twice', () => {
		expect(estimate('halve_sequence', [scores])?.high).toBeGreaterThanOrEqual(6);
		expect(estimate('halve_sequence', [scores])?.basis).toContain('three quarters of 8.00G');
	});

	it('takes seven eighths of the logits', () => {
		const bytes = estimate('chunk_vocabulary', [logits, activations]);
		expect(bytes?.low).toBeLessThanOrEqual(1.75);
		expect(bytes?.high).toBeGreaterThanOrEqual(1.75);
		expect(bytes?.high).toBeLessThanOrEqual(2 + 0.5 * 8);
	});

	it('takes all but one of what is stacked over the layers', () => {
		const bytes = estimate('remat_layers', [stacked]);
		expect(bytes?.low).toBeLessThanOrEqual(6);
		expect(bytes?.high).toBeGreaterThanOrEqual(6);
		expect(estimate('remat_layers', [moments])).toBeUndefined();
	});

	it('says nothing about sharding parameters where temporaries dominate', () => {
		expect(estimate('shard_arguments', [moments], {'temp.share': 0.9})).toBeUndefined();
	});

	it('donates all outputs of an optimizer, and promises nothing for others', () => {
		const values = {'donation.possible': '6.00G'};
		expect(
			estimate('donate_outputs', [moments, updated], {...values, 'optimizer.suspected': true})?.low,
		).toBeGreaterThan(5);
		expect(estimate('donate_outputs', [moments, updated], values)?.low).toBe(0);
		expect(estimate('donate_outputs', [moments, updated], values)?.high).toBeGreaterThanOrEqual(6);
		expect(estimate('donate_outputs', [moments, updated], values)?.high).toBeLessThan(6.5);
	});

	it('divides parameters and state over two to eight chips', () => {
		const bytes = estimate('shard_arguments', [moments]);
		expect(bytes?.low).toBeLessThanOrEqual(3);
		expect(bytes?.high).toBeGreaterThanOrEqual(5.25);
	});

	it('leaves one layer of the wide copies of quantised arrays, and takes no other array for one', () => {
		const narrow = group('s8[48,4096,16384]', 1, 3 * G, 'argument', {0: 'layers'});
		const wide = {...group('bf16[48,4096,16384]', 1, 6 * G, 'temp', {0: 'layers'}), use: 'copy' as const};
		const bytes = estimate('dequantise_late', [narrow, wide]);
		expect(bytes?.low).toBeGreaterThan(5);
		expect(bytes?.high).toBeLessThanOrEqual(6);
		expect(estimate('dequantise_late', [narrow, activations])).toBeUndefined();
	});

	it('names the next chip that holds the program, with the room it adds', () => {
		const bytes = estimate('larger_chip', [], {'hbm.used': '40.00G', 'hbm.capacity': '31.25G'});
		expect(bytes?.high).toBeCloseTo(95.74 - 31.25, 1);
		expect(bytes?.low).toBeGreaterThanOrEqual(8.75);
		expect(bytes?.basis).toContain('TPU v5p');
		expect(estimate('larger_chip', [], {'hbm.used': '140.00G', 'hbm.capacity': '31.25G'})).toBeUndefined();
	});

	it('scales slots that take turns down to the temporaries there are', () => {
		const found = analysis(facts({'hbm.temp': '4.00G'}), [activations]);
		expect(round(memoryOf(found, knownFrom(found.facts)).total.high)).toBeCloseTo(4, 1);
	});

	it.each(ESTIMATORS)('%s says nothing without a list', (by) => {
		expect(estimate(by, [])).toBeUndefined();
	});

	it.each(ESTIMATORS)('%s never claims more than there is', (by) => {
		const groups = [activations, scores, logits, moments, updated];
		const values = {
			'optimizer.suspected': true,
			'donation.possible': '6.00G',
			'replicated.suspected': true,
			'replicated.bytes': '8.00G',
			'debug.suspected': true,
		};
		const bytes = estimate(by, groups, values);
		if (['larger_chip', 'free_request', 'remove_padding', 'dequantise_late'].includes(by)) {
			expect(bytes).toBeUndefined();
			return;
		}
		expect(bytes?.high).toBeLessThanOrEqual(30);
		expect(bytes?.low).toBeLessThanOrEqual(bytes?.high ?? 0);
		expect(bytes?.basis).toMatch(/\d/);
	});
});

describe('hand-made sizes', () => {
	it('are what the texts say', () => {
		expect(parseSize('6.00G')?.bytes.low).toBeLessThanOrEqual(6 * G);
	});
});
