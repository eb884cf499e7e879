import {spawn, spawnSync, type SpawnSyncReturns} from 'node:child_process';
import {createHash} from 'node:crypto';
import {closeSync, mkdtempSync, openSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {TestTerminal} from '../e2e/terminal.js';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const PRINTER = fileURLToPath(new URL('printer.mjs', import.meta.url));
const CRASH = fileURLToPath(new URL('../../content/samples/e1000-logits.log', import.meta.url));
const BYTES = process.env['LONG'] === '1' ? 2_000_000_000 : 4_000_000;

let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-run-test-'));
	env = {...process.env, XDG_STATE_HOME: path.join(folder, 'state')};
});
afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

function run(command: readonly string[], input = ''): SpawnSyncReturns<Buffer> {
	return spawnSync(process.execPath, [CLI, 'run', '--', ...command], {input, env});
}

function shell(line: string): SpawnSyncReturns<string> {
	return spawnSync('/bin/sh', ['-c', line.replaceAll('RUN', `'${process.execPath}' '${CLI}' run --`)], {
		env,
		encoding: 'utf8',
	});
}

describe('run: the output', () => {
	const numbers = [process.execPath, PRINTER, String(BYTES)] as const;
	it('is that of the command, byte for byte, through a pipe', async () => {
		const [bare, watched] = [await digest(numbers), await digest([process.execPath, CLI, 'run', '--', ...numbers])];
		expect(watched).toEqual(bare);
		expect(bare.bytes).toBeGreaterThanOrEqual(BYTES);
	});

	it('is that of the command, byte for byte, in a file', () => {
		const [bare, watched] = ['bare', 'watched'].map((name) => path.join(folder, name));
		const count = Math.min(BYTES, 20_000_000);
		shell(`'${process.execPath}' '${PRINTER}' ${count} > '${bare ?? ''}'`);
		shell(`echo before > '${watched ?? ''}'; RUN '${process.execPath}' '${PRINTER}' ${count} >> '${watched ?? ''}'`);
		expect(hash(readFileSync(watched ?? '').subarray('before\n'.length))).toBe(hash(readFileSync(bare ?? '')));
	});

	it('need not be text', () => {
		const bytes = [...Array(256).keys()].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
		expect([...run(['printf', bytes]).stdout]).toEqual([...Array(256).keys()]);
	});

	it('keeps the order of output and errors that go to one place', () => {
		const line = 'for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done';
		expect(shell(`RUN sh -c '${line}' 2>&1 | cat`).stdout).toBe(shell(`(${line}) 2>&1 | cat`).stdout);
	});

	it('goes to the place it is meant for', () => {
		const {stdout, stderr} = run(['sh', '-c', 'echo out; echo err >&2; echo again > /dev/stdout']);
		expect([stdout.toString(), stderr.toString()]).toEqual(['out\nagain\n', 'err\n']);
	});

	it('ends when nobody reads it any more', () => {
		expect(shell('RUN yes | head -2').stdout).toBe('y\ny\n');
	});

	it('of a background process does not hold the end back', () => {
		expect(run(['sh', '-c', 'sleep 300 & echo started']).stdout.toString()).toBe('started\n');
	});
});

describe('run: the command', () => {
	it.each([
		['its exit code', ['sh', '-c', 'exit 3'], 3, null],
		['a signal that ends it', ['sh', '-c', 'kill -TERM $$'], null, 'SIGTERM'],
		['a signal that nothing can catch', ['sh', '-c', 'kill -KILL $$'], null, 'SIGKILL'],
		['the code of a signal with a core file', ['sh', '-c', 'ulimit -c 0; kill -ABRT $$'], 134, null],
		['127 where there is none', ['no-such-command'], 127, null],
		['126 where it may not be run', ['/dev/null'], 126, null],
	] as const)('gives %s', (_, command, code, signal) => {
		const {status, signal: by} = run(command);
		expect([status, by]).toEqual([code, signal]);
	});

	it('has our input, arguments, folder and environment', () => {
		expect(run(['cat'], 'typed\n').stdout.toString()).toBe('typed\n');
		expect(run(['printf', '%s|', 'a b', '--help', '*', '']).stdout.toString()).toBe('a b|--help|*||');
		const sorted = (text: string): string[] =>
			text
				.split('\n')
				.filter((line) => !/^(?:_|SHLVL|PWD|OLDPWD)=/.test(line))
				.sort();
		expect(sorted(run(['env']).stdout.toString())).toEqual(sorted(spawnSync('env', {env, encoding: 'utf8'}).stdout));
		expect(shell(`cd '${folder}' && RUN pwd`).stdout.trim()).toBe(folder);
	});

	it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const)('gets a %s that is sent to us, once', async (signal) => {
		const name = signal.slice(3);
		const child = spawn(
			process.execPath,
			[
				CLI,
				'run',
				'--',
				'sh',
				'-c',
				`trap 'echo got ${name}; kill $!; exit 9' ${name}; sleep 300 > /dev/null & echo ready; wait`,
			],
			{env, stdio: ['ignore', 'pipe', 'inherit']},
		);
		let out = '';
		child.stdout.on('data', (data: Buffer) => {
			out += data.toString();
			if (out === 'ready\n') child.kill(signal);
		});
		const code = await new Promise((resolve) => child.once('close', resolve));
		expect([out, code]).toEqual([`ready\ngot ${name}\n`, 9]);
	});
});

