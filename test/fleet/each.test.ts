import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FailureRecord} from '../../src/report/fleet/index.js';
import {command} from '../cli/command.js';
import {madeLog} from './made-log.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = path.join(ROOT, 'dist', 'cli.mjs');
const SAMPLES = readdirSync(path.join(ROOT, 'content', 'samples'))
	.filter((name) => name.endsWith('.log'))
	.map((name) => path.join(ROOT, 'content', 'samples', name));

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-each-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

const LOG = madeLog(
	{batch: 16, host: 'worker-0', day: '2026-01-01', folder: '/home/a'},
	{op: 'mlp', file: 'train.py', element: 'bf16'},
);

function file(name: string, content: string | Buffer): string {
	const place = path.join(folder, name);
	writeFileSync(place, content);
	return place;
}

function records(out: string): readonly FailureRecord[] {
	return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as FailureRecord]));
}

async function each(...argv: readonly string[]): Promise<readonly FailureRecord[]> {
	const {code, out} = await command(['diagnose', '--each', ...argv]);
	expect(code).toBe(0);
	return records(out);
}

describe('diagnose --each', () => {
	it('prints one record for each input, in their order; one that cannot be read is a record', async () => {
		const quota = file('quota.log', "ERROR: Quota limit 'TPUV5sLitepodPerProject' has been exceeded. Limit: 32\n");
		const empty = file('empty.log', '');
		const missing = path.join(folder, 'missing.log');
		const names = [missing, ...SAMPLES, quota, empty];
		const found = await each(...names);
		expect(found.map(({input}) => input)).toEqual(names);
		expect(found.map(({outcome}) => outcome)).toEqual([
			'unreadable',
			...SAMPLES.map(() => 'diagnosed'),
			'not_tpu',
			'nothing',
		]);
		expect(found[0]?.error).toContain('There is no such file');
		expect(found.at(-2)).toMatchObject({routed: 'quota'});
	});

	it('holds only texts, numbers and truths, so that a row of a table holds it', async () => {
		for (const record of await each(...SAMPLES)) {
			for (const [key, value] of Object.entries(record)) {
				expect(key).toMatch(/^[a-z_]+$/);
				expect(['string', 'number', 'boolean']).toContain(typeof value);
			}
		}
	});

	it('says of each input what it says of it alone', async () => {
		const alone = await Promise.all(
			SAMPLES.map(async (name) => records((await command(['diagnose', '--format', 'ndjson', name])).out)[0]),
		);
		expect(await each(...SAMPLES)).toEqual(alone);
	});

	it.each([
		['\n', []],
		['\0', ['-0']],
	])('takes a list of names from standard input, separated by %j', async (separator, argv) => {
		const {code, out} = await command(['diagnose', '--each', ...argv], `${SAMPLES.join(separator)}${separator}`);
		expect(code).toBe(0);
		expect(records(out).map(({input}) => input)).toEqual(SAMPLES);
	});

	it('reads on several threads as on one', () => {
		const names = Array.from({length: 8}, (_, at) => SAMPLES[at % SAMPLES.length] ?? '');
		const run = (jobs: string): string =>
			execFileSync(process.execPath, [CLI, 'diagnose', '--each', '--jobs', jobs, ...names], {encoding: 'utf8'});
		const together = run('2');
		expect(records(together).map(({input}) => input)).toEqual(names);
		expect(together).toBe(run('1'));
	});

	it('refuses a form that is not a record', async () => {
		const {code, err} = await command(['diagnose', '--each', '--format', 'html', ...SAMPLES]);
		expect(code).toBe(2);
		expect(err).toContain('--each does not print html');
	});
});

