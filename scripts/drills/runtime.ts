// Crashes while a job runs: buffers, programs, inputs. Requests are sizes of real shapes; what is free is made up.
import {printSize} from '../../src/model/size.js';
import {glog, prefixed, SEE, traceback} from './frame.js';
import {bytesOf, G, M} from './program.js';

const size = (shape: string): string => printSize(bytesOf(shape));

export const RUNTIME: Readonly<Record<string, () => string[]>> = {
	'first-code': () => [
		'[train] jax 0.10.2, libtpu 0.0.42.1, TPU v5 lite x 8',
		'[train] restoring 312 arrays from /home/user/checkpoints/step_8000',
		...traceback([
			['train.py:141', '<module>', 'state = restore(path)'],
			['restore.py:52', 'restore', 'array = jax.device_put(host_array, device)'],
		]),
		'ValueError: RESOURCE_EXHAUSTED: E0100: RuntimeBufferAllocationFailure:',
		`Error allocating device buffer: Attempting to allocate ${size('f32[32000,4096]{1,0:T(8,128)}')}. That was not possible. There are ${printSize(311 * M)} free.; (0x1x0_HBM0)`,
		SEE('0100'),
	],

	'loading-or-placing': () => [
		'INFO 11-04 08:12:40 [tpu_runner.py:310] weights loaded: 12.41G',
		'INFO 11-04 08:12:44 [tpu_runner.py:388] compiling 14 bucket sizes',
		...traceback([
			['serve.py:77', '<module>', 'runner.warm_up()'],
			['runner.py:204', 'warm_up', 'logits = self.run_model(tokens, positions)'],
		]),
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error loading program 'jit_run_model': Attempting to allocate ${printSize(1.15 * G)}. That was not possible. There are ${printSize(0.94 * G)} free.`,
	],

	'words-against-figures': () => [
		'step 1200 | loss 2.611 | 3.41 s/step',
		'saving step_1200: gathering 201 arrays',
		...traceback([
			['train.py:266', '<module>', 'save(state, step)'],
			['checkpoint.py:38', 'save', 'whole = jax.jit(identity, out_shardings=replicated)(array)'],
		]),
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0100: RuntimeBufferAllocationFailure:`,
		`Error allocating device buffer: Attempting to allocate ${size('f32[131072,4096]{1,0:T(8,128)}')}. That was not possible. There are ${printSize(1.31 * G)} free. The largest contiguous region of free memory is ${printSize(817 * M)} due to fragmentation.; (1x0x0_HBM0)`,
		SEE('0100'),
	],

	'enough-but-not-in-one-piece': () => [
		'[host-2] step 6000 | loss 1.904',
		'[host-2] loading eval_step (compiled at start, used every 2000 steps)',
		...prefixed('[host-2] ', [
			...traceback([['train.py:233', '<module>', 'metrics = eval_step(state.params, batch)']]),
			'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0101: RuntimeProgramAllocationFailure:',
			`Error loading program 'jit_eval_step': Attempting to reserve ${printSize(6.48 * G)} at the bottom of memory. That was not possible. There are ${printSize(6.78 * G)} free, 0B reserved, and ${printSize(3.33 * G)} reservable.`,
			SEE('0101'),
		]),
	],

	'buffers-grew': () => [
		'[0] compiled jit_train_step in 71 s',
		'[0] step 1 | loss 10.96 | HBM in use 7.92G of 15.75G after the step',
		'[0] step 500 | loss 6.02 | HBM in use 7.92G of 15.75G after the step',
		'[0] keeping the last 2 parameter sets for averaging (--ema-window 2)',
		'[0] step 501 | loss 6.01 | HBM in use 10.42G of 15.75G after the step',
		'[0] step 502 | loss 6.01 | HBM in use 12.92G of 15.75G after the step',
		...traceback([['train.py:190', '<module>', 'state, loss = train_step(state, batch)']]),
		'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0101: RuntimeProgramAllocationFailure:',
		`Error loading program 'jit_train_step': Attempting to reserve ${printSize(4.02 * G)} at the bottom of memory. That was not possible. There are ${printSize(2.83 * G)} free, 0B reserved, and ${printSize(2.66 * G)} reservable. Scope: unknown..: while running replica 0 and partition 0 of a replicated computation (other replicas may have failed as well).`,
		SEE('0101'),
	],

	'two-orders': () => [
		'loading exported program /home/user/models/encoder.bin (exported 2025-11-30)',
		'placing 148 parameters with the layouts of this process',
		...traceback([['infer.py:61', '<module>', 'out = program(params, tokens)']]),
		'jax.errors.JaxRuntimeError: INVALID_ARGUMENT: E0102: RuntimeProgramInputMismatch:',
		mismatch('jit_encode', 31, 'bf16[24,1536,96]{2,1,0:T(8,128)(2,1)}', 'bf16[24,1536,96]{1,2,0:T(8,128)(2,1)}'),
		SEE('0102'),
	],

	'same-shape-other-type': () => [
		'resuming finetune.py from step_3000 with --dtype bfloat16 (the checkpoint was written with float32)',
		'ahead-of-time executable: /home/user/cache/jit_step.bin, made on the same slice with the same libtpu',
		...traceback([['finetune.py:97', '<module>', 'state, loss = step(state, batch)']]),
		'jax.errors.JaxRuntimeError: INVALID_ARGUMENT: E0102: RuntimeProgramInputMismatch:',
		mismatch('jit_step', 8, 'f32[8192,2048]{1,0:T(8,128)}', 'bf16[8192,2048]{1,0:T(8,128)(2,1)}'),
		SEE('0102'),
	],

	'retry-that-worked': () => [
		glog(
			'I',
			'0302',
			'10:14:07.118204',
			'executable.cc:771',
			`TpuLoadedExecutable::ExecutePrepareWithOomRetries attempting to defragment and retry after seeing error: RESOURCE_EXHAUSTED: Error loading program 'jit_eval_step': Attempting to reserve ${printSize(2.61 * G)} at the bottom of memory. That was not possible. There are ${printSize(3.02 * G)} free, 0B reserved, and ${printSize(1.12 * G)} reservable.`,
		),
		glog('I', '0302', '10:14:09.530911', 'train.py:212', 'evaluation at step 2000: loss 2.204, accuracy 0.571'),
		glog('I', '0302', '10:15:31.002417', 'train.py:180', 'step 2100 | loss 2.198'),
		glog('I', '0302', '10:39:58.771260', 'train.py:180', 'step 4000 | loss 2.011'),
		...traceback([['train.py:214', '<module>', 'metrics = eval_step(state.params, eval_batch)']]),
		'jax.errors.JaxRuntimeError: INVALID_ARGUMENT: E0102: RuntimeProgramInputMismatch:',
		mismatch('jit_eval_step', 402, 's32[64,1024]{1,0:T(8,128)}', 's32[24,1024]{1,0:T(8,128)}'),
		SEE('0102'),
	],

	'kv-cache-takes-all': () => [
		'INFO 02-11 14:02:19 [worker.py:121] (EngineCore_DP0 pid=881) vLLM 0.13.1, TPU v6 lite x 1',
		`INFO 02-11 14:02:52 [worker.py:164] (EngineCore_DP0 pid=881) memory for the KV cache: ${printSize(17.4 * G)} (--gpu-memory-utilization 0.98)`,
		'INFO 02-11 14:03:05 [worker.py:190] (EngineCore_DP0 pid=881) compiling for batch sizes 1, 8, 32, 128, 256',
		'ERROR 02-11 14:03:41 [core.py:512] (EngineCore_DP0 pid=881) EngineCore failed to start.',
		...prefixed('ERROR 02-11 14:03:41 [core.py:512] (EngineCore_DP0 pid=881) ', [
			...traceback([['vllm/worker.py:233', 'warm_up', 'self.model_fn(kv_caches, batch)']]),
			`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0101: RuntimeProgramAllocationFailure:`,
			`Error loading program 'jit_run_model_impl': Attempting to reserve ${printSize(1.38 * G)} at the bottom of memory. That was not possible. There are ${printSize(612 * M)} free, 0B reserved, and ${printSize(604 * M)} reservable.`,
			SEE('0101'),
		]),
	],
};

/** The message of E0102, its sizes computed from the shapes. */
function mismatch(program: string, parameter: number, expected: string, given: string): string {
	return `Executable(${program}) expected parameter ${parameter} of size ${bytesOf(expected)} (${expected}) but got buffer with incompatible size ${bytesOf(given)} (${given}): while running replica 0 and partition 0 of a replicated computation (other replicas may have failed as well).`;
}
