// Long because: every way through the trials of one simulated job, with the helpers that run it.
import {spawn, spawnSync, type SpawnSyncReturns} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {command, type Ran} from '../cli/command.js';
import {TestTerminal} from '../e2e/terminal.js';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const JOB = fileURLToPath(new URL('simulated-job.mjs', import.meta.url));
const REFUSED = 'xla_tpu_rematerialization_max_block_size_limit';
const PEAK = 'xla_tpu_rematerialization_algo=PEAK_PRIORITY';
const HARMFUL = 'xla_tpu_pre_fusion_remat=true';

let folder: string;
let calls: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-tune-'));
	calls = path.join(folder, 'calls');
	env = {...process.env, XDG_STATE_HOME: path.join(folder, 'state')};
	delete env.LIBTPU_INIT_ARGS;
	delete env.JAX_MEMORY_FITTING_LEVEL;
	vi.stubEnv('XDG_STATE_HOME', env.XDG_STATE_HOME);
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true, force: true});
});

interface Sketch {
	readonly used?: number;
	readonly capacity?: number;
	readonly effects?: Readonly<Record<string, number>>;
	readonly refused?: readonly string[];
	readonly illegal?: readonly string[];
	readonly full?: boolean;
	/** The run of this number fits by luck. */
	readonly lucky?: number;
	/** With a flag it says nothing and does not end. */
	readonly hangs?: boolean;
}

function job(world: Sketch = {}, ...more: readonly string[]): [string, ...string[]] {
	const file = path.join(folder, 'world.json');
	writeFileSync(file, JSON.stringify(world));
	return [process.execPath, JOB, '--world', file, '--calls', calls, ...more];
}

function tune(argv: readonly string[], input = ''): SpawnSyncReturns<string> {
	return spawnSync(process.execPath, [CLI, 'tune', ...argv], {env, input, encoding: 'utf8', cwd: folder});
}

/** The same in this process, for what starts no job. */
function byHand(argv: readonly string[], input = ''): Promise<Ran> {
	return command(['tune', ...argv], input);
}

/** The log of a job that ran out of memory. */
function crashed(): string {
	const log = path.join(folder, 'train.log');
	writeFileSync(log, spawnSync(process.execPath, [JOB], {env, encoding: 'utf8'}).stderr);
	return log;
}

/** What each run of the job had set, in order. */
function runs(): readonly string[] {
	const lines = existsSync(calls) ? readFileSync(calls, 'utf8').split('\n') : [''];
	return lines.filter((line) => line !== 'fits').slice(0, -1);
}

const marathon = it.runIf(process.env['LONG']); // the same ladder under another condition

const AUTO = ['--run', '--auto', '8', '--'];