describe('an export of container logs', () => {
	const lines = LOG.trimEnd().split('\n');
	const entry = (job: string, text: string, at: number): object => ({
		textPayload: text,
		timestamp: `2026-02-03T04:05:${String(at % 60).padStart(2, '0')}Z`,
		labels: {'k8s-pod/batch_kubernetes_io/job-name': job},
		resource: {type: 'k8s_container', labels: {namespace_name: 'ml', pod_name: `${job}-0-x2x2x`}},
	});
	const mixed = lines.flatMap((line, at) => [entry('train-a', line, at), entry('train-b', `step ${at}`, at)]);
	const wanted = [
		{job: 'ml/train-a', outcome: 'diagnosed', code: 'E1000'},
		{job: 'ml/train-b', outcome: 'nothing'},
	];

	it.each([
		['one entry a line', () => mixed.map((one) => JSON.stringify(one)).join('\n')],
		['a list', () => JSON.stringify(mixed, undefined, 2)],
	])('of Cloud Logging is read as its jobs: %s', async (title, text) => {
		const name = file(`cloud ${title}.json`, text());
		expect(await each(name)).toMatchObject(wanted);
		expect(await each(file(`cloud ${title}.json.gz`, gzipSync(text())))).toMatchObject(wanted);
		const {out} = await command(['diagnose', '--each', '-'], text());
		expect(records(out)).toMatchObject(wanted);
	});

	it('of fluent-bit is read as its jobs', async () => {
		const one = (job: string, log: string): string =>
			JSON.stringify({
				log,
				time: '2026-01-01T00:00:00Z',
				kubernetes: {pod_name: `${job}-bcdfg`, labels: {'job-name': job}},
			});
		const text = lines.flatMap((line, at) => [one('a', line), one('b', `step ${at}`)]).join('\n');
		expect(await each(file('fluent.json', text))).toMatchObject([
			{job: 'a', code: 'E1000'},
			{job: 'b', outcome: 'nothing'},
		]);
	});

	it('of kubectl logs --prefix is read as its jobs, whose pods are one', async () => {
		const text = lines
			.flatMap((line, at) => [
				`[pod/train-0-x2x2x/main] ${line}`,
				`[pod/train-1-z4z4z/main] step ${at}`,
				`[pod/eval-0-b5b5b/main] ok`,
			])
			.join('\n');
		expect(await each(file('prefixed.log', text))).toMatchObject([
			{job: 'train', code: 'E1000'},
			{job: 'eval', outcome: 'nothing'},
		]);
	});

	it('of a node names the job by the name of the file', async () => {
		const cri = lines.map((line) => `2026-01-01T00:00:00.000000000Z stderr F ${line}`).join('\n');
		const name = file(`train-0-x2x2x_ml_main-${'a'.repeat(64)}.log`, cri);
		expect(await each(name)).toMatchObject([{job: 'ml/train', code: 'E1000'}]);
		const ray = file(`worker-${'b'.repeat(56)}-01000000-4242.err`, LOG);
		expect(await each(ray)).toMatchObject([{job: '01000000', code: 'E1000'}]);
	});
});

describe('summary', () => {
	it('groups failures that are one, and names the first step', async () => {
		const at = (batch: number, host: string): string =>
			file(
				`${host}.log`,
				madeLog(
					{batch, host, day: batch === 12 ? '2026-01-01' : '2026-03-04', folder: '/home/a'},
					{op: 'mlp', file: 'train.py', element: 'bf16'},
				),
			);
		const names = [at(12, 'w-1'), at(20, 'w-2'), path.join(ROOT, 'content', 'samples', 'e0102-checkpoint.log')];
		const {code, out} = await command(['summary', '--format', 'json', ...names]);
		expect(code).toBe(0);
		const {inputs, groups} = JSON.parse(out) as {
			inputs: number;
			groups: {count: number; first_seen: string; last_seen: string}[];
		};
		expect(inputs).toBe(3);
		expect(groups.map(({count}) => count)).toEqual([2, 1]);
		expect(groups[0]).toMatchObject({inputs: names.slice(0, 2)});
		const {out: printed} = await command(['diagnose', '--each', ...names]);
		const again = await command(['summary', file('records.ndjson', printed)]);
		expect(again.out).toContain('3 inputs, 2 different failures of XLA:TPU');
	});

	it.skipIf(process.platform === 'win32')('reads a named pipe as a log, from its first byte', async () => {
		const pipe = path.join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		const writer = spawn('/bin/sh', ['-c', `cat '${file('piped.log', LOG)}' > '${pipe}'`], {stdio: 'ignore'});
		const {out} = await command(['summary', pipe]);
		writer.kill();
		expect(out).toContain('1 input, 1 different failure of XLA:TPU');
	});
});
