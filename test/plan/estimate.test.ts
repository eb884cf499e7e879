import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createConditions} from '../../src/engine/index.js';
import type {BufferGroup} from '../../src/model/analysis.js';
import {amountOf, withAmount} from '../../src/plan/amount.js';
import {estimatedSaving} from '../../src/plan/estimate.js';
import {Known} from '../../src/model/known.js';
import {parseSize} from '../../src/model/size.js';
import {largerChip} from '../../src/plan/larger-chip.js';
import {together, type Saving} from '../../src/plan/saving.js';
import {isRefused, readChange} from '../../src/program/change/asked.js';
import {effectOf} from '../../src/program/change/effect.js';
import {partsOf} from '../../src/program/change/parts.js';
import {projectPlaybook} from '../playbook/folder.js';
import {facts, G, group, programOf} from './hand-made.js';

const {remedies, responses = [], facts: declared} = projectPlaybook();
const conditions = createConditions(declared);
const CHANGING = remedies.filter(({change}) => change).map(({id}) => id);

type Values = Readonly<Record<string, string | number | boolean>>;

function made(groups: readonly BufferGroup[], values: Values) {
	const program = programOf(facts(values), groups);
	return {program};
}

function savingOf(id: string, groups: readonly BufferGroup[], values: Values = {}, of = made(groups, values)) {
	const remedy = remedies.find((one) => one.id === id);
	if (!remedy) throw new Error(`no page ${id}`);
	return estimatedSaving(remedy, {...of, responses, conditions, facts: facts(values)});
}

/** The estimate of a page in gibibytes, or undefined. */
function estimate(id: string, groups: readonly BufferGroup[], values: Values = {}) {
	const saving = savingOf(id, groups, values);
	if (!saving) return undefined;
	const {low, high} = saving.freed;
	return {low: low / G, high: high / G, basis: saving.basis};
}

const activations = group('bf16[8,4096,1024]', 4, 2 * G, 'temp', {0: 'batch', 1: 'sequence'});
const stacked = group('bf16[4,8,4096,1024]', 1, 8 * G, 'temp', {0: 'layers', 1: 'batch', 2: 'sequence'});
const scores = group('f32[8,16,2048,2048]', 1, 8 * G, 'temp', {0: 'batch', 2: 'sequence', 3: 'sequence'});
const logits = group('f32[4096,131072]', 1, 2 * G, 'temp', {1: 'vocabulary'});
const moments = group('f32[4096,4096]', 6, G, 'argument');
const updated = group('f32[4096,4096]', 6, G, 'output');

it.each([
	['4', undefined],
	['2', {key: 'per_device_batch_size', from: '13.0', to: '6.0'}],
	['2', {key: 'batch_size', also: [{key: 'gradient_accumulation_steps', from: '4', to: '8'}]}],
	['8', {key: 'num_vocab_tiling', from: '1', to: '8'}],
])('counts %s parts, by the setting that is printed: %j', (parts, knob) => {
	const page = remedies.find(({id}) => id === 'microbatch');
	if (!page) throw new Error('no page');
	const {program} = made([activations], {});
	expect(amountOf(page, knob && {how: '', code: 'sh', ...knob}, program)).toBe(parts);
	expect(withAmount('every_k_schedule=4, 14', page, parts)).toBe(`every_k_schedule=${parts}, 14`);
});

