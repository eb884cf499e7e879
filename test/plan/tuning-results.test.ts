import {beforeAll, describe, expect, it} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import {createConditions, type Conditions} from '../../src/engine/index.js';
import type {Fact} from '../../src/model/fact.js';
import type {Playbook} from '../../src/model/playbook.js';
import {parseSize, printSize} from '../../src/model/size.js';
import type {Trial, TrialResult, Tuning} from '../../src/model/tuning.js';
import {
	chart,
	figuresOf,
	flagsInText,
	progressOf,
	readResult,
	readResultWords,
	redundantFlags,
	tuningSnippet,
	variablesFor,
	type Ground,
} from '../../src/plan/tuning/index.js';
import {readText} from '../../src/readers/index.js';
import {createRefusals} from '../../src/readers/refusals.js';
import {createTimings} from '../../src/readers/timings.js';
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

const used = (text: string): NonNullable<TrialResult['used']> => parseSize(text) ?? {text, bytes: {low: 0, high: 0}};
const oom = (text: string): TrialResult => ({outcome: 'oom', used: used(text), refused: [], by: 'run'});

describe('variables', () => {
	const flags = (): Playbook['flags'] => playbook.flags;
	it('are merged with what is set', () => {
		const env = {LIBTPU_INIT_ARGS: '--xla_tpu_rwb_fusion=true  --other=a,b --flag'};
		expect(variablesFor([{name: 'xla_tpu_rwb_fusion', value: 'false'}], env, flags())).toEqual({
			LIBTPU_INIT_ARGS: '--other=a,b --flag --xla_tpu_rwb_fusion=false',
		});
		expect(variablesFor([{name: 'other', value: null}], {LIBTPU_INIT_ARGS: '--other'}, flags())).toEqual({
			LIBTPU_INIT_ARGS: undefined,
		});
		expect(variablesFor([{name: 'jax_memory_fitting_level', value: 'O3'}], {}, flags())).toEqual({
			JAX_MEMORY_FITTING_LEVEL: 'O3',
		});
	});

	it('leave names with the same beginning alone', () => {
		const env = {LIBTPU_INIT_ARGS: '--xla_tpu_rwb_fusion_more=1'};
		expect(variablesFor([{name: 'xla_tpu_rwb_fusion', value: 'false'}], env, flags())['LIBTPU_INIT_ARGS']).toBe(
			'--xla_tpu_rwb_fusion_more=1 --xla_tpu_rwb_fusion=false',
		);
	});

	it('that change nothing are named', () => {
		const set = flagsInText('--xla_tpu_rwb_fusion=true --a=1 --a=2', 'LIBTPU_INIT_ARGS');
		expect(redundantFlags(set, flags())).toEqual([
			'xla_tpu_rwb_fusion=true is the default: it changes nothing.',
			'a is set twice; the last value counts.',
		]);
	});

	it('leave as a snippet that holds nothing but comments and variables', () => {
		const at = ground(crash(32.4), {inForce: flagsInText('--x=$(reboot)', 'LIBTPU_INIT_ARGS')});
		const settings = [{name: 'xla_tpu_rwb_fusion', value: 'false'}];
		const trials: Trial[] = [{number: 1, step: 'rwb-fusion-off', settings, result: oom('32.00G')}];
		const text = tuningSnippet(at, progressOf(trials, figuresOf(at.facts)), () => 'a\nrm -rf /');
		expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
			'export LIBTPU_INIT_ARGS="${LIBTPU_INIT_ARGS:-} --x=\\$(reboot) --xla_tpu_rwb_fusion=false"',
		]);
	});
});

