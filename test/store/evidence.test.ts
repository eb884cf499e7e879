import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {REPORT_MARK} from '../../src/model/report-mark.js';
import {readEvidence} from '../../src/store/evidence.js';
import {projectLogs} from '../project-logs.js';

const dumps = path.join(import.meta.dirname, '../fixtures/dumps');
const SHORT =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (22.12G) exceeds available HBM (15.75G).\n';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'evidence-'));
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

function file(name: string, content: string | Uint8Array): string {
	const where = path.join(folder, name);
	writeFileSync(where, content);
	return where;
}

async function codes(content: string | Buffer, name = 'a.log'): Promise<string[]> {
	const {reading} = await readEvidence([{kind: 'file', path: file(name, content)}]);
	return reading.incidents.map((incident) => incident.code);
}

test('a reading is the same after it was stored as JSON', async () => {
	const logs = projectLogs(['content/samples', 'test/fixtures/lab']).map(({name}) => path.resolve(name));
	for (const where of [...logs, dumps]) {
		const {reading} = await readEvidence([{kind: 'file', path: where}]);
		expect(reading.evidence).not.toEqual([]);
		expect(JSON.parse(JSON.stringify(reading)), where).toEqual(reading);
	}
});

describe('text in every coding', () => {
	test.each([
		['UTF-8', Buffer.from(SHORT)],
		['UTF-8 with a mark', Buffer.from(`\uFEFF${SHORT}`)],
		['UTF-16, low byte first', Buffer.from(`\uFEFF${SHORT}`, 'utf16le')],
		['UTF-16, high byte first', Buffer.from(`\uFEFF${SHORT}`, 'utf16le').swap16()],
		['CRLF', Buffer.from(SHORT.replace('\n', '\r\n'))],
		['gzip', gzipSync(SHORT)],
		['a line without end', Buffer.from(SHORT.trimEnd())],
	])('%s', async (_, content) => {
		expect(await codes(content)).toEqual(['E1000']);
	});

	test('far behind noise, with the right line number', async () => {
		const noise = Array.from({length: 200_000}, (_, step) => `step ${String(step)} loss 0.25`).join('\n');
		const where = file('noise.log', `${noise}\n${SHORT}${noise}\n`);
		const {reading} = await readEvidence([{kind: 'file', path: where}]);
		expect(reading.incidents[0]?.at.line).toBe(200_001);
		expect(reading.evidence[0]).toMatchObject({lines: 400_001, form: 'log'});
	});
});

describe('what is no log', () => {
	test.each([
		['Markdown', `# E1000\n<!-- ${REPORT_MARK} -->\n\n${SHORT}`],
		['HTML', `<!doctype html>\n<!-- ${REPORT_MARK} -->\n<pre>${SHORT}</pre>`],
		['a script', `# ${REPORT_MARK}\n# ${SHORT}`],
		['JSON', JSON.stringify({schema: 'xla-triage.diagnosis/1', quote: SHORT}, undefined, 2)],
		['JSON in one line', JSON.stringify({schema: 'xla-triage.comparison/1', quote: SHORT})],
	])('a report of this program is passed over: %s', async (_, content) => {
		const {reading, troubles} = await readEvidence([{kind: 'file', path: file('crash.plan.md', content)}]);
		expect(reading).toMatchObject({incidents: [], routed: [], facts: [], evidence: [{form: 'report'}]});
		expect(troubles).toEqual([]);
	});

	test('a log that a report was printed into is a log', async () => {
		expect(await codes(`${'step\n'.repeat(400)}<!-- ${REPORT_MARK} -->\n${SHORT}`)).toEqual(['E1000']);
	});

	test('an empty file is read as that', async () => {
		const {reading, troubles} = await readEvidence([{kind: 'file', path: file('x', '')}]);
		expect(reading.evidence[0]?.form).toBe('empty');
		expect(troubles).toEqual([]);
	});

	const elf = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 9]);
	const mixed = Buffer.from(Array.from({length: 300}, (_, at) => (at * 97 + (at >> 2) * 31) % 256));
	test.each([
		['a program', () => file('x', elf)],
		['a packed program', () => file('x', gzipSync(elf))],
		[
			'bytes without zeros',
			() =>
				file(
					'x',
					mixed.filter((byte) => byte !== 0),
				),
		],
		['an endless device, which is not read on', () => '/dev/zero'],
	])('%s is said to be no text', async (_, where) => {
		const {reading, troubles} = await readEvidence([{kind: 'file', path: where()}]);
		expect(reading.evidence).toEqual([]);
		expect(troubles[0]?.title).toMatch(/ is not text$/);
	});

	test.each([
		['a folder without dumps', () => folder, /is a folder/],
		['a missing file', () => path.join(folder, 'none.log'), /Cannot read/],
		['gzip that was cut', () => file('cut.gz', gzipSync(SHORT.repeat(900)).subarray(0, 60)), /Cannot read/],
	])('%s is said clearly', async (_, where, title) => {
		const {troubles} = await readEvidence([{kind: 'file', path: where()}]);
		expect(troubles).toHaveLength(1);
		expect(troubles[0]?.title).toMatch(title);
	});
});

