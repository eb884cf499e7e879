import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const MAP = 'deterministic=42,retryable=43';
const OOM =
	'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 17.12G of 15.75G hbm. Exceeded hbm capacity by 1.37G.';
const QUOTA = "ERROR: Quota limit 'TPUV5sLitepodPerProject' has been exceeded. Limit: 32";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-exit-map-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function run(options: readonly string[], says: string, code: number): {status: number | null; stdout: string} {
	const script = `console.log(${JSON.stringify(says)}); process.exit(${code})`;
	return spawnSync(process.execPath, [CLI, 'run', ...options, '--', process.execPath, '-e', script], {
		encoding: 'utf8',
	});
}

describe('run --exit-map', () => {
	it.each([
		['a failure that comes again', OOM, 1, 42],
		['a failure that may pass', QUOTA, 1, 43],
		['another failure', 'IndexError: list index out of range', 7, 7],
		['a success, no matter what it printed', OOM, 0, 0],
	])('ends %s with its code', (_, says, code, status) => {
		expect(run(['--exit-map', MAP], says, code)).toMatchObject({status, stdout: `${says}\n`});
	});

	it('keeps the code of what the map does not name', () => {
		expect(run(['--exit-map', 'retryable=43'], OOM, 5).status).toBe(5);
	});

	it.each(['deterministic=0', 'deterministic=300', 'other=4', ''])('refuses %j and runs nothing', (map) => {
		expect(run(['--exit-map', map], 'ran', 0)).toMatchObject({status: 2, stdout: ''});
	});
});

describe('run --report', () => {
	it('writes the record of a failure, and nothing of a success', () => {
		const file = path.join(folder, 'report.json');
		expect(run(['--report', file], 'fine', 0).status).toBe(0);
		expect(() => readFileSync(file)).toThrow();
		expect(run(['--report', file, '--exit-map', MAP], OOM, 1).status).toBe(42);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
			schema: 'xla-triage.record/1',
			code: 'E1000',
			retryable: false,
			exit_code: 1,
			mapped_exit_code: 42,
		});
	});

	it('changes nothing where it cannot be written', () => {
		writeFileSync(path.join(folder, 'file'), '');
		expect(run(['--report', path.join(folder, 'file', 'below.json')], OOM, 3).status).toBe(3);
	});
});
