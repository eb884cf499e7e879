// Every wording is read, and what looks like one of them is not.
import {describe, expect, it} from 'vitest';
import type {Incident} from '../../src/model/incident.js';
import {readText} from '../../src/readers/index.js';
import {WORDINGS} from './wordings.js';

/** Lines that look like one of ours and are none. */
const NEAR_MISSES: readonly (readonly [name: string, text: string])[] = [
	['a glog date in January', 'E0101 12:00:00.000123    4711 plugin.cc:42] could not reach the peer'],
	['a glog date in January, two digits off', 'E0102 08:15:00.100000    4711 server.cc:7] stopped'],
	['a glog date in October', 'E1001 23:59:59.999999    4711 plugin.cc:42] retrying'],
	['a disk', 'Used 40.25G of 512.00G on /dev/sda1'],
	['a GPU', 'GPU 0: Used 22.10G of 24.00G memory'],
	[
		'a successful compile',
		'I0320 03:59:34.722540     855 deepsea_compiler_backend.cc:2163] Total hbm usage >= 260.14M:\nI0320 03:59:34.722542     855 deepsea_compiler_backend.cc:2163]     reserved 204B\nI0320 03:59:34.722543     855 deepsea_compiler_backend.cc:2163] Program hbm requirement 70.0K:\nI0320 03:59:34.722544     855 deepsea_compiler_backend.cc:2163]     HLO temp 76.0K (0.0% utilization: Unpadded (0B) Padded (0B), 100.0% fragmentation (76.0K))',
	],
	[
		'a successful compile without prefix',
		'XLA::TPU program HBM usage: 12.52G / 31.25G\nTotal hbm usage >= 12.60G:\n    reserved 260.00M\n    program 12.34G\nstep 1 loss 2.31',
	],
	[
		'a recovered retry',
		"I0403 01:00:00.000001     77 tpu_loaded_executable.cc:900] TpuLoadedExecutable::ExecutePrepareWithOomRetries attempting to defragment and retry after seeing error: RESOURCE_EXHAUSTED: E0101: RuntimeProgramAllocationFailure:\nError loading program 'jit_f': Attempting to reserve 6.48G at the bottom of memory. That was not possible. There are 6.78G free, 0B reserved, and 3.33G reservable.",
	],
	[
		'a retried kernel',
		'W0812 19:32:08.767758    5239 lowering_emitter.cc:6166] Unsuccessful retry compilation of kernel.18 after retry_count=1 due to error: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space vmem. Used 66.93M of 63.94M vmem. Exceeded vmem capacity by 2.99M.',
	],
	['a warning alone', 'RESOURCE_EXHAUSTED: XLA:TPU compile permanent error.'],
	['another request', 'scheduler: Attempting to allocate 8 workers. There are 4 free.'],
	[
		'shapes checked by the run time of another backend',
		'Executable expected shape f64[20480,90] for argument 0 but got incompatible shape f64[327680,90]',
	],
	['buffers counted', 'INVALID_ARGUMENT: Execution supplied 4 buffers but compiled program expected 5 buffers'],
	['a generic code', 'E0007: ResourceExhausted: try again'],
	['an instruction count', 'E99999: not one of ours'],
];

describe('every wording', () => {
	it.each(WORDINGS)('$name', ({text, code, form, space, facts}) => {
		const reading = readText('crash.log', `${text}\n`);
		expect(reading.incidents.map((incident) => incident.code)).toEqual([code]);
		const incident = reading.incidents[0] as Incident;
		expect(incident.form).toBe(form);
		if (space !== undefined) expect(incident.space).toBe(space);
		expect(textsOf(incident)).toMatchObject({code, 'incident.form': form, ...facts});
	});

	it.each(NEAR_MISSES)('is not seen in %s', (_, text) => {
		expect(readText('quiet.log', `${text}\n`).incidents).toEqual([]);
	});
});

function textsOf(incident: Incident): Readonly<Record<string, string>> {
	return Object.fromEntries(incident.facts.map(({name, value}) => [name, value.text]));
}
