import {fstatSync} from 'node:fs';
import type {Readable, Writable} from 'node:stream';
import {THEMES, type Theme} from '../report/themes.js';
import {hasHyperlinks} from './hyperlinks.js';
import type {LoadedSettings} from '../store/settings.js';

/** Everything outside that a command may touch, so that tests can stand in for it. */
export interface World {
	readonly stdin: Readable;
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Whether stdin carries data: a pipe or a file, not a keyboard and not nothing. */
	readonly piped: boolean;
	/** Whether a person watches stdout. */
	readonly watched: boolean;
	/** Columns of stdout. */
	readonly width: number;
	/** Whether looks may be printed on stdout. */
	readonly colour: boolean;
	/** The colours that the user chose; without it the terminal's own. */
	readonly theme?: Theme;
	/** Whether the terminal of stdout opens links. */
	readonly hyperlinks?: boolean;
	/** What the user set for all commands. */
	readonly settings?: LoadedSettings;
}

/** The world of this process, with the settings of its user where they count. */
export function processWorld(settings?: LoadedSettings): World {
	const {env, stdout, stderr} = process;
	const theme = (THEMES as Readonly<Record<string, Theme>>)[settings?.settings.theme ?? ''];
	return {
		get stdin() {
			return process.stdin; // opened only by a command that reads it, else it would hold the process
		},
		stdout,
		stderr,
		env,
		piped: isPiped(),
		watched: stdout.isTTY,
		width: Math.min(Math.max(stdout.columns || Number(env['COLUMNS']) || 80, 40), 120),
		colour: wantsColour(env, stdout.isTTY),
		...(theme ? {theme} : {}),
		hyperlinks: hasHyperlinks(env, stdout.isTTY),
		...(settings ? {settings} : {}),
	};
}

function isPiped(): boolean {
	try {
		const stats = fstatSync(0);
		return stats.isFIFO() || stats.isFile() || stats.isSocket();
	} catch {
		return false; // stdin was closed before the start
	}
}

/** NO_COLOR and FORCE_COLOR by their conventions; a dumb terminal gets none. */
function wantsColour(env: World['env'], watched: boolean): boolean {
	if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
	if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
	return watched && env['TERM'] !== 'dumb';
}
