/** What remedies a program's shapes speak for and against: reports composed from layout arithmetic, with the rule that each shows. */
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {usageReport, type Program} from './usage-report.js';

const playbook = playbookOfTree();

function remedy(id: string, program: Program) {
	const [diagnosis] = diagnoseText(playbook, 'train.log', usageReport(program));
	const found = diagnosis?.remedies.find((one) => one.remedy.id === id);
	if (!found) throw new Error(`${id} is not in the list`);
	return found;
}

function factOf(name: string, program: Program): string | undefined {
	const [diagnosis] = diagnoseText(playbook, 'train.log', usageReport(program));
	return diagnosis?.analysis.facts.findLast((fact) => fact.name === name)?.value.text;
}

const times = (count: number, shape: string) => Array.from({length: count}, () => shape);

/** Messages along 24 million edges between 2 million nodes, in three blocks. */
const GRAPH: Program = {
	capacity: '31.25G',
	heap: [...times(12, 'bf16[24000000,64]'), ...times(2, 'bf16[24000000,128]'), ...times(4, 'bf16[2000000,64]')],
	outside: ['bf16[24000000,16]', 's32[24000000]', 's32[24000000]', 'bf16[2000000,8]', 'bf16[144,64]', 'bf16[144,64]'],
};

/** Two layers of a decoder in the same sizes: the rows are tokens. */
const DENSE: Program = {
	...GRAPH,
	heap: GRAPH.heap.map((shape) => shape.replace('[24000000,', '[1500000,')).flatMap((shape) => times(8, shape)),
	outside: ['bf16[1500000,16]', 'bf16[144,64]', 'bf16[144,64]'],
};

describe('rows by the millions', () => {
	it('are edges or points: there is no batch to halve, and blocks can be recomputed', () => {
		expect(factOf('batch.size', GRAPH)).toBeUndefined();
		expect(remedy('reduce-batch', GRAPH).standing).toBe('unlikely');
		expect(remedy('microbatch', GRAPH).standing).toBe('unlikely');
		expect(remedy('remat-checkpoint', GRAPH)).toMatchObject({standing: 'indicated', rank: 1});
	});

	it('are a batch where there are fewer', () => {
		expect(factOf('batch.size', DENSE)).toBe('1500000');
		expect(remedy('reduce-batch', DENSE).standing).toBe('indicated');
		expect(remedy('remat-checkpoint', DENSE).standing).toBe('unlikely');
	});
});

/** Positions, velocities and masses, and the next ones. */
const POINTS: Program = {
	capacity: '31.25G',
	heap: ['f32[700000000]', 'f32[700000000]'],
	outside: times(4, 'f32[700000000,3]'),
};

describe('parameters', () => {
	it('are not seen in points, which have a number for each row', () => {
		expect(factOf('weights.bytes', POINTS)).toBe('0B');
		expect(remedy('shard-parameters', POINTS).standing).toBe('unlikely');
	});

	it('are tables of the same shape without such a number', () => {
		const tables = {...POINTS, heap: ['f32[16384,3]', 'f32[1024,16]']};
		expect(factOf('weights.bytes', tables)).not.toBe('0B');
		expect(remedy('shard-parameters', tables).standing).toBe('indicated');
	});

	it('in a few bits are divided with what is widened from them', () => {
		const quantised = {
			capacity: '15.75G',
			heap: ['bf16[64,4096,11008]', 'bf16[64,11008,4096]', 'bf16[256,4096]'],
			outside: ['s8[64,4096,11008]', 's8[64,11008,4096]', 'bf16[256,4096]'],
		};
		const found = remedy('shard-parameters', quantised);
		expect(found.standing).toBe('indicated');
		expect(found.estimate?.low).toBeGreaterThan(0.5 * 15e9);
		// An array and its transposition differ in shape: neither can live in the other's memory.
		expect(factOf('donation.possible', quantised)).toMatch(/^at most [\d.]+M$/);
	});
});

