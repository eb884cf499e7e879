// Messages as people pass them on: in notebooks, string literals, tables, bullets, their own words. Texts are composed.
import {describe, expect, it} from 'vitest';
import type {Incident} from '../../src/model/incident.js';
import {readText} from '../../src/readers/index.js';
import {figures, textsOf} from './figures.js';

const HEADLINE =
	'XlaRuntimeError: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 17.25G of 15.75G hbm. Exceeded hbm capacity by 1.50G.';
const REPORT = [
	HEADLINE,
	'',
	'Total hbm usage >= 17.51G:',
	'    reserved        262.00M ',
	'    program          12.25G ',
	'    arguments         5.00G ',
	'',
	'Output size 5.00G; shares 0B with arguments.',
	'',
	'  Largest program allocations in hbm:',
	'',
	'  1. Size: 4.00G',
	'     Operator: op_name="jit(step)/jit(main)/dot_general" source_file="/home/me/t.py" source_line=12',
	'     Shape: f32[8,8192,16384]{2,1,0:T(8,128)}',
	'     Unpadded size: 4.00G',
	'     XLA label: fusion.1 = fusion(p.1), kind=kOutput, calls=fused_computation.1',
	'     Allocation type: HLO temp',
	'     ==========================',
];

function only(text: string): Incident {
	const {incidents} = readText('a.log', `${text}\n`);
	expect(incidents).toHaveLength(1);
	return incidents[0] as Incident;
}

describe('a message reads the same', () => {
	const whole = figures(readText('a.log', `${REPORT.join('\n')}\n`));

	it('as the lines of a notebook file', () => {
		const lines = REPORT.map((line) => `      ${JSON.stringify(`${line}\n`)},`);
		const notebook = ['     "output_type": "stream",', '     "text": [', ...lines, '     ]', ''].join('\n');
		expect(figures(readText('a.ipynb', notebook))).toEqual(whole);
	});

	it('as a literal in pieces', () => {
		const pieces = (REPORT.join('\n').match(/[^]{1,70}(?:[ \n]|$)/g) ?? []).map(
			(piece) => `    ${JSON.stringify(piece)}`,
		);
		expect(figures(readText('a.py', ['ERROR = (', ...pieces, ')', ''].join('\n')))).toEqual(whole);
	});

	it('as one JSON string', () => {
		expect(figures(readText('a.json', `  "error": ${JSON.stringify(REPORT.join('\n'))},\n`))).toEqual(whole);
	});
});

