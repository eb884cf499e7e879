import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import type {FlagInForce} from '../../src/model/incident.js';
import type {Flag} from '../../src/model/playbook.js';
import {addLine, flagCommand, undoLine} from '../../src/plan/flag-command.js';
import {harmfulFlags} from '../../src/plan/harmful-flags.js';

function flag(name: string, type: Flag['type'], over: Partial<Flag> = {}): Flag {
	return {
		name,
		type,
		default: 'auto',
		channels: ['LIBTPU_INIT_ARGS', 'compiler_options'],
		effect: '',
		cost: '',
		measured: [{libtpu: '0.0.42.1', accepted: true}],
		purpose: 'memory',
		claims: [],
		citations: [],
		place: {file: 'flags.yaml', line: 1, column: 1},
		...over,
	};
}

const FLAGS: readonly Flag[] = [
	flag('xla_tpu_rwb_fusion', 'bool', {suggested: 'false'}),
	flag('xla_tpu_rematerialization_algo', 'enum', {values: ['DEFAULT', 'PEAK_PRIORITY'], suggested: 'PEAK_PRIORITY'}),
	flag('xla_tpu_max_hbm_size_mib', 'int', {
		harm: {when: 'above 0', because: 'it can cause this failure'},
	}),
	flag('xla_tpu_dot_dot_fusion', 'bool', {harm: {when: 'off', because: 'outputs go to HBM'}}),
	flag('xla_tpu_enable_ag_backward_pipelining', 'bool', {harm: {when: 'on', because: 'more stays alive'}}),
	flag('xla_tpu_scheduler_percent_shared_memory_limit', 'int', {
		harm: {when: 'above 100', because: 'the default is 95'},
	}),
	flag('xla_dump_to', 'string', {channels: ['XLA_FLAGS', 'compiler_options']}),
	flag('memory_fitting_level', 'int', {channels: ['compiler_options']}),
	flag('jax_memory_fitting_level', 'enum', {values: ['O2', 'O3'], channels: ['jax_config']}),
	flag('tpu_shared_memory_percent', 'int', {
		channels: [],
		measured: [{libtpu: '0.0.42.1', accepted: false}],
		instead: ['xla_tpu_scheduler_percent_shared_memory_limit'],
	}),
];

function inForce(name: string, value: string, channel: FlagInForce['channel'] = 'LIBTPU_INIT_ARGS'): FlagInForce {
	return {name, value, channel, place: {evidence: 'log', line: 1, quote: ''}};
}

describe('commands that set flags', () => {
	it.each([
		['xla_tpu_rwb_fusion', 'false', 'export LIBTPU_INIT_ARGS="${LIBTPU_INIT_ARGS:-} --xla_tpu_rwb_fusion=false"'],
		['xla_dump_to', '/tmp/a b', 'export XLA_FLAGS="${XLA_FLAGS:-} --xla_dump_to=/tmp/a b"'],
		['xla_dump_to', '/tmp/$(id)`id`"', 'export XLA_FLAGS="${XLA_FLAGS:-} --xla_dump_to=/tmp/\\$(id)\\`id\\`\\""'],
		['memory_fitting_level', '39', 'compiler_options={"memory_fitting_level": 39}'],
		['jax_memory_fitting_level', 'O3', 'export JAX_MEMORY_FITTING_LEVEL="O3"'],
	])('puts %s=%s into its channel', (name, value, line) => {
		expect(flagCommand([{name, value}], [], FLAGS)).toEqual({
			lines: [{channel: expect.any(String) as string, text: line}],
			warnings: [],
		});
	});

	it('keeps what is set, and replaces the old value', () => {
		const set = [
			inForce('xla_other', '5'),
			inForce('xla_tpu_rwb_fusion', 'true'),
			inForce('xla_dump_to', '/tmp/x', 'XLA_FLAGS'),
		];
		const command = flagCommand([{name: 'xla_tpu_rwb_fusion', value: 'false'}], set, FLAGS);
		expect(command.lines).toEqual([
			{
				channel: 'LIBTPU_INIT_ARGS',
				text: 'export LIBTPU_INIT_ARGS="${LIBTPU_INIT_ARGS:-} --xla_other=5 --xla_tpu_rwb_fusion=false"',
			},
		]);
	});

	it.each([
		['tpu_shared_memory_percent', '80', /libtpu 0\.0\.42\.1 refuses tpu_shared_memory_percent.*xla_tpu_scheduler/],
		[
			'xla_tpu_rematerialization_algo',
			'kPeakPriority',
			/does not take "kPeakPriority": it wants one of DEFAULT, PEAK_PRIORITY/,
		],
		['xla_tpu_rwb_fusion', 'kDisabled', /wants true or false/],
		['xla_tpu_max_hbm_size_mib', '8 GiB', /wants a whole number/],
		['xla_dump_to', 'a\nrm -rf /', /without line breaks/],
		['xla_made_up', '1', /not in the table/],
	])('never emits %s=%s', (name, value, warning) => {
		const command = flagCommand([{name, value}], [], FLAGS);
		expect(command.lines).toEqual([]);
		expect(command.warnings).toEqual([expect.stringMatching(warning)]);
	});

	it('does not repeat a refused flag that is set now, and says so', () => {
		const set = [inForce('tpu_shared_memory_percent', '80'), inForce('xla_tpu_rematerialization_algo', 'kAuto')];
		const command = flagCommand([{name: 'xla_tpu_rwb_fusion', value: 'false'}], set, FLAGS, '0.0.42.1');
		expect(command.lines[0]?.text).toBe('export LIBTPU_INIT_ARGS="--xla_tpu_rwb_fusion=false"');
		expect(command.warnings.join('\n')).toMatch(/Left out.*tpu_shared_memory_percent/);
	});

	it('writes the list anew where a flag has to go, and says that this drops the rest', () => {
		const set = [inForce('xla_other', '5'), inForce('xla_gone', '1')];
		const command = flagCommand([{name: 'xla_tpu_rwb_fusion', value: 'false'}], set, FLAGS, undefined, ['xla_gone']);
		expect(command.lines[0]?.text).toBe('export LIBTPU_INIT_ARGS="--xla_other=5 --xla_tpu_rwb_fusion=false"');
		expect(command.warnings).toEqual([expect.stringMatching(/replaces all of LIBTPU_INIT_ARGS/)]);
	});
});

