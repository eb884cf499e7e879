import {describe, expect, it} from 'vitest';
import {analysisOf, derived} from './incident.js';
import * as sketches from './sketches.js';

describe('what was going on when a request failed', () => {
	it('is a checkpoint that is restored, before anything else ran', () => {
		expect(derived(analysisOf(sketches.RESTORED))).toMatchObject({
			'allocation.during': 'restoring',
			'saving.checkpoint': 'yes',
			'checkpoint.converts': 'yes',
			'second.run': 'no',
		});
	});

	it('is said by the message where it names a replica', () => {
		const facts = derived(analysisOf({...sketches.RESTORED, facts: {...sketches.RESTORED.facts, replica: '0'}}));
		expect(facts).not.toHaveProperty(['allocation.during']);
	});

	it('is not known without a traceback', () => {
		const facts = derived(analysisOf(sketches.TOO_LITTLE));
		for (const name of ['allocation.during', 'saving.checkpoint', 'second.run'])
			expect(facts).not.toHaveProperty([name]);
	});
});

describe('whose instruction ran out of VMEM', () => {
	it('is no kernel where the labels name none, and open without labels', () => {
		expect(derived(analysisOf(sketches.SPILLED))).toMatchObject({'kernel.named': 'no'});
		expect(derived(analysisOf({...sketches.SPILLED, allocations: []}))).not.toHaveProperty(['kernel.named']);
	});

	it('is a kernel where the instruction or a window of its operands says so', () => {
		const called = {...sketches.SPILLED, facts: {'vmem.instruction': 'custom-call'}};
		expect(derived(analysisOf(called))).toMatchObject({'kernel.named': 'yes'});
		const windowed = {...sketches.SPILLED, allocations: [{size: '8.00M', tag: 'input window allocation for operator'}]};
		expect(derived(analysisOf(windowed))).toMatchObject({'kernel.named': 'yes'});
	});

	it('has the name that the labels agree on, without the number of its copy', () => {
		const listed = (...labels: readonly string[]) =>
			derived(analysisOf({...sketches.SPILLED, allocations: labels.map((label) => ({size: '8.00M', label}))}));
		const [first, second] = ['attend_dkv.18 = custom-call(a.1)', 'attend_dkv.30 = custom-call(a.2)'];
		expect(listed(first, second)).toMatchObject({'kernel.name': 'attend_dkv'});
		expect(listed(first, 'route.2 = custom-call(a.1)')).not.toHaveProperty(['kernel.name']);
		expect(listed('custom-call.2 = custom-call(a.1)')).not.toHaveProperty(['kernel.name']);
	});
});

it('names one-hot rows by the operation that makes them', () => {
	expect(derived(analysisOf(sketches.ONE_HOT))).toMatchObject({'onehot.words': 'line 1, "model/loss/one_hot"'});
	expect(derived(analysisOf(sketches.TRAINING))).not.toHaveProperty(['onehot.bytes']);
});
