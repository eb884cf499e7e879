import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';
import type {Flag} from '../../../src/model/playbook.js';
import type {Tuning, TuningStep} from '../../../src/model/tuning.js';
import type {Standing} from '../../../src/model/diagnosis.js';
import type {Remedy, RemedyProbe} from '../../../src/model/remedy.js';
import {remedy} from '../../plan/made-remedies.js';
import {probeScript} from '../../../src/cli/probe/step-script.js';
import {python} from './python.js';
import {CHIPS, flagsToTry, variantsOf, type Planned} from '../../../src/plan/probe/index.js';

const flag = (name: string, suggested: string, over: Partial<Flag> = {}): Flag => ({
	name,
	type: 'bool',
	default: 'false',
	suggested,
	channels: ['LIBTPU_INIT_ARGS', 'compiler_options'],
	effect: '',
	cost: '',
	measured: [{libtpu: '1', accepted: true}],
	purpose: 'memory',
	claims: [],
	citations: [{title: 'a', source: 'b'}],
	place: {file: 'flags.yaml', line: 1, column: 1},
	...over,
});
const FLAGS = [
	flag('memory_fitting_level', '39', {type: 'effort', channels: ['compiler_options']}),
	flag('xla_a_remat', 'true'),
	flag('xla_b_remat', 'PEAK', {type: 'enum'}),
	flag('xla_refused_remat', 'true', {measured: [{libtpu: '1', accepted: false}]}),
	flag('xla_variable_remat', 'true', {channels: ['LIBTPU_INIT_ARGS']}),
	flag('xla_order', 'false', {purpose: 'scheduling'}),
];
const PAGES: Readonly<Record<string, Partial<Remedy>>> = {
	'remat-flags': {flags: FLAGS.map(({name}) => name), oneByOne: true},
	microbatch: {probe: made([2, 4, 8].map((n) => ({name: `micro-batches-${n}`, python: `micro_batches=${n}`})))},
	'remat-checkpoint': {
		probe: made(['dots', 'nothing'].map((kept) => ({name: `remat-keep-${kept}`, python: `remat="${kept}_saveable"`}))),
	},
	'donate-buffers': {probe: made([{name: 'donate', python: 'donate=True'}])},
	'mixed-precision': {probe: made([{name: 'bfloat16', python: 'bf16=True'}])},
	'reduce-batch': {probe: made([{name: 'batch-half', python: 'batch=0.5'}])},
	'shorten-sequence': {probe: made([{name: 'sequence-half', python: 'sequence=0.5'}])},
	'bigger-chip': {probe: {...made([]), devices: 'larger'}},
	'shard-more-chips': {probe: {...made([]), devices: 'more'}},
	'chunked-loss': {probe: {...made([]), own: true}},
	'offload-to-host': {probe: {...made([]), own: true}},
};
const ranked = (id: string, standing: Standing = 'indicated', decision?: 'accept' | 'reject'): Planned => ({
	remedy: remedy(id, PAGES[id]),
	standing,
	...(decision ? {decision} : {}),
});
const names = (planned: readonly Planned[], topology = 'v5e:2x2') =>
	variantsOf(planned, topology).map(({name}) => name);
const EVERY = ['microbatch', 'remat-checkpoint', 'donate-buffers', 'mixed-precision', 'bigger-chip', 'remat-flags'];
const every = EVERY.map((id) => ranked(id, 'possible'));
const all = variantsOf(every, 'v5e:2x2');
const flags = flagsToTry(every, FLAGS, undefined);
const LONG = process.env['LONG'] === '1';
const options = {chip: 'v5e', file: 'probe_remedies.py', timeLimit: 900};

function made(step: RemedyProbe['step']): RemedyProbe {
	return {unchanged: false, own: false, step};
}