describe('the lines in a shell', () => {
	const sh = (script: string, env: NodeJS.ProcessEnv): string =>
		execFileSync('sh', ['-c', `set -u; ${script}; printf %s "$LIBTPU_INIT_ARGS"`], {env, encoding: 'utf8'});
	const lineOf = (...settings: readonly {name: string; value: string}[]): string =>
		flagCommand(settings, [], FLAGS).lines[0]?.text ?? '';

	it.each([
		['--mine=1 --other', '--mine=1 --other --xla_tpu_rwb_fusion=false'],
		['', ' --xla_tpu_rwb_fusion=false'],
		[undefined, ' --xla_tpu_rwb_fusion=false'],
	])('keep what is set (%s), and the undo gives it back', (before, after) => {
		const env = before === undefined ? {} : {LIBTPU_INIT_ARGS: before};
		const setting = {name: 'xla_tpu_rwb_fusion', value: 'false'};
		expect(sh(lineOf(setting), env)).toBe(after);
		expect(sh(`${lineOf(setting)}; ${undoLine('LIBTPU_INIT_ARGS', [setting])}`, env)).toBe(before ?? '');
	});

	it('take back what a value with signs of the shell added', () => {
		const setting = {name: 'x', value: '/tmp/*?$(id)`"\\'};
		const added = addLine('LIBTPU_INIT_ARGS', [setting]);
		expect(sh(added, {LIBTPU_INIT_ARGS: '--a'})).toBe(`--a --x=${setting.value}`);
		expect(sh(`${added}; ${undoLine('LIBTPU_INIT_ARGS', [setting])}`, {LIBTPU_INIT_ARGS: '--a'})).toBe('--a');
	});
});

describe('flags in force that cost memory', () => {
	it.each([
		['xla_tpu_max_hbm_size_mib', '8192', 'LIBTPU_INIT_ARGS', /can cause this failure/],
		['xla_tpu_scheduler_percent_shared_memory_limit', '150', 'LIBTPU_INIT_ARGS', /default is 95/],
		['xla_tpu_dot_dot_fusion', 'disabled', 'LIBTPU_INIT_ARGS', /outputs go to HBM/],
		['xla_tpu_enable_ag_backward_pipelining', 'true', 'LIBTPU_INIT_ARGS', /more stays alive/],
		['xla_tpu_rwb_fusion', 'false', 'XLA_FLAGS', /belongs in LIBTPU_INIT_ARGS/],
	] as const)('%s=%s in %s', (name, value, channel, said) => {
		expect(harmfulFlags([inForce(name, value, channel)], FLAGS)).toEqual([expect.stringMatching(said)]);
	});

	it('says nothing about harmless ones', () => {
		const set = [
			inForce('xla_tpu_max_hbm_size_mib', '0'),
			inForce('xla_tpu_scheduler_percent_shared_memory_limit', '100'),
			inForce('xla_tpu_dot_dot_fusion', 'true'),
			inForce('xla_tpu_enable_ag_backward_pipelining', 'false'),
			inForce('xla_tpu_rwb_fusion', 'false'),
			inForce('xla_x', '1'),
		];
		expect(harmfulFlags(set, FLAGS)).toEqual([]);
	});
});