describe('tune --run --auto', () => {
	it('brings a job from over capacity to fitting, one change at a time', () => {
		const {status, stderr} = tune([...AUTO, ...job()]);
		expect(status).toBe(0);
		expect(readFileSync(calls, 'utf8')).toMatch(/\nfits\n$/);
		// The run before any change, then no more than the ladder asks for: what helps stays, what does not is taken back.
		expect(runs()).toEqual([
			'',
			'jax_memory_fitting_level=O3',
			'xla_jf_rematerialization_percent_shared_memory_limit=80',
			PEAK,
			`${PEAK} xla_tpu_rwb_fusion=false`,
			`xla_tpu_rwb_fusion=false ${PEAK} ${HARMFUL}`,
			`${PEAK} xla_tpu_rwb_fusion=false ${REFUSED}=32`,
			`${PEAK} xla_tpu_rwb_fusion=false xla_tpu_enable_latency_hiding_scheduler=false`,
			`${PEAK} xla_tpu_rwb_fusion=false xla_tpu_enable_latency_hiding_scheduler=false`,
		]);
		const snippet = stderr.slice(stderr.indexOf('# Flags that helped'));
		expect(snippet).toContain(
			`export LIBTPU_INIT_ARGS="\${LIBTPU_INIT_ARGS:-} --${PEAK} --xla_tpu_rwb_fusion=false --xla_tpu_enable_latency_hiding_scheduler=false"`,
		);
		expect(stderr.match(/last resort/g)).toHaveLength(1);
	});

	it('ends with the first change that fits, after it was run twice', () => {
		expect(tune([...AUTO, ...job({effects: {'jax_memory_fitting_level=O3': -2}})]).status).toBe(0);
		expect(runs()).toEqual(['', 'jax_memory_fitting_level=O3', 'jax_memory_fitting_level=O3']);
	});

	it('does not take a success for one that does not come again', () => {
		const {stderr} = tune([
			...['--run', '--auto', '1', '--'],
			...job({lucky: 1, effects: {'jax_memory_fitting_level=O3': 0}}),
		]);
		expect(runs()).toEqual(['', 'jax_memory_fitting_level=O3', 'jax_memory_fitting_level=O3']);
		expect(stderr).toContain('It fits. It is run once more');
		expect(stderr).not.toContain('keep: fits');
	});

	it('ends a run that shows nothing when its time is over', () => {
		const {stderr, status} = tune(['--run', '--auto', '1', '--limit', '0.1', '--', ...job({hangs: true})]);
		expect(status).toBe(1);
		expect(runs()).toEqual(['', 'jax_memory_fitting_level=O3']);
		expect(stderr.replaceAll(/\s+/g, ' ')).toContain('Ended: no failure and no step for too long.');
	});

	marathon('reads the short form of the failure as well', () => {
		expect(tune([...AUTO, ...job({full: false})]).status).toBe(0);
		expect(runs()).toHaveLength(9);
	});

	marathon('never sends a refused flag twice, in no combination', () => {
		const refused = ['xla_tpu_rwb_fusion', 'xla_tpu_rematerialization_algo', REFUSED];
		expect(tune(['--run', '--auto', '20', '--', ...job({refused, effects: {}})]).status).toBe(1);
		for (const name of refused) expect(runs().filter((set) => set.includes(name))).toHaveLength(1);
	});

	marathon('takes a refused value for a refusal, and goes on', () => {
		const {status} = tune([...AUTO, ...job({illegal: ['xla_tpu_rwb_fusion=false'], effects: {[HARMFUL]: -2}})]);
		expect(status).toBe(0);
		expect(runs().filter((set) => set.includes('xla_tpu_rwb_fusion'))).toHaveLength(1);
	});

	marathon('stops where four levels in a row brought nothing', () => {
		const {status, stderr} = tune(['--run', '--auto', '30', '--', ...job({effects: {}, refused: []})]);
		expect(status).toBe(1);
		expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
			'4 levels in a row brought nothing: Effort level, Rematerialization, Fusion, Rematerialization at any price.',
		);
		expect(runs().some((set) => set.includes('scheduler'))).toBe(false);
	});

	marathon('spends no run on what never helped when it was measured', () => {
		const {status, stderr} = tune(['--run', '--auto', '30', '--anyway', '--', ...job({effects: {}, refused: []})]);
		expect(status).toBe(1);
		expect(stderr).toContain('Every flag is tried or left out.');
		expect(runs()).toHaveLength(9);
		expect(runs().join('\n')).not.toMatch(/block_effort|rerun|scheduler_percent|max_hbm/);
	});

	it('stops after the number of trials', () => {
		expect(tune(['--run', '--auto', '2', '--', ...job()]).status).toBe(1);
		expect(runs()).toHaveLength(3);
	});

	it('tries nothing where flags cannot close the gap, and points to the plan', () => {
		const {status, stderr} = tune([...AUTO, ...job({used: 60})]);
		expect([status, runs().length]).toEqual([1, 1]);
		expect(stderr).toMatch(/cannot close[^]*12\.5 %[^]*xla-triage resume/);
	});

	it('has nothing to do where the job fits, or fails for another reason', () => {
		expect(tune([...AUTO, ...job({used: 20})]).status).toBe(0);
		expect(tune([...AUTO, 'sh', '-c', 'echo no such data set >&2; exit 4']).status).toBe(1);
		expect(tune([...AUTO, 'no-such-command']).status).toBe(2);
	});

	it('takes a harmful flag that is in force out first, and leaves the others as they are', () => {
		env['LIBTPU_INIT_ARGS'] =
			'--xla_tpu_scoped_vmem_limit_kib=65536 --xla_tpu_scheduler_percent_shared_memory_limit=150';
		const effects = {'xla_tpu_scheduler_percent_shared_memory_limit=150': 1.5};
		const {status, stderr} = tune([...AUTO, ...job({used: 30.5, effects})]);
		expect(status).toBe(0);
		expect(runs().map((set) => set.split(' ').length)).toEqual([2, 1, 1]);
		expect(stderr).toContain('Take out where it is set now: xla_tpu_scheduler_percent_shared_memory_limit');
	});

	it('keeps the job’s own output on stdout, and every word of ours on stderr', () => {
		const {stdout} = tune([...AUTO, ...job({effects: {'jax_memory_fitting_level=O3': -2}})]);
		expect(stdout.replace(/^(?:step 0: initialising|completed step: .*)\n/gm, '')).toBe('');
	});
});

