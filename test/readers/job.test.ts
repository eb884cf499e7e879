import {beforeAll, describe, expect, it} from 'vitest';
import type {Framework} from '../../src/model/framework.js';
import {jobOfIncident, settingOf} from '../../src/model/jobs-of.js';
import {mergeReadings, readText} from '../../src/readers/index.js';
import {jobsJson, type JsonJob} from '../../src/report/job-json.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {JOB_LOGS} from './job-logs.js';

let frameworks: readonly Framework[];
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	({frameworks} = loaded.playbook);
});

const FAILURE =
	'RESOURCE_EXHAUSTED: Error loading program: Attempting to reserve 1.12G at the bottom of memory. That was not possible. There are 893.12M free, 0B reserved, and 893.12M reservable.';

describe('the job of a log', () => {
	it.each(JOB_LOGS)('is read: $name', ({text, is}) => {
		const job = read(text);
		const found = Object.fromEntries(Object.keys(is).map((key) => [key, at(job, key)]));
		expect(found).toEqual(is);
	});

	it('is unknown without a table of frameworks', () => {
		expect(readText('a.log', 'python3 train.py --batch_size=8\n').jobs).toBeUndefined();
	});

	it('keeps every value of a setting that is printed twice, with its line', () => {
		const text = `python train.py --batch_size=16\n${FAILURE}\nretrying with batch_size=8\nstep: 1\nstep: 2\n`;
		const setting = read(text)?.settings['batch.global'];
		expect(setting).toEqual({text: '16', key: 'batch_size', line: 1, also: [{text: '8', key: 'batch_size', line: 3}]});
	});

	it('ends where another command is started after a failure', () => {
		const one = `python train.py --batch_size=16\n${FAILURE}\n`;
		const reading = readText('sweep.log', `${one}${one.replace('16', '8').replace('1.12G', '1.02G')}`, frameworks);
		const batches = reading.incidents.map((incident) => {
			const job = jobOfIncident(reading, incident);
			return job && settingOf(job, 'batch.global')?.text;
		});
		expect(batches).toEqual(['16', '8']);
	});

	it('stays that of its file when several are read', () => {
		const one = readText('a.log', `python train.py --batch_size=16\n${FAILURE}\n`, frameworks);
		const other = readText(
			'b.log',
			`vllm serve org/m --max-num-seqs 64\n${FAILURE.replaceAll('1.12', '2.24')}\n`,
			frameworks,
		);
		const {jobs} = jobsJson(mergeReadings([one, other]));
		expect(jobs?.map(({evidence, framework, settings}) => [evidence, framework?.text, Object.keys(settings)])).toEqual([
			['a.log', undefined, ['batch.global']],
			['b.log', 'vllm', ['max_sequences', 'model']],
		]);
	});

	it('takes no advice, code of libraries or shapes for settings', () => {
		const text = [
			'Please consider increasing --gpu-memory-utilization from 0.90',
			'WARNING:absl:Autotuning cache miss with key {"x": BatchedShapeDtype(shape=(8192, 4096), dtype=float32)}',
			'  File "/v/lib/python3.12/site-packages/x/y.py", line 3, in f',
			'    return g(batch_size=64)',
			'ValueError: model = None, seq_len: 4096 is too long',
		].join('\n');
		expect(read(text)?.settings ?? {}).toEqual({});
	});

	it('is read in bounded memory from a log of any length', () => {
		const lines = Array.from(
			{length: 6000},
			(_, index) => `step: ${String(index)} batch_size=${String(index)} python a${String(index)}.py`,
		);
		const reading = readText('long.log', lines.join('\n'), frameworks);
		expect(JSON.stringify(reading.jobs).length).toBeLessThan(400_000);
	});
});

function read(text: string): JsonJob | undefined {
	return jobsJson(readText('job.log', text, frameworks)).job;
}

function at(job: JsonJob | undefined, key: string): string | undefined {
	const [group = '', ...rest] = key.split('.');
	const within = (job as Readonly<Record<string, unknown>> | undefined)?.[group] as
		Readonly<Record<string, {text: string}>> | {text: string} | undefined;
	if (within === undefined) return undefined;
	if (rest.length === 0) return (within as {text: string}).text;
	return (within as Readonly<Record<string, {text: string} | undefined>>)[rest.join('.')]?.text;
}