describe('a key-value cache', () => {
	const cache = (element: string): Program => ({
		capacity: '15.75G',
		heap: [`${element}[16,32768,8,128]`, 'f32[16,8,2,32768]'],
		outside: [
			...times(2, `${element}[${element === 's8' ? 16 : 8},16,32768,8,128]`),
			'bf16[16,2048,8192]',
			'bf16[16,8192,2048]',
		],
	});

	it('halves in int8, but not when it is in int8', () => {
		expect(remedy('mixed-precision', cache('bf16')).standing).toBe('indicated');
		expect(remedy('mixed-precision', cache('s8')).standing).toBe('unlikely');
	});

	it('is not what the inputs of one attention are, beside its scores', () => {
		const scores = {
			capacity: '31.25G',
			heap: ['f32[4,8,16384,16384]', 'pred[4,16384,16384]'],
			outside: [...times(3, 'f32[4,8,16384,128]'), 's32[4,16384]'],
		};
		expect(factOf('cache.suspected', scores)).toBe('no');
		expect(remedy('kv-cache-limits', scores).standing).toBe('unlikely');
	});
});

describe('padding', () => {
	const images = (channels: number): Program => ({
		capacity: '31.25G',
		heap: times(8, `bf16[64,512,512,${channels}]{3,2,1,0:T(8,128)(2,1)}`),
		outside: ['bf16[64,512,512,3]', 'bf16[3,3,64,64]'],
	});

	it('below four times is left over from rounding up, which frees nothing', () => {
		expect(remedy('align-padding', images(64)).standing).toBe('unlikely');
	});

	it('of many times comes from a small last dimension', () => {
		expect(remedy('align-padding', images(16)).standing).toBe('indicated');
	});
});

describe('a training step', () => {
	/** Sixteen layers in a scan, each with square and wide matrices. */
	const layers = (count: number, whole: string): Program => ({
		capacity: '15.75G',
		heap: [...times(2, `bf16[${count},4,2048,1536]`), whole, 'bf16[4,2048,6144]', 'bf16[4,12,2048,128]'],
		outside: [
			...times(12, `f32[${count},1536,1536]`),
			...times(6, `f32[${count},1536,6144]`),
			...times(6, `f32[${count},6144,1536]`),
			'bf16[4,2048,1536]',
		],
	});

	it('does not show a gathered parameter where a layer of a wider one stands among the temporaries', () => {
		expect(factOf('weights.divided', layers(16, 'f32[1536,6144]'))).toBeUndefined();
		expect(remedy('shard-parameters', layers(16, 'f32[1536,6144]')).standing).toBe('indicated');
		// Four times the rows of a matrix that no argument has in this size.
		expect(factOf('weights.divided', layers(16, 'f32[6144,6144]'))).toBe('yes');
	});

	it('has parameters, although they are stacked over as many layers as there are examples', () => {
		const scores = {
			capacity: '31.25G',
			heap: ['f32[4,16,8192,8192]', 'bf16[4,16,8192,8192]', 'f32[4,16,8192,8192]', ...times(4, 'bf16[4,8192,2048]')],
			outside: ['bf16[4,8192,2048]', ...times(8, 'bf16[4,512,2048]'), ...times(4, 'bf16[4,512,8192]')],
		};
		expect(factOf('batch.size', scores)).toBe('4');
		expect(factOf('weights.bytes', scores)).not.toBe('0B');
		expect(remedy('microbatch', scores).standing).toBe('indicated');
	});
});

describe('an update of donated state', () => {
	const update = (values: string): Program => ({
		capacity: '31.25G',
		heap: ['f32[1024]', 'f32[512]'],
		outside: [...times(24, `${values}f32[16384,16384]`), ...times(10, 'f32[16384,16384]')],
	});

	it('is not advised to donate: only gradients are left, which come out nowhere', () => {
		expect(remedy('donate-buffers', update('2×')).standing).toBe('unlikely');
		expect(remedy('donate-buffers', update('')).standing).toBe('indicated');
	});
});

