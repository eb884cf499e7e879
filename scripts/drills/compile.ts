// Crashes while a program is compiled. Reports come from program.ts, so their figures follow from the shapes.
import {printSize} from '../../src/model/size.js';
import {glog, prefixed, SEE, traceback} from './frame.js';
import {CHIPS, figuresOf, G, headline, lists, report, requirement, totals, type Program} from './program.js';
import {GROSS, NEAR, OPTIMIZER, NARROW, ROWS_129, DEBUG, WHOLE, INFERENCE, CUT, SCORES} from './programs.js';

const STATUS =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E1000: CompileTimeHbmOom: XLA:TPU compile permanent error. ';
const STEP = traceback([['train.py:201', '<module>', 'state, loss = train_step(state, batch)']]);

/** A report that is in the log of every run that logs at INFO: no failure. */
function successReport(date: string, time: string): string[] {
	const fits: Program = {...NEAR, temps: NEAR.temps.map((item) => ({...item, count: 6}))};
	const {used, capacity} = figuresOf(fits);
	const lines = [
		`XLA::TPU program HBM usage: ${printSize(used)} / ${printSize(capacity)}`,
		...totals(fits),
		...requirement(fits),
		'Program vmem requirement 4.12M:',
		'    scoped            4.12M',
	];
	return lines.map((line) => glog('I', date, time, 'compile_util.cc:902', line).trimEnd());
}

/** The lines up to the second one after `entry`, which breaks off. */
function cutInTheMiddle(lines: readonly string[], entry: string): string[] {
	const end = lines.findIndex((line) => line.startsWith(entry)) + 2;
	return [...lines.slice(0, end), (lines[end] ?? '').slice(0, 26)];
}

