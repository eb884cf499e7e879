// However the wizard ends, what was said is on disk.
import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {CLI, house, LONG, sample, type Kept} from './house.js';
import type {TestTerminal} from './terminal.js';

const {folder, start, begin, kept, forget} = house();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers, decisions, a note, undo: each key and its screen. */
const KEYS: readonly Parameters<TestTerminal['step']>[0][] = [
	'enter',
	'enter',
	'down',
	'enter',
	'"m"',
	'"a"',
	'"x"',
	'"u"',
	'"n"',
	'"half"',
	'enter',
	'"l"',
	'"p"',
	'"m"',
	'"a"',
	'"u"',
	'ctrl-r',
];

async function opened(terminal: TestTerminal): Promise<TestTerminal> {
	await terminal.waitFor(/▸ What happened[^]*❯/);
	return terminal;
}

/** A session that is taken up opens where it was left. */
async function resumed(terminal: TestTerminal): Promise<TestTerminal> {
	await terminal.waitFor(/❯[^]*Resumed.*: (?:e1000-logits\.log|stdin)/);
	return terminal;
}

/** What stands in an event, without what differs from run to run. */
function essence({type, question, option, remedy, decision, on, text}: Kept): unknown {
	return {type, question, option, remedy, decision, on, text};
}

describe('a kill at any moment', () => {
	it('loses nothing but the key that is in flight', async () => {
		const whole = await opened(start(sample('e1000-logits')));
		/** Events on disk after each key. */
		const counts = [kept().length];
		for (const key of KEYS) {
			await whole.step(key);
			counts.push(kept().length);
		}
		const all = kept().map(essence);
		expect(all.length).toBeGreaterThan(8);
		whole.press('ctrl-c');
		await whole.end();

		for (let run = 0; run < (LONG ? 50 : 1); run++) {
			forget();
			const terminal = await opened(start(sample('e1000-logits')));
			const at = Math.floor(Math.random() * KEYS.length);
			for (const key of KEYS.slice(0, at)) await terminal.step(key);
			const last = KEYS[at] ?? 'enter';
			if (last.startsWith('"')) terminal.type(last.slice(1, -1));
			else terminal.press(last as 'enter');
			await pause(Math.random() * 20);
			terminal.kill('SIGKILL');
			await terminal.end();
			const left = kept().map(essence);
			expect(left, `killed after ${String(at)} keys`).toEqual(all.slice(0, left.length));
			expect(left.length).toBeGreaterThanOrEqual(counts[at] ?? 0);
			expect(left.length).toBeLessThanOrEqual(counts[at + 1] ?? 0);
			const again = await resumed(start('resume'));
			again.press('ctrl-c');
			expect(await again.end()).toBe(130);
			expect(kept().map(essence)).toEqual(left);
		}
	});
});

// On other systems there is no /proc to see by whether the process has gone.
describe.each(process.platform === 'linux' ? ['a window that is closed'] : [])('%s', () => {
	const program = `'${process.execPath}' '${CLI}' '${sample('e1000-logits')}'`;
	/** The program's own process, whoever started it. */
	const running = (): number[] =>
		readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.map(Number)
			.filter((pid) => isOurs(pid, folder()));

	it.each([
		['whose program is told so', program],
		['under a shell that ignores the signal', `trap '' HUP; ${program}; sleep 5`],
		[
			'while the log comes from a pipe',
			`trap '' HUP; cat '${sample('e1000-logits')}' | '${process.execPath}' '${CLI}'; sleep 5`,
		],
	])('%s: the wizard ends, and the session is kept', async (_, command) => {
		const terminal = await opened(begin(['/bin/sh', '-c', command]));
		for (const key of ['"m"', '"a"'] as const) await terminal.step(key);
		const pids = running();
		expect(pids).toHaveLength(1);
		// Keys are still in line when it happens.
		terminal.type('\u001B[B'.repeat(50));
		terminal.close();
		for (let looks = 0; running().length > 0 && looks < 500; looks++) await pause(20);
		const left = running();
		for (const pid of left) process.kill(pid, 'SIGKILL');
		expect(left).toEqual([]);
		expect(kept().map(({type}) => type)).toEqual(['evidence', 'decide']);
		const again = await resumed(start('resume'));
		again.press('ctrl-c');
		await again.end();
	});
});

function isOurs(pid: number, house: string): boolean {
	try {
		const at = `/proc/${String(pid)}`;
		return (
			readFileSync(`${at}/cmdline`, 'utf8').startsWith(process.execPath) &&
			readFileSync(`${at}/environ`, 'utf8').includes(`XDG_STATE_HOME=${house}/`) &&
			// A process that has ended and was not yet collected is gone.
			!/\) Z /.test(readFileSync(`${at}/stat`, 'utf8'))
		);
	} catch {
		return false;
	}
}
