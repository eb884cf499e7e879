import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {replay} from '../../src/engine/index.js';
import {Sessions, sessionsFolder} from '../../src/store/sessions.js';
import {command} from '../cli/command.js';
import {python} from '../cli/probe/python.js';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/probe/${name}`, import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-tune-dump-'));
const tried = path.join(folder, 'tried');
const dump = fixture('near-miss');
const compiles = (): number => (existsSync(tried) ? readFileSync(tried, 'utf8').split('\n').length - 1 : 0);
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');

beforeAll(() => {
	vi.stubEnv('PYTHONPATH', fixture('compiler'));
	vi.stubEnv('PATH', `${path.dirname(python)}${path.delimiter}${process.env['PATH'] ?? ''}`);
	vi.stubEnv('PYTHONDONTWRITEBYTECODE', '1');
	vi.stubEnv('FIGURES', fixture('near-miss.figures.jsonl'));
	vi.stubEnv('TRIED', tried);
});
beforeEach(() => {
	vi.stubEnv('XDG_STATE_HOME', mkdtempSync(path.join(folder, 'state-')));
	rmSync(tried, {force: true});
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true});
});

describe.skipIf(!python)('tune of a dump', () => {
	it('finds the smallest set of flags that fits, compiles nothing twice, and says that speed was not measured', async () => {
		const {code, out, err} = await command(['tune', dump, '--auto', '10']);
		expect(code, err).toBe(0);
		const needed = compiles();
		rmSync(tried);
		vi.stubEnv('XDG_STATE_HOME', mkdtempSync(path.join(folder, 'state-')));
		for (let most = 1; most <= 3; most++)
			expect((await command(['tune', dump, '--auto', String(most)])).code).toBe(most < 3 ? 1 : 0);
		expect(compiles()).toBe(needed);
		expect(new Sessions(sessionsFolder(), 'test').list()).toHaveLength(1);
		expect(plain(out)).toContain(
			'Smallest set that fits: xla_tpu_rematerialization_algo=PEAK_PRIORITY. Without it the program does not fit.',
		);
		expect(plain(out)).toContain('Speed was not measured');
		const snippet = out.slice(out.indexOf('# Flags that helped'));
		expect(snippet).toMatch(/export LIBTPU_INIT_ARGS=.*--xla_tpu_rematerialization_algo=PEAK_PRIORITY"/);
		expect(snippet).not.toContain('fitting');
	});

	it('says in one sentence what is missing, and loses nothing', async () => {
		const none = await command(['tune', dump, '--python', path.join(folder, 'no-python')]);
		expect([none.code, none.err.includes('could not be started')]).toEqual([2, true]);
		vi.stubEnv('PYTHONPATH', '');
		const jaxless = await command(['tune', dump, '--python', 'python3']);
		vi.stubEnv('PYTHONPATH', fixture('compiler'));
		if (jaxless.code !== 0) expect(jaxless.err).toContain('jax is not installed. Install with: ');
		const again = await command(['tune', dump]);
		expect(again.code, again.err).toBe(0);
		expect(new Sessions(sessionsFolder(), 'test').list()).toHaveLength(1);
	});

	it('records an upgrade where the program fits with a newer compiler', async () => {
		const newer = path.join(folder, 'newer.jsonl');
		const [base = ''] = readFileSync(fixture('near-miss.figures.jsonl'), 'utf8').split('\n');
		writeFileSync(newer, JSON.stringify({...JSON.parse(base), result: 'fits', used_bytes: 12 * 2 ** 30, text: ''}));
		vi.stubEnv('FIGURES', newer);
		const {code, out, err} = await command(['tune', dump]);
		vi.stubEnv('FIGURES', fixture('near-miss.figures.jsonl'));
		expect(code, err).toBe(0);
		expect(plain(out)).toContain('It fits as it is with this compiler: upgrading alone fixes it.');
		const [session] = new Sessions(sessionsFolder(), 'test').list();
		const looked = new Sessions(sessionsFolder(), 'test').look(session?.id ?? '');
		expect(compiles()).toBe(1);
		expect('trouble' in looked ? [] : replay(looked.events).measured).toMatchObject([
			{remedy: 'upgrade-library', change: 'as-it-is', result: 'fits', before: '16.73G', used: '12.00G'},
		]);
	});

	it('says in one sentence that a dump is broken, and keeps no session of it', async () => {
		const cut = mkdtempSync(path.join(folder, 'cut-'));
		cpSync(dump, cut, {recursive: true});
		const mlir = path.join(cut, 'module_0000.jit_step.cl_933746096', 'module.mlir');
		writeFileSync(mlir, readFileSync(mlir, 'utf8').slice(0, 400));
		for (const [from, said] of [
			[cut, 'The program of module_0000.jit_step.cl_933746096 is cut short.'],
			[mkdtempSync(path.join(folder, 'empty-')), 'It holds no module.'],
		] as const) {
			const {code, err} = await command(['tune', from]);
			expect([code, plain(err).includes(said)], err).toEqual([2, true]);
		}
		expect(new Sessions(sessionsFolder(), 'test').list()).toEqual([]);
	});

	it('refuses what does not go together', async () => {
		for (const args of [
			['--run', '--', 'true'],
			['--auto', '0'],
		])
			expect((await command(['tune', dump, ...args])).code, args.join(' ')).toBe(2);
	});
});
