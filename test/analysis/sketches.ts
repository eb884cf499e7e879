import {madeDump} from '../program/made-dump.js';
import {programOf} from '../program/made-program.js';
import * as configured from './configured.js';
import {shapes, type Sketch} from './incident.js';

const TILED = '{2,1,0:T(8,128)(2,1)}';

/** A step that trains: logits, activations of each layer, moments. Figures of our own making. */
export const TRAINING: Sketch = {
	framework: 'jax',
	facts: {
		'hbm.used': '24.00G',
		'hbm.capacity': '15.75G',
		'hbm.over': '8.25G',
		'hbm.total': '24.25G',
		'hbm.reserved': '258.00M',
		'hbm.program': '21.00G',
		'hbm.arguments': '1.50G',
		'hbm.output': '1.50G',
		'hbm.shared': '0B',
		'hbm.temp': '21.00G',
	},
	allocations: [
		{
			size: '8.00G',
			shape: 'f32[8,2048,131072]{2,1,0:T(8,128)}',
			unpadded: '8.00G',
			op: 'jit(step)/jvp(loss)/log_softmax',
			label: '%fusion.1 = f32[8,2048,131072] fusion()',
			kind: 'HLO temp',
		},
		{
			size: '4.00G',
			shape: `bf16[8,2048,131072]${TILED}`,
			unpadded: '4.00G',
			op: 'jit(step)/transpose(jvp(loss))/dot_general',
			label: '%fusion.2 = …',
			kind: 'HLO temp',
		},
		...Array.from({length: 6}, (_, index) => ({
			size: '1.00G',
			shape: 'f32[8,16,1024,2048]{3,2,1,0:T(8,128)}',
			unpadded: '1.00G',
			op: 'jit(step)/jvp(block)/while/body/mul',
			label: `%broadcast.${index} = …`,
			kind: 'HLO temp',
		})),
		{
			size: '1.00G',
			shape: 'f32[8,16,2048,2048]{3,2,1,0:T(8,128)}',
			unpadded: '1.00G',
			op: 'jit(step)/transpose(jvp(block))/checkpoint/rematted_computation/exp',
			label: '%exp.3.remat2 = …',
			kind: 'HLO temp',
		},
	],
	arguments: [
		...Array.from({length: 2}, (_, index) => ({
			size: '512.00M',
			shape: 'bf16[131072,2048]{1,0:T(8,128)(2,1)}',
			label: `Argument ${index} index {}`,
		})),
		{size: '512.00M', shape: 'bf16[131072,2048]{1,0:T(8,128)(2,1)}', label: 'Output index {0}'},
		{size: '512.00M', shape: 'bf16[131072,2048]{1,0:T(8,128)(2,1)}', label: 'Output index {1}'},
	],
};

/** A cache of keys and values, in slot tables; the heap is small. */
export const SERVING: Sketch = {
	framework: 'vllm',
	workload: 'serving',
	facts: {'hbm.used': '16.00G', 'hbm.capacity': '15.75G', 'hbm.over': '256.00M'},
	slots: [
		...[0, 1, 2, 3].map((table) => ({size: '3.75GiB', table, shapes: shapes('5×bf16[8,16,122880,2,64]')})),
		{size: '480.00MiB', table: 4, offset: 0, shapes: shapes('2×bf16[16,122880,2,64]')},
		{
			size: '480.00MiB',
			table: 4,
			offset: 503_316_480,
			shapes: shapes('bf16[16,122880,2,64]', '5×(s32[], bf16[16,1024], bf16[8,16,122880,2,64])'),
		},
	],
};

/** A decoding step whose cache comes in with 16 bits and is returned with 32. */
export const WIDENED: Sketch = {
	facts: {'hbm.used': '12.30G', 'hbm.capacity': '8.00G'},
	slots: Array.from({length: 32}, (_, table) => ({
		size: table % 2 ? '256.00MiB' : '512.00MiB',
		table,
		shapes: shapes(`${table % 2 ? 'bf16' : 'f32'}[64,2,8192,128]`),
	})),
};

