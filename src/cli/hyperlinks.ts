// Whether the terminal opens links on a click. There is no way to ask it, so only terminals that are known to are believed; a
// multiplexer between may or may not pass links on, so none are sent through one.
import {existsSync} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

type Environment = Readonly<Record<string, string | undefined>>;

const PROGRAMS: ReadonlySet<string> = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'zed', 'rio', 'Tabby']);
const TERMINALS = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)\b/;
/** Since 0.50 the terminals on VTE, such as GNOME's, have links. */
const FIRST_VTE = 5000;

/** True only on a terminal that is known to have links; FORCE_HYPERLINK is believed either way, but not in a pipe. */
export function hasHyperlinks(env: Environment, watched: boolean): boolean {
	const term = env['TERM'] ?? '';
	if (!watched || term === 'dumb') return false;
	const forced = env['FORCE_HYPERLINK'];
	if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
	if (env['TMUX'] || env['STY'] || /^(?:screen|tmux)/.test(term)) return false;
	return (
		PROGRAMS.has(env['TERM_PROGRAM'] ?? '') ||
		TERMINALS.test(term) ||
		Number(env['VTE_VERSION'] ?? 0) >= FIRST_VTE ||
		(env['WT_SESSION'] ?? '') !== ''
	);
}

/** The address of a file by the name it was given; undefined where there is none, as for standard input. */
export function fileAddress(name: string): string | undefined {
	const file = path.resolve(name);
	if (!existsSync(file)) return undefined;
	const address = pathToFileURL(file);
	// Over ssh the terminal runs elsewhere: with the host's name it does not open another file of the same path.
	address.hostname = process.platform === 'win32' ? '' : hostname();
	return address.href;
}
