// Pictures of every screen at three sizes, dark and light, of the built program in a real pseudo-terminal:
// `npm run pictures [-- folder]`; they are for looking at and not kept. `npm run pictures -- --readme` makes the one in README.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {DARK, LIGHT, png, screenSvg, type Theme} from './picture.js';
import {TestTerminal, type Key} from './terminal.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SIZES = [
	[60, 20],
	[80, 24],
	[120, 40],
] as const;

/** The way to each screen: keys by name, text in quotes, from the start of the program on the sample crash. */
const SCREENS: Readonly<Record<string, readonly string[]>> = {
	intake: [],
	happened: [],
	question: ['enter'],
	remedies: ['"m"'],
	remedy: ['"m"', 'enter'],
	plan: ['"p"'],
	evidence: ['"e"'],
	help: ['"?"'],
	search: ['"/"', '"padding"'],
	why: ['"w"'],
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
	const log = screen === 'intake' ? [] : [path.join(root, 'content', 'samples', 'e1000-logits.log')];
	const env = {XDG_STATE_HOME: state, COLORFGBG: theme === LIGHT ? '0;15' : '15;0'};
	const command: [string, ...string[]] = [process.execPath, path.join(root, 'dist', 'cli.mjs'), ...log];
	const terminal = new TestTerminal(command, {columns, rows, cwd: state, env});
	await terminal.waitFor(screen === 'intake' ? /❯/ : '▸ What happened');
	for (const key of keys) {
		if (key.startsWith('"')) terminal.type(key.slice(1, -1));
		else terminal.press(key as Key);
		await terminal.settle(150);
	}
	await terminal.settle(200);
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
