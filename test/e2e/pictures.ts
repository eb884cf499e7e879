// Pictures of every screen at three sizes and in every theme, of the built program in a real pseudo-terminal:
// `npm run pictures [-- folder [screen…]]`; they are for looking at and not kept. `npm run pictures -- --readme` makes the one in README.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {THEME_NAMES} from '../../src/report/themes.js';
import {DARK, LIGHT, png, screenSvg, type Theme} from './picture.js';
import {TestTerminal} from './terminal.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SIZES = [
	[60, 20],
	[80, 24],
	[120, 40],
] as const;

/** What the program draws on: a terminal with colours of its own, or a theme that fills the screen. */
interface Look {
	readonly name: string;
	readonly terminal: Theme;
	readonly theme: string;
}

const LOOKS: readonly [Look, ...Look[]] = [
	{name: 'terminal-dark', terminal: DARK, theme: 'terminal'},
	{name: 'terminal-light', terminal: LIGHT, theme: 'terminal'},
	...THEME_NAMES.map((theme) => ({name: theme, terminal: theme === 'light' ? LIGHT : DARK, theme})),
];

/** A key by name, text in quotes, or a line of the menu, which is gone to and chosen. */
type Step = Parameters<TestTerminal['step']>[0] | `@${string}`;

const SAMPLE: readonly Step[] = ['@Try a sample'];

/** The way to each screen, from the first one. */
const SCREENS: Readonly<Record<string, readonly Step[]>> = {
	intake: [],
	'open-file': ['@Open a log'],
	paste: ['@Paste a log'],
	describe: ['@No log'],
	samples: ['@Other sample'],
	e0100: ['@Other sample', '@No room for an array'],
	sessions: ['@Continue an earlier'],
	practice: ['@Practice'],
	tour: ['@Practice', 'enter'],
	drill: ['@Practice', '@The first code'],
	'drill-answer': ['@Practice', '@The first code', 'down', 'enter'],
	happened: [...SAMPLE],
	question: [...SAMPLE, 'enter'],
	why: [...SAMPLE, '"w"'],
	remedies: [...SAMPLE, '"m"'],
	decided: [...SAMPLE, '"m"', '"a"', 'down', '"x"', 'down', '"l"'],
	remedy: [...SAMPLE, '"m"', 'enter'],
	'what-if': [...SAMPLE, '"m"', 'enter', '@What if'],
	tune: ['@Other sample', '@Does not fit at compile time, short', '"m"', '@Trade overlap', '@Tune flags'],
	note: [...SAMPLE, '"m"', '"n"', '"ask the owner of the model"'],
	plan: [...SAMPLE, '"p"'],
	'plan-below': [...SAMPLE, '"p"', '" "'],
	save: [...SAMPLE, '"p"', 'enter'],
	overwrite: [...SAMPLE, '"p"', 'enter', 'ctrl-u', '"taken.md"', 'enter'],
	evidence: [...SAMPLE, '"e"'],
	buffers: [...SAMPLE, '"e"', 'tab'],
	'buffers-each': [...SAMPLE, '"e"', 'tab', '"g"'],
	flags: [...SAMPLE, '"e"', 'tab', 'tab'],
	log: [...SAMPLE, '"e"', 'tab', 'tab', 'tab'],
	search: [...SAMPLE, '"/"', '"padding"'],
	terms: [...SAMPLE, '"t"'],
	page: [...SAMPLE, '"t"', 'enter'],
	help: [...SAMPLE, '"?"'],
};

async function main(): Promise<void> {
	const [option, ...only] = process.argv.slice(2);
	if (option === '--readme') {
		await write(path.join(root, '.github', 'wizard.png'), await shoot([], [100, 30], LOOKS[0]), 1.5);
		return;
	}
	const folder = path.resolve(option ?? 'shots');
	mkdirSync(folder, {recursive: true});
	let count = 0;
	for (const [screen, way] of Object.entries(SCREENS)) {
		if (only.length > 0 && !only.includes(screen)) continue;
		for (const size of SIZES) {
			for (const look of LOOKS) {
				await write(path.join(folder, `${screen}-${size.join('x')}-${look.name}.png`), await shoot(way, size, look));
				count += 1;
			}
		}
	}
	process.stdout.write(`${folder}: ${String(count)} pictures\n`);
}

async function shoot(way: readonly Step[], [columns, rows]: readonly [number, number], look: Look): Promise<string> {
	const state = mkdtempSync(path.join(tmpdir(), 'xla-triage-pictures-'));
	const config = path.join(state, 'config.yaml');
	writeFileSync(config, `theme: ${look.theme}\n`);
	writeFileSync(path.join(state, 'taken.md'), 'kept');
	const env = {
		XDG_STATE_HOME: state,
		XLA_TRIAGE_CONFIG: config,
		COLORFGBG: look.terminal === LIGHT ? '0;15' : '15;0',
	};
	const command: [string, string] = [process.execPath, path.join(root, 'dist', 'cli.mjs')];
	const terminal = new TestTerminal(command, {columns, rows, cwd: state, env});
	await terminal.waitFor(/❯/);
	for (const step of way) await take(terminal, step);
	await terminal.settle(300);
	const svg = screenSvg(terminal.screen, look.terminal);
	terminal.kill('SIGKILL');
	await terminal.end();
	rmSync(state, {recursive: true, force: true});
	return svg;
}

async function take(terminal: TestTerminal, step: Step): Promise<void> {
	if (!step.startsWith('@')) {
		await terminal.step(step as Parameters<TestTerminal['step']>[0]);
		return;
	}
	const chosen = new RegExp(`❯.*${step.slice(1)}`);
	await terminal.settle(300); // what is loaded may move the cursor
	const seen = new Set<string>();
	while (!chosen.test(terminal.text())) {
		if (seen.has(terminal.text())) throw new Error(`No line "${step.slice(1)}":\n${terminal.text()}`);
		seen.add(terminal.text());
		await terminal.step('down');
	}
	await terminal.step('enter');
}

async function write(file: string, svg: string, scale = 2): Promise<void> {
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, await png(svg, scale));
}

await main();
