import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import type {Flag} from '../../../src/model/playbook.js';
import type {Remedy} from '../../../src/model/remedy.js';
import {probeScript, TOPOLOGIES, variantsOf} from '../../../src/plan/probe/index.js';

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
const ranked = (id: string, standing: 'indicated' | 'ruled out' = 'indicated', decision?: 'reject') => ({
	remedy: {id} as Remedy,
	standing,
	...(decision ? {decision} : {}),
});
const all = variantsOf(undefined, FLAGS, 'v5e');
const options = {chip: 'v5e', file: 'probe_remedies.py', timeLimit: 900};

describe('the variants', () => {
	it('are those of the plan, in its order, the program as it is first', () => {
		const plan = [ranked('microbatch'), ranked('donate-buffers'), ranked('chunked-loss')];
		expect(variantsOf(plan, FLAGS, 'v5e').map(({name}) => name)).toEqual([
			'as-it-is',
			'micro-batches-2',
			'micro-batches-4',
			'micro-batches-8',
			'donate',
		]);
	});

	it('leave out what is ruled out or rejected', () => {
		const plan = [ranked('microbatch', 'ruled out'), ranked('donate-buffers', 'indicated', 'reject')];
		expect(variantsOf(plan, FLAGS, 'v5e').map(({name}) => name)).toEqual(['as-it-is']);
	});

	it('hold flags that the compiler takes as options, with values as Python writes them', () => {
		const flags = all.flatMap((one) => (one.flag ? [[one.remedy, one.flag.name, one.flag.value]] : []));
		expect(flags).toEqual([
			['memory-fitting-level', 'memory_fitting_level', '39'],
			['remat-flags', 'xla_a_remat', 'True'],
			['remat-flags', 'xla_b_remat', '"PEAK"'],
			['scheduler-flags', 'xla_order', 'False'],
		]);
	});

	it('name only larger chips', () => {
		const chips = (chip: string) =>
			variantsOf([ranked('bigger-chip')], [], chip).flatMap(({name}) => (name.startsWith('chip-') ? [name] : []));
		expect(chips('v6e')).toEqual(['chip-v5p']);
		expect(chips('v5p')).toEqual([]);
		expect(chips('unknown')).toEqual([]);
	});
});

const python = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 10))'], {encoding: 'utf8'});
if (python.status === 0 && python.stdout.trim() === 'True')
	describe('the script', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-probe-'));
		const file = path.join(folder, 'probe_remedies.py');
		writeFileSync(file, probeScript(all, options));
		afterAll(() => rmSync(folder, {recursive: true}));
		const run = (args: readonly string[], env: Record<string, string> = {}) =>
			spawnSync('python3', args, {encoding: 'utf8', cwd: folder, env: {...process.env, ...env}});

		it('is Python, for every chip and for no variant at all', () => {
			for (const chip of [...Object.keys(TOPOLOGIES), 'v5e:4x4']) {
				writeFileSync(path.join(folder, 'one.py'), probeScript(variantsOf([], [], chip), {...options, chip}));
				const checked = run(['-W', 'error', '-m', 'py_compile', 'one.py']);
				expect(checked.stderr, chip).toBe('');
			}
			expect(run(['-W', 'error', '-m', 'py_compile', file]).stderr).toBe('');
		});

		it('is short, for a plan', () => {
			const plan = ['microbatch', 'remat-checkpoint', 'donate-buffers', 'reduce-batch', 'remat-flags'].map((id) =>
				ranked(id),
			);
			const lines = probeScript(variantsOf(plan, FLAGS, 'v5e'), options).split('\n');
			expect(lines.length).toBeLessThan(200);
			expect(lines.filter((text) => text.length > 120)).toEqual([]);
		});

		it('says what to install where jax and libtpu are missing', () => {
			// An isolated interpreter without its site-packages has neither.
			const said = run(['-I', '-S', file]);
			expect(said.status).toBe(2);
			expect(said.stdout).toBe('');
			expect(said.stderr).toBe('jax and libtpu not found. Install with: python3 -m pip install jax libtpu\n');
		});

		it('names its variants when another is asked for', () => {
			const said = run([file, '--only', 'x']);
			expect(said.status).toBe(2);
			expect(said.stderr).toContain("'micro-batches-4'");
		});

		// The compiler's part is played by a stand-in: these are the words of the real one.
		const verdicts: readonly {readonly name: string; readonly body: string; readonly expected: object}[] = [
			{name: 'a fit', body: 'return 28 * 2**30', expected: {result: 'fits', used_bytes: 28 * 2 ** 30}},
			{
				name: 'the short message',
				body: 'raise RuntimeError("RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (66.75G) exceeds available HBM (15.75G).")',
				expected: {result: 'oom', used_bytes: Math.trunc(66.75 * 2 ** 30)},
			},
			{
				name: 'an abort with the long message',
				body: 'print("Ran out of memory in memory space hbm. Used 512.00M of 15.75G hbm. Exceeded hbm capacity by 1.00G", file=sys.stderr, flush=True); os.abort()',
				expected: {result: 'oom', used_bytes: 512 * 2 ** 20},
			},
			{
				name: 'another error',
				body: 'raise TypeError("dot_general requires contracting dimensions to match")',
				expected: {
					result: 'error',
					used_bytes: null,
					text: 'TypeError: dot_general requires contracting dimensions to match',
				},
			},
			{
				name: 'an end without a word',
				body: 'os._exit(7)',
				expected: {result: 'error', used_bytes: null, text: 'ended with 7'},
			},
			{name: 'no end', body: 'import time; time.sleep(60)', expected: {result: 'timeout', used_bytes: null}},
		];
		for (const {name, body, expected} of verdicts)
			it(`tells ${name}`, () => {
				const script = probeScript(variantsOf([ranked('donate-buffers')], [], 'v5e'), options);
				const stood = script
					.replace(/(def compile_one\(variant: Variant\) -> int:\n)[^]*?(?=\n\ndef )/, `$1    ${body}\n`)
					.replace(/importlib\.util\.find_spec\(name\) is None/, 'False');
				writeFileSync(path.join(folder, 'stand_in.py'), stood);
				const said = run(['stand_in.py', '--only', 'donate', '--time-limit', name === 'no end' ? '1' : '30']);
				expect(said.status, said.stderr).toBe(0);
				expect(JSON.parse(said.stdout)).toMatchObject({
					schema: 'xla-triage.probe/1',
					variant: 'donate',
					remedy: 'donate-buffers',
					...expected,
				});
			});
	});
