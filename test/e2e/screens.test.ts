import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {SCREENS} from '../../src/ui/screens/index.js';
import {choose, CLI, house, LONG, sample, titleOf, toRemedies} from './house.js';
import type {TestTerminal} from './terminal.js';

const {folder, start, begin, kept} = house();

type Press = Parameters<TestTerminal['step']>[0] | `choose ${string}`;

/** Over the remedy of flags that comes first. */
const TO_TUNING: readonly Press[] = ['"m"', 'choose Make the compiler', 'choose Tune flags'];

/** Of five questions, each with an answer and what was right. */
const TO_DRILL: readonly Press[] = ['choose Practice', 'choose The first code'];

/** The way to every screen from the one that opens: the crashes of two logs in one, or no log at all. */
const WAYS: readonly (readonly [screen: string, title: RegExp, log: boolean, keys: readonly Press[]])[] = [
	['intake', /^Start$/, false, []],
	['open-file', /^Open a log file$/, false, ['choose Open a log file']],
	['paste', /^Paste a log$/, false, ['choose Paste a log']],
	['describe', /^What you saw$/, false, ['choose No log']],
	['samples', /^Sample crashes$/, false, ['choose Other sample crashes']],
	['sessions', /^Earlier sessions$/, false, ['choose Continue an earlier session']],
	['happened', /^What happened$/, true, []],
	['incidents', /^Failures in this log$/, true, ['choose failures']],
	['question', /^Question/, true, ['enter']],
	['verdict', /^Why$/, true, ['"w"']],
	['remedies', /^What helps$/, true, ['"m"']],
	['remedy', /^Remedy 1$/, true, ['"m"', 'enter']],
	['what-if', /^What if$/, true, ['"m"', 'enter', 'choose What if']],
	['note', /^Note$/, true, ['"m"', '"n"']],
	['tune', /^Flag tuning$/, true, TO_TUNING],
	['trial-result', /^Result of the trial$/, true, [...TO_TUNING, 'choose Enter the result']],
	['trials', /^Flag trials$/, true, [...TO_TUNING, 'choose The trials so far']],
	['plan', /^Plan$/, true, ['"p"']],
	['save', /^Save as Markdown$/, true, ['"p"', 'enter']],
	['overwrite', /^Overwrite\?$/, true, ['"p"', 'enter', 'ctrl-u', '"taken.md"', 'enter']],
	['evidence', /^Evidence$/, true, ['"e"']],
	['search', /^Search$/, true, ['"/"']],
	['terms', /^Terms$/, true, ['"t"']],
	['page', /./, true, ['"t"', 'enter']],
	['help', /^Help$/, true, ['"?"']],
	['practice', /^Practice\b/, false, ['choose Practice']],
	['drill', /^Question 1/, false, TO_DRILL],
	['drill-answer', /^Question 1/, false, [...TO_DRILL, 'enter']],
	['drill-log', /^Log\b/, false, [...TO_DRILL, '"l"']],
	['drill-result', /^Result\b/, false, [...TO_DRILL, ...Array<Press>(10).fill('enter')]],
	['tour', /^What HBM holds$/, false, ['choose Practice', 'choose Tour']],
	['calculator', /^The calculator\b/, false, ['choose Practice', 'choose Tour', ...Array<Press>(9).fill('enter')]],
	['quit', /^Quit\?$/, true, ['"m"', '"a"', '"q"']],
];

/** Opens the program where a way begins, under a shell that tells afterwards in what state the terminal was left. */
async function open(screen: string, log: boolean): Promise<TestTerminal> {
	const taken = path.join(folder(), 'taken.md');
	writeFileSync(taken, 'kept');
	const both = path.join(folder(), 'train.log');
	const logs = ['e1000-logits', 'e0101-fragmented'].map((name) => readFileSync(sample(name), 'utf8'));
	writeFileSync(both, logs.join(''));
	// Leaving is asked about only where the session could not be written.
	const env = screen === 'quit' ? {XDG_STATE_HOME: taken} : {};
	const command = `'${process.execPath}' '${CLI}' ${log ? `'${both}'` : ''}; echo "ended $?"; stty -a; sleep 60`;
	const terminal = begin(['/bin/sh', '-c', command], {env});
	await terminal.waitFor(log ? /▸ What happened[^]*❯/ : /▸ Start[^]*❯/);
	return terminal;
}

