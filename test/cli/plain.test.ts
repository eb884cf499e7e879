import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {command} from './command.js';

const SAMPLE = new URL('../../content/samples/e0101-fragmented.log', import.meta.url).pathname;

let folder: string;
let cwd: string;
let state: string | undefined;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-plain-'));
	cwd = process.cwd();
	state = process.env['XDG_STATE_HOME'];
	process.env['XDG_STATE_HOME'] = folder;
	// A fork of the test runner may change its folder: suggested names are free in the folder the user is in.
	process.chdir(folder);
});
afterEach(() => {
	process.chdir(cwd);
	if (state === undefined) delete process.env['XDG_STATE_HOME'];
	else process.env['XDG_STATE_HOME'] = state;
	rmSync(folder, {recursive: true});
});

/** What is asked is answered by the first choice, until the screen that is wanted comes; then what follows it. */
async function play(argv: readonly string[], lines: readonly string[]): Promise<string> {
	const {code, out} = await command(['--plain', ...argv], `${lines.join('\n')}\n`);
	expect([0, 1]).toContain(code); // 1: the lines ended before the wizard was left
	return out;
}

function choice(screen: string, words: string): string {
	const number = new RegExp(`^\\s*(\\d+)\\. .*${words}`, 'm').exec(screen)?.[1];
	if (number === undefined) throw new Error(`There is no choice ${words} in:\n${screen}`);
	return number;
}

describe('the wizard on plain streams', () => {
	it('keeps no session for an empty pipe', async () => {
		const {out} = await command(['--plain', '-'], '');
		expect(out).toContain('empty');
		expect((await command(['sessions'])).out).not.toContain('stdin');
	});

	it('leads a script from the log to a saved plan, and keeps the session', async () => {
		const lines: string[] = [];
		let out = await play([SAMPLE], lines);
		for (let steps = 0; !/Go on to the plan/.test(lastScreen(out)); steps++) {
			expect(steps).toBeLessThan(20);
			lines.push('1');
			out = await play([SAMPLE], lines);
		}
		lines.push('1');
		out = await play([SAMPLE], lines);
		lines.push(choice(lastScreen(out), 'Accept it into the plan'));
		out = await play([SAMPLE], lines);
		lines.push(choice(lastScreen(out), 'Go on to the plan'));
		out = await play([SAMPLE], lines);
		lines.push(choice(lastScreen(out), 'Save the plan as Markdown'), 'my.plan.md');
		await play([SAMPLE], lines);
		const plan = readFileSync(path.join(folder, 'my.plan.md'), 'utf8');
		expect(plan).toMatch(/^# E0101/);
		expect(plan).toContain('Your decision: accepted');
		expect(readdirSync(path.join(folder, 'xla-triage', 'sessions')).length).toBeGreaterThan(0);
		const again = await command(['resume', '--plain'], '');
		expect(again.code).toBe(1);
		expect(again.err).toMatch(/input ended[^]*resume /);
		expect(again.out).toMatch(/Resumed.*: e0101-fragmented\.log/);
	});

	it('offers to save beside the log where it was started in its own folder, and says what was saved', async () => {
		const log = path.join(folder, 'logs', 'crash.log');
		mkdirSync(path.dirname(log));
		writeFileSync(log, readFileSync(SAMPLE));
		process.chdir(path.join(import.meta.dirname, '..', '..'));
		const lines = ['p', '2', '', 'q'];
		expect(await play([log], lines)).toContain(path.join(folder, 'logs', 'crash.diagnosis.json'));
		const {err} = await command(['--plain', log], 'p\n1\n\nq\n');
		expect(err).toContain(`The plan was saved as ${path.join(folder, 'logs', 'crash.plan.md')}`);
		process.chdir(folder);
		const elsewhere = await command(['--plain', log], 'p\n2\n\nq\n');
		expect(elsewhere.err).toContain(`The diagnosis was saved as ${path.join(folder, 'crash.diagnosis.json')}`);
	});

	it('names a session without a log by the code that was said, and says how the user goes on', async () => {
		const first = await command(['--plain'], '', {piped: false});
		expect(first).toMatchObject({code: 1});
		expect(first.err).not.toContain('session is kept');
		let lines: string[] = [choice(first.out, 'describe what you saw'), ''];
		let shown = await command(['--plain'], `${lines.join('\n')}\n`, {piped: false});
		lines = [...lines, choice(lastScreen(shown.out), 'E1000')];
		shown = await command(['--plain'], `${lines.join('\n')}\n`, {
			piped: false,
			env: {XLA_TRIAGE_STARTED_AS: 'npm start --'},
		});
		expect(shown.err).toMatch(/To go on with it:\s+npm start -- resume /);
		expect((await command(['sessions'])).out).toContain('E1000, without a log');
	});

	it.each([
		[['/nowhere/train.log'], 'Cannot read /nowhere/train.log'],
		[['/'], '/ is a folder'],
	])('tells the whole trouble where nothing of %s can be read, and keeps no session', async (names, title) => {
		const {code, out, err} = await command(['--plain', ...names], '');
		expect({code, out}).toEqual({code: 2, out: ''});
		expect(err).toContain(title);
		expect(err.trim().split('\n')).toHaveLength(3);
		expect(readdirSync(folder)).toEqual([]);
	});

	it('guesses which command was meant', async () => {
		expect(await command(['diagnos', 'x.log'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('Did you mean: xla-triage diagnose x.log') as string,
		});
	});

	it('takes answers from a file by question id', async () => {
		const sample = SAMPLE.replace('e0101-fragmented', 'e0100-second-run');
		const {out} = await command(['diagnose', '--format', 'json', sample]);
		const {incidents} = JSON.parse(out) as {incidents: {questions: {id: string; by: string}[]}[]};
		const open = incidents[0]?.questions.find((question) => question.by === 'open')?.id ?? '';
		const answers = path.join(folder, 'answers.yaml');
		writeFileSync(answers, `${open}: unsure\n`);
		await play([sample, '--answers', answers], ['1']);
		const sessions = path.join(folder, 'xla-triage', 'sessions');
		const [session = ''] = readdirSync(sessions).filter((name) => name.endsWith('.jsonl'));
		expect(readFileSync(path.join(sessions, session), 'utf8')).toContain(
			`"event":{"type":"answer","question":"${open}","option":"unsure"}`,
		);
	});
});

function lastScreen(out: string): string {
	return out.split(/\n(?=[^\n]+\n-{3,}\n)/).at(-1) ?? '';
}