describe('run: a failure in the output', () => {
	it('is explained on stderr where nobody sits at a terminal; the rest stays as it was', () => {
		const {stdout, stderr, status} = run(['sh', '-c', `cat '${CRASH}'; exit 1`]);
		expect(hash(stdout)).toBe(hash(readFileSync(CRASH)));
		expect(status).toBe(1);
		expect(stderr.toString()).toMatch(/E1000[^]*Do this first/);
	});

	it('is explained too when output goes to a file', () => {
		const file = path.join(folder, 'out.log');
		const log = openSync(file, 'w');
		const {stderr} = spawnSync(process.execPath, [CLI, 'run', '--', 'cat', CRASH], {
			stdio: ['ignore', log, 'pipe'],
			env,
		});
		closeSync(log);
		expect(stderr.toString()).toContain('E1000');
		expect(hash(readFileSync(file))).toBe(hash(readFileSync(CRASH)));
	});

	it('that is none says nothing', () => {
		const {stderr, status} = run(['sh', '-c', 'echo RESOURCE_EXHAUSTED: quota; exit 4']);
		expect([stderr.toString(), status]).toEqual(['', 4]);
	});
});

describe('run: on a terminal', () => {
	const ASKS =
		'process.stdout.write(`${process.stdin.isTTY} ${process.stdout.isTTY} ${process.stderr.isTTY} ${process.stdout.columns}x${process.stdout.rows}\\n`)';
	const COUNTS =
		'let n = 0; process.on("SIGINT", () => { n += 1; if (n === 1) setTimeout(() => { console.log("interrupts", n); process.exit(7); }, 300); }); setInterval(() => {}, 1000); console.log("running")';
	let terminal: TestTerminal;
	const begin = (...command: [string, ...string[]]): TestTerminal =>
		(terminal = new TestTerminal(command, {
			columns: 91,
			rows: 33,
			cwd: folder,
			env: {XDG_STATE_HOME: path.join(folder, 'state')},
		}));
	afterEach(() => terminal.kill('SIGKILL'));

	it('the command has a terminal, as large as ours', async () => {
		begin(process.execPath, CLI, 'run', '--', process.execPath, '-e', ASKS);
		await terminal.waitFor('true true true 91x33');
		expect(await terminal.end()).toBe(0);
	});

	it('reads keys, and ends with its own code', async () => {
		begin(process.execPath, CLI, 'run', '--', 'sh', '-c', 'printf "name: "; read name; echo "hello $name"; exit 5');
		await terminal.waitFor('name:');
		terminal.type('ada\r');
		await terminal.waitFor('hello ada');
		expect(await terminal.end()).toBe(5);
	});

	it('ctrl-c reaches a command that never ends, once', async () => {
		begin(process.execPath, CLI, 'run', '--', process.execPath, '-e', COUNTS);
		await terminal.waitFor('running');
		terminal.press('ctrl-c');
		await terminal.waitFor('interrupts 1');
		expect(await terminal.end()).toBe(7);
	});

	it('ctrl-c reaches it once where its output goes through a pipe', async () => {
		const watched = `'${process.execPath}' '${CLI}' run -- '${process.execPath}' -e '${COUNTS}'`;
		begin('sh', '-c', `trap : INT; ${watched} | (trap '' INT; exec cat)`);
		await terminal.waitFor('running');
		terminal.press('ctrl-c');
		await terminal.waitFor('interrupts 1');
	});

	it('a failure leads to the wizard, if wanted', async () => {
		begin(process.execPath, CLI, 'run', '--', 'sh', '-c', `cat '${CRASH}'; exit 1`);
		await terminal.waitFor('Open the wizard? [Y/n]');
		terminal.press('enter');
		await terminal.waitFor('What happened');
		terminal.type('q');
		await terminal.settle();
		if (!terminal.ended) terminal.press('enter');
		expect(await terminal.end()).toBe(1);
	});

	it('a failure leads nowhere, if not', async () => {
		begin(process.execPath, CLI, 'run', '--', 'sh', '-c', `cat '${CRASH}'; exit 1`);
		await terminal.waitFor('Open the wizard? [Y/n]');
		terminal.type('n\r');
		expect(await terminal.end()).toBe(1);
	});
});

async function digest([file, ...argv]: readonly [string, ...string[]]): Promise<{bytes: number; sum: string}> {
	const child = spawn(file, argv, {stdio: ['ignore', 'pipe', 'inherit'], env});
	const sum = createHash('sha1');
	let bytes = 0;
	for await (const chunk of child.stdout) {
		sum.update(chunk as Buffer);
		bytes += (chunk as Buffer).length;
	}
	return {bytes, sum: sum.digest('hex')};
}

function hash(bytes: Buffer): string {
	return createHash('sha1').update(bytes).digest('hex');
}
