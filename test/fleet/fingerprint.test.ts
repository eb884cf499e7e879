import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {diagnoseReading, type Desk} from '../../src/cli/desk.js';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import type {Job} from '../../src/model/job.js';
import {jobOfIncident} from '../../src/model/jobs-of.js';
import {createConditions} from '../../src/engine/index.js';
import {readText} from '../../src/readers/index.js';
import {fingerprintOf, fingerprintParts} from '../../src/report/fleet/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {madeLog, type Circumstances, type Failure} from './made-log.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let desk: Desk;
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error('The playbook has faults.');
	desk = {playbook: loaded.playbook, conditions: createConditions(loaded.playbook.facts)};
});

function diagnosed(text: string): readonly [Diagnosis, Job | undefined] {
	const reading = readText('any.log', text, desk.playbook.frameworks);
	const [diagnosis] = diagnoseReading(desk, reading);
	if (!diagnosis) throw new Error('Nothing was recognised.');
	return [diagnosis, jobOfIncident(reading, diagnosis.analysis.incident)];
}

const fingerprint = (text: string): string => fingerprintOf(...diagnosed(text));
const parts = (text: string): readonly string[] => fingerprintParts(...diagnosed(text));

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
	batch: fc.integer({min: 16, max: 40}),
	host: fc.constantFrom('worker-0', 'worker-7', 'host-31'),
	day: fc.constantFrom('2025-01-02', '2026-11-30'),
	folder: fc.constantFrom('/home/a', '/mnt/disks/b/c'),
});
const MLP: Failure = {op: 'mlp', file: 'train.py', element: 'bf16'};

describe('a fingerprint', () => {
	it('is the same for other hosts, days, folders and sizes of batch', () => {
		fc.assert(
			fc.property(circumstances, circumstances, (a, b) => {
				expect(fingerprint(madeLog(a, MLP))).toBe(fingerprint(madeLog(b, MLP)));
			}),
			{numRuns: 20},
		);
	});

	it('differs for another operation, file or element type', () => {
		const at: Circumstances = {batch: 16, host: 'worker-0', day: '2026-01-01', folder: '/home/a'};
		const failures: Failure[] = [MLP, {...MLP, op: 'lm_head'}, {...MLP, file: 'eval.py'}, {...MLP, element: 'f32'}];
		expect(new Set(failures.map((failure) => fingerprint(madeLog(at, failure)))).size).toBe(failures.length);
	});

	it('is made of no size, line number, folder or digit of a name', () => {
		const found = parts(madeLog({batch: 17, host: 'worker-3', day: '2026-01-01', folder: '/home/a'}, MLP));
		expect(found).toContain('largest=bf16/3 temp jit(train_step)/layer/mlp/dot_general');
		expect(found).toContain('frame=train.py');
		expect(found.join(' ')).not.toMatch(/17|4096|worker|home|2026/);
	});

	it('differs between kernels that halt and between reasons, not between copies of one kernel', () => {
		const halted = (reason: string, hlo: string): string =>
			`INTERNAL: Accelerator device halted prematurely. Node 0 halted unexpectedly at tag:pc TensorCoreSequencer:1:0xa (from TensorCoreSequencer:1:0x1a): ${reason} HLO: ${hlo}; HLO computation: main.7\n`;
		const semaphore = 'Semaphore (scratch argument 1) has a nonzero value upon exit from a Mosaic kernel.';
		const leader = 'An unexpected leader shows up in the launch group with a different launch id.';
		const [first, copy, other, hosts] = [
			halted(semaphore, 'attend.4'),
			halted(semaphore, 'attend.17'),
			halted(semaphore, 'gather.4'),
			halted(leader, 'attend.4'),
		].map(fingerprint);
		expect(copy).toBe(first);
		expect(new Set([first, other, hosts]).size).toBe(3);
	});

	it('differs between all crashes that come with the project and name a program or an array', () => {
		const folders = ['content/samples', 'test/fixtures/lab'].map((folder) => path.join(ROOT, folder));
		const logs = folders.flatMap((folder) =>
			readdirSync(folder)
				.filter((name) => name.endsWith('.log'))
				.map((name) => readFileSync(path.join(folder, name), 'utf8')),
		);
		const known = logs.filter((text) => parts(text).some((part) => /^(?:program|largest)=/.test(part)));
		expect(known.length).toBeGreaterThan(4);
		expect(new Set(known.map(fingerprint)).size).toBe(known.length);
	});
});