describe('tune --run, killed', () => {
	it.each(process.env['LONG'] === '1' ? [0, 1, 2, 3, 4, 5, 6, 7] : [4])(
		'during run %i, goes on where it was: at most that run is made again',
		async (at) => {
			const command = job({}, '--slow', '200');
			await kill(command, () => runs().length > at);
			const before = runs();
			const {status, stderr} = tune([...AUTO, ...command]);
			expect(status).toBe(0);
			expect(stderr).toContain('Going on with session');
			expect(runs().slice(before.length)[0]).toBe(before.at(-1));
			const all = [...before.slice(0, -1), ...runs().slice(before.length)];
			expect([...new Set(all)]).toHaveLength(8);
			expect(all).toHaveLength(9);
		},
	);

	marathon('keeps the trials, which the history and the snippet show', async () => {
		const command = job({}, '--slow', '200');
		await kill(command, () => runs().length > 4);
		const history = tune(['--history']).stdout;
		expect(history).toMatch(/revert: same[^]*keep/);
		expect(history).toMatch(/[▁-█]{3}/u);
		expect(tune(['--export']).stdout).toContain(`export LIBTPU_INIT_ARGS="\${LIBTPU_INIT_ARGS:-} --${PEAK}"`);
	});

	marathon('begins afresh when asked to', async () => {
		const command = job({}, '--slow', '200');
		await kill(command, () => runs().length > 2);
		tune(['--run', '--auto', '1', '--new', '--', ...command]);
		expect(runs().filter((set) => set === '')).toHaveLength(2);
	});
});

