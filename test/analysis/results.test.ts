/** Outputs that replace no argument, in reports with and without names, and the remedy that follows. */
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {usageReport, type Program} from '../plan/usage-report.js';
import {analysisOf, derived} from './incident.js';
import type {Sketch} from './incident.js';

const MATRIX = 'f32[40960,40960]{1,0:T(8,128)}';

function report(outputs: readonly string[], inputs: readonly string[]): Sketch {
	const entry = (shape: string, label: string) => ({size: '6.25G', shape, label});
	return {
		framework: 'jax',
		facts: {'hbm.used': '20.00G', 'hbm.capacity': '15.75G', 'hbm.over': '4.25G'},
		allocations: [{size: '7.50G', shape: 'f32[40960,49152]{1,0:T(8,128)}', unpadded: '7.50G', kind: 'HLO temp'}],
		arguments: [
			...inputs.map((shape, index) => entry(shape, `Argument ${index} index {}`)),
			...outputs.map((shape, index) => entry(shape, `Output index {${index}}`)),
		],
	};
}

describe('results of a program', () => {
	it('are outputs for which there is no argument of their shape', () => {
		const facts = derived(analysisOf(report([MATRIX], ['f32[40960]{0:T(1024)}'])));
		expect(facts['returned.bytes']).toBe('6.25G');
		expect(facts['returned.words']).toContain('f32[40960,40960]');
	});

	it('are not the new state, which has the shape of the old', () => {
		expect(derived(analysisOf(report([MATRIX], [MATRIX])))).not.toHaveProperty(['returned.bytes']);
	});

	const kept: Program = {
		capacity: '15.75G',
		heap: ['f32[64,4,512,50257]', 's32[64,4,512]'],
		outside: ['f32[64,4,512,50257]', 'bf16[50257,768]', 'bf16[4,768,3072]', 'bf16[4,3072,768]', 's32[64,4,512]'],
	};

	it.each<[string, Program, boolean]>([
		['are the logits of all batches, in tables that name no outputs', kept, true],
		['are none where only parameters and inputs lie outside', {...kept, outside: kept.outside.slice(1)}, false],
	])('%s', (_, program, expected) => {
		const [diagnosis] = diagnoseText(playbookOfTree(), 'train.log', usageReport(program));
		const found = diagnosis?.remedies.find(({remedy}) => remedy.id === 'return-less');
		expect(found?.standing === 'indicated').toBe(expected);
	});
});
