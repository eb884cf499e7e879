import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {cpSync, existsSync, readFileSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeEach, describe, expect, it} from 'vitest';
import {choose, CLI, house, LONG, toRemedies} from './house.js';
import type {TestTerminal} from './terminal.js';

// The program as users run it: the bundle in a real pseudo-terminal, arrow keys and enter alone.
const SAMPLES = fileURLToPath(new URL('../../content/samples/', import.meta.url));

const {folder: folderNow, start, begin} = house();
let folder: string;
beforeEach(() => {
	folder = folderNow();
});

async function savePlan(terminal: TestTerminal): Promise<string> {
	await choose(terminal, 'Go on to the plan');
	await choose(terminal, 'Save the plan as Markdown');
	await terminal.waitFor('.plan.md');
	await terminal.step('enter');
	await terminal.waitFor(/saved/i);
	const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.plan.md'));
	return readFileSync(path.join(folder, name), 'utf8');
}

describe('from the log to a saved plan', () => {
	it.each(
		(
			[
				['e1000-logits', 'E1000'],
				['e0102-checkpoint', 'E0102'],
				['e1000-short', 'E1000'],
				['e0100-second-run', 'E0100'],
				['e0101-fragmented', 'E0101'],
			] as const
		).slice(0, LONG ? undefined : 1),
	)('%s', async (sample, code) => {
		const terminal = start(path.join(SAMPLES, `${sample}.log`));
		await toRemedies(terminal);
		await terminal.step('enter');
		await choose(terminal, 'Accept it into the plan');
		const plan = await savePlan(terminal);
		expect(plan).toMatch(new RegExp(`^# ${code}`));
		expect(plan).toContain('Your decision: accepted');
		expect(plan).toMatch(/^- \[ \] \*\*/m);
		await choose(terminal, 'Finish');
		expect(await terminal.end()).toBe(0);
		expect(terminal.alternate).toBe(false);
		expect(terminal.text()).toContain('xla-triage resume');
	});

	it('starts without a log from the bundled sample crash', async () => {
		const terminal = start();
		await terminal.waitFor('❯ Try a sample crash');
		await terminal.step('enter');
		await toRemedies(terminal);
		expect(await savePlan(terminal)).toMatch(/^# E1000/);
	});

	it('reads the log from a pipe while the keyboard stays usable', async () => {
		const sample = path.join(SAMPLES, 'e0101-fragmented.log');
		const terminal = begin(['/bin/sh', '-c', `cat '${sample}' | '${process.execPath}' '${CLI}'`]);
		await toRemedies(terminal);
		expect(await savePlan(terminal)).toMatch(/^# E0101/);
	});
});

describe('a session', () => {
	// Endings kill one at any moment; this goes on with it by hand.
	it.runIf(LONG)('outlives a kill: nothing that was answered is lost', async () => {
		const terminal = start(path.join(SAMPLES, 'e1000-logits.log'));
		await toRemedies(terminal);
		await terminal.step('enter');
		await choose(terminal, 'Accept it into the plan');
		const before = await terminal.settle();
		terminal.kill('SIGKILL');
		await terminal.end();
		const again = start('resume');
		await again.waitFor('E1000');
		const [accepted] = before.split('\n').filter((line) => line.includes('✓'));
		await toRemediesAgain(again);
		expect(
			again
				.text()
				.split('\n')
				.map((line) => line.trim().replace(/^❯ /, '')),
		).toContain(accepted?.trim().replace(/^❯ /, ''));
		again.press('ctrl-c');
		expect(await again.end()).toBe(130);
	});

	it('is listed, renamed and deleted, and is for its owner only', async () => {
		const terminal = start(path.join(SAMPLES, 'e0102-checkpoint.log'));
		await terminal.waitFor(/❯ (?:Answer|Why)/);
		await terminal.step('enter');
		terminal.press('ctrl-c');
		await terminal.end();
		const run = (...argv: string[]): string =>
			execFileSync(process.execPath, [CLI, ...argv], {
				stdio: ['ignore', 'pipe', 'ignore'],
				env: {...process.env, XDG_STATE_HOME: path.join(folder, 'state')},
				encoding: 'utf8',
			});
		const listed = run('sessions');
		expect(listed).toContain('e0102-checkpoint.log');
		const id = /\d{8}-\w{4}/.exec(listed)?.[0] ?? '';
		const file = path.join(folder, 'state', 'xla-triage', 'sessions', `${id}.jsonl`);
		if (process.platform === 'linux') expect(statSync(file).mode & 0o777).toBe(0o600);
		run('sessions', 'rename', id, 'the layouts');
		expect(run('sessions')).toContain('the layouts');
		run('sessions', 'delete', 'the layouts');
		expect(run('sessions')).toBe('');
	});
});

/** A resumed session may open where it was left. */
async function toRemediesAgain(terminal: TestTerminal): Promise<void> {
	await terminal.settle();
	for (let steps = 0; !terminal.text().includes('What helps'); steps++) {
		if (steps > 30) throw new Error(`No way to the remedies:\n${terminal.text()}`);
		await terminal.step('enter');
	}
}

describe('without a terminal', () => {
	const sample = path.join(SAMPLES, 'e1000-logits.log');
	const run = (argv: readonly string[], input?: string): {status: number | null; stdout: string; stderr: string} =>
		spawnSync(process.execPath, [CLI, ...argv], {
			cwd: folder,
			encoding: 'utf8',
			timeout: 60_000,
			...(input === undefined ? {stdio: ['ignore', 'pipe', 'pipe']} : {input}),
			env: {...process.env, XDG_STATE_HOME: path.join(folder, 'state')},
		});

	it('prints the plain report and never waits', () => {
		const {status, stdout, stderr} = run([sample]);
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		expect(stdout).toMatch(/^E1000/);
		expect(run([], readFileSync(sample, 'utf8')).stdout.split('\n')[0]).toBe(stdout.split('\n')[0]);
		expect(existsSync(path.join(folder, 'state'))).toBe(false);
	});

	it('ends with 2 and a sentence when nothing is given', () => {
		const {status, stdout, stderr} = run([]);
		expect({status, stdout}).toEqual({status: 2, stdout: ''});
		expect(stderr).toContain('No log was given');
	});

	it('is quiet when the reader of its output goes away', () => {
		const {status, stderr} = spawnSync('/bin/sh', ['-c', `'${process.execPath}' '${CLI}' explain | head -n 1`], {
			encoding: 'utf8',
		});
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
	});

	it('ends with 130 when it is interrupted while it reads', async () => {
		const child = spawn(process.execPath, [CLI, 'diagnose'], {stdio: ['pipe', 'ignore', 'ignore']});
		const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
		await new Promise((resolve) => setTimeout(resolve, 500));
		child.kill('SIGINT');
		// A shell shows 130 for both: our own code, and death by the signal before the program had begun.
		expect([130, 'SIGINT']).toContain(await ended);
	});

	it('does not load a screen for what only prints', () => {
		const copy = path.join(folder, 'dist');
		cpSync(path.dirname(CLI), copy, {recursive: true, filter: (file) => !/draw-[A-Z0-9]+\.mjs$/.test(file)});
		expect(readdirSync(copy).length).toBe(readdirSync(path.dirname(CLI)).length - 1);
		for (const argv of [['--version'], ['diagnose', sample], ['explain', 'padding'], [sample]]) {
			const {status, stderr} = spawnSync(process.execPath, [path.join(copy, 'cli.mjs'), ...argv], {encoding: 'utf8'});
			expect({argv, status, stderr}).toEqual({argv, status: 0, stderr: ''});
		}
	});
});
