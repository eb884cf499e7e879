import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it, test} from 'vitest';
import {parseSettings} from '../../src/store/settings-format.js';
import {loadSettings, type LoadedSettings} from '../../src/store/settings.js';

const THEMES = ['dark', 'light'];

describe('the text of the settings', () => {
	test.each([
		['', {}, []],
		['# nothing\n', {}, []],
		['theme: dark\nplaybook: ~/pb\nredact: true\n', {theme: 'dark', playbook: '~/pb', redact: true}, []],
		['{"theme": "light"}', {theme: 'light'}, []],
		['theme: terminal\n', {}, []],
		['theme: pink\nredact: false\n', {redact: false}, [/^theme: "pink" is not one of terminal, dark, light\.$/]],
		['redact: sometimes\ntheme: dark\n', {theme: 'dark'}, [/^redact: "sometimes" is not true or false\.$/]],
		['playbook: 3\n', {}, [/^playbook: 3 is not the name of a folder\.$/]],
		['colour: red\n', {}, [/^there is no setting colour\. The settings are theme, playbook, redact\.$/]],
		['- theme\n', {}, [/^it is not a list of settings/]],
		['theme: [', {}, [/^it is not YAML\. /]],
		['__proto__: {theme: dark}\n', {}, [/^there is no setting __proto__\./]],
	])('%j', (text, settings, complaints) => {
		const parsed = parseSettings(text, THEMES);
		expect(parsed.settings).toEqual(settings);
		expect(parsed.complaints).toHaveLength(complaints.length);
		for (const [at, pattern] of complaints.entries()) expect(parsed.complaints[at]).toMatch(pattern);
	});

	it('is never a crash, and a good entry holds beside any other', () => {
		fc.assert(
			fc.property(fc.string(), fc.jsonValue(), (text, value) => {
				expect(() => parseSettings(text, THEMES)).not.toThrow();
				const {settings} = parseSettings(JSON.stringify({redact: value, theme: 'dark'}), THEMES);
				expect(settings.theme).toBe('dark');
			}),
		);
	});
});

describe('the file of the settings', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
	});
	afterEach(() => rmSync(folder, {recursive: true, force: true}));

	const load = async (env: Record<string, string>): Promise<LoadedSettings> =>
		loadSettings({env, themes: THEMES, workingFolder: folder});
	const write = (text: string): string => {
		const file = path.join(folder, 'mine.yaml');
		writeFileSync(file, text);
		return file;
	};

	it('is the one that is named; a playbook is a folder beside it', async () => {
		mkdirSync(path.join(folder, 'pb'));
		const file = write('playbook: pb\n');
		expect(await load({XLA_TRIAGE_CONFIG: file})).toEqual({
			settings: {playbook: path.join(folder, 'pb')},
			file,
			found: true,
			complaints: [],
		});
		const {settings, complaints} = await load({XLA_TRIAGE_CONFIG: write('playbook: none\nredact: true\n')});
		expect(settings).toEqual({redact: true});
		expect(complaints).toEqual([`${file}: playbook: there is no folder ${path.join(folder, 'none')}.`]);
	});

	it('gives way to the folder of a team in the working tree', async () => {
		for (const name of ['pb', '.xla-triage', '.git']) mkdirSync(path.join(folder, name));
		expect((await load({XLA_TRIAGE_CONFIG: write('playbook: pb\n')})).settings).toEqual({});
	});

	it('may be missing or a folder', async () => {
		const missing = await load({XLA_TRIAGE_CONFIG: path.join(folder, 'none.yaml')});
		expect(missing).toMatchObject({settings: {}, found: false});
		expect(missing.complaints).toHaveLength(1);
		const isFolder = await load({XLA_TRIAGE_CONFIG: folder});
		expect(isFolder).toMatchObject({settings: {}, complaints: [`${folder} cannot be read. It is a folder.`]});
	});
});