/** Scores of attention printed for debugging: the callback sees the global batch. */
export const PRINTED: Sketch = {
	facts: {'hbm.used': '20.50G', 'hbm.capacity': '15.75G'},
	slots: [
		{size: '8.00GiB', offset: 4, shapes: shapes('f32[]', '17×token[]', '29×bf16[32,8,4096,4096]'), values: 54},
		{size: '2.00GiB', offset: 8_589_934_596, shapes: shapes('f32[8,8,4096,2048]', '3×bf16[8,8,4096,4096]')},
		{size: '2.00GiB', offset: 10_737_418_244, shapes: shapes('3×bf16[8,8,4096,4096]')},
		{size: '64.00MiB', offset: 12_884_901_892, shapes: shapes('bf16[8,4096,1024]')},
		{size: '64.00MiB', table: 1, shapes: shapes('bf16[8,4096,1024]')},
	],
};

/** An update with wide moments beside narrow parameters, and nothing else. */
export const OPTIMIZER: Sketch = {
	facts: {
		'hbm.used': '20.00G',
		'hbm.capacity': '15.75G',
		'hbm.over': '4.25G',
		'hbm.program': '280.0K',
		'hbm.arguments': '10.00G',
		'hbm.output': '10.00G',
		'hbm.shared': '0B',
	},
	arguments: [
		...Array.from({length: 4}, (_, index) => ({
			size: '2.00G',
			shape: 'f32[16384,32768]{1,0:T(8,128)}',
			label: `Argument ${index} index {}`,
		})),
		...Array.from({length: 2}, (_, index) => ({
			size: '1.00G',
			shape: 'bf16[16384,32768]{1,0:T(8,128)(2,1)}',
			label: `Argument ${index + 4} index {}`,
		})),
		...Array.from({length: 4}, (_, index) => ({
			size: '2.00G',
			shape: 'f32[16384,32768]{1,0:T(8,128)}',
			label: `Output index {${index}}`,
		})),
	],
};

/** A load that failed although enough was free. */
export const FRAGMENTED: Sketch = {
	code: 'E0101',
	facts: {
		'request.size': '5.91G',
		'request.free': '6.34G',
		'request.reserved': '0B',
		'request.reservable': '3.02G',
		'hbm.capacity': '15.48G',
		'program.name': 'jit_step',
	},
};

/** A request for more than was free. */
export const TOO_LITTLE: Sketch = {
	code: 'E0100',
	facts: {'request.size': '14.10G', 'request.free': '10.22G', 'request.contiguous': '9.00G'},
};

/** A checkpoint that a script converts. */
export const RESTORED: Sketch = {
	code: 'E0100',
	facts: {'request.size': '100.00M', 'request.free': '30.95M'},
	hints: ['started_script', 'restoring_checkpoint', 'converting_checkpoint'],
};

/** Labels of ten classes as rows, each row padded to a tile. */
export const ONE_HOT: Sketch = {
	facts: {'hbm.used': '19.46G', 'hbm.capacity': '15.48G', 'hbm.over': '3.98G'},
	allocations: [{size: '14.00G', shape: 's32[29360128,10]{1,0:T(8,128)}', op: 'model/loss/one_hot'}],
};

/** An instruction that the compiler made needs more VMEM than it may use. */
export const SPILLED: Sketch = {
	code: 'E1001',
	space: 'vmem',
	facts: {'vmem.used': '27.44M', 'vmem.capacity': '16.00M'},
	allocations: [{size: '27.16M', label: 'register allocator spill slots call depth 2', kind: 'scoped'}],
};

/** The documented pair: the order of dimensions differs. */
export const MISMATCH: Sketch = {
	code: 'E0102',
	facts: {
		'parameter.index': '0',
		'expected.bytes': '5242880',
		'got.bytes': '1638400',
		'expected.shape': `bf16[16,1280,40]${TILED}`,
		'got.shape': 'bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}',
	},
};

