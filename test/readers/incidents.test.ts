// Which words are one incident, which are two, and which are none.
// Long because: the line between one incident, two and none is seen only with the cases side by side.
import {describe, expect, it} from 'vitest';
import type {Incident} from '../../src/model/incident.js';
import {NO_PROGRAM, type Program} from '../../src/model/program.js';
import {mergeReadings, readText} from '../../src/readers/index.js';
import {textsOf} from './figures.js';

const HEADLINE = 'RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm.';
const SHORT =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries';

function read(...lines: readonly string[]): readonly Incident[] {
	return readText('train.log', `${lines.join('\n')}\n`).incidents;
}

function report(used: string, largest: string): readonly string[] {
	return [
		`Total hbm usage >= ${used}:`,
		'    reserved        258.00M ',
		`    program          ${used} `,
		'    arguments            0B ',
		'',
		'Output size 0B; shares 0B with arguments.',
		'',
		`Program hbm requirement ${used}:`,
		'    global           1.00M',
		`    HLO temp         ${used} (99.5% utilization: Unpadded (20.00G) Padded (20.10G), 0.5% fragmentation (100.00M))`,
		'',
		'  Largest program allocations in hbm:',
		'',
		`  1. Size: ${largest}`,
		'     Operator: op_name="jit(step)/jvp()/dot_general" source_file="/app/train.py" source_line=88',
		'     Shape: bf16[8,2048,32768]{2,1,0:T(8,128)(2,1)}',
		`     Unpadded size: ${largest}`,
		'     XLA label: fusion.7 = fusion(param.1), kind=kOutput',
		'     Allocation type: HLO temp',
		'     ==========================',
		'',
		'  2. Size: 512.00M',
		'     Shape: (f32[8]{0:T(128)}, f32[64,2048,1024]{2,1,0:T(8,128)})',
		'     Unpadded size: 256.00M',
		'     Extra memory due to padding: 256.00M (2.0x expansion)',
		'     Tag: a window',
		'     of two lines',
		'     XLA label: copy.2',
		'     Allocation type: scoped',
		'     ==========================',
		'',
		'  Largest program arguments and outputs in hbm:',
		'',
		'  1. Size: 64.00M',
		'     Shape: f32[4096,4096]{1,0:T(8,128)}',
		'     XLA label: Argument 3 index {}',
		'     ==========================',
		'',
	];
}

describe('outputs', () => {
	it.each([
		['Output size 2.01G; shares 1.75G with arguments.', '1.75G'],
		['Output size 2.01G (99.6% utilization); shares 1.75G with arguments.', '1.75G'],
		['Output size 2.01G (99.6% utilization).', undefined],
	])('share memory with arguments: %s', (line, shared) => {
		const lines = report('9.00G', '1.00G').map((one) => (one.startsWith('Output size') ? line : one));
		const [incident] = read(`${HEADLINE} Used 9.00G of 8.00G hbm. Exceeded hbm capacity by 1.00G.`, '', ...lines);
		const texts = incident && textsOf(incident);
		expect(texts?.['hbm.output']).toBe('2.01G');
		expect(texts?.['hbm.shared']).toBe(shared);
	});
});

