// Fingerprints against hand-made truth: which logs are one failure and which are two.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {z} from 'zod';
import {diagnoseReading, type Desk} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {jobOfIncident} from '../../src/model/jobs-of.js';
import {readText} from '../../src/readers/index.js';
import {fingerprintOf, fingerprintParts} from '../../src/report/fleet/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';

const TRUTH = z
	.strictObject({
		failures: z.array(
			z.strictObject({
				failure: z.string(),
				logs: z.array(z.string()).default([]),
				files: z.array(z.string()).default([]),
			}),
		),
	})
	.parse(parse(readFileSync(path.resolve('test/fixtures/fleet/failures.yaml'), 'utf8')));

interface Seen {
	readonly failure: string;
	readonly fingerprint: string;
	readonly parts: readonly string[];
}

let seen: readonly Seen[] = [];
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error('The playbook has faults.');
	const desk: Desk = {playbook: loaded.playbook, conditions: createConditions(loaded.playbook.facts)};
	seen = TRUTH.failures.flatMap(({failure, logs, files}) =>
		[...logs, ...files.map((file) => readFileSync(path.resolve(file), 'utf8'))].map((text) => {
			const reading = readText('any.log', text, desk.playbook.frameworks);
			const [diagnosis] = diagnoseReading(desk, reading);
			if (!diagnosis) throw new Error(`Nothing was recognised in a log of: ${failure}`);
			const job = jobOfIncident(reading, diagnosis.analysis.incident);
			return {failure, fingerprint: fingerprintOf(diagnosis, job), parts: fingerprintParts(diagnosis, job)};
		}),
	);
});

/** Pairs of logs that fingerprints judge as the truth does, and those that they do not. */
function judged(areOne: boolean): {readonly right: number; readonly wrong: readonly string[]} {
	const pairs = seen.flatMap((a, index) => seen.slice(index + 1).map((b) => [a, b] as const));
	const asked = pairs.filter(([a, b]) => (a.failure === b.failure) === areOne);
	const wrong = asked.filter(([a, b]) => (a.fingerprint === b.fingerprint) !== areOne);
	return {
		right: asked.length - wrong.length,
		wrong: wrong.map(([a, b]) => `${a.failure} | ${b.failure}: ${a.parts.join(', ')} | ${b.parts.join(', ')}`),
	};
}

describe('fingerprints by hand-made truth', () => {
	it.each([
		['one failure on other hosts, days and sizes of batch has one', true],
		['two failures have two', false],
	])('%s, in 95 of 100 pairs', (_, areOne) => {
		const {right, wrong} = judged(areOne);
		expect(right + wrong.length).toBeGreaterThan(15);
		expect(right / (right + wrong.length), wrong.join('\n')).toBeGreaterThanOrEqual(0.95);
	});
});
