import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {z} from 'zod';
import {FACTOR_KINDS} from '../../src/model/comparison.js';
import {readText} from '../../src/readers/index.js';
import {Sessions, sessionsFolder} from '../../src/store/sessions.js';
import {reportOf, transformer, TRANSFORMER} from '../program/compare/programs.js';
import {command} from './command.js';

const published = JSON.parse(
	readFileSync(fileURLToPath(new URL('../../src/report/comparison.schema.json', import.meta.url)), 'utf8'),
) as {properties: {factors: {items: {properties: {kind: {enum: string[]}}}}}};
const schema = z.fromJSONSchema(published);

const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-compare-'));
const before = path.join(folder, 'before.log');
const after = path.join(folder, 'after.log');
const texts = [TRANSFORMER, {...TRANSFORMER, batch: TRANSFORMER.batch * 2}].map((model) =>
	reportOf(transformer(model)),
);

beforeAll(() => {
	vi.stubEnv('XDG_STATE_HOME', path.join(folder, 'state'));
	writeFileSync(before, texts[0] ?? '');
	writeFileSync(after, texts[1] ?? '');
	writeFileSync(path.join(folder, 'fine.log'), 'step 1 loss 2.0\n');
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true});
});

describe('compare', () => {
	it('prints JSON that the published schema describes', async () => {
		expect(published.properties.factors.items.properties.kind.enum).toEqual([...FACTOR_KINDS]);
		const {code, out} = await command(['compare', before, after, '--format', 'json']);
		expect(code).toBe(0);
		const json: unknown = JSON.parse(out);
		expect(schema.safeParse(json).error?.message).toBeUndefined();
		expect(json).toMatchObject({schema: 'xla-triage.comparison/1', factors: [{kind: 'batch'}]});
		expect(schema.safeParse({...(json as object), extra: 1}).success).toBe(false);
	});

	it('prints a report as text and as Markdown', async () => {
		const text = await command(['compare', before, after]);
		expect(text.out).toContain('1. Batch: batch on one device 16 → 32 (2x)');
		const markdown = await command(['compare', before, after, '-f', 'markdown']);
		expect(markdown.out).toContain('## What explains it');
	});

	it('reads one side from standard input', async () => {
		const {code, out} = await command(['compare', before, '-', '-f', 'json'], texts[1] ?? '');
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({factors: [{kind: 'batch'}]});
	});

	it('sets the frameworks of two jobs side by side', async () => {
		const job = (root: string): string =>
			`  File "/opt/${root}/train.py", line 9, in main\nXlaRuntimeError: ${texts[0] ?? ''}`;
		const other = path.join(folder, 'other.log');
		writeFileSync(other, job('easydel'));
		const {out} = await command(['compare', other, '-', '-f', 'json'], job('maxtext'));
		expect(JSON.parse(out)).toMatchObject({
			figures: expect.arrayContaining([{fact: 'job.framework', before: 'easydel', after: 'maxtext'}]) as unknown,
		});
	});

	it('says why it cannot', async () => {
		const nothing = await command(['compare', before, path.join(folder, 'fine.log')]);
		expect(nothing.code).toBe(1);
		expect(nothing.err).toContain('shows no failure to compare');
		const missing = await command(['compare', before, 'no-such.log']);
		expect(missing.code).toBe(2);
		expect(missing.err).toContain('is not a file and not a session');
		expect((await command(['compare', before])).code).toBe(2);
	});

	it('says what an accepted step of a session brought, and compares a session with itself from first to last', async () => {
		const session = new Sessions(sessionsFolder(), 'test').create('train.log');
		session.append({type: 'evidence', reading: readText('after.log', texts[1] ?? '')});
		session.append({type: 'decide', remedy: 'reduce-batch', decision: 'accept'});
		session.append({type: 'evidence', reading: readText('before.log', texts[0] ?? '')});
		session.close();
		const {code, out} = await command(['compare', session.id, session.id, '-f', 'json']);
		expect(code).toBe(0);
		const json = JSON.parse(out) as {plan?: {measured: number; verdict: string}};
		expect(schema.safeParse(json).error?.message).toBeUndefined();
		expect(json).toMatchObject({factors: [{kind: 'batch'}], plan: {remedies: ['reduce-batch']}});
		expect(json.plan?.measured).toBeGreaterThan(0);
		const numbered = await command(['compare', `${session.id}:2`, `${session.id}:1`, '-f', 'json']);
		expect(JSON.parse(numbered.out)).toMatchObject({factors: [{kind: 'batch'}]});
		expect((await command(['compare', `${session.id}:9`, before])).code).toBe(2);
	});
});