describe('a wide block without a loss', () => {
	/** x · [1024, 65536], then · [65536, 1024]: the heap holds nothing but what is between. */
	const block = (outside: readonly string[]): Program => ({
		capacity: '31.25G',
		heap: ['bf16[262144,65536]'],
		outside: ['bf16[262144,1024]', ...outside, 'bf16[1024,65536]', 'bf16[65536,1024]'],
	});

	it('has its temporary in a heap of one slot, by the batch, and no logits', () => {
		const wide = block(['bf16[262144,1024]']);
		expect(factOf('largest.place', wide)).toBe('temp');
		expect(factOf('batch.size', wide)).toBe('262144');
		expect(remedy('reduce-batch', wide)).toMatchObject({standing: 'indicated'});
		expect(remedy('chunked-loss', wide).standing).toBe('ruled out');
		expect(remedy('shard-parameters', wide).standing).toBe('unlikely');
	});

	it('has logits where the list has a number for each row too', () => {
		expect(factOf('vocabulary.size', block(['s32[262144]']))).toBe('65536');
	});
});

describe('what a step returns', () => {
	const step = (weights: readonly string[]): Program => ({
		capacity: '15.75G',
		heap: [...times(2, 'bf16[262144,16384]'), 'bf16[262144,1024]'],
		outside: ['bf16[262144,1024]', 'bf16[262144,1024]', ...weights],
	});
	const block = ['bf16[1024,16384]', 'bf16[16384,1024]'];

	it.each([
		[1, 'no'],
		[3, 'no'],
		// Two blocks, or one and its gradients.
		[2, undefined],
	])('with each matrix %i times: a backward pass is seen: %s', (count, seen) => {
		const program = step(times(count, block[0] ?? '').concat(times(count, block[1] ?? '')));
		expect(factOf('training.seen', program)).toBe(seen);
		expect(remedy('microbatch', program).standing).toBe(seen === 'no' ? 'unlikely' : 'indicated');
	});

	it('leaves it open beside a trained adapter', () => {
		expect(factOf('training.seen', step([...block, ...times(2, 'bf16[1024,64]')]))).toBeUndefined();
	});
});

describe('a pair representation', () => {
	it('divided by rows has no batch', () => {
		const pairs = {
			capacity: '95.74G',
			heap: [...times(4, 'f32[128,6400,6400]'), ...times(6, 'bf16[6400,6400,128]'), ...times(6, 'f32[1600,6400,128]')],
			outside: ['f32[1600,6400,128]', ...times(6, 'f32[128,128]')],
		};
		expect(factOf('batch.size', pairs)).toBeUndefined();
		expect(remedy('microbatch', pairs).standing).toBe('unlikely');
		expect(remedy('remat-checkpoint', pairs).standing).toBe('indicated');
	});
});

describe('casting to bf16', () => {
	it('is not sure to save any temporary, however far the program is over: sums and states may stay in 32 bits', () => {
		const states = {
			capacity: '15.75G',
			heap: times(2, 'f32[16384,8,1024,16]'),
			outside: ['f32[8,16384,1024]', 'f32[1024,1024]', 'f32[1024,1024]'],
		};
		const found = remedy('mixed-precision', states);
		expect(found.standing).toBe('indicated');
		// Of the argument, 0.2 at least; of the states, nothing that is sure.
		expect(found.estimate?.low).toBeLessThan(0.5 * 2 ** 30);
		expect(found.estimate?.high).toBeGreaterThan(8 * 2 ** 30);
	});

	it('has little to cast where scores in 32 bits are there in 16 bits too', () => {
		const scores = (...softmax: readonly string[]): Program => ({
			capacity: '15.75G',
			heap: [...times(2, 'f32[8,16,4096,4096]'), ...softmax, ...times(4, 'bf16[8,4096,2048]')],
			outside: ['s32[8,4096]', ...times(2, 'bf16[2048,2048]')],
		});
		expect(remedy('mixed-precision', scores()).standing).toBe('indicated');
		expect(remedy('mixed-precision', scores('bf16[8,16,4096,4096]')).standing).toBe('unlikely');
	});
});
