// Pictures of every screen at three sizes, dark and light, of the built program in a real pseudo-terminal:
// `npm run pictures [-- folder]`; they are for looking at and not kept. `npm run pictures -- --readme` makes the one in README.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {DARK, LIGHT, png, screenSvg, type Theme} from './picture.js';
import {TestTerminal} from './terminal.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SIZES = [
	[60, 20],
	[80, 24],
	[120, 40],
] as const;

/** Screens that are seen before there is a log. */
const BEFORE = ['intake', 'open-file', 'paste', 'samples', 'sessions'];

/** The way to each screen: keys by name, text in quotes, from the start of the program on the sample crash. */
const SCREENS: Readonly<Record<string, readonly Parameters<TestTerminal['step']>[0][]>> = {
	intake: [],
	'open-file': ['down', 'enter'],
	paste: ['down', 'down', 'enter'],
	samples: ['down', 'down', 'down', 'down', 'enter'],
	sessions: ['end', 'up', 'enter'],
	happened: [],
	question: ['enter'],
	why: ['"w"'],
	remedies: ['"m"'],
	decided: ['"m"', '"a"', 'down', '"x"', 'down', '"l"'],
	remedy: ['"m"', 'enter'],
	note: ['"m"', '"n"', '"ask the owner of the model"'],
	plan: ['"p"'],
	'plan-below': ['"p"', '" "'],
	save: ['"p"', 'enter'],
	overwrite: ['"p"', 'enter', 'ctrl-u', '"taken.md"', 'enter'],
	evidence: ['"e"'],
	buffers: ['"e"', 'tab'],
	'buffers-each': ['"e"', 'tab', '"g"'],
	flags: ['"e"', 'tab', 'tab'],
	log: ['"e"', 'tab', 'tab', 'tab'],
	search: ['"/"', '"padding"'],
	terms: ['"t"'],
	page: ['"t"', 'enter'],
	help: ['"?"'],
};

async function main(): Promise<void> {
	const [option] = process.argv.slice(2);
	if (option === '--readme') {
		await write(path.join(root, '.github', 'wizard.png'), await shoot('happened', [100, 30], DARK), 1.5);
		return;
	}
	const folder = path.resolve(option ?? 'shots');
	mkdirSync(folder, {recursive: true});
	for (const screen of Object.keys(SCREENS)) {
		for (const size of SIZES) {
			for (const [name, theme] of [
				['dark', DARK],
				['light', LIGHT],
			] as const) {
				await write(path.join(folder, `${screen}-${size.join('x')}-${name}.png`), await shoot(screen, size, theme));
			}
		}
	}
	process.stdout.write(`${folder}: ${String(Object.keys(SCREENS).length * SIZES.length * 2)} pictures\n`);
}

async function shoot(screen: string, [columns, rows]: readonly [number, number], theme: Theme): Promise<string> {
	const state = mkdtempSync(path.join(tmpdir(), 'xla-triage-pictures-'));
	const keys = SCREENS[screen] ?? [];
	const log = BEFORE.includes(screen) ? [] : [path.join(root, 'content', 'samples', 'e1000-logits.log')];
	const env = {XDG_STATE_HOME: state, COLORFGBG: theme === LIGHT ? '0;15' : '15;0'};
	const command: [string, ...string[]] = [process.execPath, path.join(root, 'dist', 'cli.mjs'), ...log];
	writeFileSync(path.join(state, 'taken.md'), 'kept');
	const terminal = new TestTerminal(command, {columns, rows, cwd: state, env});
	await terminal.waitFor(log.length === 0 ? /❯/ : '▸ What happened');
	for (const key of keys) {
		if (key !== '" "') await terminal.step(key);
		// More text is there only where the screen is small.
		else terminal.type(' ');
	}
	await terminal.settle(300);
	const svg = screenSvg(terminal.screen, theme);
	terminal.kill('SIGKILL');
	await terminal.end();
	rmSync(state, {recursive: true, force: true});
	return svg;
}

async function write(file: string, svg: string, scale = 2): Promise<void> {
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, await png(svg, scale));
}

await main();