describe('the estimate of a page, on a list', () => {
	it.each<[string, string, readonly BufferGroup[], Values, number, number]>([
		['half of what carries the batch, closely in a loop', 'reduce-batch', [stacked], {}, 3.6, 4.2],
		['a quarter of what carries the batch, in four micro-batches', 'microbatch', [stacked], {}, 5.4, 6.3],
		['from little on, where the compiler may be recomputing', 'reduce-batch', [activations], {}, 0.6, 4.8],
		['three quarters of what carries the sequence twice', 'shorten-sequence', [scores], {}, 3, 7.2],
		['seven eighths of the logits', 'chunked-loss', [logits], {}, 1.4, 2],
		['all but what enters a block of what is stacked', 'remat-checkpoint', [stacked], {}, 6, 7.8],
		['nearly all scores', 'attention-blockwise', [scores], {}, 6.4, 8],
		['half to seven eighths of parameters and state', 'shard-parameters', [moments], {}, 3, 5.3],
		[
			'the printed outputs that replace an argument of an optimizer',
			'donate-buffers',
			[moments, updated],
			{'donation.possible': '6.00G', 'optimizer.suspected': true},
			5.9,
			6.2,
		],
		[
			'at most those outputs, where it may be a cache',
			'donate-buffers',
			[moments, updated],
			{'donation.possible': '6.00G'},
			0,
			6.2,
		],
		['half of wide moments', 'optimizer-state-bf16', [moments], {'optimizer.suspected': true}, 6 * 0.24, 3],
		[
			'the copy that a debug print gathers, and what it keeps alive',
			'remove-debug-print',
			[scores, logits],
			{'debug.suspected': true},
			3.2,
			9,
		],
	])('is %s (%s)', (_, id, groups, values, low, high) => {
		const found = estimate(id, groups, values);
		expect(found?.low).toBeCloseTo(low, 0);
		expect(found?.high).toBeCloseTo(high, 0);
		expect(found?.basis).toMatch(/\d/);
	});

	it('is absent where nothing of the kind is listed, or a guess is not supported', () => {
		expect(estimate('remat-checkpoint', [moments])).toBeUndefined();
		expect(estimate('shard-parameters', [moments], {'temp.share': 0.9})).toBeUndefined();
		expect(estimate('optimizer-state-bf16', [moments])).toBeUndefined();
		expect(estimate('remove-debug-print', [scores])).toBeUndefined();
		expect(estimate('align-padding', [scores])).toBeUndefined();
	});

	it('leaves one layer of the wide copies of quantised arrays, and takes no other array for one', () => {
		const narrow = group('s8[48,4096,16384]', 1, 3 * G, 'argument', {0: 'layers'});
		const wide = {...group('bf16[48,4096,16384]', 1, 6 * G, 'temp', {0: 'layers'}), use: 'copy' as const};
		const found = estimate('dequantise-late', [narrow, wide]);
		expect(found?.low).toBeGreaterThan(5);
		expect(found?.high).toBeLessThanOrEqual(6);
		expect(estimate('dequantise-late', [narrow, activations])).toBeUndefined();
	});

	it('scales slots that take turns down to the temporaries there are', () => {
		const parts = partsOf(programOf(facts({'hbm.temp': '4.00G'}), [activations]));
		expect(parts.reduce((sum, {bytes}) => sum + bytes.high, 0) / G).toBeCloseTo(4, 1);
	});

	it('takes what is not listed to be like what is, at the low end by half of the share that is listed', () => {
		const found = estimate('reduce-batch', [stacked], {'hbm.temp': '16.00G'});
		expect(found?.low).toBeCloseTo(3.6 * 1.25, 1);
		expect(found?.high).toBeCloseTo(4.16 * 2, 1);
	});

	it.each(CHANGING)('of %s is absent without a list', (id) => {
		expect(estimate(id, [])).toBeUndefined();
	});
});

describe('a larger chip', () => {
	const chips = [
		{id: 'v6e', name: 'TPU v6e', usable: ['31.25G'], devicesPerChip: 1, vmem: '128 MiB', order: 6},
		{id: 'v5p', name: 'TPU v5p', usable: ['95.74G'], devicesPerChip: 1, vmem: '64 MiB', order: 5.5},
	];
	const page = {id: 'bigger-chip', overlaps: []};
	const room = (used: string) =>
		largerChip(page, new Known(facts({'hbm.used': used, 'hbm.capacity': '31.25G'})), chips);

	it('is the next that holds the program, with the room it adds', () => {
		expect((room('40.00G')?.freed.high ?? 0) / G).toBeCloseTo(95.74 - 31.25, 1);
		expect((room('40.00G')?.freed.low ?? 0) / G).toBeGreaterThanOrEqual(8.75);
		expect(room('40.00G')?.basis).toContain('TPU v5p');
		expect(room('140.00G')).toBeUndefined();
	});
});

const ROLES = ['batch', 'sequence', 'vocabulary', 'layers'] as const;
const someGroup = fc
	.record({
		roles: fc.array(fc.constantFrom(...ROLES), {maxLength: 3}),
		count: fc.integer({min: 1, max: 5}),
		bytes: fc.integer({min: 1, max: 64}),
		element: fc.constantFrom('f32', 'bf16', 's8'),
		place: fc.constantFrom('temp' as const, 'argument' as const, 'output' as const, 'other' as const),
	})
	.map(({roles, count, bytes, element, place}) =>
		group(
			`${element}[${[...roles.map(() => 64), 128].join()}]`,
			count,
			bytes * 2 ** 26,
			place,
			Object.fromEntries(roles.map((role, at) => [at, role])),
		),
	);
