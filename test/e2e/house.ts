// What the tests of the whole program share: their own folder, the built program in it, and the sessions it leaves behind.
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach} from 'vitest';
import {TestTerminal, type TerminalOptions} from './terminal.js';

export const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
export const LONG = process.env['LONG'] === '1';

/** A log that is part of the program. */
export function sample(name: string): string {
	return fileURLToPath(new URL(`../../content/samples/${name}.log`, import.meta.url));
}

/** An event of a session, as it is on disk. */
export interface Kept {
	readonly type: string;
	readonly text?: string;
	readonly [detail: string]: unknown;
}

export interface House {
	readonly folder: () => string;
	/** Starts the program in a terminal. */
	readonly start: (...argv: readonly string[]) => TestTerminal;
	/** Starts any command in a terminal, for the program started by a shell. */
	readonly begin: (command: readonly [string, ...string[]], options?: Omit<TerminalOptions, 'cwd'>) => TestTerminal;
	/** Everything that the sessions on disk hold, in order. */
	readonly kept: () => Kept[];
	/** Deletes all sessions. */
	readonly forget: () => void;
}

/** A new folder for each test; what still runs at its end is ended. */
export function house(): House {
	let folder = '';
	let open: TestTerminal[] = [];
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-e2e-'));
		open = [];
	});
	afterEach(() => {
		for (const terminal of open) terminal.kill('SIGKILL');
		rmSync(folder, {recursive: true, force: true});
	});
	const begin: House['begin'] = (command, options = {}) => {
		const env = {XDG_STATE_HOME: path.join(folder, 'state'), ...options.env};
		const terminal = new TestTerminal(command, {...options, cwd: folder, env});
		open.push(terminal);
		return terminal;
	};
	return {
		folder: () => folder,
		forget: () => rmSync(path.join(folder, 'state'), {recursive: true, force: true}),
		begin,
		start: (...argv) => begin([process.execPath, CLI, ...argv]),
		kept: () => {
			const sessions = path.join(folder, 'state', 'xla-triage', 'sessions');
			const files = existsSync(sessions) ? readdirSync(sessions).filter((name) => name.endsWith('.jsonl')) : [];
			return files.flatMap((name) =>
				readFileSync(path.join(sessions, name), 'utf8')
					.split('\n')
					.flatMap((row) => eventOf(row)),
			);
		},
	};
}

/** A torn last line is no event; the program repairs it when it opens the session again. */
function eventOf(row: string): Kept[] {
	try {
		const {event} = JSON.parse(row) as {event?: Kept};
		return event ? [event] : [];
	} catch {
		return [];
	}
}

/** The line that enter would choose. */
export function pointed(screen: string): string {
	return screen.split('\n').find((line) => line.includes('❯')) ?? '';
}

/** The title of the screen, from the header. */
export function titleOf(screen: string): string {
	return (
		/^ \S.{0,80} ▸ ([^▸●◐○]+?)(?: +[●◐○]| {2,}(?:step )?\d+ of \d+| *$)/.exec(screen.split('\n')[0] ?? '')?.[1] ?? ''
	);
}

/** Goes down to a choice and takes it. */
export async function choose(terminal: TestTerminal, wanted: string): Promise<string> {
	for (let line = pointed(terminal.text()); !line.includes(wanted); line = pointed(terminal.text())) {
		terminal.press('down');
		const before = line;
		// At the end of the list the mark stays: the wait then fails and shows the screen.
		await terminal.waitFor((screen) => pointed(screen) !== before);
		await terminal.settle();
	}
	return terminal.step('enter');
}

/** From the first screen over every question to the list of remedies, always with the choice that is offered first. */
export async function toRemedies(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('What happened');
	await terminal.waitFor(/❯ (?:Answer|Why)/);
	for (let steps = 0; !terminal.text().includes('What helps'); steps++) {
		if (steps > 30) throw new Error(`No way to the remedies:\n${terminal.text()}`);
		await terminal.step('enter');
	}
}
