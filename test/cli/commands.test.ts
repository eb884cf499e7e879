import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {command} from './command.js';

describe('the command line', () => {
	it('prints its version and help', async () => {
		expect(await command(['--version'])).toEqual({code: 0, out: 'test (build test, playbook test)\n', err: ''});
		const {code, out} = await command(['--help']);
		expect(code).toBe(0);
		for (const name of ['diagnose', 'explain', 'shape', 'resume', 'sessions', 'flows', 'Exit codes']) {
			expect(out).toContain(name);
		}
	});

	it('refuses an option that it does not have', async () => {
		const {code, out, err} = await command(['--colour']);
		expect({code, out}).toEqual({code: 2, out: ''});
		expect(err).toContain("unknown option '--colour'");
	});

	it('says what a misspelt command may have meant', async () => {
		const {code, err} = await command(['diagnos']);
		expect(code).toBe(2);
		expect(err).toContain('xla-triage diagnose');
	});
});

describe('explain', () => {
	it.each([
		['E1000', 'E1000: compile-time HBM out of memory'],
		['1000', 'E1000: compile-time HBM out of memory'],
		['padding', 'Padding'],
		['Donate_Buffers', 'Donate input buffers'],
		['--xla_tpu_scoped_vmem_limit_kib=1', 'xla_tpu_scoped_vmem_limit_kib'],
		['terms/kv-cache', 'KV cache'],
	])('finds %s', async (name, title) => {
		const {code, out} = await command(['explain', '--', name]);
		expect({code, title: out.split('\n')[0]}).toEqual({code: 0, title});
	});

	it('suggests names near one that it does not know', async () => {
		const {code, out, err} = await command(['explain', 'paddingg']);
		expect({code, out}).toEqual({code: 2, out: ''});
		expect(err).toContain('padding');
	});

	it('lists all pages, and prints them', async () => {
		const {out} = await command(['explain', '--format', 'markdown']);
		const names = [...out.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
		expect(names.length).toBeGreaterThan(100);
		for (const [at, name] of names.entries()) {
			// Here every third page in one of the formats, in the long run all pages in both.
			const few = at % 3 === 0 ? [at % 2 === 0 ? 'text' : 'markdown'] : [];
			for (const format of process.env['LONG'] ? ['text', 'markdown'] : few) {
				const page = await command(['explain', '--format', format, '--', name]);
				expect({name, code: page.code, long: page.out.length > name.length + 20}).toEqual({name, code: 0, long: true});
				expect(page.out, name).not.toMatch(/undefined|\[object/);
			}
		}
	});
});

describe('shape', () => {
	it('gives bytes as JSON', async () => {
		const {code, out} = await command(['shape', '-f', 'json', 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}']);
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({
			schema: 'xla-triage.shape/1',
			shapes: [{bytes: 5_242_880, unpadded: 1_638_400, padding: 3_604_480, expansion: 3.2}],
			differs: [],
		});
	});

	it('points at what is no shape', async () => {
		const {code, out, err} = await command(['shape', 'bf16[16,12']);
		expect({code, out}).toEqual({code: 2, out: ''});
		expect(err).toContain('This is not a shape: bf16[16,12');
	});
});

describe('flows check', () => {
	const root = fileURLToPath(new URL('../..', import.meta.url));

	it('has no complaint about our own', async () => {
		expect(await command(['flows', 'check', root])).toMatchObject({code: 0, err: ''});
	});

	it('lists complaints with place and advice', async () => {
		const {code, out, err} = await command(['flows', 'check', `${root}/test/fixtures`]);
		expect({code, out}).toEqual({code: 2, out: ''});
		expect(err).toContain('Cannot read a playbook');
	});
});
