import {createReadStream, openSync, statSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {Readable} from 'node:stream';
import {readEvidence, type Source} from '../../store/evidence.js';
import {loadSamples} from '../../store/samples.js';
import type {SessionLog} from '../../store/session-log.js';
import {canRunWizard, openKeyboard, runPlain, runWizard} from '../../ui/index.js';
import {answersFor} from '../answers.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {say, sayTrouble} from '../say.js';
import {sourcesOf} from '../sources.js';
import {createWizardry} from '../wizardry.js';
import type {World} from '../world.js';
import {diagnoseCommand} from './diagnose.js';
import {userSessions} from './sessions.js';

export interface WizardOptions {
	readonly playbook?: string;
	/** Numbered questions on plain streams. */
	readonly plain?: boolean;
	/** A file of answers by question id. */
	readonly answers?: string;
}

/** The wizard; without a person at a terminal, the report. */
export async function wizardCommand(world: World, names: readonly string[], options: WizardOptions): Promise<Exit> {
	if (!world.watched && options.plain !== true) {
		return diagnoseCommand(world, names, {
			format: 'text',
			...(options.playbook === undefined ? {} : {playbook: options.playbook}),
			...(options.answers === undefined ? {} : {answers: options.answers}),
		});
	}
	return wizard(world, names, options, undefined);
}

/** Goes on with a saved session: the one named, or the last one. */
export async function resumeCommand(world: World, wanted: string | undefined, options: WizardOptions): Promise<Exit> {
	const sessions = userSessions();
	const id = wanted ?? sessions.list()[0]?.id;
	if (id === undefined) {
		sayTrouble(world, {
			title: 'There is no session to resume',
			cause: 'None has been saved yet.',
			todo: 'Begin one: xla-triage train.log',
		});
		return EXIT.usage;
	}
	const opened = sessions.open(id);
	if ('trouble' in opened) {
		sayTrouble(world, opened.trouble);
		return EXIT.usage;
	}
	if (opened.repaired !== undefined) say(world, opened.repaired);
	return wizard(world, [], options, opened.log);
}

async function wizard(
	world: World,
	names: readonly string[],
	options: WizardOptions,
	session: SessionLog | undefined,
): Promise<Exit> {
	if (!session && (await nothingReadable(world, names))) return EXIT.usage;
	const drawn = options.plain !== true && canRunWizard(world.env);
	// Opened before anything else is loaded: keys typed while the program starts are kept.
	const keyboard = drawn ? openKeyboard() : undefined;
	const desk = await openDesk(world, options.playbook);
	if (!desk) {
		keyboard?.stop();
		session?.close();
		return EXIT.usage;
	}
	const answers = await answersFor(world, desk.playbook, options.answers);
	if (!answers) {
		keyboard?.stop();
		session?.close();
		return EXIT.usage;
	}
	const typed = keyboard ? undefined : typist(world, names);
	const sources = session || typed?.from === 'stdin' ? namedSources(world, names) : sourcesOf(world, names);
	const wizardry = createWizardry({
		desk,
		samples: await loadSamples(),
		sessions: userSessions(),
		sources,
		...(session ? {session} : {}),
		answers,
	});
	const farewell = once(() => {
		const left = wizardry.leave();
		for (const remark of wizardry.remarks()) say(world, remark);
		for (const {file, what} of wizardry.saved()) say(world, `The ${what} was saved as ${file}`);
		if (left?.trouble) sayTrouble(world, left.trouble);
		else if (left) say(world, `The session is kept. To go on with it: xla-triage resume ${left.id}`);
	});
	// An interrupt ends the program wherever it is. A screen is given back by others, so nothing is said over it.
	const onExit = keyboard ? () => void wizardry.leave() : farewell;
	process.once('exit', onExit);
	const input = {ended: false};
	const {code, state} = keyboard
		? await runWizard({wizardry, keyboard, env: world.env})
		: await runPlain({
				wizardry,
				width: world.width,
				write: (text) => world.stdout.write(text),
				read: async () => {
					const line = await typed?.read();
					input.ended = line === undefined;
					return line;
				},
			});
	process.off('exit', onExit);
	if (input.ended) say(world, 'The input ended before the wizard was left.');
	farewell();
	keyboard?.stop();
	const exit = state.over?.next === 'practice' ? await practise(world, typed, options) : EXIT.done;
	typed?.close();
	if (code !== 0) return EXIT.interrupted;
	return input.ended ? EXIT.nothing : exit;
}

/** Drills and tour are a conversation in lines: it goes on where the wizard was, with whoever typed there. */
async function practise(world: World, typed: Typist | undefined, {playbook}: WizardOptions): Promise<Exit> {
	const stdin = typed ? Readable.from(linesFrom(typed)) : atTerminal();
	if (!stdin) {
		say(world, 'To practise: xla-triage practice');
		return EXIT.done;
	}
	const {practiceCommand} = await import('./practice.js');
	return practiceCommand({...world, stdin, piped: false}, undefined, playbook === undefined ? {} : {playbook});
}

async function* linesFrom({read}: Typist): AsyncGenerator<string> {
	for (let next = await read(); next !== undefined; next = await read()) yield `${next}\n`;
}

/** The terminal that the wizard's keys came from, as a stream of lines. */
function atTerminal(): Readable | undefined {
	return process.stdin.isTTY ? process.stdin.ref() : openTerminal();
}

/** The trouble is told, and nothing else done, where none of the files named can be read. */
async function nothingReadable(world: World, names: readonly string[]): Promise<boolean> {
	const files = names.filter((name) => name !== '-');
	if (files.length === 0 || files.length < names.length) return false;
	// Only what is no file is tried beforehand: that takes no time, a log is read by the wizard.
	if (files.some((name) => statSync(name, {throwIfNoEntry: false})?.isFile() === true)) return false;
	const {troubles} = await readEvidence(sourcesOf(world, files));
	if (troubles.length < files.length) return false;
	for (const trouble of troubles) sayTrouble(world, trouble);
	return true;
}

function once(action: () => void): () => void {
	let done = false;
	return () => {
		if (done) return;
		done = true;
		action();
	};
}

/** Evidence that is named, leaving standard input to the answers. */
function namedSources(world: World, names: readonly string[]): Source[] {
	return names.length === 0 ? [] : sourcesOf(world, names);
}

interface Typist {
	readonly from: 'stdin' | 'terminal' | 'nobody';
	/** The next line; undefined at the end. */
	readonly read: () => Promise<string | undefined>;
	readonly close: () => void;
}

/**
 * Who answers the questions of the plain wizard. Standard input does, when the logs are named. When it may carry a log itself, the
 * answers come from the terminal; where there is none, a script is at work, and what it pipes in without naming a log are answers.
 */
function typist(world: World, names: readonly string[]): Typist {
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

function linesOf(input: Readable, from: Typist['from']): Typist {
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
