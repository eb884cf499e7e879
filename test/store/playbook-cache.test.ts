// A playbook of a folder that was checked before is not checked again, and nothing is taken from a file that others could write.
import {chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Playbook} from '../../src/model/playbook.js';
import {playbookCache} from '../../src/store/playbook-cache.js';

const PLAYBOOK = {edition: 'abc'} as Playbook;
const filesOf = (text: string) => [{path: 'flows/triage.yaml', text}];

describe.skipIf(process.platform !== 'linux')('the cache of playbooks', () => {
	const before = process.env['XDG_CACHE_HOME'];
	let home = '';
	beforeEach(() => {
		home = mkdtempSync(path.join(tmpdir(), 'xla-triage-cache-'));
		process.env['XDG_CACHE_HOME'] = home;
	});
	afterEach(() => {
		rmSync(home, {recursive: true});
		if (before === undefined) delete process.env['XDG_CACHE_HOME'];
		else process.env['XDG_CACHE_HOME'] = before;
	});
	const folder = (): string => path.join(home, 'xla-triage');
	const kept = (): string => path.join(folder(), readdirSync(folder())[0] ?? '');

	it('gives what the same files gave, and nothing for others', () => {
		expect(playbookCache(filesOf('a')).read()).toBeUndefined();
		playbookCache(filesOf('a')).keep(PLAYBOOK);
		expect(playbookCache(filesOf('a')).read()).toEqual(PLAYBOOK);
		expect(playbookCache(filesOf('b')).read()).toBeUndefined();
	});

	it('reads no file that is broken', () => {
		playbookCache(filesOf('a')).keep(PLAYBOOK);
		writeFileSync(kept(), '{"key":');
		expect(playbookCache(filesOf('a')).read()).toBeUndefined();
	});

	it('reads no file that others can write', () => {
		playbookCache(filesOf('a')).keep(PLAYBOOK);
		chmodSync(kept(), 0o666);
		expect(playbookCache(filesOf('a')).read()).toBeUndefined();
	});

	it('keeps eight at most', () => {
		for (let count = 0; count < 12; count += 1) playbookCache(filesOf(String(count))).keep(PLAYBOOK);
		expect(readdirSync(folder())).toHaveLength(8);
	});

	it('goes without a folder that cannot be made', () => {
		process.env['XDG_CACHE_HOME'] = '/proc/none';
		playbookCache(filesOf('a')).keep(PLAYBOOK);
		expect(playbookCache(filesOf('a')).read()).toBeUndefined();
	});
});