export const COMPILE: Readonly<Record<string, () => string[]>> = {
	'a-date-that-looks-like-a-code': () => [
		glog('W', '0101', '00:00:12.408113', 'train.py:40', 'new output folder: /home/user/runs/2026-01-01'),
		glog('E', '0101', '00:00:58.117306', 'input.py:77', 'shard 17 of 64 is missing; it is skipped'),
		glog('E', '0101', '00:01:03.550902', 'input.py:77', 'shard 31 of 64 is missing; it is skipped'),
		glog('I', '0101', '00:01:09.002211', 'train.py:118', 'compiling train_step'),
		...traceback([['train.py:188', '<module>', 'compiled = step.lower(state, batch).compile()']]),
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (${printSize(18.37 * G)}) exceeds available HBM (${printSize(CHIPS.v5e.usable)}).`,
	],

	'a-report-is-no-failure': () => [
		glog('I', '0614', '09:20:01.330087', 'train.py:101', 'TPU v6 lite x 4, jax 0.10.2'),
		...successReport('0614', '09:20:44.918203'),
		glog('I', '0614', '09:21:02.448190', 'train.py:180', 'step 100 | loss 4.113'),
		glog('I', '0614', '09:58:40.017733', 'train.py:180', 'step 20000 | loss 2.007'),
		glog('I', '0614', '09:58:41.200518', 'train.py:195', 'wrote /home/user/runs/7/step_20000'),
		glog('I', '0614', '09:58:41.377120', 'train.py:199', 'done'),
	],

	'read-the-totals': () => [
		'[train] Adam in float32, 2 layers of 32768 x 16384 on TPU v5 lite x 1',
		...STEP,
		`${STATUS}${headline(OPTIMIZER)}`,
		'',
		...report(OPTIMIZER),
	],

	'twelve-times-the-data': () => [
		'[features] 29360128 rows, 10 ids each',
		...traceback([['features.py:60', '<module>', 'scores = lookup(ids)']]),
		`${STATUS}${headline(NARROW)}`,
		'',
		...report(NARROW),
	],

	'one-hundred-and-twenty-nine': () => [
		'[train] ViT, 128 patches and one class token, batch 512, TPU v5 lite x 1',
		...STEP,
		`${STATUS}${headline(ROWS_129)}`,
		'',
		...report(ROWS_129),
	],

	'the-other-memory': () => [
		...successReport('1009', '16:40:12.007261').slice(0, 13),
		...traceback([['kernels.py:88', '<module>', 'out = blocked_matmul(x, w)']]),
		'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space vmem while allocating on stack for %blocked_matmul.1 = f32[3072,2048]{1,0:T(8,128)} custom-call(bf16[3072,4096]{1,0:T(8,128)(2,1)} %x.1, bf16[4096,2048]{1,0:T(8,128)(2,1)} %w.1), custom_call_target="tpu_custom_call". Scoped allocation with size 24.00M and limit 16.00M exceeded scoped vmem limit by 8.00M.',
	],

	'two-kinds-of-core': () => [
		'[ads] 412 embedding tables, feature width 64, TPU v5 x 8',
		...traceback([['ads.py:140', '<module>', 'state, metrics = step(state, features)']]),
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: TPU TensorCore Hbm usage: 31.06G, SparseCore Hbm usage 88.42G, exceeding available bytes: 95.74G`,
	],

	'a-near-miss': () => [
		'[train] 24 layers, batch 8 x 4096 per device, TPU v6 lite x 16',
		...STEP,
		`${STATUS}${headline(NEAR)}`,
		'',
		...report(NEAR),
	],

	'flags-cannot-do-it': () => [
		"LIBTPU_INIT_ARGS='--xla_tpu_rematerialization_max_block_size_limit=32 --xla_tpu_rwb_fusion=false'",
		'[train] 12 layers, batch 16 x 4096 per device, TPU v5 lite x 4',
		...STEP,
		`${STATUS}${headline(GROSS)}`,
		'',
		...report(GROSS),
	],

	'only-to-look': () => [
		'[train] TPU v5 lite x 8, batch 64 over 8 devices; it fitted yesterday',
		...STEP,
		`${STATUS}${headline(DEBUG)}`,
		'',
		...report(DEBUG),
	],

	'the-whole-array': () => [
		'[contrastive] 65536 pairs over 8 devices (8192 each), TPU v5 lite x 8',
		...traceback([['contrastive.py:70', '<module>', 'loss = similarity(left, right)']]),
		`${STATUS}${headline(WHOLE)}`,
		'',
		...report(WHOLE),
	],

	'nothing-to-donate-to': () => [
		'[embed] encoder, 64 texts of 2048 tokens a call, TPU v5 lite x 1',
		'/home/user/embed.py:33: UserWarning: Some donated buffers were not usable: int32[64,2048].',
		...traceback([['embed.py:52', '<module>', 'vectors = embed(params, tokens)']]),
		`${STATUS}${headline(INFERENCE)}`,
		'',
		...report(INFERENCE),
	],

	'cut-at-both-ends': () => [
		'... (output truncated, showing the last 50 lines)',
		...totals(CUT).slice(1),
		'',
		...requirement(CUT),
		'',
		...cutInTheMiddle(lists(CUT).slice(2), '  6. Size'),
	],

	'one-crash-four-hosts': () => [
		...successReport('0101', '03:10:55.120031').slice(0, 1),
		glog('E', '0101', '03:10:58.441220', 'dataset.py:30', 'slow read: 2.4 s'),
		...['0', '1', '2', '3'].flatMap((host) => prefixed(`[host-${host}] `, [...STEP, `${STATUS}${headline(SCORES)}`])),
		'[host-0]',
		...prefixed('[host-0] ', report(SCORES)),
	],

	'two-causes': () => [
		'attempt 1: batch 32',
		...traceback([['launch.py:44', 'run', 'compiled = step.lower(state, batch).compile()']]),
		`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E1000: CompileTimeHbmOom: XLA:TPU compile permanent error. ${headline(ROWS_129)}`,
		SEE('1000'),
		'',
		'attempt 2: batch 16, with the executable cached by attempt 0',
		...traceback([['launch.py:51', 'run', 'state, loss = cached(state, batch)']]),
		'jax.errors.JaxRuntimeError: INVALID_ARGUMENT: E0102: RuntimeProgramInputMismatch:',
		'Executable(jit_train_step) expected parameter 512 of size 131072 (s32[32,1024]{1,0:T(8,128)}) but got buffer with incompatible size 65536 (s32[16,1024]{1,0:T(8,128)}): while running replica 0 and partition 0 of a replicated computation (other replicas may have failed as well).',
		SEE('0102'),
	],
};
