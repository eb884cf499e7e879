import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {CLI, house, pointed, sample, titleOf} from './house.js';
import type {TestTerminal} from './terminal.js';

const {start, begin, kept} = house();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The field of a note: what is typed there ends up on disk, letter by letter. */
async function atNote(): Promise<TestTerminal> {
	const terminal = start(sample('e1000-logits'));
	await terminal.waitFor(/▸ What happened[^]*❯/);
	await terminal.step('"m"');
	await terminal.step('"n"');
	await terminal.waitFor((screen) => titleOf(screen) === 'Note');
	return terminal;
}

async function note(terminal: TestTerminal): Promise<string | undefined> {
	await terminal.waitFor((screen) => titleOf(screen) === 'What helps');
	return kept().findLast(({type}) => type === 'note')?.text;
}

/**
 * Sends a text in pieces of a size, and without the marks of a paste also the key that ends it: the pause that does so too would
 * be a race between this process and the program.
 */
async function send(terminal: TestTerminal, text: string, size = 4096): Promise<void> {
	for (let from = 0; from < text.length; from += size) {
		terminal.type(text.slice(from, from + size));
		await pause(1);
	}
	if (!text.startsWith('\u001B')) terminal.press('ctrl-d');
}

describe('every key counts once', () => {
	it('a hundred, five milliseconds apart', async () => {
		const terminal = await atNote();
		for (let at = 0; at < 100; at++) {
			terminal.type(String(at % 10));
			await pause(5);
		}
		terminal.press('enter');
		expect(await note(terminal)).toBe('0123456789'.repeat(10));
	});

	it('a word and enter in one write', async () => {
		const terminal = await atNote();
		terminal.type('abc\r');
		expect(await note(terminal)).toBe('abc');
	});

	it('an arrow whose bytes come in two packets', async () => {
		const terminal = start(sample('e1000-logits'));
		await terminal.waitFor(/❯ Answer/);
		terminal.type('\u001B');
		await pause(8);
		terminal.type('[B');
		await terminal.waitFor((screen) => pointed(screen).includes('See all remedies'));
	});

	it('keys typed while it starts', async () => {
		const terminal = start();
		terminal.type('\u001B[B\rtrain.l');
		expect(await terminal.waitFor('Path › train.l')).toContain('Open a log file');
	});
});

describe('a paste', () => {
	const crash = readFileSync(sample('e1000-logits'), 'utf8');
	const step = 'I1120 19:18:04.558423 21858 loop.py:91] step 1, loss 2.5, a quiet line of a long log\n';
	const log = step.repeat(10_000) + crash;

	it('of ten thousand lines is one', async () => {
		const terminal = start();
		await terminal.waitFor(/❯ Try a sample/);
		await send(terminal, `\u001B[200~${log}\u001B[201~`);
		await terminal.waitFor('▸ What happened');
		expect(kept().map(({type}) => type)).toEqual(['evidence']);
		expect(terminal.text()).toContain('E1000');
	});

	it('of ten thousand lines is one although the terminal does not mark it', async () => {
		const terminal = start();
		await terminal.waitFor(/❯ Try a sample/);
		await send(terminal, log.replaceAll('\n', '\r'));
		await terminal.waitFor('▸ What happened');
		expect(kept().map(({type}) => type)).toEqual(['evidence']);
	});

	it.each([4096, 16])('answers no question, in pieces of %d', async (size) => {
		const terminal = start(sample('e1000-logits'));
		await terminal.waitFor(/▸ What happened[^]*❯/);
		await terminal.step('enter');
		await terminal.waitFor('▸ Question');
		await send(terminal, step.repeat(40).replaceAll('\n', '\r'), size);
		await terminal.waitFor(/pasted log is read/i);
		expect(titleOf(terminal.text())).toBe('Question');
		expect(kept().map(({type}) => type)).toEqual(['evidence']);
	});
});

describe('a program that is stopped in the middle of an unmarked paste', () => {
	it('takes what waited in the terminal for the same paste', async () => {
		const terminal = start(sample('e1000-logits'));
		await terminal.waitFor(/▸ What happened[^]*❯/);
		await terminal.step('enter');
		await terminal.waitFor('▸ Question');
		const text = 'I1120 step 1, loss 2.5, a quiet line\r2\ry\r'.repeat(200);
		terminal.type(text.slice(0, 400));
		await terminal.waitFor(/Receiving a paste.*ctrl-d ends it/);
		terminal.kill('SIGSTOP');
		terminal.type(text.slice(400));
		await pause(3500); // longer than the pause that ends a paste
		terminal.kill('SIGCONT');
		await terminal.waitFor(/pasted log is read/i);
		expect(titleOf(terminal.text())).toBe('Question');
		expect(kept().map(({type}) => type)).toEqual(['evidence']);
	});
});

describe('a terminal', () => {
	it('that says it has no size is taken for a classic one', async () => {
		const terminal = begin(
			['/bin/sh', '-c', `stty rows 0 cols 0; exec '${process.execPath}' '${CLI}' '${sample('e1000-logits')}'`],
			{columns: 80, rows: 24},
		);
		const screen = await terminal.waitFor(/▸ What happened[^]*q quit/);
		expect(screen.split('\n')).toHaveLength(23);
	});

	it('gets its screen back on ctrl-z, and the wizard on fg', async () => {
		const terminal = begin(['/bin/bash', '--norc', '-i'], {env: {PS1: 'prompt> '}});
		await terminal.waitFor('prompt>');
		terminal.type(`'${process.execPath}' '${CLI}' '${sample('e1000-logits')}'\r`);
		await terminal.waitFor(/▸ What happened[^]*❯/);
		await terminal.step('"m"');
		const before = await terminal.settle();
		terminal.press('ctrl-z');
		await terminal.waitFor('Stopped');
		expect(terminal.alternate).toBe(false);
		terminal.type('stty -a\r');
		expect(await terminal.waitFor('-extproc')).not.toMatch(/-icanon|-echo |-isig/);
		terminal.type('fg\r');
		await terminal.waitFor('▸ What helps');
		expect(await terminal.settle()).toBe(before);
		await terminal.step('down');
		terminal.type('q');
		await terminal.waitFor(/is kept[^]*prompt> $|is kept[^]*prompt>$/);
	});
});