describe('named pipes', () => {
	const pipe = (name: string) => {
		const where = path.join(folder, name);
		execFileSync('mkfifo', [where]);
		return where;
	};
	test.runIf(process.platform !== 'win32')('one that is written to', async () => {
		const where = pipe('live');
		const writer = execFileShell(`sleep 0.2; cat '${file('for-pipe.log', SHORT)}' > '${where}'`);
		const {reading} = await readEvidence([{kind: 'file', path: where}]);
		await writer;
		expect(reading.incidents.map((incident) => incident.code)).toEqual(['E1000']);
	});
	test.runIf(process.platform !== 'win32')('one that nobody writes to ends with a sentence', async () => {
		const {troubles} = await readEvidence([{kind: 'file', path: pipe('dead')}]);
		expect(troubles[0]?.title).toMatch(/^Nothing writes to/);
	});
});

describe('other evidence', () => {
	test('a short message and the dump of its module are one incident with a list', async () => {
		const log = file('train.log', SHORT);
		const dump = path.join(folder, 'dump');
		mkdirSync(dump);
		for (const part of ['memory-usage-report', 'buffer-assignment', 'live-range']) {
			const text = readFileSync(path.join(dumps, `oom.after_optimizations-${part}.txt`));
			writeFileSync(path.join(dump, `module_0005.jit_train_step.cl_9.after_optimizations-${part}.txt`), text);
		}
		writeFileSync(
			path.join(dump, 'module_0005.jit_train_step.cl_9.oom_intermediate_module.txt'),
			'HloModule jit_train_step\n',
		);
		writeFileSync(path.join(dump, 'module_0005.jit_train_step.cl_9.flagfile'), '--xla_tpu_rwb_fusion=false\n');
		const {reading, troubles} = await readEvidence([
			{kind: 'file', path: log},
			{kind: 'file', path: dump},
		]);
		expect(troubles).toEqual([]);
		expect(reading.incidents).toHaveLength(1);
		expect(reading.incidents[0]?.live[0]).toMatchObject({bytes: 8589934592, place: 'temp'});
		expect(reading.incidents[0]?.slots.length).toBeGreaterThan(5);
		expect(reading.flags).toMatchObject([{name: 'xla_tpu_rwb_fusion', value: 'false', channel: 'flagfile'}]);
	});

	test('a folder with one folder of dumps in it stands for that', async () => {
		const outer = path.join(folder, 'outer');
		const dump = path.join(outer, 'dump');
		mkdirSync(dump, {recursive: true});
		const report = 'module_0005.jit_train_step.cl_9.after_optimizations-memory-usage-report.txt';
		copyFileSync(path.join(dumps, 'oom.after_optimizations-memory-usage-report.txt'), path.join(dump, report));
		writeFileSync(path.join(dump, report.replace(/after_optimizations.*/, 'oom_intermediate_module.txt')), '');
		const {reading, troubles} = await readEvidence([{kind: 'file', path: outer}]);
		expect(troubles).toEqual([]);
		expect(reading.incidents[0]).toMatchObject({code: 'E1000', form: 'dump'});
	});

	test('a single report file is enough', async () => {
		const {reading} = await readEvidence([
			{kind: 'file', path: path.join(dumps, 'oom.after_optimizations-memory-usage-report.txt')},
		]);
		expect(reading.evidence[0]?.form).toBe('dump');
		expect(reading.incidents[0]).toMatchObject({code: 'E1000', form: 'dump'});
	});

	test('a device memory profile', async () => {
		const {reading} = await readEvidence([{kind: 'file', path: path.join(dumps, 'memory.prof')}]);
		expect(reading.evidence[0]?.form).toBe('profile');
		expect(reading.profile[0]?.bytes).toBe(6291456);
	});
});

test('reading can be stopped', async () => {
	const stop = new AbortController();
	const where = file('long.log', 'noise without meaning\n'.repeat(300_000));
	const reading = readEvidence([{kind: 'file', path: where}], {signal: stop.signal, progress: () => stop.abort()});
	await expect(reading).rejects.toThrow();
});

function execFileShell(command: string): Promise<void> {
	return import('node:child_process').then(
		({execFile}) =>
			new Promise<void>((resolve, reject) => {
				execFile('sh', ['-c', command], (error) => {
					if (error) reject(new Error(error.message));
					else resolve();
				});
			}),
	);
}
