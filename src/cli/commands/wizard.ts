import {readEvidence, type Source} from '../../store/evidence.js';
import {isPlainFile} from '../../store/file-kind.js';
import {loadSamples} from '../../store/samples.js';
import type {SessionLog} from '../../store/session-log.js';
import {canRunWizard, openKeyboard} from '../../ui/index.js';
import {answersFor} from '../answers.js';
import {openDesk} from '../desk.js';
import {secretsBySettings} from '../known-secrets.js';
import {EXIT, type Exit} from '../exit.js';
import {practiceRoom} from '../practice.js';
import {runOver, typist} from '../run-wizard.js';
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

export interface ResumeOptions extends WizardOptions {
	/** Takes over a session that is open elsewhere. */
	readonly force?: boolean;
}

/** The wizard; without a person at a terminal, the report. */
export async function wizardCommand(world: World, names: readonly string[], options: WizardOptions): Promise<Exit> {
	if (!world.watched && options.plain !== true) {
		return diagnoseCommand(world, names, {
			format: 'text',
			...(options.playbook === undefined ? {} : {playbook: options.playbook}),
			...(options.answers === undefined ? {} : {answers: options.answers}),
			...(world.settings?.settings.redact === true ? {redact: true} : {}),
		});
	}
	return wizard(world, names, options, undefined);
}

/** Goes on with a saved session: the one named, or the last one. */
export async function resumeCommand(world: World, wanted: string | undefined, options: ResumeOptions): Promise<Exit> {
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
	const opened = sessions.open(id, options.force);
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
	const shared = userSessions().openToAll();
	if (shared !== undefined) {
		say(world, `Every user of this machine can change your sessions in ${shared}. To stop that: chmod o-w ${shared}`);
	}
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
		secrets: secretsBySettings(world),
		practice: practiceRoom(desk, options.playbook).practice,
	});
	const {code, ended} = await runOver(world, wizardry, keyboard, typed);
	if (code !== 0) return EXIT.interrupted;
	return ended ? EXIT.nothing : EXIT.done;
}

/** The trouble is told, and nothing else done, where none of the files named can be read. */
async function nothingReadable(world: World, names: readonly string[]): Promise<boolean> {
	const files = names.filter((name) => name !== '-');
	if (files.length === 0 || files.length < names.length) return false;
	// Only what is no file is tried beforehand: that takes no time, a log is read by the wizard.
	if (files.some((name) => isPlainFile(name))) return false;
	const {troubles} = await readEvidence(sourcesOf(world, files));
	if (troubles.length < files.length) return false;
	for (const trouble of troubles) sayTrouble(world, trouble);
	return true;
}

/** Evidence that is named, leaving standard input to the answers. */
function namedSources(world: World, names: readonly string[]): Source[] {
	return names.length === 0 ? [] : sourcesOf(world, names);
}