const someList = fc.array(someGroup, {minLength: 1, maxLength: 8});
const someValues = fc.record({
	'hbm.temp': fc.constantFrom('1.00G', '4.00G', '40.00G'),
	'hbm.used': fc.constantFrom('16.00G', '40.00G', '90.00G'),
	'hbm.capacity': fc.constant('15.75G'),
	'donation.possible': fc.constantFrom('0.10G', '1.00G', '6.00G'),
	'optimizer.suspected': fc.boolean(),
	'cache.suspected': fc.boolean(),
	'debug.suspected': fc.boolean(),
	'replicated.suspected': fc.boolean(),
});

describe('laws of changes of a list, at random', () => {
	it('saves no byte twice: no more than there is, no more together than the sum', () => {
		fc.assert(
			fc.property(
				someList,
				someValues,
				fc.uniqueArray(fc.constantFrom(...CHANGING), {minLength: 2, maxLength: 5}),
				(groups, values, ids) => {
					const of = made(groups, values);
					const savings = ids.flatMap((id): readonly Saving[] => {
						const saving = savingOf(id, groups, values, of);
						return saving ? [{...saving, overlaps: []}] : [];
					});
					const alone = savings.map((saving) => together(saving));
					for (const {low, high} of alone) expect(low).toBeLessThanOrEqual(high);
					const {high} = together(...savings);
					const slack = savings.length + 1;
					expect(high).toBeLessThanOrEqual(partsOf(of.program).reduce((sum, {bytes}) => sum + bytes.high, 0) + slack);
					expect(high).toBeLessThanOrEqual(alone.reduce((sum, one) => sum + one.high, 0) + slack);
				},
			),
		);
	});

	it('is never more than the memory that it says it acts on', () => {
		fc.assert(
			fc.property(someList, someValues, fc.constantFrom(...CHANGING), (groups, values, id) => {
				const {high = 0, basis = ''} = estimate(id, groups, values) ?? {};
				const named = [...basis.matchAll(/([\d.]+[KMG]?)B? (?:of the list|that)/g)].map(([, text = '']) =>
					parseSize(text),
				);
				expect(high).toBeLessThanOrEqual(named.reduce((sum, size) => sum + (size?.bytes.high ?? 0), 0) / G + 1e-6);
			}),
		);
	});

	it('is the same in any order of the list', () => {
		fc.assert(
			fc.property(someList, someValues, fc.constantFrom(...CHANGING), (groups, values, id) => {
				const there = estimate(id, groups, values);
				const back = estimate(id, groups.toReversed(), values);
				if (id === 'remove-debug-print' || id === 'fix-sharding') return;
				expect(back?.low ?? 0).toBeCloseTo(there?.low ?? 0, 6);
				expect(back?.high ?? 0).toBeCloseTo(there?.high ?? 0, 6);
			}),
		);
	});

	it('leaves a quarter of what carries both after half the batch and half the sequence', () => {
		const program = programOf([], [stacked]);
		const asked = ['batch=1/2', 'sequence=1/2'].map((text) => readChange(text, program));
		const {need} = effectOf(
			program,
			asked.flatMap((one) => (isRefused(one) ? [] : one)),
			[],
		);
		expect(need).toEqual({low: 2 * G, high: 2 * G});
	});

	it('of half a dimension is never below the need without it in the listed arrays that do not carry it', () => {
		fc.assert(
			fc.property(someList, fc.constantFrom(...ROLES), (groups, role) => {
				const program = programOf([], groups);
				const asked = readChange(`${role}=1/2`, program);
				const others = groups.filter(({roles}) => !Object.values(roles).includes(role));
				if (isRefused(asked)) {
					expect(others).toHaveLength(groups.length);
					return;
				}
				const {need} = effectOf(program, [asked], []);
				expect(need?.low).toBeGreaterThanOrEqual(others.reduce((sum, {total}) => sum + total.low, 0));
				expect(need?.high).toBeLessThanOrEqual(program.total.high);
			}),
		);
	});
});
