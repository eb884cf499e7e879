import {execFileSync, spawnSync} from 'node:child_process';
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

	it('takes answers of a file in the plain wizard as well, no matter what is typed', () => {
		const file = path.join(folder, 'answers.yaml');
		writeFileSync(file, 'e0100/second: no\ne0100/during: checkpoint\n');
		const env = {...process.env, XDG_STATE_HOME: folder};
		const plain = (...more: readonly string[]): string =>
			execFileSync(process.execPath, [CLI, '--plain', ...more, SAMPLE], {env, input: 'p\nq\n', encoding: 'utf8'});
		const answered = plain('--answers', file);
		expect(answered).not.toBe(plain());
		expect(answered).toContain(`Restart 1\n• ${firstStep('--answers', file)}`);
	});

	it.each([['--help'], ['--plain', '--help']])('names the options of the wizard in %s %s', (...argv) => {
		const help = execFileSync(process.execPath, [CLI, ...argv], {encoding: 'utf8'});
		for (const option of ['--plain', '--answers <file>', '--playbook <dir>']) expect(help).toContain(option);
	});

	it.each([
		['e0100/secnd: no', /There is no question e0100\/secnd[^]*e0100\/second/],
		['e0100/second: perhaps', /e0100\/second has no answer perhaps[^]*yes, no, unsure/],
	])('refuses answers such as %s, with what there is', (answer, said) => {
		const file = path.join(folder, 'wrong.yaml');
		writeFileSync(file, `${answer}\n`);
		for (const argv of [['--plain'], ['diagnose']]) {
			const {status, stderr} = spawnSync(process.execPath, [CLI, ...argv, '--answers', file, SAMPLE], {
				encoding: 'utf8',
			});
			expect(status).toBe(2);
			expect(stderr).toMatch(said);
		}
	});
});

/** The title of what the plan begins with. */
function firstStep(...more: readonly string[]): string {
	const out = execFileSync(process.execPath, [CLI, 'diagnose', '--format', 'json', ...more, SAMPLE], {
		encoding: 'utf8',
	});
	const [incident] = (JSON.parse(out) as DiagnosisJson).incidents;
	const [first] = incident?.plan.steps ?? [];
	return incident?.remedies.find(({id}) => id === first)?.title ?? 'nothing';
}
