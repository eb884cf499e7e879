// A job that fails as a TPU job does, with figures that depend on the flags it is given: some help, some do nothing, some hurt, and
// some are refused. Its texts are those of libtpu 0.0.42.1 and JAX 0.10.2.
//   node simulated-job.mjs [--world FILE] [--calls FILE] [--slow MS]
// --world: JSON {used, capacity, effects: {"name=value": GiB}, refused: [names], illegal: ["name=value"], full, lucky, hangs}. --calls: each run is noted there.
import {appendFileSync, existsSync, readFileSync} from 'node:fs';

const option = (name) => {
	const at = process.argv.indexOf(name);
	return at < 0 ? undefined : process.argv[at + 1];
};
const world = {
	used: 32.4,
	capacity: 31.25,
	effects: {
		'jax_memory_fitting_level=O3': 0,
		'xla_jf_rematerialization_percent_shared_memory_limit=80': 0,
		'xla_tpu_rematerialization_algo=PEAK_PRIORITY': -0.5,
		'xla_tpu_rwb_fusion=false': -0.4,
		'xla_tpu_pre_fusion_remat=true': 1.6,
		'xla_tpu_enable_latency_hiding_scheduler=false': -0.4,
		'xla_tpu_rematerialization_block_effort_factor=10.0': 0,
	},
	refused: ['xla_tpu_rematerialization_max_block_size_limit'],
	illegal: [],
	full: true,
	...(option('--world') === undefined ? {} : JSON.parse(readFileSync(option('--world'), 'utf8'))),
};
const args = process.env.LIBTPU_INIT_ARGS ?? '';
const level = process.env.JAX_MEMORY_FITTING_LEVEL;
const settings = [
	...args
		.split(/\s+/)
		.filter(Boolean)
		.map((word) => word.replace(/^--/, '')),
	...(level === undefined ? [] : [`jax_memory_fitting_level=${level}`]),
];
const note = (text) => {
	if (option('--calls') !== undefined) appendFileSync(option('--calls'), `${text}\n`);
};
const before =
	option('--calls') && existsSync(option('--calls'))
		? readFileSync(option('--calls'), 'utf8').split('\n').length - 1
		: 0;
note(settings.join(' '));
if (world.hangs && settings.length > 0) setInterval(() => {}, 1000);
else run();

function run() {
	process.stdout.write('step 0: initialising\n');
	const end = Date.now() + Number(option('--slow') ?? 0);
	while (Date.now() < end) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);

	for (const setting of settings) {
		const [name, value] = setting.split('=');
		if (world.refused.includes(name)) {
			process.stderr.write(`ERROR: Unknown command line flag '${name}'\n`);
			process.exit(1);
		}
		if (world.illegal.includes(setting)) {
			process.stderr.write(
				`ERROR: Illegal value '${value}' specified for flag '${name}'; Unrecognized flag option: ${value}. Valid options are: auto, false, disabled, true, enabled.\n`,
			);
			process.exit(1);
		}
	}

	const used = settings.reduce((sum, setting) => sum + (world.effects[setting] ?? 0), world.used);
	if (used <= world.capacity || world.lucky === before) {
		for (let step = 0; step < 3; step++) process.stdout.write(`completed step: ${step}, seconds: 1.25, loss: 2.1\n`);
		note('fits');
		process.exit(0);
	}
	const size = (gib) => `${gib.toFixed(2)}G`;
	if (world.full) {
		process.stderr.write(
			`E1120 19:18:18.054569   22661 deepsea_compiler_base.cc:3781] XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used ${size(used)} of ${size(world.capacity)} hbm. Exceeded hbm capacity by ${size(used - world.capacity)}. \n\n`,
		);
		process.stderr.write(
			[
				`Total hbm usage >= ${size(used)}:`,
				`    reserved        0B `,
				`    program         ${size(used - 0.5)} `,
				`    arguments       512.00M `,
				'',
				`Output size 0B; shares 0B with arguments.`,
				'',
				`Program hbm requirement ${size(used - 0.5)}:`,
				`    global           4.0K`,
				`    HLO temp        ${size(used - 0.5)} (99.0% utilization: Unpadded (${size(used - 0.8)}) Padded (${size(used - 0.5)}), 0.0% fragmentation (0B))`,
				'',
				'  Largest program allocations in hbm:',
				'',
				'  1. Size: 7.53G',
				'     Operator: op_type="dot_general" op_name="jit(train_step)/jvp(block_0)/dot_general"',
				'     Shape: bf16[246784,16384]{1,0:T(8,128)(2,1)}',
				'     Unpadded size: 7.53G',
				'     XLA label: fusion.1 = fusion(...)',
				'     Allocation type: HLO temp',
				'     ==========================',
				'',
			].join('\n'),
		);
	}
	process.stderr.write(
		`Traceback (most recent call last):\n  File "/home/user/train.py", line 13, in <module>\n    step(state, batch)\njax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (${size(used)}) exceeds available HBM (${size(world.capacity)}).\n`,
	);
	process.exit(1);
}
