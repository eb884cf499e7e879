import {spawn, spawnSync} from 'node:child_process';
import {copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {command} from '../command.js';
import {python} from './python.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/probe/${name}`, import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-recompile-'));
const script = path.join(folder, 'recompile.py');
const results = path.join(folder, 'recompile.jsonl');
const tried = path.join(folder, 'tried');
afterAll(() => rmSync(folder, {recursive: true}));

interface Line {
	readonly variant: string;
	readonly result: string;
	readonly used_bytes: number | null;
	readonly text: string;
}

const linesIn = (text: string): Line[] =>
	text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
const triedCount = (): number => (existsSync(tried) ? readFileSync(tried, 'utf8').split('\n').length - 1 : 0);
const env = (over: Readonly<Record<string, string>> = {}) => ({
	...process.env,
	...{PYTHONPATH: fixture('compiler'), PYTHONDONTWRITEBYTECODE: '1', FIGURES: fixture('near-miss.figures.jsonl')},
	...{TRIED: tried, ...over},
});
const run = (args: readonly string[] = [], over: Readonly<Record<string, string>> = {}) =>
	spawnSync(python, [script, ...args], {encoding: 'utf8', env: env(over)});

describe.skipIf(!python)('recompile.py', () => {
	beforeAll(async () => {
		const {code, err} = await command(['probe', fixture('near-miss'), '--out', script]);
		expect(code, err).toBe(0);
	});
	beforeEach(() => {
		for (const file of [results, tried]) rmSync(file, {force: true});
	});

	it('is short, plain Python', () => {
		for (const name of ['recompile.py', 'jax_module.py']) {
			const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
			expect(lines.length).toBeLessThanOrEqual(300);
			expect(lines.filter((line) => line.length > 99 && !/^(?:DUMP|IN_FORCE) = /.test(line))).toEqual([]);
			expect(lines.filter((line) => /\s$|@[A-Z]+@/.test(line))).toEqual([]);
		}
	});

	it('keeps what is known when it is interrupted, goes on with every variant, and does nothing twice', async () => {
		const child = spawn(python, [script], {env: env({STALL: '0.2'}), stdio: 'ignore'});
		const ended = new Promise<number | null>((done) => child.on('exit', done));
		while (triedCount() < 4) await new Promise((later) => setTimeout(later, 20));
		child.kill('SIGINT');
		expect(await ended).toBe(130);
		const known = linesIn(readFileSync(results, 'utf8'));
		expect(known.length).toBeGreaterThan(1);
		writeFileSync(results, `${readFileSync(results, 'utf8')}{"schema": "xla-tri`);

		const rest = run(['--jobs', '4']);
		expect(rest.status, rest.stderr).toBe(0);
		expect(rest.stderr).toMatch(/\[1\/\d+\] .* s left\)/);
		const lines = readFileSync(results, 'utf8')
			.split('\n')
			.filter((line) => line.endsWith('}'));
		const figures = (all: readonly Line[]) => all.map((one) => [one.variant, one.result, one.used_bytes]).sort();
		const recorded = linesIn(readFileSync(fixture('near-miss.jsonl'), 'utf8'));
		expect(figures(linesIn(lines.join('\n')))).toEqual(figures(recorded));

		const before = triedCount();
		const again = run();
		expect(again.status).toBe(0);
		expect(triedCount()).toBe(before);
		expect(again.stderr).toContain('Fits: ');
	});

	it('tries a variant by its name', () => {
		const done = run(['--only', 'shard-data']);
		expect(done.status, done.stderr).toBe(0);
		expect(linesIn(readFileSync(results, 'utf8')).map(({variant}) => variant)).toEqual(['as-it-is', 'shard-data']);
		expect(run(['--only', 'no-such']).stderr).toMatch(/--list shows the names\.\n$/);
	});

	it('gives up on a try that takes too long', () => {
		const {stdout} = run(['--flags', '{}', '--time-limit', '0.5'], {STALL: '30'});
		expect(linesIn(stdout)).toMatchObject([{result: 'timeout', text: 'not compiled within 0.5 s', used_bytes: null}]);
	});

	it('says in one sentence what is missing', () => {
		const wrong = mkdtempSync(path.join(folder, 'packages-'));
		const said = (pythonPath: string) => run([], {PYTHONPATH: pythonPath}).stderr;
		cpSync(fixture('compiler'), wrong, {recursive: true});
		writeFileSync(path.join(wrong, 'jax-0.10.2.dist-info', 'METADATA'), 'Name: jax\nVersion: 0.4.35\n');
		expect(said(wrong)).toMatch(
			/^jax 0\.4\.35 is too old: .*Install with: python3 -m pip install jax==\S+ libtpu==\S+\n$/,
		);
		rmSync(path.join(wrong, 'libtpu-0.0.42.1.dist-info'), {recursive: true});
		expect(said(wrong)).toMatch(/^libtpu is not installed\. Install with: .*\n$/);
		const broken = mkdtempSync(path.join(folder, 'broken-'));
		writeFileSync(path.join(broken, 'module_0000.jit_step.cl_1.before_optimizations.txt'), 'ENTRY main {\n}');
		const moved = path.join(broken, 'recompile.py');
		cpSync(path.join(folder, 'jax_module.py'), path.join(broken, 'jax_module.py'));
		writeFileSync(
			moved,
			readFileSync(script, 'utf8')
				.replace(/^DUMP = .*$/m, `DUMP = Path(${JSON.stringify(broken)})`)
				.replace(/^MODULE = .*$/m, 'MODULE = "module_0000.jit_step.cl_1"'),
		);
		const saidOfBroken = () => spawnSync(python, [moved], {encoding: 'utf8', env: env()}).stderr;
		expect(saidOfBroken()).toMatch(/^jax 0\.10\.2 cannot read HLO text \(.*\)\. Install with: .*\n$/);
		mkdirSync(path.join(broken, 'module_0000.jit_step.cl_1'));
		writeFileSync(path.join(broken, 'module_0000.jit_step.cl_1', 'module.mlir'), 'module @jit_step {\n');
		expect(saidOfBroken()).toMatch(
			/^The program of module_0000\.jit_step\.cl_1 in \S+ cannot be read \(.*\): dump it again\.\n$/,
		);
		const isolated = spawnSync(python, ['-S', script], {encoding: 'utf8', env: {...process.env, PYTHONPATH: ''}});
		expect(isolated.stderr).toMatch(/^jax is not installed\. .*\n$/);
		expect(existsSync(results)).toBe(false);
	});

	it('says that Python is too old, before anything of a newer one is needed', () => {
		const pretend = [
			'import ast, runpy, sys',
			'sys.argv = sys.argv[1:]',
			'ast.parse(open(sys.argv[0]).read(), feature_version=(3, 8))',
			'sys.version_info, sys.version = (3, 9, 18, "final", 0), "3.9.18 (main)"',
			'runpy.run_path(sys.argv[0], run_name="__main__")',
		].join('\n');
		const done = spawnSync(python, ['-c', pretend, script], {
			encoding: 'utf8',
			env: env({PYTHONPATH: `${folder}:${fixture('compiler')}`}),
		});
		expect(done.stderr).toBe('This needs Python 3.10 or later, not 3.9.18.\n');
		expect(done.status).toBe(1);
	});

	it('says where to change DUMP if the dump is elsewhere', () => {
		const moved = readFileSync(script, 'utf8').replace(/^DUMP = .*$/m, 'DUMP = Path("/nowhere")');
		writeFileSync(path.join(folder, 'moved.py'), moved);
		const done = spawnSync(python, [path.join(folder, 'moved.py')], {encoding: 'utf8', env: env()});
		expect(done.stderr).toMatch(/^module_\S+ is not in \/nowhere\. If the dump is elsewhere, change DUMP here\.\n$/);
	});

	it('says in one sentence that results cannot be written', () => {
		mkdirSync(results);
		const {stderr, status} = run();
		rmSync(results, {recursive: true});
		expect(stderr).toMatch(/^Stopped: .*recompile\.jsonl'\. What is known is kept\.\n$/);
		expect(status).toBe(1);
		expect(triedCount()).toBe(0);
	});

	it('ignores dump flags of the shell, and compiles again when other flags of it change', () => {
		const dumping = '--xla_dump_to=/tmp/unused --xla_dump_hlo_as_proto';
		expect(run(['--only', 'shard-data', '--jobs', '0'], {XLA_FLAGS: dumping}).status).toBe(0);
		const recorded = linesIn(readFileSync(fixture('near-miss.jsonl'), 'utf8'));
		const used = (name: string) => recorded.find(({variant}) => variant === name)?.used_bytes;
		const got = linesIn(readFileSync(results, 'utf8')).map((one) => one.used_bytes);
		expect(got).toEqual([used('as-it-is'), used('shard-data')]);
		run(['--only', 'as-it-is']);
		expect(triedCount()).toBe(2);
		run(['--only', 'as-it-is'], {XLA_FLAGS: dumping, LIBTPU_INIT_ARGS: '--xla_tpu_rwb_fusion=false'});
		expect(triedCount()).toBe(3);
	});

	it('says that a compile was killed, and tries it again the next time', () => {
		expect(run([], {DIES: '1'}).stderr).toContain('killed: this machine is probably out of memory');
		expect(run(['--only', 'as-it-is']).status).toBe(0);
	});

	it('stops where the program cannot be compiled as it is, and tries again the next time', () => {
		const none = path.join(folder, 'none.jsonl');
		writeFileSync(none, '');
		const failed = run([], {FIGURES: none});
		expect(failed.status).toBe(1);
		expect(failed.stderr).toContain('It cannot be compiled as it is, so nothing else was tried: ');
		expect(run(['--only', 'as-it-is']).status).toBe(0);
	});

	it('reads the figure from the message where the compiler left no report', () => {
		const text =
			'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 16.50G of 15.75G hbm. Exceeded hbm capacity by 768.0M.';
		const figures = path.join(folder, 'message.jsonl');
		const [base] = linesIn(readFileSync(fixture('near-miss.figures.jsonl'), 'utf8'));
		writeFileSync(figures, JSON.stringify({...base, used_bytes: null, text}));
		const {stdout, stderr} = run(['--flags', '{}'], {FIGURES: figures});
		expect(linesIn(stdout), stderr).toMatchObject([{result: 'oom', used_bytes: 16.5 * 2 ** 30}]);
	});

	it('finds that a newer compiler alone is enough', () => {
		const newer = path.join(folder, 'newer.jsonl');
		const [base] = linesIn(readFileSync(fixture('near-miss.figures.jsonl'), 'utf8'));
		writeFileSync(newer, JSON.stringify({...base, result: 'fits', used_bytes: 12 * 2 ** 30, text: ''}));
		const done = run([], {FIGURES: newer});
		expect(done.status).toBe(0);
		expect(done.stderr).toContain('It fits as it is with libtpu 0.0.42.1, so no change was tried.');
		expect(triedCount()).toBe(1);
	});
});