describe('one incident', () => {
	it('is what the compiler logs with slot tables and the exception with the same figure', () => {
		const incidents = read(
			`E1120 19:18:18.054569   22661 deepsea_compiler_base.cc:3781] XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 34.89G of 31.25G hbm. Exceeded hbm capacity by 3.64G. Memory usage report: `,
			'',
			'Memory Space: default (color=0)',
			'Total bytes: 37464448640 (34.89GiB)',
			'  cumulative_size;       size;       offset; used_by_n_values; shapes_list',
			'  ------------------------------------------------------------',
			'   20.00GiB( 57%);   20.00GiB;            0;                3; bf16[2048,8192], 2×bf16[524288,8192]',
			'   34.00GiB( 97%);   14.00GiB;  21474836480;                1; (f32[8,128], s32[])',
			'',
			'  cumulative_size;       size;       offset; used_by_n_values; shapes_list',
			'  ------------------------------------------------------------',
			'  512B(100%);  512B;            0;                1; f32[]',
			'',
			'Memory Space: vmem (color=1)',
			'Total bytes: 4096 (4.0KiB)',
			'  cumulative_size;       size;       offset; used_by_n_values; shapes_list',
			'  ------------------------------------------------------------',
			'  4.0KiB(100%);  4.0KiB;            0;                1; f32[1024]',
			'  8.0KiB(100%);  4.0KiB;         4096;                1; f32[10',
			'E1120 19:18:18.059987   22661 deepsea_compiler_base.cc:3801] Failed to verify buffer assignment.',
			'Traceback (most recent call last):',
			'  File "/home/user/train.py", line 19, in <module>',
			`${SHORT} (34.89G) exceeds available HBM (31.25G).`,
		);
		expect(incidents).toHaveLength(1);
		expect(incidents[0]).toMatchObject({code: 'E1000', form: 'hbm_headline', occurrences: 1, at: {line: 1}});
		expect(incidents[0]?.slots).toEqual([
			{
				size: '20.00GiB',
				offset: 0,
				values: 3,
				shapes: [
					{count: 1, shape: 'bf16[2048,8192]'},
					{count: 2, shape: 'bf16[524288,8192]'},
				],
				table: 0,
				line: 7,
			},
			{
				size: '14.00GiB',
				offset: 21_474_836_480,
				values: 1,
				shapes: [{count: 1, shape: '(f32[8,128],s32[])'}],
				table: 0,
				line: 8,
			},
			{size: '512B', offset: 0, values: 1, shapes: [{count: 1, shape: 'f32[]'}], table: 1, line: 12},
		]);
	});

	it('is a whole report, with every field of both lists', () => {
		const [incident] = read(
			`${HEADLINE} Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.`,
			'',
			...report('24.02G', '1.00G'),
		);
		expect(incident?.allocations).toEqual([
			{
				rank: 1,
				size: '1.00G',
				op: 'jit(step)/jvp()/dot_general',
				source: '/app/train.py:88',
				shape: 'bf16[8,2048,32768]{2,1,0:T(8,128)(2,1)}',
				unpadded: '1.00G',
				label: 'fusion.7 = fusion(param.1), kind=kOutput',
				kind: 'HLO temp',
				line: 16,
			},
			{
				rank: 2,
				size: '512.00M',
				shape: '(f32[8]{0:T(128)}, f32[64,2048,1024]{2,1,0:T(8,128)})',
				unpadded: '256.00M',
				padding: '256.00M',
				expansion: '2.0x',
				tag: 'a window of two lines',
				label: 'copy.2',
				kind: 'scoped',
				line: 24,
			},
		]);
		expect(incident?.arguments).toEqual([
			{rank: 1, size: '64.00M', shape: 'f32[4096,4096]{1,0:T(8,128)}', label: 'Argument 3 index {}', line: 36},
		]);
		expect(textsOf(incident as Incident)).toMatchObject({
			'hbm.fragmentation_percent': '0.5',
			'hbm.output': '0B',
			'hbm.global': '1.00M',
		});
	});

	it('is a report on one line, as a JSON log or a chat has it', () => {
		const whole = [
			`${HEADLINE} Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.`,
			'',
			...report('24.02G', '1.00G'),
		];
		const [plain] = read(...whole);
		const [blanks] = read(whole.join(' '));
		const [escaped] = read(`error: '${whole.join('\\n')}'`);
		for (const incident of [blanks, escaped]) {
			expect(textsOf(incident as Incident)).toEqual(textsOf(plain as Incident));
			expect(incident?.allocations.map(({rank, size, unpadded, op}) => [rank, size, unpadded, op])).toEqual(
				plain?.allocations.map(({rank, size, unpadded, op}) => [rank, size, unpadded, op]),
			);
			expect(incident?.arguments).toHaveLength(1);
		}
	});

	it('is a suppressed failure that is reported three times; the last complete report counts', () => {
		const suppress = (used: string, over: string): string =>
			`W1120 19:18:04.558423   21858 program_memory_allocator.cc:1291] Suppressing OOM due to xla_tpu_no_crash_on_oom: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used ${used} of 15.75G hbm. Exceeded hbm capacity by ${over}.`;
		const incidents = read(
			`W1120 19:17:10.081107   21747 base.cc:3793] Suppressing crash due to xla_tpu_no_crash_on_oom: ${SHORT} (24.02G) exceeds available HBM (15.75G).`,
			suppress('23.60G', '7.86G'),
			...report('23.60G', '1.00G'),
			suppress('24.02G', '8.27G'),
			...report('23.60G', '2.00G'),
			suppress('24.04G', '8.30G'),
			...report('23.63G', '3.00G').slice(0, 12),
		);
		expect(incidents).toHaveLength(1);
		expect(incidents[0]?.occurrences).toBe(1);
		expect(incidents[0]?.allocations[0]?.size).toBe('2.00G');
		expect(textsOf(incidents[0] as Incident)['hbm.used']).toBe('24.02G');
	});

	it('is a failure and the copy of it inside protocol buffer text', () => {
		const incidents = read(
			`${HEADLINE} Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.`,
			...report('24.02G', '1.00G'),
			"See https://openxla.org/xla/errors/error_1000 for more details. [type.googleapis.com/tensorflow.tpu.CompilationResultProto='\\x08\\x08\\x12\\xeb;Ran out of memory in memory space hbm. Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.\\n\\nTotal hbm usage >= 9.50...[truncated]']",
		);
		expect(incidents).toHaveLength(1);
		expect(incidents[0]?.occurrences).toBe(1);
		expect(incidents[0]?.allocations).toHaveLength(2);
	});

	it('is read from the copy where that is all there is', () => {
		const incidents = read(
			'[type.googleapis.com/tensorflow.tpu.CompilationResultProto=\'status_code: RESOURCE_EXHAUSTED status_error_message: "Ran out of memory in memory space hbm. Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.\\n\\nTotal hbm usage >= 24.28G:\\n    reserved        258.00M \\n    program          24.02G \\n"\']',
		);
		expect(incidents.map(textsOf)).toMatchObject([
			{'hbm.used': '24.02G', 'hbm.total': '24.28G', 'hbm.program': '24.02G'},
		]);
	});

	it('is a list of root errors, and what every process of a job says', () => {
		const incidents = read(
			'2 root error(s) found.',
			'  (0) Resource exhausted: Attempting to reserve 5.91G at the bottom of memory. That was not possible. There are 6.34G free, 0B reserved, and 3.02G reservable.',
			'  (1) Resource exhausted: Attempting to reserve 5.91G at the bottom of memory. That was not possible. There are 6.34G free, 0B reserved, and 3.02G reservable.',
		);
		expect(incidents).toMatchObject([{code: 'E0101', form: 'program_reserve', occurrences: 2, hosts: []}]);
	});

	it('is one buffer on several chips', () => {
		const incidents = read(
			'[rank10]: Error allocating device buffer: Attempting to allocate 168.00M. That was not possible. There are 121.07M free.; (1x0x0_HBM0)',
			'[rank2]: Error allocating device buffer: Attempting to allocate 168.00M. That was not possible. There are 119.40M free.; (1x1x0_HBM0)',
		);
		expect(incidents).toMatchObject([{code: 'E0100', occurrences: 2, hosts: ['rank2', 'rank10']}]);
		expect(textsOf(incidents[0] as Incident)['request.device']).toBe('1x0x0_HBM0');
	});

	it('is the same failure in the logs of several hosts', () => {
		const line = `${HEADLINE} Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.\n`;
		const merged = mergeReadings([readText('a.log', line), readText('b.log', line)]);
		expect(merged.incidents).toMatchObject([{id: '1', occurrences: 2, at: {evidence: 'a.log'}}]);
		expect(merged.evidence.map(({name}) => name)).toEqual(['a.log', 'b.log']);
	});

	it('keeps the program of its dump when it is merged again, as with the evidence of a saved session', () => {
		const log = readText('a.log', `${HEADLINE} Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.\n`);
		const program: Program = {...NO_PROGRAM, from: 'dump', name: 'jit_step'};
		const joined = {...log, incidents: log.incidents.map((one) => ({...one, program}))};
		expect(mergeReadings([joined]).incidents[0]?.program).toBe(program);
		expect(mergeReadings([log, joined]).incidents.map((one) => one.program)).toEqual([program]);
	});

	it('is a request that was only a quotation of the VMEM failure after it', () => {
		const incidents = read(
			'XlaRuntimeError: RESOURCE_EXHAUSTED: Error loading program: Attempting to allocate 36.25M. That was not possible. There are 32.00M free.; (0x0x0_HBM0)',
			'CompileTimeScopedVmemOom:',
			'Ran out of memory in memory space vmem while allocating on stack for %f.1 = bf16[16384,6144]{1,0} custom-call(%a). Scoped allocation with size 36.25M and limit 32.00M exceeded scoped vmem limit by 4.25M.',
		);
		expect(incidents.map(({code}) => code)).toEqual(['E1001']);
	});
});