describe('results', () => {
	it.each([
		['fits', {outcome: 'fits'}],
		['Fits, step 1.2 s, compile 5 min', {outcome: 'fits', stepSeconds: 1.2, compileSeconds: 300}],
		['it does not fit', {outcome: 'oom'}],
		['31.9G of 31.25G', {outcome: 'oom', used: {text: '31.9G'}, capacity: {text: '31.25G'}}],
		['30.10G of 31.25G', {outcome: 'fits', used: {text: '30.10G'}}],
		['30.10G', {outcome: 'fits', used: {text: '30.10G'}}],
		['31.90G, step 812 ms', {outcome: 'oom', stepSeconds: 0.812}],
		['same', {outcome: 'oom', used: {text: '32.40G'}}],
		['refused', {outcome: 'refused', refused: ['xla_a', 'xla_b']}],
		["Unknown command line flag 'xla_b'", {outcome: 'refused', refused: ['xla_b']}],
		['crashed elsewhere', {outcome: 'failed'}],
	])('in words: %s', (text, wanted) => {
		const best = {used: used('32.40G'), capacity: used('31.25G')};
		expect(readResultWords(text, best, ['xla_a', 'xla_b'])).toMatchObject({...wanted, by: 'words'});
	});

	it.each(['', 'hm', 'version 3', 'xla_tpu_rwb_fusion'])('in words: nothing in %j', (text) => {
		expect(readResultWords(text, undefined, [])).toBeUndefined();
	});

	it('of runs: memory before all, then a good end, then a refusal, then anything else; a failure of a later stage means fixed', () => {
		const run = (log: string, exit: number, refused: readonly string[] = []): TrialResult =>
			readResult({reading: readText('out', log), refused, timings: {}, exit}, 'E1000');
		expect(run(crash(32), 1, ['a'])).toMatchObject({outcome: 'oom', used: {text: '32.00G'}});
		expect(run('fine\n', 0, ['a'])).toMatchObject({outcome: 'fits', refused: []});
		expect(run('', 1, ['a'])).toMatchObject({outcome: 'refused', refused: ['a']});
		expect(run('', 7)).toMatchObject({outcome: 'failed', quote: 'It ended with exit code 7.'});
		const later =
			"RESOURCE_EXHAUSTED: Error loading program 'jit_f': Attempting to reserve 1.00G at the bottom of memory. That was not possible. There are 512.00M free, 0B reserved, and 512.00M reservable.\n";
		expect(run(later, 1)).toMatchObject({
			outcome: 'fits',
			next: 'E0101',
			quote: expect.stringContaining('E0101') as string,
		});
	});

	it('of refusals, in each wording', () => {
		const refusals = createRefusals();
		for (const line of [
			"ERROR: Unknown command line flag 'xla_a'. Did you mean: xla_b ?",
			"ERROR: Illegal value 'kEnabled' specified for flag 'xla_c'; Unrecognized flag option: kEnabled.",
			'F0000 parse_flags_from_env.cc:234] Unknown flags in XLA_FLAGS: --xla_d=90000 --xla_e',
			"INVALID_ARGUMENT: No such compile option: 'xla_f'",
			"INVALID_ARGUMENT: Failed to parse 'v' into flag xla_g: bad",
			'a flag was unknown to the crew',
		]) {
			refusals.push(line);
		}
		expect(refusals.end()).toEqual(['xla_a', 'xla_c', 'xla_d', 'xla_e', 'xla_f', 'xla_g']);
	});

	it('of times: the longest compilation and the median step', () => {
		const timings = createTimings();
		timings.push('Finished XLA compilation of jit(init) in 0.5 sec');
		timings.push('Finished XLA compilation of jit(train_step) in 12.25 sec');
		for (const step of [3, 1, 2]) timings.push(`completed step: ${step}, seconds: ${step}.5, TFLOP/s/device: 98`);
		timings.push('step_time: 800 ms');
		expect(timings.end()).toEqual({compileSeconds: 12.25, stepSeconds: 2.5});
	});

	it('as a chart: low and high, equal, unknown', () => {
		expect(chart([used('32.00G'), undefined, used('31.00G'), used('33.00G')])).toBe('▅ ▁█');
		expect(chart([used('32.00G'), used('32.00G')])).toBe('▄▄');
		expect(chart([])).toBe('');
	});
});
