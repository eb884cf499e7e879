import {describe, expect, it} from 'vitest';
import {command} from './command.js';

describe('doctor', () => {
	it('shows version, terminal, colours, playbook, sessions and Python', async () => {
		const {code, out} = await command(['doctor'], undefined, {env: {NO_COLOR: '1', TERM: 'xterm'}, watched: true});
		expect(code).toBe(0);
		for (const about of ['Version', 'Terminal', 'Colours', 'Playbook', 'Sessions', 'Python'])
			expect(out).toContain(about);
		expect(out).toMatch(/Terminal +ok +xterm, 80 columns/);
		expect(out).toMatch(/Colours +limited +off: NO_COLOR is set/);
		expect(out).toMatch(/Playbook +ok +\d+ remedies, \d+ pages/);
	});

	it('says what is missing without failing where only probe needs it', async () => {
		const {code, out} = await command(['doctor', '--python', 'no-such-python']);
		expect(code).toBe(0);
		expect(out).toMatch(/Python +missing +no-such-python does not run/);
		expect(out).toMatch(/Terminal +limited +stdout is not a terminal/);
	});

	it('fails where the playbook cannot be used', async () => {
		const {code, out} = await command(['doctor', '--playbook', '/no/such/folder']);
		expect(code).toBe(2);
		expect(out).toMatch(/Playbook +missing/);
	});

	it('shows the config file, what it sets, and what was left out', async () => {
		const settings = {
			settings: {theme: 'dark', redact: true},
			file: '/home/me/config.yaml',
			found: true,
			complaints: ['/home/me/config.yaml: there is no setting colour. The settings are theme, playbook, redact.'],
		};
		const {code, out, err} = await command(['doctor'], undefined, {settings, width: 120});
		expect(code).toBe(0);
		expect(out).toMatch(/Config +ok +theme: dark, redact: true; \/home\/me\/config\.yaml/);
		expect(out).toMatch(/Config +limited +\/home\/me\/config\.yaml: there is no setting colour\./);
		expect(err).toBe('');
	});
});