describe('the script for a program without a backward pass', () => {
	it('has no gradients, micro-batches or recomputation', () => {
		const planned = variantsOf([ranked('microbatch'), ranked('reduce-batch')], 'v5e:2x2');
		const [forward, training] = [true, false].map((isForward) => probeScript(planned, [], {...options, isForward}));
		expect(forward).not.toMatch(/grad|micro_batches|checkpoint|# @/);
		expect(forward).toContain('batch=0.5');
		expect(training).toMatch(/jax\.grad\(loss\)[\s\S]*def accumulated/);
		expect(training).not.toMatch(/def forward|# @/);
	});
});

describe('the variants', () => {
	it('are those of the plan, in its order, the mildest of each first', () => {
		expect(names([ranked('microbatch'), ranked('remat-checkpoint'), ranked('profile-memory')])).toEqual([
			'micro-batches-2',
			'micro-batches-4',
			'micro-batches-8',
			'remat-keep-dots',
			'remat-keep-nothing',
		]);
	});

	it('leave out what is ruled out or rejected, and set aside what is unlikely and not chosen', () => {
		const planned = [
			ranked('donate-buffers', 'ruled out'),
			ranked('mixed-precision', 'indicated', 'reject'),
			ranked('reduce-batch', 'unlikely'),
			ranked('shorten-sequence', 'unlikely', 'accept'),
		];
		expect(variantsOf(planned, 'v5e:2x2').map(({name, aside}) => [name, aside])).toEqual([
			['batch-half', true],
			['sequence-half', false],
		]);
	});

	it('ask for a change of the step itself only where something speaks for it', () => {
		expect(names([ranked('chunked-loss'), ranked('offload-to-host', 'possible')])).toEqual(['chunked-loss']);
	});

	it('hold flags that the compiler takes as options, with values as Python writes them', () => {
		const text = probeScript([], flags, options);
		expect(/^FLAGS.* = \[\n([^\]]*)\n\]/m.exec(text)?.[1]).toBe(
			[
				'    ("remat-flags", "memory_fitting_level", 39),',
				'    ("remat-flags", "xla_a_remat", True),',
				'    ("remat-flags", "xla_b_remat", "PEAK"),',
				'    ("remat-flags", "xla_order", False),',
			].join('\n'),
		);
	});

	it('try flags in the order of the ladder, what never helped last', () => {
		const step = (id: string, level: string, rescued: readonly [number, number]): TuningStep => ({
			...{id, title: id, level, rescued, unless: [], auto: true, page: ''},
			...{set: {[`xla_${id}`]: 'true'}, place: {file: 'tuning.yaml', line: 1, column: 1}},
		});
		const tuning: Tuning = {
			...{warning: '', cannot: [], patience: 1},
			levels: ['cheap', 'dear'].map((id) => ({id, title: id, unless: []})),
			steps: [step('order', 'cheap', [0, 9]), step('a_remat', 'dear', [1, 9]), step('b_remat', 'dear', [2, 9])],
		};
		expect(flagsToTry(every, FLAGS, tuning).map(({flag: {name}}) => name)).toEqual([
			'xla_b_remat',
			'xla_a_remat',
			'xla_order',
			'memory_fitting_level',
		]);
	});

	it('name larger chips in as many devices, and twice the chips', () => {
		const topologies = (id: string, topology: string) =>
			variantsOf([ranked(id)], topology).map(({python}) => /"(.*)"/.exec(python)?.[1]);
		expect(topologies('bigger-chip', 'v5e:2x2')).toEqual(['v4:2x2x1', 'v6e:2x2', 'v5p:2x2x1']);
		// Two devices a chip: four chips of v3 are eight devices.
		expect(topologies('bigger-chip', 'v3:2x2')).toEqual(['v5e:2x4', 'v4:2x2x2', 'v6e:2x4']);
		expect(topologies('bigger-chip', 'v6e:4x4')).toEqual(['tpu7x:2x2x2', 'v5p:2x2x4']);
		expect(topologies('bigger-chip', 'v5p:2x2x1')).toEqual([]);
		expect(topologies('shard-more-chips', 'v6e:2x4')).toEqual(['v6e:4x4']);
		expect(topologies('shard-more-chips', 'tpu7x:2x2x1')).toEqual(['tpu7x:2x2x2']);
		for (const odd of ['unknown', 'v5e', 'v5e:2x2x1', 'v5e:axb']) {
			expect(topologies('bigger-chip', odd), odd).toEqual([]);
			expect(topologies('shard-more-chips', odd), odd).toEqual([]);
		}
	});
});

const STAND_IN = fileURLToPath(new URL('../../fixtures/probe/stand-in', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-probe-'));
afterAll(() => rmSync(folder, {recursive: true}));
if (python)
	describe('the script', () => {
		const file = path.join(folder, 'probe_remedies.py');
		writeFileSync(file, probeScript(all, flags, options));
		const run = (args: readonly string[], standIn?: string) => {
			const env = {...process.env, PYTHONDONTWRITEBYTECODE: '1'};
			const played = standIn === undefined ? {} : {PYTHONPATH: STAND_IN, STAND_IN: standIn};
			return spawnSync(python, args, {encoding: 'utf8', cwd: folder, env: {...env, ...played}});
		};
		const results = (stdout: string) =>
			stdout
				.split('\n')
				.filter((line) => line !== '')
				.map((line): unknown => JSON.parse(line));

		it('is Python, for every chip and for no variant at all', () => {
			const files = [...CHIPS, 'v5e:4x4'].map((chip, index) => {
				const name = `chip_${index}.py`;
				writeFileSync(path.join(folder, name), probeScript([], [], {...options, chip, needed: '34.89G'}));
				return name;
			});
			expect(run(['-W', 'error', '-m', 'py_compile', ...files, file]).stderr).toBe('');
		});

		it('is short, and no line is long', () => {
			const lines = probeScript(
				variantsOf(
					['microbatch', 'remat-checkpoint'].map((id) => ranked(id)),
					'v5e:2x2',
				),
				[],
				{
					...options,
					needed: '34.89G',
				},
			).split('\n');
			expect(lines.length).toBeLessThan(225);
			expect(lines.filter((text) => text.length > 99)).toEqual([]);
			expect(lines.filter((text) => /\s$|@[A-Z]+@/.test(text))).toEqual([]);
		});

		it('says what to install where jax and libtpu are missing', () => {
			// An isolated interpreter without its site-packages has neither.
			const said = run(['-I', '-S', file]);
			expect(said.status).toBe(1);
			expect(said.stdout).toBe('');
			expect(said.stderr).toBe("No module named 'jax'. Install with: python3 -m pip install jax libtpu\n");
		});

		it('names its variants when another is asked for', () => {
			const said = run([file, '--only', 'x'], 'fits');
			expect(said.status).toBe(2);
			expect(said.stderr).toContain('micro-batches-4');
		});

		// The compiler's part is played by a stand-in, in the words of the real one.
		const verdicts: readonly {readonly does: string; readonly expected: object; readonly said: string}[] = [
			{
				does: 'fits',
				expected: {
					result: 'fits',
					used_bytes: 12.5 * 2 ** 30,
					text: 'arguments 3.00G, outputs 1.00G, temporaries 9.00G, on each of 4 devices',
				},
				said: 'donate: fits, 12.50G',
			},
			{does: 'short', expected: {result: 'oom', used_bytes: 66.75 * 2 ** 30}, said: 'donate: oom, 66.75G'},
			{does: 'long', expected: {result: 'oom', used_bytes: 512 * 2 ** 20}, said: 'donate: oom, 0.50G'},
			{does: 'aborts', expected: {result: 'oom', used_bytes: 512 * 2 ** 20}, said: 'donate: oom, 0.50G'},
			{does: 'vmem', expected: {result: 'error', used_bytes: null}, said: 'Traceback'},
			{
				does: 'option',
				expected: {
					result: 'error',
					text: "jax.errors.JaxRuntimeError: INVALID_ARGUMENT: No such compile option: 'xla_no_such'",
				},
				said: 'Traceback',
			},
			{does: 'ends', expected: {result: 'error', used_bytes: null, text: 'ended with 7'}, said: 'donate: error'},
			{
				does: 'hangs',
				expected: {result: 'timeout', used_bytes: null, text: 'not compiled within 1 s'},
				said: 'donate: timeout',
			},
		];
		for (const {does, expected, said} of verdicts)
			it(`says what comes of a program that ${does}`, () => {
				const done = run([file, '--only', 'donate', ...(does === 'hangs' ? ['--time-limit', '1'] : [])], does);
				expect(done.status, done.stderr).toBe(0);
				expect(results(done.stdout)).toEqual([
					expect.objectContaining({
						schema: 'xla-triage.probe/1',
						variant: 'donate',
						remedy: 'donate-buffers',
						...expected,
					}),
				]);
				expect(done.stderr).toContain(said);
			});

		it('tells a variant that changes nothing from one that was measured', () => {
			// The example reads variant.bf16 and not variant.own.
			writeFileSync(
				path.join(folder, 'own.py'),
				probeScript(variantsOf([ranked('chunked-loss')], 'v5e:2x2'), [], options),
			);
			expect(results(run(['own.py', '--only', 'chunked-loss'], 'fits').stdout)).toMatchObject([
				{variant: 'chunked-loss', result: 'skipped', used_bytes: null},
			]);
			expect(results(run([file, '--only', 'bfloat16'], 'fits').stdout)).toMatchObject([{result: 'fits'}]);
		});

		it('stops where the program as it is does not run out of memory', () => {
			for (const [does, result] of [
				['fits', 'fits'],
				['option', 'error'],
			] as const) {
				const done = run([file], does);
				expect(done.status).toBe(1);
				expect(results(done.stdout)).toMatchObject([{variant: 'as-it-is', remedy: null, result}]);
				expect(done.stderr).toContain('check step_and_args');
			}
		});

		it('tries every variant of the plan, and says what a wrong chip is', () => {
			// Each costs a start of Python.
			const [few, set] = [all.slice(0, LONG ? all.length : 3), flags.slice(0, LONG ? flags.length : 2)];
			writeFileSync(path.join(folder, 'few.py'), probeScript(few, set, options));
			const done = run(['few.py'], 'short');
			expect(done.status).toBe(0);
			expect(results(done.stdout)).toHaveLength(few.length + set.length + 1);
			writeFileSync(path.join(folder, 'chip.py'), probeScript([], [], {...options, chip: 'v99:2x2'}));
			const wrong = run(['chip.py', '--only', 'as-it-is'], 'fits');
			expect(wrong.stdout).toMatch(/"result": "error".*TPU v99/);
		});
	});