describe('two incidents', () => {
	it('are two programs of one log, the first cause first', () => {
		const incidents = read(
			`${HEADLINE} Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.`,
			...report('24.02G', '1.00G'),
			'retrying with the evaluation step',
			`${HEADLINE} Used 17.10G of 15.75G hbm. Exceeded hbm capacity by 1.35G.`,
			...report('17.10G', '2.00G'),
		);
		expect(incidents.map(({id, allocations}) => [id, allocations[0]?.size])).toEqual([
			['1', '1.00G'],
			['2', '2.00G'],
		]);
	});

	it('are a failed buffer and the failed program after it', () => {
		const incidents = read(
			'Error allocating device buffer: Attempting to allocate 8.00M. That was not possible. There are 6.43M free.; (0x0x1_HBM0)',
			"Error loading program 'jit_f': Attempting to reserve 1.00G at the bottom of memory. That was not possible. There are 6.43M free, 0B reserved, and 6.43M reservable.",
		);
		expect(incidents.map(({code}) => code)).toEqual(['E0100', 'E0101']);
	});

	it('are two programs that fail to load', () => {
		const line = (name: string): string =>
			`Error loading program '${name}': Attempting to reserve 1.00G at the bottom of memory. That was not possible. There are 6.43M free.`;
		expect(read(line('jit_train'), line('jit_eval'))).toHaveLength(2);
	});
});