describe('probe of a folder', () => {
	it('says what is wrong with it, and writes nothing', async () => {
		const empty = mkdtempSync(path.join(folder, 'empty-'));
		const cut = mkdtempSync(path.join(folder, 'cut-'));
		cpSync(fixture('near-miss'), cut, {recursive: true});
		const module = 'module_0000.jit_step.cl_933746096';
		const mlir = path.join(cut, module, 'module.mlir');
		writeFileSync(mlir, readFileSync(mlir, 'utf8').slice(0, 400));
		const chipless = mkdtempSync(path.join(folder, 'chipless-'));
		copyFileSync(path.join(fixture('near-miss'), module, 'module.mlir'), path.join(chipless, 'kept'));
		cpSync(path.join(fixture('near-miss'), module), path.join(chipless, module), {recursive: true});
		rmSync(path.join(chipless, module, 'topology.textproto'));
		for (const [from, said] of [
			[empty, 'holds no program that can be compiled again'],
			[cut, 'is cut short'],
			[chipless, 'does not name its chip'],
		] as const) {
			const out = path.join(folder, 'unused.py');
			const {code, err} = await command(['probe', from, '--out', out]);
			expect(code, said).toBe(2);
			expect(err).toContain(said);
			expect(existsSync(out)).toBe(false);
		}
	});

	it('says what the script needs and touches, and never replaces a file unasked', async () => {
		const out = path.join(folder, 'mine.py');
		const {err} = await command(['probe', fixture('near-miss'), '--out', out]);
		expect(err).toContain('for v5e:2x2');
		expect(err).toContain('It needs Linux on x86-64');
		expect(err).toContain('It sends nothing anywhere');
		writeFileSync(out, 'mine');
		const again = await command(['probe', fixture('near-miss'), '--out', out]);
		expect(again.code).toBe(2);
		expect(readFileSync(out, 'utf8')).toBe('mine');
	});
});
