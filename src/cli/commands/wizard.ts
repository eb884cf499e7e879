import {createInterface} from 'node:readline';
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
	const sources = session ? [] : sourcesOf(world, names);
	const wizardry = createWizardry({
		desk,
		samples: await loadSamples(),
		sessions: userSessions(),
		sources,
		...(session ? {session} : {}),
	});
	process.once('exit', () => void wizardry.leave());
	const {code} = keyboard
		? await runWizard({wizardry, keyboard, env: world.env})
		: await runPlain({
				wizardry,
				answers,
				width: world.width,
				write: (text) => world.stdout.write(text),
				...reader(world, sources.length > 0 && names.length === 0),
			});
	const left = wizardry.leave();
	if (left && left.trouble === undefined) {
		say(world, `The session is kept. To go on with it: xla-triage resume ${left.id}`);
	}
	return code === 0 ? EXIT.done : EXIT.interrupted;
}

/** Lines that a person or script types: on stdin, unless the log comes from there. */
function reader(world: World, taken: boolean): {read: () => Promise<string | undefined>} {
	if (taken) return {read: () => Promise.resolve(undefined)};
	const lines = createInterface({input: world.stdin, terminal: false})[Symbol.asyncIterator]();
	return {
		read: async () => {
			const next = await lines.next();
			return next.done === true ? undefined : next.value;
		},
	};
}