describe('beside incidents', () => {
	it('hints go to the failure that follows', () => {
		const [incident] = read(
			'W1120 19:17:09.897274   21718 spmd_partitioner.cc:613] [spmd] Involuntary full rematerialization. The compiler cannot go from sharding A to B.',
			"W1120 19:17:09.997274   21718 hlo_rematerialization.cc:3231] Can't reduce memory use below 2.96GiB (3177317273 bytes) by rematerialization",
			'UserWarning: Some donated buffers were not usable: ShapedArray(float32[8,128]).',
			`${SHORT} (34.89G) exceeds available HBM (31.25G).`,
		);
		expect(incident?.hints.map(({kind, place}) => [kind, place.line])).toEqual([
			['full_rematerialization', 1],
			['remat_warning', 2],
			['unused_donation', 3],
		]);
	});

	it('a variable before a command holds flags alone, not the arguments of the command', () => {
		const line = 'LIBTPU_INIT_ARGS=--xla_tpu_scoped_vmem_limit_kib=65536 BLOCK=512 python train.py --batch_size=8';
		const {flags} = readText('train.log', `${line}\n${SHORT} (34.89G) exceeds available HBM (31.25G).`);
		expect(flags.map(({name}) => name)).toEqual(['xla_tpu_scoped_vmem_limit_kib']);
	});

	it('flags in force and versions are read, recommended flags are not', () => {
		const reading = readText(
			'train.log',
			[
				"LIBTPU_INIT_ARGS='--xla_tpu_enable_async_collective_fusion=true --xla_tpu_scoped_vmem_limit_kib=98304'",
				'export XLA_FLAGS="--xla_dump_to=/tmp/d --xla_dump_hlo_as_text"',
				"compiler_options={'xla_tpu_rwb_fusion': 'false'}",
				'jax==0.10.2 jaxlib==0.10.2 libtpu==0.0.42.1',
				'If more detailed logging is desired, set --xla_tpu_impure_oom_fast_exit_threshold=-1',
				`${SHORT} (34.89G) exceeds available HBM (31.25G).`,
			].join('\n'),
		);
		expect(reading.flags.map(({name, value, channel}) => [name, value, channel])).toEqual([
			['xla_tpu_enable_async_collective_fusion', 'true', 'LIBTPU_INIT_ARGS'],
			['xla_tpu_scoped_vmem_limit_kib', '98304', 'LIBTPU_INIT_ARGS'],
			['xla_dump_to', '/tmp/d', 'XLA_FLAGS'],
			['xla_dump_hlo_as_text', 'true', 'XLA_FLAGS'],
			['xla_tpu_rwb_fusion', 'false', 'unknown'],
		]);
		expect(reading.facts.map(({name, value}) => [name, value.text])).toEqual([
			['jax.version', '0.10.2'],
			['libtpu.version', '0.0.42.1'],
		]);
	});

	it('figures of memory before the failure: the last of each', () => {
		const reading = readText(
			'train.log',
			[
				"W1110 hlo_rematerialization.cc:1363] Can't reduce memory use below 12.50GiB (13421772800 bytes) by rematerialization; only reduced to 14.25GiB (15300820992 bytes), down from 15.50GiB (16642998272 bytes) originally",
				"{'num_allocs': 3, 'bytes_in_use': 1000000000, 'peak_bytes_in_use': 5000000000, 'bytes_limit': 16000000000}",
				"{'num_allocs': 9, 'bytes_in_use': 2000000000, 'peak_bytes_in_use': 5000000000, 'bytes_limit': 16000000000}",
			].join('\n'),
		);
		expect(reading.facts.map(({name, value}) => [name, value.text])).toEqual([
			['remat.target', '12.50GiB'],
			['remat.reached', '14.25GiB'],
			['remat.before', '15.50GiB'],
			['allocator.in_use', '2000000000'],
			['allocator.limit', '16000000000'],
			['allocator.peak', '5000000000'],
		]);
	});

	it('what a compiled program needs, and the largest free block', () => {
		const reading = readText(
			'train.log',
			[
				'CompiledMemoryStats(generated_code_size_in_bytes=123, argument_size_in_bytes=8000000000, output_size_in_bytes=7000000000, alias_size_in_bytes=0, temp_size_in_bytes=9000000000, host_argument_size_in_bytes=1, host_temp_size_in_bytes=2)',
				"{'bytes_in_use': 2000000000, 'bytes_reserved': 300000000, 'peak_bytes_reserved': 4, 'largest_free_block_bytes': 500000000}",
			].join('\n'),
		);
		expect(Object.fromEntries(reading.facts.map(({name, value}) => [name, value.text]))).toEqual({
			'compiled.arguments': '8000000000',
			'compiled.output': '7000000000',
			'compiled.alias': '0',
			'compiled.temp': '9000000000',
			'allocator.in_use': '2000000000',
			'allocator.reserved': '300000000',
			'allocator.largest_free': '500000000',
		});
	});

	it('every fact quotes its words and names its line', () => {
		const [incident] = read('noise', `${HEADLINE} Used 24.02G of 15.75G hbm.`, 'Exceeded hbm capacity by 8.27G.');
		for (const {name, origin} of incident?.facts ?? []) {
			expect(origin).toMatchObject({by: 'reader', place: {evidence: 'train.log', line: name === 'hbm.over' ? 3 : 2}});
		}
		const over = incident?.facts.find(({name}) => name === 'hbm.over');
		expect(over?.origin.by === 'reader' && over.origin.place.quote).toBe('Exceeded hbm capacity by 8.27G.');
		expect(over?.value).toMatchObject({kind: 'size', bytes: {low: 8_875_147_264, high: 8_885_633_023}});
	});
});

