import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {command} from './command.js';

interface Checked {
	readonly flags: readonly {
		readonly name: string;
		readonly known: boolean;
		readonly problems: readonly string[];
		readonly instead: readonly string[];
	}[];
}

async function check(...given: readonly string[]): Promise<Checked['flags']> {
	const {code, out} = await command(['check-flags', '--format', 'json', ...given]);
	expect(code).toBe(0);
	return (JSON.parse(out) as Checked).flags;
}

describe('check-flags', () => {
	it('names the right place of a flag in the wrong variable, and the harm of one in the right', async () => {
		const [misplaced] = await check('XLA_FLAGS=--xla_tpu_max_hbm_size_mib=8192');
		expect(misplaced?.problems.join(' ')).toContain('aborts the process: it belongs in LIBTPU_INIT_ARGS');
		const [harmful] = await check('LIBTPU_INIT_ARGS=--xla_tpu_max_hbm_size_mib=8192');
		expect(harmful?.problems.join(' ')).toContain('It makes memory worse');
	});

	it('finds the flag that was meant by a name that is spelt wrong', async () => {
		const [flag] = await check('--xla_tpu_max_hbm_size_mb=8192');
		expect(flag).toMatchObject({known: false, instead: ['xla_tpu_max_hbm_size_mib']});
	});

	it('has nothing to say against a flag that is right', async () => {
		const [flag] = await check('LIBTPU_INIT_ARGS=--xla_sc_num_serialized_tables_to_optimize_hbm=2');
		expect(flag).toMatchObject({known: true, problems: []});
	});

	it('reads the flags of the environment and of a log', async () => {
		const env = {LIBTPU_INIT_ARGS: '--xla_tpu_max_hbm_size_mib=100'};
		const {out} = await command(['check-flags'], undefined, {env});
		expect(out).toContain('1 flag in force, 1 with a problem');
		const log = "LIBTPU_INIT_ARGS='--xla_tpu_max_hbm_size_mib=100'\nRESOURCE_EXHAUSTED: Used 17G of 15G hbm.\n";
		const read = await command(['check-flags', '-'], log);
		expect(read.out).toContain('xla_tpu_max_hbm_size_mib=100');
	});

	it('refuses what is neither a log nor flags', async () => {
		const {code, err} = await command(['check-flags', 'no-such.log']);
		expect(code).toBe(2);
		expect(err).toContain('no-such.log is neither a log nor flags');
	});
});

describe('skill', () => {
	it('names only commands that there are', async () => {
		const {out} = await command(['skill']);
		const source = ['program.ts', 'program-fleet.ts', 'program-flows.ts', 'program-learn.ts']
			.map((name) => readFileSync(new URL(`../../src/cli/${name}`, import.meta.url), 'utf8'))
			.join('');
		const named = new Set([...out.matchAll(/`xla-triage ([a-z-]+)/g)].map(([, name]) => name ?? ''));
		expect(named.size).toBeGreaterThan(6);
		for (const name of named) expect(source).toContain(`.command('${name}')`);
		expect(out).toMatch(/^---\nname: xla-triage\ndescription: .+\n---\n/);
	});
});