describe('figures in other words', () => {
	it.each([
		['Used 17.25G of 15.75G hbm. Exceeded by 1.50G.', {'hbm.over': '1.50G'}],
		['Used 17.25G of 15.75G hbm. Exceeded hbm capacity by ~1.50G.', {'hbm.over': '1.50G'}],
		['- `RESOURCE_EXHAUSTED`: used 17.25 GiB of 15.75 GiB HBM, exceeded by\n  1.50 GiB.', {'hbm.over': '1.50GiB'}],
		['| 4 | `Used 17.25G of 15.75G hbm`, over by 1.5 GB |', {'hbm.used': '17.25G', 'hbm.capacity': '15.75G'}],
	])('%s', (text, facts) => expect(textsOf(only(text))).toMatchObject(facts));

	it('in a report made of bullets', () => {
		const text = `${HEADLINE}
- Total HBM usage reported by XLA: at least **17.51 GiB**
  - reserved: **262.00 MiB**
  - program: **12.25 GiB**
  - arguments: **5.00 GiB**
- Program HBM requirement: **12.25 GiB**
  - scoped: **6.20 MiB**
  - HLO temp: **12.00 GiB**
- Output size: **5.00 GiB**, shared with arguments.`;
		expect(textsOf(only(text))).toMatchObject({
			'hbm.total': '17.51GiB',
			'hbm.reserved': '262.00MiB',
			'hbm.program': '12.25GiB',
			'hbm.arguments': '5.00GiB',
			'hbm.requirement': '12.25GiB',
			'hbm.scoped': '6.20MiB',
			'hbm.temp': '12.00GiB',
			'hbm.output': '5.00GiB',
		});
	});

	it('of a program that could not be loaded', () => {
		expect(textsOf(only('Attempting to reserve 9.50G at the bottom of memory... 8.25G reservable'))).toMatchObject({
			code: 'E0101',
			'request.size': '9.50G',
			'request.reservable': '8.25G',
		});
		const told =
			'failed with `RESOURCE_EXHAUSTED: RuntimeProgramAllocationFailure`, trying to reserve `9.50G` with `8.25G` reservable.';
		expect(textsOf(only(told))).toMatchObject({'request.size': '9.50G', 'request.reservable': '8.25G'});
	});

	it('of a program that could not be loaded, sentence by sentence', () => {
		const text =
			"- `RESOURCE_EXHAUSTED: Error loading program 'jit__init'`\n- `Attempting to reserve 9.50G at the bottom of memory`\n- `There are 8.25G free, 0B reserved, and 8.25G reservable`";
		expect(textsOf(only(text))).toMatchObject({
			code: 'E0101',
			'program.name': 'jit__init',
			'request.size': '9.50G',
			'request.free': '8.25G',
			'request.reserved': '0B',
			'request.reservable': '8.25G',
		});
	});

	it('of entries without ranks, but not of other sizes', () => {
		const {allocations} = only(
			`${HEADLINE}\n\nLargest reported allocation:\n\nSize: 4.00G\nOperator: op_name="jit(step)/dot_general"\nShape: f32[8,8192,16384]\nAllocation type: HLO temp\n\nmodule.txt\nsize: 18.25 MiB`,
		);
		expect(allocations).toMatchObject([{size: '4.00G', shape: 'f32[8,8192,16384]', kind: 'HLO temp'}]);
	});

	it('of a list of VMEM that nothing comes before', () => {
		const text =
			'Largest program allocations in vmem:\n  1. Size: 36.00M  Shape: bf16[2,2304,4096]  Tag: scratch operand';
		expect(only(text)).toMatchObject({
			code: 'E1001',
			space: 'vmem',
			allocations: [{rank: 1, size: '36.00M', shape: 'bf16[2,2304,4096]', tag: 'scratch operand'}],
		});
	});

	it('but no failure is made of the mere name of a report', () => {
		const text =
			'There was no word like `RESOURCE_EXHAUSTED`, `Program hbm requirement` or\n`Largest program allocations in hbm`.';
		expect(readText('a.log', `${text}\n`).incidents).toEqual([]);
	});
});

describe('a request by device ordinal', () => {
	const words = 'Resource exhausted: Failed to allocate request for 64.00MiB (67108864B) on device ordinal 0';

	it('is a buffer of a TPU where the words around say so', () => {
		const reading = readText('a.log', `worker of TPU v3-8 started\n${words}\n`);
		expect(reading.incidents).toMatchObject([{code: 'E0100', form: 'buffer_allocation'}]);
		expect(reading.routed).toEqual([]);
	});

	it('is one where a worker of a TPU says it, no matter what else is named', () => {
		const text = `XLA_GPU:0\nRuntimeError: Resource exhausted: From /job:tpu_worker/replica:0/task:0:\n  (0) ${words}\n`;
		expect(readText('a.log', text).incidents).toMatchObject([{code: 'E0100'}]);
	});

	it.each(['', "Unable to initialize backend 'tpu'\n", 'cuda:0 NVIDIA A100\n', 'TPU and GPU\n'])(
		'is sent elsewhere after %j',
		(before) => {
			const reading = readText('a.log', `${before}${words}\n`);
			expect(reading.incidents).toEqual([]);
			expect(reading.routed.map(({kind}) => kind)).toContain('gpu_oom');
		},
	);
});
