import {describe, expect, it} from 'vitest';
import {playbookOfTree} from '../../bench/diagnose-text.js';
import {diagnoseReading} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {readText} from '../../src/readers/index.js';

const playbook = playbookOfTree();
const desk = {playbook, conditions: createConditions(playbook.facts)};

/** What the plan advises for a batch, of a program that could not be loaded. */
function batchOf(batch: number, requested: string, free: string): string | undefined {
	const text = [
		`launch_cmd: python train.py --batch_size=${batch} --seqlen=2048`,
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error loading program 'jit_train_step': Attempting to reserve ${requested} at the bottom of memory. That was not possible. There are ${free} free, 0B reserved, and ${free} reservable.`,
	].join('\n');
	const [diagnosis] = diagnoseReading(desk, readText('train.log', text, playbook.frameworks));
	return diagnosis?.remedies.find(({remedy}) => remedy.kind === 'reduce_batch')?.knob?.to;
}

/** What the plan advises for micro-batches, of a program that is too large to compile. */
function microbatchesOf(batch: string, used: string): object | undefined {
	const text = [
		`I0304 08:15:42.104233 1 pyconfig.py:584] Config param per_device_batch_size: ${batch}`,
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used ${used} of 31.25G hbm.`,
	].join('\n');
	const [diagnosis] = diagnoseReading(desk, readText('train.log', text, playbook.frameworks));
	return diagnosis?.remedies.find(({remedy}) => remedy.kind === 'microbatch')?.knob;
}

describe('micro-batches', () => {
	it.each([
		['16', '41.76G', '8', '2'],
		['8.0', '130.00G', '1.0', '8'],
		['12', '90.00G', '4', '3'],
	])('of %s for %s of 31.25G are %s, %s times', (batch, used, to, times) => {
		expect(microbatchesOf(batch, used)).toMatchObject({to, also: [{key: 'gradient_accumulation_steps', to: times}]});
	});
});

describe('a smaller batch', () => {
	it.each([
		[18, '26.25G', '25.52G', '16'],
		[64, '26.25G', '25.52G', '56'],
		[100, '26.25G', '25.52G', '92'],
		[18, '26.25G', '15.00G', '9'],
		[1, '26.25G', '25.52G', undefined],
	])('of %i for %s where %s is free is %s', (batch, requested, free, next) => {
		expect(batchOf(batch, requested, free)).toBe(next);
	});
});
