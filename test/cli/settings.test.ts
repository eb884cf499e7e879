import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import type {World} from '../../src/cli/world.js';
import type {Settings} from '../../src/store/settings-format.js';
import {command} from './command.js';

describe('the settings of a user', () => {
	const LOG = fileURLToPath(new URL('../../content/samples/e1000-logits.log', import.meta.url));
	const of = (set: Settings, complaints: readonly string[] = []): Partial<World> => ({
		settings: {settings: set, file: '/home/me/config.yaml', found: true, complaints},
	});

	it('redact what diagnose prints, also without its name; --no-redact does not', async () => {
		const text = `${readFileSync(LOG, 'utf8')}\nFile "/home/annabel/train.py", line 3, in step\n`;
		const format = ['--format', 'json'];
		const redacted = await command(['diagnose', ...format, '-'], text, of({redact: true}));
		expect(redacted.err).toContain('Replaced');
		expect(redacted.out).not.toContain('annabel');
		const asked = await command(['diagnose', ...format, '--no-redact', '-'], text, of({redact: true}));
		expect(asked).toEqual(await command(['diagnose', ...format, '-'], text, of({})));
		const piped = await command([], text, of({redact: true}));
		expect(piped).toEqual(await command(['diagnose', '--redact'], text));
	});

	it('name the playbook that is read where none is named', async () => {
		const set = of({playbook: '/no/such/folder'});
		expect((await command(['explain', 'E1000'], undefined, set)).code).toBe(2);
		expect((await command(['explain', 'E1000', '--playbook', 'builtin'], undefined, set)).code).toBe(0);
	});

	it('say what was left out on stderr, and go on', async () => {
		const ran = await command(['explain', 'E1000'], undefined, of({}, ['theme: "pink" is not one of dark.']));
		expect(ran.err).toBe('xla-triage: theme: "pink" is not one of dark.\n');
		expect(ran.code).toBe(0);
	});
});
