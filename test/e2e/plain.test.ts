// The wizard on plain streams and the wizard on a screen are one: what is begun in the one goes on in the other.
import {spawn, spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {CLI, house, pointed, sample} from './house.js';

const {folder, start, begin, kept} = house();
const log = sample('e1000-logits');

/** The plain wizard with these lines typed. */
function plain(argv: readonly string[], lines: readonly string[]): string {
	const {stdout} = spawnSync(process.execPath, [CLI, ...argv], {
		cwd: folder(),
		encoding: 'utf8',
		timeout: 60_000,
		input: lines.map((line) => `${line}\n`).join(''),
		env: {...process.env, XDG_STATE_HOME: path.join(folder(), 'state')},
	});
	return stdout;
}

it('a session begun on plain streams goes on in the wizard, and back', async () => {
	const first = plain([log, '--plain'], ['1', '2', 'q']);
	expect(first).toMatch(/\n *2\. The code\n/);
	const said = kept().filter(({type}) => type === 'answer');
	expect(said).toHaveLength(1);

	const terminal = start('resume');
	await terminal.waitFor(/▸ Why[^]*❯[^]*Resumed with 1 answer: e1000-/);
	await terminal.step('"m"');
	await terminal.step('"a"');
	await terminal.waitFor('Accepted');
	terminal.press('ctrl-c');
	expect(await terminal.end()).toBe(130);

	const again = plain(['resume', '--plain'], ['m', 'u', 'q']);
	expect(again).toMatch(/^\s*Resumed with 1 answer, 1 decision: e1000-.*\n+What helps/);
	expect(again).toMatch(/\n *1\. .*\[accepted\]/);
	expect(again).toContain('Undone: a decision');
	expect(kept().map(({type}) => type)).toEqual(['evidence', 'answer', 'decide', 'undo']);
});

it('answers of a file are the same answers in both', async () => {
	plain([log, '--plain'], ['1', '2', 'q']);
	const [answer] = kept().filter(({type}) => type === 'answer');
	const file = path.join(folder(), 'answers.yaml');
	writeFileSync(file, `${String(answer?.['question'])}: ${String(answer?.['option'])}\n`);
	plain([log, '--plain', '--answers', file], ['1', 'q']);
	const terminal = start(log, '--answers', file);
	await terminal.waitFor(/▸ What happened[^]*❯/);
	await terminal.step('"w"');
	await terminal.waitFor(/✓ What has changed/);
	await terminal.step('"q"');
	expect(await terminal.end()).toBe(0);
	expect(kept().filter(({type}) => type === 'answer')).toEqual([answer, answer, answer]);
});

it('a terminal that cannot move its cursor gets the questions as lines', async () => {
	const terminal = begin(['/bin/sh', '-c', `TERM=dumb exec '${process.execPath}' '${CLI}' '${log}'`], {rows: 200});
	await terminal.waitFor(/1\. (?:Answer|Why)[^]*> ?$/);
	expect(terminal.alternate).toBe(false);
	terminal.type('1\r');
	await terminal.waitFor(/Question\n-+\n/);
	terminal.type('q\r');
	expect(await terminal.end()).toBe(0);
});

it('shows no hues under NO_COLOR, and the choice by its mark and weight', async () => {
	const terminal = begin([process.execPath, CLI, log], {env: {NO_COLOR: '1'}});
	await terminal.waitFor(/▸ What happened[^]*❯/);
	const {active} = terminal.screen.buffer;
	const cells = Array.from({length: terminal.screen.rows}, (_, y) => active.getLine(y)).flatMap((line) =>
		Array.from({length: terminal.screen.cols}, (_, x) => line?.getCell(x)),
	);
	expect(cells.every((cell) => cell?.isFgDefault() && cell.isBgDefault())).toBe(true);
	expect(cells.some((cell) => cell?.isBold())).toBe(true);
});

it('prints the report and ends although its input stays open', async () => {
	const child = spawn(process.execPath, [CLI, log], {
		stdio: ['pipe', 'pipe', 'ignore'],
		env: {...process.env, XDG_STATE_HOME: path.join(folder(), 'state')},
	});
	let out = '';
	child.stdout.on('data', (text: Buffer) => (out += text.toString()));
	const code = await new Promise((resolve) => child.once('close', resolve));
	child.stdin.destroy();
	expect(code).toBe(0);
	expect(out).toMatch(/^E1000/);
});

it('practice is chosen on the first screen, in the wizard and on plain streams', async () => {
	const terminal = start();
	await terminal.waitFor(/❯/);
	for (let steps = 0; !pointed(terminal.text()).includes('Practice'); steps++) {
		if (steps > 10) throw new Error(terminal.text());
		await terminal.step('down');
	}
	terminal.press('enter');
	await terminal.waitFor(/▸ Practice[^]*❯ +Tour/);
	terminal.press('enter');
	await terminal.waitFor(/Tour ▸ .* 1 of 13/);
	terminal.type('q');
	expect(await terminal.end()).toBe(0);
	expect(kept()).toEqual([]);
	expect(plain(['--plain'], ['practice', 'tour', 'q'])).toMatch(/Practice\n-+\n[^]*What HBM holds\n-+\n/);
});
