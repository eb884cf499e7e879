// What a user sets once for all commands: config.yaml in the platform's folder for settings, or the file that
// XLA_TRIAGE_CONFIG names. A bad entry is named and left out; the others hold.
import {existsSync} from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import {expandHome} from './complete.js';
import type {Settings} from './settings-format.js';
import {isFolder} from './file-kind.js';
import {readSmallFile} from './small-file.js';
import {causeOf} from './trouble.js';

export interface LoadedSettings {
	readonly settings: Settings;
	readonly file: string;
	readonly found: boolean;
	/** One sentence for each entry that was left out. */
	readonly complaints: readonly string[];
}

export interface SettingsPlace {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Names that a theme can have. */
	readonly themes: readonly string[];
	/** A team's folder found from here is used instead of the user's playbook. */
	readonly workingFolder: string;
}

/** A handful of lines. */
const MOST_BYTES = 1 << 16;

/** Reads the settings of this user; none where there is no file. */
export async function loadSettings({env, themes, workingFolder}: SettingsPlace): Promise<LoadedSettings> {
	const named = env['XLA_TRIAGE_CONFIG'] ?? '';
	const file = named === '' ? defaultFile() : path.resolve(workingFolder, expandHome(named));
	if (!existsSync(file)) {
		const complaints = named === '' ? [] : [`XLA_TRIAGE_CONFIG names ${file}. There is no such file.`];
		return {settings: {}, file, found: false, complaints};
	}
	let text: string;
	try {
		text = readSmallFile(file, MOST_BYTES).toString('utf8');
	} catch (error) {
		return {settings: {}, file, found: true, complaints: [`${file} cannot be read. ${causeOf(error)}`]};
	}
	const {parseSettings} = await import('./settings-format.js');
	const {settings, complaints} = parseSettings(text, themes);
	const {teamFolder} = await import('./playbook.js');
	const {playbook, ...rest} = settings;
	const said = complaints.map((one) => `${file}: ${one}`);
	if (playbook === undefined || teamFolder(workingFolder) !== undefined)
		return {settings: rest, file, found: true, complaints: said};
	const folder = path.resolve(path.dirname(file), expandHome(playbook));
	return isFolder(folder)
		? {settings: {...rest, playbook: folder}, file, found: true, complaints: said}
		: {settings: rest, file, found: true, complaints: [...said, `${file}: playbook: there is no folder ${folder}.`]};
}

function defaultFile(): string {
	return path.join(envPaths('xla-triage', {suffix: ''}).config, 'config.yaml');
}
