import {describe, expect, it} from 'vitest';
import {readText} from '../../src/readers/index.js';

const FAILURE =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 2.00G. That was not possible. There are 1.00G free.; (0x0x0_HBM0)';

function hintsOf(frames: readonly string[], head = 'Traceback (most recent call last):'): readonly string[] {
	const {incidents} = readText('a.log', [head, ...frames, FAILURE].join('\n'));
	return (incidents[0]?.hints ?? []).map(({kind, place}) => `${place.line} ${kind}`).sort();
}

describe('the traceback above a failed request', () => {
	it('shows a checkpoint that is restored, by the call in the code of the user', () => {
		const frames = [
			'  File "/home/user/train.py", line 14, in <module>',
			'    state = restore(path)',
			'  File "/usr/lib/python3/dist-packages/orbax/checkpoint/_src/handlers.py", line 394, in _read_array',
			'    result.append(jax.device_put(shard, sharding))',
		];
		expect(hintsOf(frames)).toEqual(['2 started_script', '3 restoring_checkpoint']);
	});

	it('tells saving from restoring, and a program that runs from an array that is placed', () => {
		const at = (line: string) => hintsOf(['  File "/home/user/a.py", line 1, in step', `    ${line}`]);
		expect(at('checkpointer.save(path, state)')).toEqual(['3 saving_checkpoint']);
		expect(at('save(state, step)')).toEqual(['3 saving_checkpoint']);
		expect(at('x = jax.device_put(batch)')).toEqual(['3 placing_array']);
		expect(at('out = self.xla_executable.execute_sharded(args)')).toEqual(['3 running_program']);
		expect(at('x = prepare(y)')).toEqual([]);
	});

	it('does not take a model that is loaded for use for a conversion of its checkpoint', () => {
		const loader = [
			'  File "/usr/lib/keras_hub/loader.py", line 56, in load_backbone',
			'    convert_weights(backbone)',
		];
		const preset = ['  File "/home/user/a.py", line 2, in main', '    model = Lm.from_preset("m")', ...loader];
		expect(hintsOf(loader)).toEqual(['3 converting_checkpoint', '3 restoring_checkpoint']);
		expect(hintsOf(preset).map((hint) => hint.replace(/\d /, ''))).toEqual(['restoring_checkpoint']);
	});

	it('does not take a trial of a sweep or a notebook for a fresh process', () => {
		expect(hintsOf(['  File "/home/user/sweep.py", line 1, in <module>', '    run(trial)'])).toEqual([]);
		expect(hintsOf(['  File "/tmp/ipykernel_7/12.py", line 1, in <module>', '    run()'])).toEqual([]);
	});

	it('looks at the last traceback of a chain only, and only where it ends in the failure', () => {
		const other = ['  File "/home/user/a.py", line 1, in restore', '    restore(path)', 'ValueError: no such file', ''];
		const chained = [
			...other,
			'Traceback (most recent call last):',
			'  File "/home/user/b.py", line 2, in f',
			'    g(x)',
		];
		expect(hintsOf(chained)).toEqual([]);
		const far = Array.from({length: 60}, (_, step) => `step ${step} loss 1.25 and other words that fill a line`);
		expect(hintsOf([...other, ...far])).toEqual([]);
	});
});
