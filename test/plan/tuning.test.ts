import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import {createConditions, replay, type Conditions} from '../../src/engine/index.js';
import type {Fact} from '../../src/model/fact.js';
import type {Playbook} from '../../src/model/playbook.js';
import type {SessionEvent} from '../../src/model/session.js';
import {parseSize, printSize} from '../../src/model/size.js';
import type {Trial, TrialResult, TrialSetting, Tuning} from '../../src/model/tuning.js';
import {acceptanceOf} from '../../src/plan/index.js';
import {
	cannotClose,
	figuresOf,
	flagsInText,
	ladderOf,
	nextTrial,
	progressOf,
	type Ground,
	type Next,
} from '../../src/plan/tuning/index.js';
import {readText} from '../../src/readers/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';

const GIB = 2 ** 30;
let playbook: Playbook;
let tuning: Tuning;
let conditions: Conditions;
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded) || !loaded.playbook.tuning) throw new Error('The playbook has faults.');
	playbook = loaded.playbook;
	tuning = loaded.playbook.tuning;
	conditions = createConditions(playbook.facts);
});

function ground(log: string, change: Partial<Ground> = {}): Ground {
	const reading = readText('train.log', log);
	const incident = reading.incidents[0];
	const facts: readonly Fact[] = incident ? analyse(incident, reading, playbook).facts : [];
	return {tuning, flags: playbook.flags, conditions, facts, inForce: [], ...change};
}

function crash(used: number, capacity = 31.25, more = ''): string {
	const text = (gib: number): string => printSize(gib * GIB);
	return `E1000 XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used ${text(used)} of ${text(capacity)} hbm. Exceeded hbm capacity by ${text(used - capacity)}.\n${more}`;
}

function fact(name: string, value: string | boolean): Fact {
	const shown = String(value);
	return {
		name,
		value: typeof value === 'boolean' ? {kind: 'truth', text: shown, holds: value} : {kind: 'text', text: shown},
		origin: {by: 'user', question: 'test'},
	};
}

const used = (text: string): NonNullable<TrialResult['used']> => parseSize(text) ?? {text, bytes: {low: 0, high: 0}};
const oom = (text: string): TrialResult => ({outcome: 'oom', used: used(text), refused: [], by: 'run'});

/** Steps in the order in which they would be tried if none helped. */
function steps(at: Ground, anyway = true): readonly string[] {
	const trials: Trial[] = [];
	for (;;) {
		const next = nextTrial(at, progressOf(trials, figuresOf(at.facts)), {anyway});
		if (next.kind === 'stop') return trials.map(({step}) => step);
		trials.push({...next.trial, result: oom(figuresOf(at.facts)?.used.text ?? '32.40G')});
	}
}

