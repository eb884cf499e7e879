import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {diagnoseReading, openDesk, type Desk} from '../../src/cli/desk.js';
import {processWorld} from '../../src/cli/world.js';
import {replay} from '../../src/engine/index.js';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import {mergeReadings, readText} from '../../src/readers/index.js';
import {Sessions, sessionsFolder} from '../../src/store/sessions.js';
import {command} from './command.js';

const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-probe-'));
const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/probe/${name}`, import.meta.url));
const recorded = fixture('adam-v5p.jsonl');
const log = readFileSync(fixture('adam-v5p.log'), 'utf8');
const script = path.join(folder, 'probe.py');
let desk: Desk;

beforeAll(async () => {
	vi.stubEnv('XDG_STATE_HOME', path.join(folder, 'state'));
	const opened = await openDesk(processWorld(), undefined);
	if (!opened) throw new Error('no playbook');
	desk = opened;
	writeFileSync(path.join(folder, 'train.log'), log);
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true});
});

/** One line of results: of the program as it is, unless told otherwise. */
function result(over: object): string {
	const asItIs = {variant: 'as-it-is', remedy: null, result: 'oom', used_bytes: 2 ** 30, text: ''};
	return JSON.stringify({schema: 'xla-triage.probe/1', ...asItIs, ...over});
}

/** What is said now in a session: the one named, or the last. */
function diagnosed(id?: string): Diagnosis {
	const sessions = new Sessions(sessionsFolder(), 'test');
	const looked = sessions.look(id ?? sessions.list()[0]?.id ?? '');
	if ('trouble' in looked) throw new Error(looked.trouble.title);
	const state = replay(looked.events);
	const [diagnosis] = diagnoseReading(desk, mergeReadings(state.readings), state);
	if (!diagnosis) throw new Error('no diagnosis');
	return diagnosis;
}

describe('probe', () => {
	it('writes the variants of the plan of a log, for its chip, and never over a file', async () => {
		const first = await command(['probe', path.join(folder, 'train.log'), '--out', script]);
		expect(first.code, first.err).toBe(0);
		expect(first.err).toContain('compiled for v5p:2x2x1;');
		const text = readFileSync(script, 'utf8');
		expect(text).toContain('    Variant("donate", "donate-buffers", donate=True),');
		expect(text).toContain('it should need 99.75G');
		expect(text).toContain('    # Variant("batch-half"');
		writeFileSync(script, 'my own step');
		const again = await command(['probe', path.join(folder, 'train.log'), '--out', script]);
		expect(again.code).toBe(2);
		expect(again.err).toContain('exists already');
		expect(readFileSync(script, 'utf8')).toBe('my own step');
		const forced = await command([
			'probe',
			path.join(folder, 'train.log'),
			'-o',
			script,
			'--force',
			'--chip',
			'v6e:2x4',
		]);
		expect(forced.code).toBe(0);
		expect(readFileSync(script, 'utf8')).toContain('TOPOLOGY = "v6e:2x4"');
	});

	it('says what is wrong with its options', async () => {
		for (const [options, said] of [
			[['--chip', 'v99'], 'There is no chip v99'],
			[['--chip', 'v5e:2x2"'], 'There is no chip v5e:2x2"'],
			[['--time-limit', 'soon'], 'soon is not a number of seconds'],
			[['no-such-session'], 'There is no session'],
			[['--read', 'no-such.jsonl'], 'Cannot read no-such.jsonl'],
			[['--read', path.join(folder, 'train.log')], 'holds no results'],
			[['--read', recorded], 'There is no session for the results'],
		] as const) {
			const {code, err} = await command(['probe', ...options, '-o', path.join(folder, 'unused.py')]);
			expect(code, said).toBe(2);
			expect(err).toContain(said);
		}
		expect(existsSync(path.join(folder, 'unused.py'))).toBe(false);
	});

	it('takes results into a session, where they outrank what is estimated', async () => {
		const sessions = new Sessions(sessionsFolder(), 'test');
		const session = sessions.create('train.log');
		session.append({type: 'evidence', reading: readText('train.log', log)});
		session.close();
		const taken = await command(['probe', '--read', recorded, '--session', session.id]);
		expect(taken.code, taken.err).toBe(0);
		expect(taken.out).toContain('99.75G → 57.00G');
		expect(taken.out).toContain('The plan begins with: Donate input buffers');
		expect(taken.out).toContain('skipped:');
		const {remedies, plan} = diagnosed(session.id);
		expect(plan.closes).toBe('yes');
		expect(plan.restarts[0]?.steps[0]?.remedy.id).toBe('donate-buffers');
		const [first] = remedies;
		expect(first?.because[0]).toBe('Measured with the compiler: 99.75G → 57.00G, fits (donate).');
		expect(first?.estimate?.basis).toContain('measured');
	});

	it('takes one more result, against what the program needed when it was tried as it is', async () => {
		const file = path.join(folder, 'more.jsonl');
		writeFileSync(
			file,
			result({variant: 'shard', remedy: 'shard-parameters', result: 'fits', used_bytes: 25 * 2 ** 30}),
		);
		const taken = await command(['probe', '--read', file]);
		expect(taken.code, taken.err).toBe(0);
		expect(taken.err).toContain('1 measurement is in session');
		const {remedies} = diagnosed();
		expect(remedies.find(({remedy}) => remedy.id === 'shard-parameters')?.measured).toMatchObject({
			used: '25.00G',
			before: '99.75G',
		});
	});

	it('gives what-if the measured need of the same change, and an estimate of all others', async () => {
		const [session] = new Sessions(sessionsFolder(), 'test').list();
		const {code, out, err} = await command([
			'what-if',
			session?.id ?? '',
			'donate',
			'donate-buffers',
			'fsdp',
			'optimizer',
		]);
		expect(code, err).toBe(0);
		expect(out).toMatch(/^ {2}donate {10,}measured: needs 57\.00G, fits\n +compiled with the compiler: donate$/m);
		expect(out).toMatch(/^ {2}donate-buffers +measured: needs 57\.00G, fits$/m);
		expect(out).toMatch(/^ {2}fsdp +measured: needs 25\.00G, fits$/m);
		const asked = await command(['what-if', path.join(folder, 'train.log'), 'donate', '-f', 'json']);
		expect(JSON.parse(asked.out)).not.toHaveProperty('changes.0.measured');
		const json = await command(['what-if', session?.id ?? '', 'donate', '-f', 'json']);
		expect(JSON.parse(json.out)).toMatchObject({changes: [{measured: {change: 'donate', used: '57.00G'}}]});
	});

	it('begins a session with a log', async () => {
		const before = new Sessions(sessionsFolder(), 'test').list().length;
		const taken = await command(['probe', '--read', recorded, path.join(folder, 'train.log')]);
		expect(taken.code, taken.err).toBe(0);
		expect(new Sessions(sessionsFolder(), 'test').list()).toHaveLength(before + 1);
		expect(diagnosed().plan.restarts[0]?.steps[0]?.remedy.id).toBe('donate-buffers');
	});

	it('says where the program of the script is not the one that failed', async () => {
		const file = path.join(folder, 'other.jsonl');
		writeFileSync(
			file,
			[
				result({used_bytes: 120 * 2 ** 30}),
				result({
					variant: 'batch-half',
					remedy: 'reduce-batch',
					result: 'error',
					used_bytes: null,
					text: 'ValueError: odd',
				}),
			].join('\n'),
		);
		const {out} = await command(['probe', '--read', file]);
		expect(out.replaceAll(/\s+/g, ' ')).toContain(
			'The step in the script needs 120.00G as it is, the program that failed 99.75G: they are not the same program.',
		);
		expect(out).toContain('batch-half: ValueError: odd');
		expect(out).toContain('No single change makes it fit.');
	});

	it('takes nothing back from a script whose step fits, or fails, as it is', async () => {
		const file = path.join(folder, 'fits.jsonl');
		for (const [over, said] of [
			[{result: 'fits', used_bytes: 2 ** 30}, 'The step in the script fits as it is'],
			[{result: 'error', used_bytes: null, text: 'NameError: vv'}, 'NameError: vv'],
			[{result: 'timeout', used_bytes: null}, 'does not compile'],
		] as const) {
			writeFileSync(file, result(over));
			const {code, err} = await command(['probe', '--read', file]);
			expect(code).toBe(2);
			expect(err).toContain(said);
		}
	});

	it('leaves a session undamaged by undo', () => {
		const looked = new Sessions(sessionsFolder(), 'test').list()[0];
		expect(looked).toBeDefined();
		const opened = new Sessions(sessionsFolder(), 'test').look(looked?.id ?? '');
		if ('trouble' in opened) throw new Error(opened.trouble.title);
		const {measured} = replay([...opened.events, {type: 'undo'}]);
		expect(measured).toEqual(replay(opened.events).measured);
		expect(measured?.length).toBeGreaterThan(3);
	});

	it('puts an upgrade first in the plan where the program of a dump fits with a newer compiler', async () => {
		const file = path.join(folder, 'newer.jsonl');
		const newer = {libtpu: '0.0.42.1', date: '2026-11-30', build: 2, program: {module: 'module_0000.jit_step.cl_1'}};
		writeFileSync(file, result({result: 'fits', used_bytes: 2 ** 30, ...newer}));
		const {code, out, err} = await command(['probe', '--read', file, path.join(folder, 'train.log')]);
		expect(code, err).toBe(0);
		expect(out.replaceAll(/\s+/g, ' ')).toContain(
			'fits as it is with this compiler, in 1.00G: upgrading alone fixes it.',
		);
		const {plan} = diagnosed();
		expect(plan.restarts[0]?.steps[0]?.remedy.id).toBe('upgrade-library');
		expect(plan.restarts[0]?.steps[0]?.because[0]).toBe(
			'Measured with libtpu 0.0.42.1 on 2026-11-30: 99.75G → 1.00G, fits as it is.',
		);
		writeFileSync(file, result({result: 'fits', used_bytes: 2 ** 30, ...newer, build: 1}));
		const same = await command(['probe', '--read', file, path.join(folder, 'train.log')]);
		expect(same.out.replaceAll(/\s+/g, ' ')).toContain('with no newer compiler than that of your job');
		expect(diagnosed().plan.restarts[0]?.steps[0]?.remedy.id).not.toBe('upgrade-library');
	});
});
