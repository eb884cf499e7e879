import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {DiagnosisJson} from '../../src/report/index.js';

// What is loaded lazily is wired by the bundler, so it is tried as it is built.
const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../content/samples/e0100-second-run.log', import.meta.url));

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-built-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function questions(...more: readonly string[]): DiagnosisJson['incidents'][number]['questions'] {
	const out = execFileSync(process.execPath, [CLI, 'diagnose', '--format', 'json', ...more, SAMPLE], {
		encoding: 'utf8',
	});
	return (JSON.parse(out) as DiagnosisJson).incidents[0]?.questions ?? [];
}

describe('the built program', () => {
	it('takes an answer by the ids that its JSON names', () => {
		const open = questions().find((question) => question.by === 'open');
		const [option] = open?.options ?? [];
		expect(open?.options?.at(-1)).toBe('unsure');
		const file = path.join(folder, 'answers.yaml');
		writeFileSync(file, `${open?.id ?? ''}: ${option ?? ''}\n`);
		expect(questions('--answers', file)).toContainEqual({id: open?.id, answer: option, by: 'user'});
	});
});
