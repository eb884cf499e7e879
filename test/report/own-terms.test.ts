// No report names another command, file or framework than those of the job.
import {beforeAll, describe, expect, it} from 'vitest';
import {diagnoseReading, jsonContext, reportContext, type Desk} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {inOwnTerms} from '../../src/job/advice.js';
import {knobOf} from '../../src/job/knob.js';
import {usualNames} from '../../src/job/usual-names.js';
import {readText} from '../../src/readers/index.js';
import {diagnosisDocument, diagnosisJson, oneScreen, printPlain} from '../../src/report/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {projectLogs} from '../project-logs.js';
import {JOB_LOGS} from '../readers/job-logs.js';

/** A call that only means something to those who write JAX themselves. */
const JAX_CALL = /^ {6}.*\b(?:jax|optax|jnp|lax)(?:\.\w+)+\(/m;

let desk: Desk;
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	desk = {playbook: loaded.playbook, conditions: createConditions(loaded.playbook.facts)};
});

describe('a report in the terms of the job', () => {
	it.each(JOB_LOGS.filter(({is}) => is['framework'] !== undefined && is['framework'] !== 'jax'))(
		'names its own command and file: $name',
		({text}) => {
			const reading = readText('host-3.log', text, desk.playbook.frameworks);
			for (const diagnosis of diagnoseReading(desk, reading)) {
				const {fill} = reportContext(desk, 'plan');
				const report = oneScreen(diagnosis, {fill, log: 'host-3.log', also: []}, {width: 100, colour: false});
				expect(report).not.toMatch(/python train\.py|\btrain\.log\b/);
				expect(report).not.toMatch(/jax\.checkpoint\(|optax\.MultiSteps/);
			}
		},
	);

	it.each(JOB_LOGS.filter(({text}) => /^\+ python3? /m.test(text)))('has pages in its own words: $name', ({text}) => {
		const [job] = readText('host-3.log', text, desk.playbook.frameworks).jobs ?? [];
		for (const page of desk.playbook.remedies) {
			const {remedy} = inOwnTerms(page, job, desk.playbook.frameworks);
			const own = JSON.stringify([remedy.body, remedy.edit]);
			expect(own, page.id).not.toMatch(/\btrain\.log\b/);
			if (!/python train\.py/.test(text)) expect(own, page.id).not.toMatch(/python train\.py/);
		}
	});

	it.each([
		['python3 serve.py', false],
		['python3 train.py', true],
	])('says what is for training alone to a job that trains: %s', (command, isSaid) => {
		const page = desk.playbook.remedies.find(({id}) => id === 'reduce-batch');
		const [job] = readText('host-3.log', `+ ${command}\n`, desk.playbook.frameworks).jobs ?? [];
		expect(page && job).toBeDefined();
		if (!page) return;
		const {remedy} = inOwnTerms(page, job, desk.playbook.frameworks);
		const said = JSON.stringify([remedy.safetyNote, remedy.costs, remedy.edit, remedy.body]);
		expect(/in training/i.test(said)).toBe(isSaid);
		expect(said).toContain('less work per step');
		expect(said).toContain('Inference results stay.');
	});

	it.each([...JOB_LOGS, ...projectLogs()])('has no command, file or snippet of another job: $name', ({text}) => {
		const reading = readText('host-3.log', text, desk.playbook.frameworks);
		for (const diagnosis of diagnoseReading(desk, reading)) {
			const {job} = diagnosis.analysis;
			const context = reportContext(desk, 'plan');
			const screen = oneScreen(diagnosis, {...context, log: 'host-3.log', also: []}, {width: 100, colour: false});
			const document = diagnosisDocument(diagnosis, context);
			const report = screen + printPlain(document, {width: 100, colour: false});
			if (!text.includes('train.log')) expect(report).not.toMatch(/\btrain\.log\b/);
			const framework = job?.framework?.value.text;
			if ((framework !== undefined || job?.command) && !text.includes('python train.py'))
				expect(report).not.toMatch(/\bpython train\.py/);
			if (framework !== undefined && framework !== 'jax') expect(screen).not.toMatch(JAX_CALL);
		}
	});

	it.each([
		{
			name: 'repeats in the command what a server prints of its settings',
			text: `(APIServer pid=1) INFO 07-30 04:11:09 [utils.py:233] non-default args: {'model': 'org/m', 'max_model_len': 2048, 'gpu_memory_utilization': 0.9, 'tensor_parallel_size': 8}
(EngineCore_DP0 pid=8) INFO 07-30 04:39:50 Init kv-cache | num_total_layers=32 hbm=[(14.2, 15.75)]Gb
(EngineCore_DP0 pid=8) jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 1.00G. That was not possible. There are 400.00M free.; (0x0x0_HBM0)`,
			remedy: 'kv-cache-limits',
			knob: {
				key: 'gpu_memory_utilization',
				from: '0.9',
			},
			how: /^vllm serve org\/m --tensor-parallel-size 8 --max-model-len 2048 --gpu-memory-utilization 0\.8\d$/,
		},
		{
			name: 'leaves a program that needs sampling buffers its share, and lowers the sequences',
			text: `(EngineCore_DP0 pid=8) INFO 07-30 [utils.py:1] non-default args: {'max_num_seqs': 64}
(EngineCore_DP0 pid=8)   File "/w/tpu_inference/runner/compilation_manager.py", line 5, in _precompile_sampling
(EngineCore_DP0 pid=8)     logits = self._dummy((num_reqs, self.vocab_size), jnp.float32)
(EngineCore_DP0 pid=8) jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 1.00G. That was not possible. There are 400.00M free.; (0x0x0_HBM0)`,
			remedy: 'kv-cache-limits',
			knob: {key: 'max_num_seqs', from: '64', to: '32'},
			how: /^--max-num-seqs 32 {3}# in your command$/,
		},
		{
			name: 'says a default that it assumes',
			text: `(EngineCore_DP0 pid=8) INFO 07-30 04:39:50 Init kv-cache | num_total_layers=32 hbm=[(14.2, 15.75)]Gb
(EngineCore_DP0 pid=8) jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 1.00G. That was not possible. There are 400.00M free.; (0x0x0_HBM0)`,
			remedy: 'kv-cache-limits',
			knob: {key: 'gpu_memory_utilization', assumed: '0.9'},
			how: /^--gpu-memory-utilization 0\.8\d {3}# in your command$/,
		},
		{
			name: 'halves the batch of the Trainer where a Trainer runs, unprinted',
			text: `***** Running training *****
RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 18.90G of 15.75G hbm. Exceeded hbm capacity by 3.15G.`,
			remedy: 'reduce-batch',
			knob: {key: 'per_device_train_batch_size', assumed: '8', to: '4'},
			how: /^--per_device_train_batch_size 4/,
		},
		{
			name: 'halves the batch of the evaluation where that fails',
			text: `***** Running Evaluation *****
  File "/usr/lib/python3.11/site-packages/transformers/trainer.py", line 2854, in prediction_step
  File "/usr/lib/python3.11/site-packages/torch_xla/torch_xla.py", line 95, in sync
RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 1.00G. That was not possible. There are 400.00M free.; (0x0x0_HBM0)`,
			remedy: 'reduce-batch',
			knob: {key: 'per_device_eval_batch_size', to: '4', also: [{key: 'eval_accumulation_steps', to: '1'}]},
			how: /^--per_device_eval_batch_size 4 --eval_accumulation_steps 1/,
		},
		{
			name: 'changes the loader in a loop of PyTorch/XLA without a Trainer',
			text: `  File "/home/u/train_resnet.py", line 88, in train_loop
RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 18.90G of 15.75G hbm. Exceeded hbm capacity by 3.15G.`,
			remedy: 'reduce-batch',
			knob: {key: 'batch_size'},
			how: /^loader = DataLoader\(data, batch_size=N,/,
		},
		{
			name: 'reads the value where it is printed under another name',
			text: `I0321 17:02:11 train.py:233] KERAS_BACKEND=jax
model: gemma_2b  global batch size: 4  seq_len: 8192
  File "/usr/lib/python3.11/site-packages/keras/src/backend/jax/trainer.py", line 147, in one_train_step
RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 41.12G of 31.25G hbm. Exceeded hbm capacity by 9.88G.`,
			remedy: 'reduce-batch',
			knob: {key: 'batch_size', from: '4', to: '2'},
			how: /batch_size=2\)/,
		},
	])('$name', ({text, remedy, knob, how}) => {
		const reading = readText('host-3.log', text, desk.playbook.frameworks);
		const [incident] = diagnosisJson(reading, diagnoseReading(desk, reading), jsonContext(desk)).incidents;
		const said = incident?.remedies.find(({id}) => id === remedy)?.knob;
		expect(said).toMatchObject(knob);
		expect(said?.how).toMatch(how);
	});

	it('offers the usual names where a log names no framework, and none where it does', () => {
		const text =
			'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 41.12G of 31.25G hbm. Exceeded hbm capacity by 9.88G.';
		const report = (log: string): string => {
			const [diagnosis] = diagnoseReading(desk, readText('host-3.log', log, desk.playbook.frameworks));
			if (!diagnosis) throw new Error('not recognised');
			const {fill} = reportContext(desk, 'plan');
			return oneScreen(diagnosis, {fill, log: 'host-3.log', also: []}, {width: 100, colour: false});
		};
		expect(report(text)).toMatch(
			/Then change: .*\n(?:.*\n)+? {2}Its name in MaxText: per_device_batch_size with gradient_accumulation_steps · [\s\S]*in Hugging/,
		);
		expect(report(`jax.errors.JaxRuntimeError: ${text}`)).toMatch(
			/Its name in MaxText: per_device_batch_size with gradient_accumulation_steps ·[\s\S]*in Keras/,
		);
		expect(report(`I0304 08:15:42 1 pyconfig.py:584] Config param steps: 9\n${text}`)).not.toMatch(/Its name/);
	});

	it.each([
		['attention: flash', 'attention-blockwise', 'spent'],
		['attention: dot_product', 'attention-blockwise', 'knob'],
		['steps: 9', 'attention-blockwise', 'spent'],
		['steps: 9', 'shard-parameters', 'spent'],
		['ici_fsdp_parallelism: 1', 'shard-parameters', 'knob'],
	])('goes by the default where %s is printed: %s is %s', (param, remedy, is) => {
		const {jobs} = readText('host-3.log', `pyconfig.py:584] Config param ${param}`, desk.playbook.frameworks);
		expect(knobOf(remedy, jobs?.[0], desk.playbook.frameworks)?.is).toBe(is);
	});

	it.each([
		['remat_policy: minimal', {key: 'remat_policy', from: 'minimal'}],
		['scan_layers: False', {key: 'scan_layers', from: 'False', to: 'true'}],
		['steps: 9', {key: 'decoder_layer_input', to: 'offload', also: [{key: 'remat_policy', to: 'custom'}]}],
	])('goes on to the next setting of a remedy where the first is on: %s', (param, knob) => {
		const {jobs} = readText('host-3.log', `pyconfig.py:584] Config param ${param}`, desk.playbook.frameworks);
		const said = knobOf('remat-checkpoint', jobs?.[0], desk.playbook.frameworks);
		expect(said).toMatchObject({is: 'knob', knob});
	});

	const KERAS =
		'File "/usr/lib/python3.11/site-packages/keras/src/backend/jax/trainer.py", line 147, in one_train_step';
	const LISTED = 'devices: [TpuDevice(id=0, coords=(0,0,0)), TpuDevice(id=1, coords=(1,0,0))]';
	it.each([
		['a batch of one for each device', 'microbatch', `global batch size: 2\n${LISTED}\n  ${KERAS}`, undefined],
		['a multiple of the devices', 'reduce-batch', `global batch size: 6\n${LISTED}\n  ${KERAS}`, {to: '2'}],
		[
			'micro-batches that make up the batch',
			'microbatch',
			'python train.py --batch_size=5\njax.errors.JaxRuntimeError: failed',
			{from: '5', to: '1', also: [{key: 'every_k_schedule', to: '5'}]},
		],
		['a batch of one', 'microbatch', 'config: seq_len=2048 b=1\njax.errors.JaxRuntimeError: failed', undefined],
		[
			'the axes that a mesh has',
			'shard-parameters',
			'easydel: dp4/fsdp64/ep1/tp4 mesh ready',
			{from: '4', to: '1', how: expect.stringContaining('sharding_axis_dims=(1, -1, 1, 4, 1)') as string},
		],
		[
			'a notebook in Python',
			'reduce-batch',
			'***** Running training *****\n  Instantaneous batch size per device = 16\nCell In[3], line 1\nBad StatusOr access',
			{from: '16', to: '8', how: 'per_device_train_batch_size=8   # in your code'},
		],
	])('keeps to %s: %s', (_, remedy, text, knob) => {
		const {jobs} = readText('host-3.log', text, desk.playbook.frameworks);
		const said = knobOf(remedy, jobs?.[0], desk.playbook.frameworks);
		if (knob === undefined) expect(said?.is).toBe('spent');
		else expect(said).toMatchObject({is: 'knob', knob});
	});

	it('takes the end of a phase from the table of the framework, else from what all share', () => {
		const text = `***** Running Evaluation *****\n  File "/usr/lib/transformers/trainer.py", line 2, in prediction_step
RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 1.00G. That was not possible. There are 400.00M free.; (0x0x0_HBM0)`;
		const reading = readText('host-3.log', text, desk.playbook.frameworks);
		const frameworks = desk.playbook.frameworks.map((one) =>
			one.id === 'pytorch-xla'
				? {...one, phases: one.phases.map((phase) => ({...phase, ends: 'A table of ours'}))}
				: one,
		);
		const watch = ({playbook, ...rest}: Desk): string =>
			JSON.stringify(diagnoseReading({...rest, playbook}, reading).map(({plan}) => plan.restarts));
		expect(watch(desk)).toContain('The evaluation ends with its results.');
		expect(watch({...desk, playbook: {...desk.playbook, frameworks}})).toContain('A table of ours.');
	});

	it('says what is for JAX alone to no job of PyTorch', () => {
		const [job] = readText('host-3.log', 'Bad StatusOr access: failed', desk.playbook.frameworks).jobs ?? [];
		expect(job?.framework?.value.text).toBe('pytorch-xla');
		for (const page of desk.playbook.remedies) {
			const {remedy} = inOwnTerms(page, job, desk.playbook.frameworks);
			const own = JSON.stringify([remedy.verify, remedy.edit, remedy.costs]);
			expect(own, page.id).not.toMatch(/\bin JAX\b|live_arrays|jax\.\w+\(/i);
		}
	});

	it.each([
		['RPA-m-p_256', 'knob'],
		['ragged_paged_attention_kernel', 'knob'],
		['xpose_pipeline', undefined],
		[undefined, undefined],
	])('gives block sizes only to the kernel that has them: %s', (kernel, is) => {
		const {jobs} = readText(
			'host-3.log',
			'(EngineCore pid=8) INFO 07-30 04:39:50 vllm serve org/m',
			desk.playbook.frameworks,
		);
		expect(knobOf('vmem-blocks', jobs?.[0], desk.playbook.frameworks, undefined, kernel)?.is).toBe(is);
		const names = usualNames('vmem-blocks', undefined, desk.playbook.frameworks, kernel);
		expect(names.length > 0).toBe(is !== undefined);
	});

	it.each([
		['python3 ./to_hf_weights.py --input a', 'JAX_PLATFORMS=cpu python3 ./to_hf_weights.py --input a'],
		['python3 train.py', 'JAX_PLATFORMS=cpu python convert.py'],
	])('converts on the host with the command of a conversion: %s', (command, edit) => {
		const [job] = readText('host-3.log', `+ ${command}\n`, desk.playbook.frameworks).jobs ?? [];
		const page = desk.playbook.remedies.find(({id}) => id === 'convert-on-host');
		expect(page && inOwnTerms(page, job, desk.playbook.frameworks).remedy.edit?.trim()).toBe(edit);
	});

	it('gives at most one mesh axis all devices that are left', () => {
		const text = '+ python3 -m MaxText.maxengine_server base.yml ici_fsdp_parallelism=1 ici_tensor_parallelism=-1';
		const {jobs} = readText('host-3.log', text, desk.playbook.frameworks);
		expect(knobOf('shard-parameters', jobs?.[0], desk.playbook.frameworks)?.is).toBe('spent');
		expect(knobOf('kv-cache-limits', jobs?.[0], desk.playbook.frameworks)).toMatchObject({
			knob: {key: 'per_device_batch_size', to: '6'},
		});
	});

	it('names no call as the setting of a remedy', () => {
		const names = desk.playbook.remedies.flatMap(({id}) => usualNames(id, undefined, desk.playbook.frameworks));
		expect(names.flatMap(({keys}) => keys).filter((key) => /[()]|^del$/.test(key))).toEqual([]);
	});

	it('changes the setting in the command of the log, and says from which value', () => {
		const text = JOB_LOGS.find(({name}) => name.startsWith('a shell trace'))?.text ?? '';
		const reading = readText('host-3.log', text, desk.playbook.frameworks);
		const [incident] = diagnosisJson(reading, diagnoseReading(desk, reading), jsonContext(desk)).incidents;
		const knobs = incident?.remedies.flatMap(({id, knob}) => (knob && id === 'reduce-batch' ? [knob] : []));
		expect(knobs).toMatchObject([{key: 'per_device_batch_size', from: '6', to: '4'}]);
		expect(knobs?.[0]?.how).toMatch(/^python3 MaxText\/train\.py .* per_device_batch_size=4 ici_fsdp/);
	});
});
