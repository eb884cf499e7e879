import {describe, expect, it} from 'vitest';
import {withChanges} from '../../src/model/with-changes.js';
import {typed} from '../../src/report/how.js';
import {diagnoseReading} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {readText} from '../../src/readers/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';

const SERVE = 'vllm serve org/model --tensor-parallel-size 8 --max-num-seqs 256 --gpu-memory-utilization 0.98';
const LOG = `${SERVE}
(EngineCore pid=7) INFO kv_cache_utils.py:1316] GPU KV cache size: 2,109,440 tokens
jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error loading program 'jit__forward': Attempting to allocate 1.13G. That was not possible. There are 528.72M free.; (2x0x0_HBM0)
`;

describe('the command of a later restart', () => {
	it('keeps what earlier restarts set', async () => {
		const loaded = await loadPlaybook();
		if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
		const {playbook} = loaded;
		const desk = {playbook, conditions: createConditions(playbook.facts)};
		const [diagnosis] = diagnoseReading(desk, readText('serve.log', LOG, desk.playbook.frameworks));
		const commands = (diagnosis?.plan.restarts ?? [])
			.flatMap(({steps}) => steps.map((step) => typed(step)?.text ?? ''))
			.filter((text) => text.startsWith('vllm serve'));
		expect(commands.length).toBeGreaterThan(1);
		for (const [at, command] of commands.entries()) {
			expect(command).not.toContain('0.98');
			if (at > 0) expect(command).not.toBe(commands[at - 1]);
		}
	});

	it.each([
		['train.py --no-remat --seed 1', {key: 'remat', to: 'True'}, 'train.py --seed 1'],
		['train.py --batch-size=64 --seed 1', {key: 'batch_size', to: '32'}, 'train.py --batch-size=32 --seed 1'],
		['train.py --seed 1', {key: 'every_k_schedule', to: '2'}, 'train.py --seed 1'],
	])('changes in place: %s', (command, change, expected) => {
		expect(withChanges(command, [{...change, text: ''}])).toBe(expected);
	});
});