/** The message that names both cores. */
export const SPLIT: Sketch = {facts: {'tc.used': '34.82G', 'sc.used': '174.10G', 'hbm.capacity': '95.74G'}};

/** The short message: no list. */
export const SHORT: Sketch = {facts: {'hbm.used': '22.12G', 'hbm.capacity': '15.75G'}};

/** Memory of one core, not HBM. */
export const VMEM: Sketch = {
	code: 'E1001',
	space: 'vmem',
	facts: {'vmem.used': '128.00M', 'vmem.capacity': '16.00M', 'vmem.over': '112.00M'},
};

/** Parameters divided over four chips, and one of them gathered. */
export const DIVIDED: Sketch = {
	facts: {'hbm.used': '20.00G', 'hbm.capacity': '15.75G', 'hbm.over': '4.25G'},
	slots: [
		{size: '16.00GiB', offset: 0, shapes: shapes('bf16[8,131072,8192]')},
		{size: '2.00GiB', offset: 17_179_869_184, shapes: shapes('bf16[65536,16384]')},
		{size: '512.00MiB', table: 1, shapes: shapes('bf16[16384,16384]')},
		{size: '512.00MiB', table: 2, shapes: shapes('bf16[16384,16384]')},
	],
};

/** Similarities of every row with the rows of all eight devices. */
export const PAIRED: Sketch = {
	facts: {'hbm.used': '12.50G', 'hbm.capacity': '7.48G', 'hbm.over': '5.02G'},
	slots: [
		{size: '4.00GiB', offset: 0, shapes: shapes('f32[16384,65536]')},
		{size: '4.00GiB', offset: 4_294_967_296, shapes: shapes('2×f32[16384,65536]')},
		{size: '64.00MiB', table: 1, shapes: shapes('f32[16384,1024]')},
		{size: '4.00MiB', table: 2, shapes: shapes('f32[1024,1024]')},
	],
};

/** A result that is computed and returned, and replaces no argument. */
const RETURNED: Sketch = {
	facts: {'hbm.used': '20.00G', 'hbm.capacity': '15.75G'},
	arguments: [
		{size: '64.0K', shape: 'f32[16384]{0:T(1024)}', label: 'Argument 0 index {}'},
		{size: '6.25G', shape: 'f32[40960,40960]{1,0:T(8,128)}', label: 'Output index {0}'},
	],
};

/** A training step of which a dump says all. */
const DUMPED: Sketch = {facts: {'hbm.used': '20.00G', 'hbm.capacity': '15.75G'}, program: programOf(madeDump())};

/** A decoder that generates: weights in 32-bit floats, which the list does not show, and copies of them in 16 bits. */
const COPIED: Sketch = {
	framework: 'jax',
	facts: {
		'hbm.used': '22.12G',
		'hbm.capacity': '15.48G',
		'hbm.over': '6.64G',
		'hbm.arguments': '14.75G',
		'hbm.program': '7.37G',
		'hbm.temp': '7.37G',
		'job.workload': 'inference',
	},
	allocations: [
		{
			size: '512.00M',
			shape: 'bf16[131072,2048]{1,0:T(8,128)(2,1)}',
			unpadded: '512.00M',
			label: 'convert.7 = convert(param.3)',
			kind: 'HLO temp',
		},
	],
};

export const ALL: Readonly<Record<string, Sketch>> = {
	TRAINING,
	SERVING,
	WIDENED,
	PRINTED,
	OPTIMIZER,
	DIVIDED,
	PAIRED,
	FRAGMENTED,
	TOO_LITTLE,
	MISMATCH,
	SPLIT,
	SHORT,
	VMEM,
	RESTORED,
	ONE_HOT,
	SPILLED,
	RETURNED,
	COPIED,
	DUMPED,
	...configured,
};