const ROUTED: readonly (readonly [kind: string, text: string])[] = [
	[
		'gpu_oom',
		'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 4.00 GiB total capacity)',
	],
	['gpu_oom', 'XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 2110783616 bytes.'],
	['cuda', 'Could not synchronize CUDA stream: CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered'],
	[
		'host_oom_killer',
		'[12345.678] Out of memory: Killed process 4711 (python3) total-vm:912345678kB, anon-rss:812345678kB',
	],
	['host_oom_killer', 'command terminated with exit code 137'],
	[
		'host_memory',
		'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 64.0 GiB for an array with shape (8, 2) and data type float32',
	],
	['quota', "Quota limit 'TPUV5sLitepodPerProjectPerZoneForTPUAPI' has been exceeded. Limit: 32"],
	['grpc_message_size', 'RESOURCE_EXHAUSTED: Received message larger than max (5242952 vs. 4194304)'],
	['tpu_in_use', 'ABORTED: The TPU is already in use by process with pid 4711'],
	[
		'python_shape_mismatch',
		'ValueError: Shape mismatch for model.embed.weight: Expect [151936, 1024], got (151936, 1024)',
	],
	['argument_shape_mismatch', 'Executable expected shape f64[20480,90] but got incompatible shape f64[327680,90]'],
	['argument_shape_mismatch', 'INVALID_ARGUMENT: Execution supplied 4 buffers but compiled program expected 5 buffers'],
	['tpu_not_ready', 'Failed to connect to the Tensorflow master. The TPU worker may not be ready (still scheduling)'],
	[
		'network',
		"The last failure: Unavailable: Error executing an HTTP request: libcurl code 28 meaning 'Timeout was reached'",
	],
	[
		'infeed',
		'Unable to enqueue when not opened, queue: [0000:00:05.0 PE0 C1 MC2 TN0 Queue TENSOR_CORE_INFEED]. State is: FAILED',
	],
	['too_many_parameters', 'Computation requires more parameters (612) than supported (limit 236).'],
	[
		'check_failed',
		'F tensorflow/core/tpu/kernels/tpu_program_group.cc:86] Check failed: xla_tpu_programs.size() > 0 (0 vs. 0)',
	],
	[
		'mosaic',
		'INTERNAL: Mosaic failed to compile TPU kernel: Slice shape along dimension 1 must be aligned to tiling (2), but is 1',
	],
	['premapped_buffer', 'RESOURCE_EXHAUSTED: failed to allocate 4294967296 bytes of premapped memory'],
];