describe('the ladder', () => {
	it('holds every flag of the tables 3.D and 3.E, with description and cost, and only what is accepted', () => {
		const wanted = [
			'xla_tpu_max_hbm_size_mib',
			'xla_tpu_rematerialization_algo',
			'xla_tpu_rematerialization_max_block_size_limit',
			'xla_tpu_rematerialization_block_effort_factor',
			'xla_tpu_pre_fusion_remat',
			'xla_latency_hiding_scheduler_rerun',
			'xla_tpu_rwb_fusion',
			'xla_tpu_enable_latency_hiding_scheduler',
			'xla_sc_num_serialized_tables_to_optimize_hbm',
		];
		const set = new Map(tuning.steps.flatMap((step) => Object.entries(step.set)));
		for (const name of wanted) {
			expect([...set.keys()]).toContain(name);
			const flag = playbook.flags.find((one) => one.name === name);
			expect(flag?.effect.length).toBeGreaterThan(20);
			expect(flag?.cost.length).toBeGreaterThan(5);
		}
		for (const rung of ladderOf(ground(crash(32.4)), progressOf([], undefined))) {
			for (const {name, value} of rung.settings) {
				expect(acceptanceOf({name, value: value ?? ''}, playbook.flags)).toMatchObject({ok: true});
			}
		}
	});

	it('warns of a last resort once, and for every path', () => {
		expect(tuning.warning.match(/last resort/g)).toHaveLength(1);
		expect(tuning.steps.filter((step) => /last resort/.test(`${step.expects ?? ''} ${step.costs ?? ''}`))).toEqual([]);
	});

	it('tries what rescued the larger share first among steps of equal safety and cost, and what never helped last', () => {
		const share = ([rescued, tried]: readonly [number, number]): number => rescued / tried;
		for (const {id} of tuning.levels) {
			const shares = tuning.steps.flatMap(({level, rescued}) => (level === id && rescued ? [share(rescued)] : []));
			expect(shares).toEqual([...shares].sort((a, b) => b - a));
		}
		const rungs = ladderOf(ground(crash(32.4)), progressOf([], undefined));
		const idle = rungs.map(({step}) => step?.rescued?.[0] === 0);
		expect(idle.indexOf(true)).toBeGreaterThan(idle.lastIndexOf(false));
		for (const {auto} of rungs.slice(idle.indexOf(true))) expect(auto).toBe(false);
	});

	it('begins with what is safe and free, and ends with what never helped', () => {
		expect(steps(ground(crash(32.4)))).toEqual([
			'fitting-level',
			'remat-limit-80',
			'peak-priority',
			'rwb-fusion-off',
			'peak-and-pre-fusion',
			'pre-fusion-remat',
			'block-limit-32',
			'latency-hiding-off',
			'scheduler-limit-80',
			'scheduler-rerun-5',
			'block-effort-10',
			'hbm-limit',
		]);
	});

	it('leaves rematerialization out where the buffers are in a loop', () => {
		const at = ground(crash(32.4));
		const rungs = ladderOf({...at, facts: [...at.facts, fact('loop.seen', true)]}, progressOf([], undefined));
		for (const rung of rungs.filter(({level}) => level.startsWith('remat'))) {
			expect(rung).toMatchObject({state: 'out', because: expect.stringContaining('jax.checkpoint') as string});
		}
	});

	it('offers SparseCore tables only where the message splits the use, and doubles them while it helps', () => {
		const split = 'TensorCore Hbm usage: 10.00G, SparseCore Hbm usage 22.00G, exceeding available bytes: 31.25G';
		const at = ground(`RESOURCE_EXHAUSTED: Ran out of memory in memory space HBM. ${split}`);
		const facts = [...at.facts, fact('split.heavier', 'sparsecore')];
		const first = nextTrial({...at, facts}, progressOf([], undefined));
		expect(first).toMatchObject({kind: 'trial', rung: {id: 'sc-tables-2'}});
		const trials: Trial[] = [
			{
				number: 1,
				step: 'sc-tables-2',
				settings: first.kind === 'trial' ? first.trial.settings : [],
				result: oom('31.50G'),
			},
		];
		const base = {used: used('32.00G'), capacity: used('31.25G')};
		expect(nextTrial({...at, facts}, progressOf(trials, base))).toMatchObject({rung: {id: 'sc-tables-4'}});
		expect(steps(ground(crash(32.4)))).not.toContain('sc-tables-2');
	});

	it('sets the effort level in the form that the framework takes', () => {
		const at = ground(crash(32.4));
		const torch = steps({...at, facts: [...at.facts, fact('job.framework', 'pytorch-xla')]});
		expect(torch[0]).toBe('fitting-level-libtpu');
		expect(torch).not.toContain('fitting-level');
	});

	it('skips what is set already and what a libtpu is known to refuse, and computes values', () => {
		const inForce = flagsInText('--xla_tpu_rwb_fusion=false --xla_tpu_pre_fusion_remat', 'LIBTPU_INIT_ARGS');
		const left = steps(ground(crash(32.4), {inForce}));
		expect(left).not.toContain('rwb-fusion-off');
		expect(left).not.toContain('pre-fusion-remat');
		const limit = ladderOf(ground(crash(32.4)), progressOf([], undefined)).find(({id}) => id === 'hbm-limit');
		expect(limit).toMatchObject({auto: false, settings: [{name: 'xla_tpu_max_hbm_size_mib', value: '29435'}]});
	});

	it('knows when flags cannot close the gap', () => {
		expect(cannotClose(ground(crash(32.4)))).toEqual([]);
		expect(cannotClose(ground(crash(40)))[0]).toContain('12.5 %');
	});
});

