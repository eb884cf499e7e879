// The wizard without a screen: the same rules and screens as numbered questions on plain streams, for screen readers,
// scripts and agents. What is typed is a number, a letter of the key table, or text where text is asked for.
import {compose, sceneOf} from './compose.js';
import {commandFor, type Command} from './keys.js';
import {identity} from './place.js';
import {startSession, type Session} from './perform.js';
import {screenOf} from './screens/index.js';
import type {MenuItem, Scene} from './screens/screen.js';
import type {State} from './state.js';
import {line, plain, wrap, type Line} from './text/line.js';
import type {Wizardry} from './wizardry.js';

export interface PlainOptions {
	readonly wizardry: Wizardry;
	/** The next line that was typed, without its end; undefined when there will be none. */
	readonly read: () => Promise<string | undefined>;
	readonly write: (text: string) => void;
	/** Columns to wrap at. */
	readonly width: number;
}

/** Letters that mean the same as on the screen. */
function commandOf(letter: string, {place}: Scene): Command | undefined {
	const binding = /^[a-z/?]$/.test(letter) ? commandFor(letter, place.screen, false) : undefined;
	return binding?.byMenu === true ? undefined : (binding?.command ?? WORDS.get(letter.toLowerCase()));
}

/** Redo, which is ctrl-r on the screen, and words that people type before they know the letters. */
const WORDS: ReadonlyMap<string, Command> = new Map([
	['r', 'redo'],
	['help', 'help'],
	['quit', 'quit'],
	['exit', 'quit'],
]);

/** Runs until the user quits or the input ends. 0; an end of input is no failure: the session is kept. */
export async function runPlain({wizardry, read, write, width}: PlainOptions): Promise<{code: number; state: State}> {
	const session = startSession(wizardry, sizeOf(width), (text) => write(`${text}\n`));
	await session.idle();
	for (let shown: State | undefined; !session.state().over;) {
		const state = session.state();
		const scene = sceneNow(session);
		if (state !== shown) write(screenText(scene));
		shown = state;
		write(prompt(scene));
		const typed = await typedFor(scene, read);
		if (typed === undefined) break;
		act(scene, typed, session.dispatch, write);
		await session.idle();
	}
	write('\n');
	return {code: session.state().over?.code ?? 0, state: session.state()};
}

/** The first screen of a wizard as it would be printed, for who asks nothing. */
export function plainText(wizardry: Wizardry, width: number): string {
	return screenText(sceneNow(startSession(wizardry, sizeOf(width), () => undefined)));
}

/** So high that nothing has to be scrolled. */
function sizeOf(width: number): State['size'] {
	return {columns: Math.min(Math.max(width, 40), 100), rows: 10_000};
}

function sceneNow({rules, state}: Session): Scene {
	return sceneOf(rules.knowledge, rules.view(state().events), state(), true);
}

/** A screen as lines: what was said last, its title, its text, and its choices with their numbers. */
function screenText(scene: Scene): string {
	const shown = compose(scene);
	const menu = shown.menu.flatMap((item, index) => {
		const label = `${String(index + 1).padStart(3)}. ${labelText(item)}`;
		const {columns} = scene.state.size;
		return label.length <= columns
			? [label]
			: wrap(label.trimStart(), columns, {indent: index < 9 ? 2 : 1, hang: 5}).map(plain);
	});
	const notice = scene.state.notice ? [scene.state.notice.text, ''] : [];
	const title = screenOf(scene).title(scene);
	return `\n${[...notice, title, '-'.repeat(title.length), ...shown.body.map(plain), '', ...menu].join('\n').trimEnd()}\n`;
}

function prompt(scene: Scene): string {
	const field = screenOf(scene).field?.(scene);
	if (!field) return '> ';
	const value = scene.state.drafts[identity(scene.place)] ?? field.value;
	return `${field.prompt}${value === '' ? '' : ` [${value}]`}: `;
}

/** Fields in which nothing typed is an answer, too. */
const EMPTY_COUNTS: ReadonlySet<string> = new Set(['save', 'note', 'describe']);

/** A whole paste where one is asked for, else one line. */
async function typedFor(scene: Scene, read: PlainOptions['read']): Promise<string | undefined> {
	const first = await read();
	if (first === undefined || scene.place.screen !== 'paste') return first;
	if (commandOf(first.trim(), scene) || /^\d+$/.test(first.trim())) return first;
	const lines = [first];
	for (let next = await read(); next !== undefined && next !== '.'; next = await read()) lines.push(next);
	return lines.join('\n');
}

function act(
	scene: Scene,
	typed: string,
	dispatch: (action: Parameters<ReturnType<typeof startSession>['dispatch']>[0]) => void,
	write: (text: string) => void,
): void {
	const screen = screenOf(scene);
	const words = typed.trim();
	const field = screen.field?.(scene);
	if (field) {
		if (words === '' && !EMPTY_COUNTS.has(scene.place.screen)) dispatch({type: 'command', command: 'back'});
		else
			dispatch({
				type: 'submit',
				text: words === '' ? (scene.state.drafts[identity(scene.place)] ?? field.value) : words,
			});
		return;
	}
	const items = screen.menu?.(scene) ?? [];
	const chosen = items[Number(words) - 1] ?? items.find((item) => item.id === words);
	if (chosen && words !== '') {
		dispatch({type: 'choose', item: chosen.id});
		return;
	}
	if (scene.place.screen === 'paste' && typed.includes('\n')) {
		dispatch({type: 'pasted', text: typed});
		return;
	}
	const [letter = '', number] = words.split(/\s+/);
	const command = commandOf(letter, scene);
	if (command) {
		if (number !== undefined) dispatch({type: 'highlight', cursor: Number(number) - 1});
		dispatch({type: 'command', command});
		return;
	}
	write(`Type a number from 1 to ${items.length}, or ? for help.\n`);
}

function labelText({label}: MenuItem): string {
	const content: Line = typeof label === 'string' ? line(label) : label;
	return plain(content).replace(/ {2,}/g, '  ').trim();
}
