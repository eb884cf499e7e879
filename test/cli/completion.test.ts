import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {command} from './command.js';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));

async function complete(...words: readonly string[]): Promise<readonly string[]> {
	return (await command(['complete-words', '--', ...words])).out.split('\n').filter((one) => one !== '');
}

describe('completion', () => {
	it.each([
		[['diag'], ['diagnose']],
		[['diagnose', '--for'], ['--format']],
		[
			['diagnose', '--format', 'j'],
			['json', 'junit'],
		],
		[
			['explain', 'E010'],
			['E0100', 'E0101', 'E0102'],
		],
		[['explain', 'chunked-l'], ['chunked-loss']],
		[['flows', 'ch'], ['check']],
		[['diagnose', 'tra'], []],
		[['complete-w'], []],
	])('of %j is %j', async (words, found) => {
		expect(await complete(...words)).toEqual(found);
	});

	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-completion-'));
		writeFileSync(path.join(folder, 'xla-triage'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
		chmodSync(path.join(folder, 'xla-triage'), 0o755);
	});
	afterAll(() => rmSync(folder, {recursive: true}));

	it('works in bash', () => {
		const script = `source <(xla-triage completion bash)
COMP_WORDS=(xla-triage diagnose --format ndj); COMP_CWORD=3; _xla_triage; echo "\${COMPREPLY[@]}"`;
		const env = {...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`};
		expect(execFileSync('bash', ['-c', script], {encoding: 'utf8', env})).toBe('ndjson\n');
	});

	it('has a script for zsh and fish, and a man page that names every command', async () => {
		expect((await command(['completion', 'zsh'])).out).toContain('#compdef xla-triage');
		expect((await command(['completion', 'fish'])).out).toContain('complete -c xla-triage');
		const {out} = await command(['completion', 'man']);
		for (const name of ['diagnose', 'summary', 'run', 'mcp']) expect(out).toContain(`.B ${name}`);
	});
});