describe('a path of trials', () => {
	const world = fc.record({
		base: fc.integer({min: 3126, max: 3500}),
		effects: fc.dictionary(
			fc.constantFrom(
				...['rwb', 'algo', 'pre_fusion', 'block_size', 'block_effort', 'rematerialization_percent', 'rerun', 'fitting'],
			),
			fc.integer({min: -120, max: 300}),
		),
		refused: fc.uniqueArray(fc.constantFrom('rwb', 'algo', 'pre_fusion', 'block_size', 'rerun'), {maxLength: 3}),
		failing: fc.option(fc.constantFrom('latency', 'algo'), {nil: undefined}),
	});
	type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

	function play(at: Ground, {base, effects, refused, failing}: World): {trials: readonly Trial[]; end: Next} {
		const trials: Trial[] = [];
		for (;;) {
			const next = nextTrial(at, progressOf(trials, figuresOf(at.facts)));
			if (next.kind === 'stop') return {trials, end: next};
			trials.push({...next.trial, result: outcome(next.trial.settings)});
			if (trials.length > 60) throw new Error('The path does not end.');
		}
		function outcome(settings: readonly TrialSetting[]): TrialResult {
			const names = settings.map(({name}) => name);
			const bad = names.filter((name) => refused.some((part) => name.includes(part)));
			if (bad.length > 0) return {outcome: 'refused', refused: bad.slice(0, 1), by: 'run'};
			if (failing !== undefined && names.some((name) => name.includes(failing))) {
				return {outcome: 'failed', refused: [], by: 'run'};
			}
			const need = Object.entries(effects).reduce(
				(sum, [part, effect]) => sum + (names.some((name) => name.includes(part)) ? effect : 0),
				base,
			);
			return need <= 3125 ? {outcome: 'fits', refused: [], by: 'run'} : oom(`${(need / 100).toFixed(2)}G`);
		}
	}

	it('ends, tries no set twice, sends no refused flag again, and never keeps what makes it worse', () => {
		fc.assert(
			fc.property(world, (sketch) => {
				const at = ground(crash(sketch.base / 100));
				const {trials, end} = play(at, sketch);
				const sets = trials.map(({settings}) =>
					settings
						.map(({name, value}) => `${name}=${value ?? ''}`)
						.sort()
						.join(' '),
				);
				expect(new Set(sets).size).toBe(sets.length);
				const seen = new Set<string>();
				for (const {settings, result} of trials) {
					for (const {name} of settings) expect(seen.has(name)).toBe(false);
					for (const name of result?.refused ?? []) seen.add(name);
				}
				const {kept, best, base, fits, rows} = progressOf(trials, figuresOf(at.facts));
				expect(end.kind === 'stop' && end.why === 'fits').toBe(fits);
				expect(best?.used.bytes.low ?? 0).toBeLessThanOrEqual(base?.used.bytes.low ?? 0);
				for (const row of rows) expect(row.kept).toBe(['fits', 'better'].includes(row.verdict.effect));
				for (const {name} of kept) expect(seen.has(name)).toBe(false);
			}),
			{numRuns: process.env['LONG'] === '1' ? 3000 : 150},
		);
	});

	it('is the same after every restart: events in, the next trial out', () => {
		fc.assert(
			fc.property(world, (sketch) => {
				const at = ground(crash(sketch.base / 100));
				const {trials} = play(at, sketch);
				const events: SessionEvent[] = [];
				for (const {result, ...trial} of trials) {
					expect(replay(events).trials ?? []).toHaveLength(trial.number - 1);
					const next = nextTrial(at, progressOf(replay(events).trials ?? [], figuresOf(at.facts)));
					expect(next.kind === 'trial' && next.trial).toEqual(trial);
					events.push({type: 'trial', trial});
					expect(progressOf(replay(events).trials ?? [], undefined).open).toEqual(trial);
					if (result) events.push({type: 'trialResult', trial: trial.number, result});
					events.push({type: 'undo'});
				}
				expect(replay(JSON.parse(JSON.stringify(events)) as SessionEvent[]).trials ?? []).toEqual(trials);
			}),
			{numRuns: 40},
		);
	});

	it('follows the user who decides against the advice', () => {
		const at = ground(crash(32.4));
		const settings = [{name: 'xla_tpu_rwb_fusion', value: 'false'}];
		const trial = {number: 1, step: 'rwb-fusion-off', settings};
		const worse = progressOf([{...trial, result: {...oom('33.00G'), decision: 'keep'}}], figuresOf(at.facts));
		expect(worse).toMatchObject({kept: settings, best: {used: {text: '33.00G'}}});
		const better = progressOf([{...trial, result: {...oom('32.00G'), decision: 'revert'}}], figuresOf(at.facts));
		expect(better).toMatchObject({kept: [], best: {used: {text: '32.40G'}}});
	});
});
