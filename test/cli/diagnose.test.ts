import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {DiagnosisJson} from '../../src/report/index.js';
import {command} from './command.js';

const sample = (name: string): string => new URL(`../../content/samples/${name}.log`, import.meta.url).pathname;
const LOGITS = sample('e1000-logits');

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-diagnose-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function file(name: string, content: string | Buffer): string {
	const place = path.join(folder, name);
	writeFileSync(place, content);
	return place;
}

async function json(argv: readonly string[], stdin?: string | Buffer): Promise<DiagnosisJson> {
	return JSON.parse((await command(['diagnose', '--format', 'json', ...argv], stdin)).out) as DiagnosisJson;
}

describe('diagnose', () => {
	it.each([
		['e1000-logits', 'E1000'],
		['e1000-short', 'E1000'],
		['e0100-second-run', 'E0100'],
		['e0101-fragmented', 'E0101'],
		['e0102-checkpoint', 'E0102'],
	])('finds in %s the failure %s, and says so in every form', async (name, code) => {
		const {out, err, code: exit} = await command(['diagnose', sample(name)]);
		expect(out).toMatch(new RegExp(`^${code}`));
		expect(out).toMatch(new RegExp(`${name}\\.log:\\d`)); // the folder gives way to the line
		expect({err, exit}).toEqual({err: '', exit: 0});
		expect((await json([sample(name)])).incidents.map((incident) => incident.code)).toEqual([code]);
		expect((await command(['diagnose', '-f', 'markdown', sample(name)])).out).toMatch(new RegExp(`^# ${code}`));
		expect((await command(['diagnose', '-f', 'html', sample(name)])).out).toContain(`<h1>${code}`);
		expect((await command(['diagnose', '-f', 'bug-report', sample(name)])).out).toContain('## To reproduce');
	});

	it('passes over what it wrote itself, in every form that is saved, and says so in one line each', async () => {
		const saved: string[] = [];
		for (const format of ['markdown', 'html', 'json', 'shell', 'bug-report']) {
			saved.push(file(`crash.log.${format}`, (await command(['diagnose', '-f', format, LOGITS])).out));
		}
		const {out, err, code} = await command(['diagnose', LOGITS, ...saved]);
		expect(code).toBe(0);
		expect(out).toBe((await command(['diagnose', LOGITS])).out);
		expect(err).toBe(
			saved.map((name) => `xla-triage: ${name} is a report by xla-triage, so it is ignored.\n`).join(''),
		);
		expect((await command(['diagnose', ...saved])).code).toBe(1);
	});

	it('prints a shell script that the shell accepts', async () => {
		const {out} = await command(['diagnose', '-f', 'shell', LOGITS]);
		expect(out).toContain('# Restart 1\n');
		for (const line of out.split('\n')) expect(line).toMatch(/^(?:#.*|export [A-Z_]+="[^"]*"|)$/);
	});

	it('reads the same from a file, from a pipe, and packed', async () => {
		const bytes = readFileSync(LOGITS);
		const fromFile = await json([LOGITS]);
		const strip = (document: DiagnosisJson): unknown =>
			JSON.parse(
				JSON.stringify({...document, evidence: []})
					.replaceAll(LOGITS, 'x')
					.replaceAll('stdin', 'x')
					.replaceAll('job.log', 'x')
					.replaceAll(`${LOGITS}.gz`, 'x'),
			);
		expect(strip(await json([], bytes))).toEqual(strip(fromFile));
		expect(strip(await json(['-'], bytes))).toEqual(strip(fromFile));
		expect(strip(await json([], gzipSync(bytes)))).toEqual(strip(fromFile));
	});

	it('gives the same bytes each time', async () => {
		const argv = ['diagnose', '-f', 'json', LOGITS];
		const {code, out} = await command(argv);
		expect(code).toBe(0);
		expect((await command(argv)).out).toBe(out);
	});

	it('says what it read in bytes and lines', async () => {
		const text = readFileSync(LOGITS, 'utf8');
		const {evidence} = await json([LOGITS]);
		expect(evidence).toEqual([
			{name: LOGITS, bytes: Buffer.byteLength(text), lines: text.trimEnd().split('\n').length},
		]);
	});

	it('takes several files as one job', async () => {
		const both = await json([LOGITS, sample('e0102-checkpoint')]);
		expect(both.incidents.map((incident) => incident.code)).toEqual(['E1000', 'E0102']);
		expect(both.evidence).toHaveLength(2);
	});

	it('uses answers given beforehand, and refuses those that fit no question', async () => {
		const open = (await json([sample('e0100-second-run')])).incidents[0]?.questions.find((one) => one.by === 'open');
		expect(open).toBeDefined();
		const answers = file('answers.yaml', `${open?.id ?? ''}: unsure\n`);
		const answered = (await json([sample('e0100-second-run'), '--answers', answers])).incidents[0]?.questions;
		expect(answered).toContainEqual({id: open?.id, by: 'unsure'});
		const wrong = await command(['diagnose', LOGITS, '--answers', file('wrong.yaml', 'e1000/nothing: yes\n')]);
		expect(wrong).toMatchObject({code: 2, out: ''});
		expect(wrong.err).toContain('There is no question e1000/nothing');
	});
});

describe('exit codes', () => {
	it('1 when nothing is recognised, with what was read and what to do', async () => {
		const {code, out} = await command(['diagnose'], 'step 1 loss 0.5\nstep 2 loss 0.4\n');
		expect(code).toBe(1);
		expect(out).toContain('No failure of XLA:TPU was recognised');
		expect(out).toContain('stdin: 2 lines');
	});

	it('1 for nothing at all', async () => {
		const {code, out} = await command(['diagnose', file('empty.log', '')]);
		expect(code).toBe(1);
		expect(out).toContain('empty.log: empty');
	});

	it('2 for what is not text', async () => {
		const binary = await command(['diagnose', file('core', Buffer.from([127, 69, 76, 70, 2, 1, 1, 0, 0, 0, 0, 0]))]);
		expect(binary.code).toBe(2);
		expect(binary.err).toContain('not text');
	});

	it('3 when only failures of others are seen', async () => {
		const {code, out} = await command(
			['diagnose'],
			'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.90 GiB total capacity)\n',
		);
		expect({code, title: out.split('\n')[0]}).toEqual({code: 3, title: 'Not a failure of XLA:TPU'});
	});

	it.each([
		['a missing file', ['/nowhere/train.log'], 'Cannot read /nowhere/train.log'],
		['a folder', ['/'], '/ is a folder'],
		['no log', [], 'No log was given'],
		['a bad format', ['-f', 'pdf', 'x'], "argument 'pdf' is invalid"],
		['a bad playbook', ['--playbook', '/nowhere', LOGITS], 'Cannot read a playbook from /nowhere'],
	])('2 for %s', async (_what, argv, title) => {
		const {code, out, err} = await command(['diagnose', ...argv]);
		expect({code, out}).toEqual({code: 2, out: ''});
		expect(err).toContain(title);
		expect(err).not.toMatch(/\n\s+at /);
	});

	it('1 with a sentence when there is nothing to put into a form', async () => {
		const {code, out, err} = await command(['diagnose', '-f', 'shell'], 'step 1\n');
		expect({code, out}).toEqual({code: 1, out: ''});
		expect(err).toContain('nothing to print in this form');
	});

	it('2 when one of several files cannot be read, after the diagnosis of the others', async () => {
		const {code, out, err} = await command(['diagnose', LOGITS, '/nowhere.log']);
		expect(code).toBe(2);
		expect(out).toMatch(/^E1000/);
		expect(err).toContain('Cannot read /nowhere.log');
	});
});

describe('without a terminal', () => {
	it('prints the report instead of the wizard', async () => {
		const {out} = await command([LOGITS]);
		expect(out).toMatch(/^E1000/);
		expect((await command(['diagnose', LOGITS])).out).toBe(out);
		expect(await command([])).toMatchObject({code: 2, out: ''});
	});
});

describe('redaction on the command line', () => {
	const secret = '/home/zaphod42/jobs/train.py and gs://heart-of-gold/ckpt by zaphod42 on tpu-7.magrathea.internal';
	const log = (): string =>
		file('secret.log', readFileSync(LOGITS, 'utf8').replaceAll('/home/user', `/home/zaphod42`) + `\n${secret}\n`);

	it('covers a bug report unless told not to, and says so', async () => {
		const report = await command(['diagnose', '-f', 'bug-report', log()]);
		expect(report.out).toMatch(/^# E1000/);
		expect(report.out).not.toContain('zaphod42');
		expect(report.err).toMatch(/Replaced by placeholders|Nothing was found/);
		expect((await command(['diagnose', '-f', 'bug-report', '--no-redact', log()])).err).toBe('');
	});

	it.each(['text', 'markdown', 'json', 'html', 'shell'])('covers %s when asked', async (format) => {
		const {out} = await command(['diagnose', '--redact', '-f', format, log()]);
		expect(out).toMatch(/E1000|# Plan/);
		expect(out).not.toMatch(/zaphod42|heart-of-gold|magrathea/);
	});

	it('leaves the sources of the program as they are', async () => {
		const cited = async (...more: readonly string[]): Promise<unknown> =>
			(await json([...more, log()])).incidents.map(({remedies}) => remedies.map(({citations}) => citations));
		expect(await cited('--redact')).toEqual(await cited());
	});
});
