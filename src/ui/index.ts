// The door to the wizard. Nothing here loads Ink: a command that prints and ends must not pay for it.
import type {State} from './state.js';
import {canDraw, looksOf} from './terminal/environment.js';
import type {KeyStream} from './terminal/key-stream.js';
import type {Wizardry} from './wizardry.js';

export {canDraw} from './terminal/environment.js';
export {openKeyboard} from './terminal/keyboard.js';
export {runPlain, type PlainOptions} from './plain.js';
export type {State} from './state.js';
export type {KeyStream} from './terminal/key-stream.js';
export type * from './wizardry.js';

export interface WizardOptions {
	readonly wizardry: Wizardry;
	/** From `openKeyboard()`, called as early as may be: keys typed from then on are kept. */
	readonly keyboard: KeyStream;
	readonly env: Readonly<Record<string, string | undefined>>;
}

export interface WizardEnd {
	/** 0; 130 after ctrl-c. */
	readonly code: number;
	readonly state: State;
}

/** Runs the wizard on this terminal until the user leaves it. The terminal is given back whatever happens. */
export async function runWizard({wizardry, keyboard, env}: WizardOptions): Promise<WizardEnd> {
	const looks = looksOf(env);
	// Ink shows nothing between first and last frame where CI is set, and a person sits here: there is a keyboard.
	delete process.env['CI'];
	delete process.env['CONTINUOUS_INTEGRATION'];
	const {draw} = await import('./view/draw.js');
	return draw(wizardry, keyboard, looks);
}

/** Whether `runWizard` can work here; if not, `runPlain` can. */
export function canRunWizard(env: WizardOptions['env']): boolean {
	return canDraw(env, process.stdout);
}