describe('not ours', () => {
	it.each(ROUTED)('%s', (kind, text) => {
		const reading = readText('x.log', `step 12\n${text}\n`);
		expect(reading.incidents).toEqual([]);
		expect(reading.routed).toMatchObject([{kind, at: {line: 2}}]);
	});

	it('a log without any failure says nothing', () => {
		const reading = readText('x.log', 'step 1 loss 2.3\nstep 2 loss 2.2\n');
		expect(reading).toMatchObject({incidents: [], routed: [], flags: [], facts: []});
	});
});

describe('what is quoted', () => {
	const first =
		'E1120 19:19:52.1 25950 c.cc:1] XLA:TPU compile permanent error. Ran out of memory in memory space hbm.';
	const later =
		'W1120 19:20:22.1 26049 c.cc:9] Suppressing OOM due to xla_tpu_no_crash_on_oom: XLA:TPU compile permanent error. Ran out of memory in memory space hbm.';
	const over = 'Used 22.00G of 15.75G hbm. Exceeded hbm capacity by 6.25G.';

	it('is the first report that has the headline figures', () => {
		const [incident, ...others] = read(`${first} ${over}`, `${later} ${over}`, ...report('22.25G', '8.00G'));
		expect(others).toEqual([]);
		expect(incident?.at.line).toBe(1);
		expect(incident?.allocations).not.toEqual([]);
	});

	it('is a later one that has more of them', () => {
		const [incident] = read(`${first} Used 22.00G of 15.75G hbm.`, `${later} ${over}`, ...report('22.25G', '8.00G'));
		expect(incident?.at.line).toBe(2);
	});

	it('is, for a code, the line that prints it', () => {
		const [incident] = read(
			'RESOURCE_EXHAUSTED: E0101: RuntimeProgramAllocationFailure:',
			'Error loading program: Attempting to reserve 27.10G at the bottom of memory. That was not possible. There are 26.98G free, 0B reserved, and 26.98G reservable.',
		);
		const code = incident?.facts.find(({name}) => name === 'code');
		expect(code?.origin).toMatchObject({place: {line: 1}});
		expect(incident?.at.line).toBe(2);
	});
});
