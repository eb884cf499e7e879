// One crash for the screens, made by hand, and readings without one.
import type {Fact} from '../../src/model/fact.js';
import type {Allocation, Incident, Reading} from '../../src/model/incident.js';
import {parseSize} from '../../src/model/size.js';

export const LOG = 'train.log';
const at = (line: number, quote: string) => ({evidence: LOG, line, quote});
export const HEADLINE =
	'RESOURCE_EXHAUSTED: E1000: Ran out of memory in memory space hbm. Used 34.90G of 31.25G hbm. Exceeded hbm capacity by 3.66G.';

function size(name: string, text: string, line: number): Fact {
	const bytes = parseSize(text)?.bytes ?? {low: 0, high: 0};
	return {
		name,
		value: {kind: 'size', text, bytes},
		origin: {by: 'reader', reader: 'fixture', place: at(line, `${name} ${text}`)},
	};
}

const allocations: readonly Allocation[] = [
	{
		rank: 1,
		size: '9.27G',
		shape: 'f32[2,8192,151936]{2,1,0:T(8,128)}',
		unpadded: '9.27G',
		op: 'jit(train_step)/jvp()/dot_general',
		kind: 'HLO temp',
		line: 30,
	},
	{
		rank: 2,
		size: '9.27G',
		shape: 'f32[16384,151936]{1,0:T(8,128)}',
		unpadded: '9.27G',
		op: 'jit(train_step)/jvp(jit(log_softmax))/sub',
		kind: 'HLO temp',
		line: 38,
	},
	{
		rank: 3,
		size: '4.64G',
		shape: 'bf16[2,8192,151936]{2,1,0:T(8,128)(2,1)}',
		unpadded: '4.64G',
		op: 'jit(train_step)/jvp()/dot_general',
		kind: 'HLO temp',
		line: 46,
	},
	...Array.from({length: 17}, (_, index): Allocation => ({
		rank: 4 + index,
		size: '128.00M',
		shape: 'bf16[2,8192,4096]{2,1,0:T(8,128)(2,1)}',
		op: 'jit(train_step)/jvp()/reduce_sum',
		kind: 'HLO temp',
		line: 54 + 8 * index,
	})),
];

export const INCIDENT: Incident = {
	id: '1',
	code: 'E1000',
	form: 'hbm_headline',
	space: 'hbm',
	at: at(20, HEADLINE),
	occurrences: 4,
	hosts: ['host-0', 'host-1'],
	facts: [
		{
			name: 'code',
			value: {kind: 'text', text: 'E1000'},
			origin: {by: 'reader', reader: 'fixture', place: at(20, HEADLINE)},
		},
		size('hbm.used', '34.90G', 20),
		size('hbm.capacity', '31.25G', 20),
		size('hbm.over', '3.66G', 20),
		size('hbm.total', '35.16G', 22),
		size('hbm.reserved', '260.00M', 23),
		size('hbm.program', '29.18G', 24),
		size('hbm.arguments', '5.72G', 25),
		size('hbm.temp', '29.16G', 28),
	],
	allocations,
	arguments: [],
	slots: [],
	live: [],
	hints: [],
};

export const READING: Reading = {
	evidence: [{name: LOG, bytes: 20_000, lines: 250, form: 'log'}],
	incidents: [INCIDENT],
	routed: [],
	flags: [
		{
			name: 'xla_tpu_scoped_vmem_limit_kib',
			value: '65536',
			channel: 'LIBTPU_INIT_ARGS',
			place: at(3, 'LIBTPU_INIT_ARGS=--xla_tpu_scoped_vmem_limit_kib=65536'),
		},
	],
	profile: [],
	facts: [],
};

export const ROUTED: Reading = {
	...READING,
	incidents: [],
	flags: [],
	routed: [{kind: 'gpu_oom', at: at(7, 'CUDA_ERROR_OUT_OF_MEMORY')}],
};
export const NOTHING: Reading = {...READING, incidents: [], flags: []};
