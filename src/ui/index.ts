// The door to the wizard. Nothing here loads Ink: a command that prints and ends must not pay for it.
import {Buffer} from 'node:buffer';
import {startSession} from './perform.js';
import type {Theme} from '../report/themes.js';
import type {State} from './state.js';
import {canDraw, looksOf} from './terminal/environment.js';
import {guard} from './terminal/guard.js';
import type {KeyStream} from './terminal/key-stream.js';
import {Screen} from './terminal/screen.js';
import {firstFrame} from './view/first.js';
import type {Wizardry} from './wizardry.js';

export {canDraw} from './terminal/environment.js';
export {openKeyboard} from './terminal/keyboard.js';
export {plainText, runPlain, type PlainOptions} from './plain.js';
export {roundOf} from './practice.js';
export type {State} from './state.js';
export type {KeyStream} from './terminal/key-stream.js';
export type * from './wizardry.js';

export interface WizardOptions {
	readonly wizardry: Wizardry;
	/** From `openKeyboard()`, called as early as may be: keys typed from then on are kept. */
	readonly keyboard: KeyStream;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Without it, and under NO_COLOR, the terminal's own colours. */
	readonly theme?: Theme;
}

export interface WizardEnd {
	/** 0; 130 after ctrl-c. */
	readonly code: number;
	readonly state: State;
}

/** Milliseconds without a first screen while a log is read. */
const BLANK = 120;
/** Milliseconds until Ink is loaded to show the progress of a log that is still being read. */
const UNMOVING = 1000;

/** Runs the wizard on this terminal until the user leaves it. The terminal is given back no matter what happens. */
export async function runWizard({wizardry, keyboard, env, theme}: WizardOptions): Promise<WizardEnd> {
	const looks = looksOf(env);
	// Ink shows nothing between first and last frame where CI is set, and a person sits here: there is a keyboard.
	delete process.env['CI'];
	delete process.env['CONTINUOUS_INTEGRATION'];
	const screen = new Screen(process.stdout, theme ? {...looks, theme} : looks);
	const session = startSession(wizardry, {columns: screen.columns, rows: screen.rows}, (text) =>
		screen.send(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`),
	);
	const release = guard(looks.screenReader ? undefined : screen, keyboard);
	try {
		// Most logs are read before Ink could be loaded: the first frames do without it.
		const isRead = await within(BLANK, session.idle());
		keyboard.start();
		if (!looks.screenReader) {
			screen.enter();
			screen.write(firstFrame(session) ?? '');
			if (!isRead && (await within(UNMOVING, session.idle()))) screen.write(firstFrame(session) ?? '');
		}
		const {draw} = await import('./view/draw.js');
		return {code: await draw(session, keyboard, looks.screenReader ? undefined : screen), state: session.state()};
	} finally {
		release();
	}
}

/** Whether something ends within some milliseconds. */
async function within(limit: number, work: Promise<void>): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), limit)));
	try {
		return await Promise.race([work.then(() => true), late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Whether `runWizard` can work here; if not, `runPlain` can. */
export function canRunWizard(env: WizardOptions['env']): boolean {
	return canDraw(env, process.stdout);
}