describe('tune by hand', () => {
	it('shows a change, takes its result in words or from a log, and goes on', async () => {
		const log = crashed();
		const place = {columns: 160, rows: 60, cwd: folder, env: {XDG_STATE_HOME: path.join(folder, 'state')}};
		const terminal = new TestTerminal([process.execPath, CLI, 'tune', '--log', log], place);
		const say = async (text: string, then: string | RegExp): Promise<void> => {
			terminal.type(`${text}\r`);
			await terminal.waitFor(then);
		};
		try {
			await terminal.waitFor(/export JAX_MEMORY_FITTING_LEVEL="O3"[^]*6\. Print what helped/);
			await say('2', 'Result (');
			await say('same', 'Enter to revert it');
			await say('', /Trial 2[^]*--xla_jf_rematerialization_percent_shared_memory_limit=80/);
			await say('3', /Trial 3[^]*export LIBTPU_INIT_ARGS="\$\{LIBTPU_INIT_ARGS:-\} --xla_tpu_rematerialization_algo/);
			const after = path.join(folder, 'after.log');
			const set = {...env, LIBTPU_INIT_ARGS: `--${PEAK}`};
			writeFileSync(after, spawnSync(process.execPath, [JOB], {env: set, encoding: 'utf8'}).stderr);
			await say('1', 'Log file:');
			await say(after, /needs about 512\.00M less[^]*Enter to keep it/);
			await say('', /Trial 4[^]*--xla_tpu_rematerialization_algo=PEAK_PRIORITY --xla_tpu_rwb_fusion=false/);
			await say('2', 'Result (');
			await say('fits, step 1.2 s', /It fits[^]*# Flags that helped/);
			expect(await terminal.end()).toBe(0);
		} finally {
			terminal.kill('SIGKILL');
		}
	});

	it('goes on after it was left, on plain streams', async () => {
		const log = crashed();
		expect(tune(['--log', log]).stdout).toContain('Trial 1');
		const second = await byHand([], '2\nsame\n\n2\nrefused\nq\n');
		expect(second.out).toMatch(/Trial 2[^]*refused here[^]*Trial 3/);
		expect((await byHand(['--history'])).out).toMatch(/1 .*revert: same[^]*2 [^]*revert: refused/);
	});

	it('takes the last session that can be tuned, and says which', async () => {
		const log = crashed();
		const other = path.join(folder, 'other.log');
		writeFileSync(
			other,
			'E0100: RuntimeBufferAllocationFailure: Error allocating device buffer: Attempting to allocate 8.00G. That was not possible. There are 3.00G free.\n',
		);
		const wizard = () => command(['--plain', other], 'q\n');
		await wizard();
		const none = await byHand([]);
		expect([none.code, none.err]).toEqual([2, expect.stringContaining('that flags can change')]);
		await byHand(['--log', log], '2\nsame\n\nq\n');
		await wizard();
		expect(await byHand([], 'q\n')).toMatchObject({code: 0, out: expect.stringContaining('Trial 2') as string});
		await byHand(['--log', log], 'q\n');
		const {out, err} = await byHand([], 'q\n');
		expect(out).toContain('Trial 1');
		expect(err.replaceAll(/\s+/g, ' ')).toMatch(
			/Session \S+ \(train\.log\) is the last one that can be tuned\. For another:/,
		);
		expect((await byHand(['--history'])).out).toContain('revert: same');
	});

	it('says the gap as the diagnosis does', async () => {
		const log = crashed();
		const {out} = await command(['diagnose', '--full', log]);
		const [, headline] = /What happened\s+([^]*?)\n\n/.exec(out) ?? [];
		expect(headline).toMatch(/more than the 31.25G/);
		const words = (text: string): string => text.replaceAll(/\s+/g, ' ');
		expect(words((await byHand(['--log', log], 'q\n')).out)).toContain(words(headline ?? 'no headline'));
	});

	it('says when flags cannot help, and that nothing is there to tune', async () => {
		const log = path.join(folder, 'train.log');
		const far = path.join(folder, 'world.json');
		writeFileSync(far, JSON.stringify({used: 60}));
		writeFileSync(log, spawnSync(process.execPath, [JOB, '--world', far], {env, encoding: 'utf8'}).stderr);
		expect((await byHand(['--log', log], '1\n')).out).toMatch(/cannot close[^]*The plan: xla-triage resume/);
		writeFileSync(log, 'all is well\n');
		expect(await byHand(['--log', log])).toMatchObject({code: 1});
		expect(await byHand(['--log', path.join(folder, 'none')])).toMatchObject({code: 2});
	});

	it.each([
		['--auto', '3'],
		['--run'],
		['--run', '--auto', 'many', '--', 'true'],
		['--run', '--log', 'x', '--', 'true'],
	])('refuses %s %s', async (...argv) => {
		expect(await byHand(argv)).toMatchObject({code: 2});
	});
});

async function kill(command: readonly string[], when: () => boolean): Promise<void> {
	const child = spawn(process.execPath, [CLI, 'tune', ...AUTO, ...command], {env, stdio: 'ignore', cwd: folder});
	const ended = new Promise((resolve) => child.once('exit', resolve));
	while (!when()) await new Promise((resolve) => setTimeout(resolve, 10));
	child.kill('SIGKILL');
	await ended;
	await new Promise((resolve) => setTimeout(resolve, 400)); // the job that was running goes on alone for a moment
}
