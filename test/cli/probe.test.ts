import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {diagnoseReading, openDesk, type Desk} from '../../src/cli/desk.js';
import {processWorld} from '../../src/cli/world.js';
import {replay} from '../../src/engine/index.js';
import {readText} from '../../src/readers/index.js';
import {Sessions, sessionsFolder} from '../../src/store/sessions.js';
import {mlp, reportOf} from '../analysis/comparison/programs.js';
import {command} from './command.js';

const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-probe-'));
const recorded = fileURLToPath(new URL('../fixtures/probe/results.jsonl', import.meta.url));
const log = reportOf(
	mlp({layers: 24, rows: 262_144, width: 4096, hidden: 4096, type: 'f32', devices: 4, remat: false}),
);
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

describe('probe', () => {
	it('writes the variants of the plan of a log, for its chip, and never over a file', async () => {
		const first = await command(['probe', path.join(folder, 'train.log'), '--out', script]);
		expect(first.code, first.err).toBe(0);
		expect(first.err).toContain('for v5e:2x2');
		const text = readFileSync(script, 'utf8');
		expect(text).toContain('remedy="microbatch"');
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
			[['--time-limit', 'soon'], 'soon is not a number of seconds'],
			[['no-such-session'], 'There is no session'],
			[['--read', 'no-such.jsonl'], 'Cannot read no-such.jsonl'],
			[['--read', path.join(folder, 'train.log')], 'holds no results'],
			[['--read', recorded], 'There is no session to take the results into'],
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
		const diagnosed = () => {
			const looked = sessions.look(session.id);
			if ('trouble' in looked) throw new Error(looked.trouble.title);
			const state = replay(looked.events);
			const [reading] = state.readings;
			const [diagnosis] = reading ? diagnoseReading(desk, reading, state) : [];
			if (!diagnosis) throw new Error('no diagnosis');
			return diagnosis;
		};
		const before = diagnosed();
		const taken = await command(['probe', '--read', recorded, '--session', session.id]);
		expect(taken.code, taken.err).toBe(0);
		expect(taken.out).toContain('66.75G → 15.63G, fits');
		const {remedies, plan} = diagnosed();
		const [first] = remedies.filter(({role}) => role === 'close');
		expect(first?.measured?.result).toBe('fits');
		expect(first?.because[0]).toMatch(/^Measured with the compiler: 66\.75G → .*, fits/);
		expect(plan.closes).toBe('yes');
		expect(plan.restarts[0]?.steps.some(({measured}) => measured?.result === 'fits')).toBe(true);
		const rankOf = (of: typeof remedies) => of.find(({remedy}) => remedy.id === 'reduce-batch')?.rank ?? 0;
		expect(rankOf(remedies)).toBeGreaterThan(rankOf(before.remedies));
		expect(remedies.find(({remedy}) => remedy.id === 'reduce-batch')?.estimate?.basis).toContain('measured');
	});

	it('takes nothing back from a script whose step fits as it is', async () => {
		const file = path.join(folder, 'fits.jsonl');
		const line = {schema: 'xla-triage.probe/1', variant: 'as-it-is', remedy: null, result: 'fits', used_bytes: 2 ** 30};
		writeFileSync(file, JSON.stringify(line));
		const {code, err} = await command(['probe', '--read', file]);
		expect(code).toBe(2);
		expect(err).toContain('The step in the script fits as it is');
	});

	it('leaves a session undamaged by undo', () => {
		const looked = new Sessions(sessionsFolder(), 'test').list()[0];
		expect(looked).toBeDefined();
		const opened = new Sessions(sessionsFolder(), 'test').look(looked?.id ?? '');
		if ('trouble' in opened) throw new Error(opened.trouble.title);
		const {measured} = replay([...opened.events, {type: 'undo'}]);
		expect(measured).toEqual(replay(opened.events).measured);
		expect(measured?.length).toBeGreaterThan(5);
	});
});