async function follow(terminal: TestTerminal, keys: readonly Press[]): Promise<void> {
	for (const key of keys) {
		if (key.startsWith('choose ')) await choose(terminal, key.slice(7));
		else await terminal.step(key as Parameters<TestTerminal['step']>[0]);
	}
}

/** The header as the test reads it, at any width. */
async function reached(terminal: TestTerminal, title: RegExp): Promise<string> {
	return terminal.waitFor((screen) => title.test(titleOf(screen)));
}

const SIZES = [
	[60, 20],
	[120, 40],
	[80, 24],
	[61, 21],
] as const;
const SOME = ['open-file', 'question', 'note', 'evidence'];
const ways = WAYS.filter(([screen]) => LONG || SOME.includes(screen));
/** Each takes its own terminal. */
const resized = ways.filter(([screen]) => LONG || ['open-file', 'question'].includes(screen));

it('every screen has a way', () => {
	expect(WAYS.map(([screen]) => screen).sort()).toEqual(Object.keys(SCREENS).sort());
});

describe('in the middle of a screen', () => {
	it.each(resized)('%s: any size, and ctrl-c', async (screen, title, log, keys) => {
		const terminal = await open(screen, log);
		await follow(terminal, keys);
		await reached(terminal, title);
		const before = await terminal.settle();
		for (const [columns, rows] of SIZES) {
			terminal.resize(columns, rows);
			// On a busy machine the screen rests before it is drawn anew: what counts is what it comes to.
			await terminal.waitFor((text) => {
				const shown = text.split('\n');
				const footer = /quit|esc|enter/.test(shown.at(-1) ?? '');
				const titles = shown.filter((row) => titleOf(row) !== '');
				return shown.length <= rows - 1 && footer && titles.length === 1 && title.test(titleOf(text));
			});
		}
		terminal.resize(100, 30);
		await terminal.settle();
		await terminal.waitFor((text) => text === before);
		terminal.press('ctrl-c');
		const after = await terminal.waitFor(/ended 130[^]*speed/);
		expect(terminal.alternate).toBe(false);
		expect(after).not.toMatch(/-icanon|-echo |-isig/);
		expect(after).not.toContain('▸');
	});
});

describe('the way back', () => {
	it.each([true, false])('leads from every screen to the first one (log: %s)', async (log) => {
		const terminal = await open('', log);
		for (const [screen, title, needsLog, keys] of ways) {
			if (needsLog !== log || screen === 'quit') continue;
			await follow(terminal, keys);
			await reached(terminal, title);
			for (let steps = 0; titleOf(terminal.text()) !== 'Start'; steps++) {
				if (steps > 8) throw new Error(`No way back from ${screen}:\n${terminal.text()}`);
				await terminal.step('esc');
			}
			if (!log) continue;
			await choose(terminal, 'Continue this session');
			await reached(terminal, /^What happened$/);
		}
		terminal.press('ctrl-c');
		await terminal.waitFor('ended 130');
	});

	it('undoes to the very start and redoes to the very end', async () => {
		const terminal = start(sample('e1000-logits'));
		await toRemedies(terminal);
		for (const key of ['"a"', '"x"', '"l"', '"m"'] as const) await terminal.step(key);
		const list = terminal.text();
		const said = kept().filter(({type}) => type === 'answer' || type === 'decide');
		expect(said.length).toBeGreaterThan(3);
		const all = async (key: '"u"' | 'ctrl-r', end: string): Promise<number> => {
			for (let count = 0; count < 60; count++) if ((await terminal.step(key)).includes(end)) return count;
			throw new Error(`No end:\n${terminal.text()}`);
		};
		expect(await all('"u"', 'Nothing to undo')).toBe(said.length);
		await terminal.step('"m"');
		expect(terminal.text()).not.toMatch(/[✓✗]/);
		expect(await all('ctrl-r', 'Nothing to redo')).toBe(said.length);
		await terminal.step('"m"');
		expect(unpointed(terminal.text())).toEqual(unpointed(list));
	});
});

/** The list of remedies as it stands, wherever the cursor is and no matter what was told last. */
function unpointed(screen: string): string[] {
	return screen
		.split('\n')
		.map((row) => row.replace('❯', ' ').trimEnd())
		.filter((row) => /^ +\d+ /.test(row));
}
