import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';

// A decoder whose f32 weights are converted inside the program: compiled for v3, it needs 22.12G; with weights in bfloat16 7.37G.
const log = `jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 22.12G of 15.48G hbm. Exceeded hbm capacity by 6.64G.

Total hbm usage >= 22.64G:
    reserved        530.00M
    program           7.37G
    arguments        14.75G

  Largest program allocations in hbm:

  1. Size: 512.00M
     Operator: op_name="jit(generate)/decoder/embed/convert_element_type[new_dtype=bfloat16 weak_type=False]"
     Shape: bf16[131072,2048]{1,0:T(8,128)(2,1)}
     Unpadded size: 512.00M
     XLA label: convert.7 = convert(param.3)
     Allocation type: HLO temp
     ==========================
`;
const SAVED = 14.75 * 2 ** 30;
const playbook = playbookOfTree();

function remedyFor(id: string, text: string) {
	const [diagnosis] = diagnoseText(playbook, 'generate.log', text);
	return diagnosis?.remedies.find(({remedy}) => remedy.id === id);
}

describe('parameters wider than the copies made of them', () => {
	it('are stored in bfloat16, which halves them, listed or not, and saves the copies', () => {
		const found = remedyFor('mixed-precision', log);
		expect(found).toMatchObject({standing: 'indicated', rank: 1});
		expect(found?.estimate?.low).toBeLessThan(SAVED);
		expect(found?.estimate?.high).toBeGreaterThan(0.99 * SAVED);
		expect(found?.estimate?.high).toBeLessThan(1.01 * SAVED);
	});

	it('are those of an optimizer in training', () => {
		const training = log.replaceAll('jit(generate)/decoder', 'jit(train_step)/jvp(decoder)');
		expect(remedyFor('mixed-precision', training)?.standing).toBe('unlikely');
	});

	it.each(['convert.7 = convert(fusion.3)', 'fusion.7 = fusion(param.3)'])('are not shown by %s', (label) => {
		const other = log.replace('convert.7 = convert(param.3)', label);
		expect(remedyFor('mixed-precision', other)?.standing).not.toBe('indicated');
	});

	it('may be divided over more chips, although the list shows none', () => {
		expect(remedyFor('shard-more-chips', log)?.estimate?.high).toBeGreaterThan(0.4 * 22.12 * 2 ** 30);
	});
});
