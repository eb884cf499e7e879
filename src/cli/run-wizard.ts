import {createReadStream, openSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {runPlain, runWizard, type KeyStream, type State} from '../ui/index.js';
import {say, sayTrouble} from './say.js';
import type {HeldWizardry} from './wizardry.js';
import type {World} from './world.js';

/** How a wizard ended: 0, or 130 after ctrl-c; `ended`: there was nobody to type any more. */
export interface WizardEnd {
	readonly code: number;
	readonly ended: boolean;
	readonly state: State;
}

/** Runs one wizard: on the screen where there is a keyboard, else as numbered questions. At its end it says what was kept and saved. */
export async function runOver(
	world: World,
	wizardry: HeldWizardry,
	keyboard: KeyStream | undefined,
	typed: Typist | undefined,
): Promise<WizardEnd> {
	const farewell = once(() => {
		const left = wizardry.leave();
		for (const remark of wizardry.remarks()) say(world, remark);
		for (const {file, what} of wizardry.saved()) say(world, `The ${what} was saved as ${file}`);
		if (left?.trouble) sayTrouble(world, left.trouble);
		else if (left) say(world, `The session is kept. To go on with it:\nxla-triage resume ${left.id}`);
	});
	// An interrupt ends the program wherever it is. A screen is given back by others, so nothing is said over it.
	const onExit = keyboard ? () => void wizardry.leave() : farewell;
	process.once('exit', onExit);
	let ended = false as boolean; // set while questions are read
	const {code, state} = keyboard
		? await runWizard({
				wizardry,
				keyboard,
				env: world.env,
				...(world.theme && world.colour ? {theme: world.theme} : {}),
			})
		: await runPlain({
				wizardry,
				width: world.width,
				write: (text) => world.stdout.write(text),
				read: async () => {
					const line = await typed?.read();
					ended = line === undefined;
					return line;
				},
			});
	process.off('exit', onExit);
	if (ended) say(world, 'The input ended before the wizard did.');
	farewell();
	keyboard?.stop();
	typed?.close();
	return {code, ended, state};
}

/** Who answers the questions of the plain wizard. */
export interface Typist {
	readonly from: 'stdin' | 'terminal' | 'nobody';
	/** The next line; undefined at the end. */
	readonly read: () => Promise<string | undefined>;
	readonly close: () => void;
}

/**
 * Who answers the questions of the plain wizard. Standard input does, when the logs are named. When it may carry a log itself, the
 * answers come from the terminal; where there is none, a script is at work, and what it pipes in without naming a log are answers.
 */
export function typist(world: World, names: readonly string[]): Typist {
	const stdinIsLog = names.includes('-') || (names.length === 0 && world.piped);
	if (!stdinIsLog) return linesOf(world.stdin, 'stdin');
	const terminal = openTerminal();
	if (terminal) return linesOf(terminal, 'terminal');
	if (!names.includes('-')) return linesOf(world.stdin, 'stdin');
	return {from: 'nobody', read: () => Promise.resolve(undefined), close: () => undefined};
}

function openTerminal(): Readable | undefined {
	try {
		return createReadStream('', {fd: openSync('/dev/tty', 'r')});
	} catch {
		return undefined; // no terminal belongs to this process
	}
}

/** The lines of a stream. */
export function linesOf(input: Readable, from: Typist['from']): Typist {
	const lines = createInterface({input, terminal: false});
	const iterator = lines[Symbol.asyncIterator]();
	return {
		from,
		read: async () => {
			const next = await iterator.next();
			return next.done === true ? undefined : next.value;
		},
		close: () => {
			lines.close();
			input.destroy(); // a terminal that is still open would keep the program alive
		},
	};
}

function once(action: () => void): () => void {
	let done = false;
	return () => {
		if (done) return;
		done = true;
		action();
	};
}
