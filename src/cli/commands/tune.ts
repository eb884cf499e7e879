import type {Block} from '../../model/document.js';
import type {Reading} from '../../model/incident.js';
import {isTunable, nextTrial, tuningSnippet} from '../../plan/tuning/index.js';
import {neutraliseLine} from '../../model/neutral.js';
import {printBlocks} from '../../report/index.js';
import {readEvidence} from '../../store/evidence.js';
import {isFolder} from '../../store/file-kind.js';
import type {SessionLog} from '../../store/session-log.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {say, sayTrouble} from '../say.js';
import {sourcesOf} from '../sources.js';
import {recordLog, tuneByHand, type HandTuning} from '../tune/by-hand.js';
import {tuneByRun} from '../tune/by-run.js';
import {lineReader} from '../tune/line-reader.js';
import {openForCommand, openNamed, type OpenedSession} from '../tune/open-path.js';
import {historyBlocks, stepTitles} from '../../ui/trials.js';
import {TuningPath} from '../tune/tuning-path.js';
import type {World} from '../world.js';
import {commandName} from '../run/command-name.js';
import {userSessions} from './sessions.js';
import {tuneDump} from './tune-dump.js';

export interface TuneOptions {
	readonly playbook?: string;
	/** A log: of the failure, or of the trial that waits for its result. */
	readonly log?: string;
	readonly run?: boolean;
	/** Most trials, unattended. */
	readonly auto?: string;
	readonly new?: boolean;
	readonly anyway?: boolean;
	/** Minutes. */
	readonly fitsAfter?: string;
	/** Minutes. */
	readonly limit?: string;
	/** The Python that has jax and libtpu, for a dump. */
	readonly python?: string;
	/** Beginning of the name of a module of a dump folder. */
	readonly module?: string;
	readonly export?: boolean;
	readonly history?: boolean;
}

/** Flag tuning as a guided path with a memory: by hand, or with `--run` by running the command from here. */
export async function tuneCommand(
	world: World,
	wanted: string | undefined,
	command: readonly string[],
	options: TuneOptions,
): Promise<Exit> {
	const folder = wanted !== undefined && isFolder(wanted) ? wanted : undefined;
	const wrong = usageTrouble(command, options, folder !== undefined);
	if (wrong) {
		sayTrouble(world, wrong);
		return EXIT.usage;
	}
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	const {tuning} = desk.playbook;
	if (!tuning) {
		sayTrouble(world, {
			title: 'This playbook has no flag trials',
			cause: 'There is no content/tuning.yaml in it.',
			todo: 'Leave --playbook out, or add the file.',
		});
		return EXIT.usage;
	}
	if (folder !== undefined) return tuneDump(world, desk, tuning, folder, options);
	const pathOver = (log: SessionLog): TuningPath =>
		new TuningPath(desk, tuning, log, options.run === true ? process.env : undefined);
	const opened = openSession(wanted, command, options, pathOver);
	if ('trouble' in opened) {
		sayTrouble(world, opened.trouble);
		return EXIT.usage;
	}
	if (opened.said !== undefined) say(world, opened.said);
	const path = pathOver(opened.log);
	process.once('exit', () => path.log.close());
	try {
		return await tune(world, path, opened.resumed, command, options);
	} finally {
		path.log.close();
	}
}

async function tune(
	world: World,
	path: TuningPath,
	resumed: boolean,
	command: readonly string[],
	options: TuneOptions,
): Promise<Exit> {
	const {ground, progress} = path;
	if (options.export === true) {
		world.stdout.write(tuningSnippet(ground, progress, stepTitles(ground)));
		return EXIT.done;
	}
	if (options.history === true) {
		world.stdout.write(printBlocks(historyBlocks(progress, stepTitles(ground)), world));
		return EXIT.done;
	}
	if (path.log.trouble) sayTrouble(world, path.log.trouble);
	// With --run stdout is the command's own.
	const write = (text: string): void => void (options.run === true ? world.stderr : world.stdout).write(text);
	const {width, colour} = world;
	const looks = options.run === true ? {width, colour} : world;
	const show = (blocks: readonly Block[]): void => {
		if (blocks.length > 0) write(`\n${printBlocks(blocks, looks)}`);
	};
	const anyway = options.anyway === true;
	const lines = lineReader(world, write, options.log === '-');
	try {
		if (options.run === true) {
			if (resumed && path.trials.length > 0) say(world, `Going on with session ${path.log.id}. --new begins afresh.`);
			else say(world, `Session ${path.log.id}: it goes on after an interruption when the same command is given.`);
			const exit = await tuneByRun({
				...{world, path, command, anyway, lines, show, keep: (reading) => keepCrash(reading, command)},
				auto: options.auto === undefined ? undefined : Number(options.auto),
				fitsAfter: options.fitsAfter === undefined ? undefined : Number(options.fitsAfter) * 60,
				limit: options.limit === undefined ? undefined : Number(options.limit) * 60,
			});
			if (path.progress.rows.some(({kept}) => kept))
				write(`\n${tuningSnippet(path.ground, path.progress, stepTitles(path.ground))}`);
			return exit;
		}
		return await byHand({world, path, name: path.log.name, anyway, lines, write, show}, options);
	} finally {
		lines.close();
	}
}

/** its own session for what failed next: its diagnosis has nothing to do with the flags. */
function keepCrash(reading: Reading, command: readonly string[]): string | undefined {
	const log = userSessions().create(`after tuning ${commandName(command)}`);
	const trouble = log.append({type: 'evidence', reading}) ?? log.trouble;
	log.close();
	return trouble ? undefined : log.id;
}

async function byHand(tuning: HandTuning, {log}: TuneOptions): Promise<Exit> {
	const {world, path} = tuning;
	const recorded = path.incident ? log : undefined;
	if (log !== undefined && path.incident) {
		if (!(await recordLog(tuning, log))) return EXIT.usage;
	} else if (log !== undefined) {
		const {reading, troubles} = await readEvidence(sourcesOf(world, [log]), {
			frameworks: path.frameworks,
		});
		for (const trouble of troubles) sayTrouble(world, trouble);
		if (troubles.length > 0) return EXIT.usage;
		const trouble = path.addEvidence(reading);
		if (trouble) sayTrouble(world, trouble);
	}
	if (!path.incident) {
		sayTrouble(world, {
			title: 'There is no compile-time memory failure to tune',
			cause: 'Flags change only what the compiler does: E1000, and E0101 when a program is loaded.',
			todo: 'Give its log: xla-triage tune --log train.log',
		});
		return EXIT.nothing;
	}
	const exit = await tuneByHand(recorded === undefined ? tuning : {...tuning, log: recorded});
	say(world, `Everything is kept. To go on: xla-triage tune ${path.log.id}`);
	return exit;
}

function openSession(
	wanted: string | undefined,
	command: readonly string[],
	options: TuneOptions,
	pathOver: (log: SessionLog) => TuningPath,
): OpenedSession {
	const sessions = userSessions();
	if (wanted !== undefined) return openNamed(sessions, wanted);
	if (options.run === true) {
		const auto = Number(options.auto ?? Infinity);
		const finished = (log: SessionLog): boolean => {
			const {ground, progress, trials} = pathOver(log);
			const done = trials.some(({number, result}) => number === 0 && result && result.outcome !== 'oom');
			return done || progress.rows.length >= auto || nextTrial(ground, progress).kind === 'stop';
		};
		return openForCommand(sessions, command, finished, options.new === true);
	}
	if (options.log !== undefined) {
		return {
			log: sessions.create(options.log === '-' ? 'stdin' : (options.log.split('/').at(-1) ?? '')),
			resumed: false,
		};
	}
	const all = sessions.list();
	// Sessions of other failures in between are passed by; what came of trials is asked of a session that has some.
	const fit = all.filter(({codes}) => codes.some(isTunable));
	const asked = options.export === true || options.history === true;
	const last = (asked ? fit.find(({trials}) => trials > 0) : undefined) ?? fit[0];
	if (last) {
		const opened = openNamed(sessions, last.id);
		if ('trouble' in opened || fit.length === 1) return opened;
		const which = `Session ${last.id} (${neutraliseLine(last.name)}) is the last one that can be tuned. For another: xla-triage tune SESSION; xla-triage sessions lists them.`;
		return {...opened, said: [which, opened.said].filter((part) => part !== undefined).join(' ')};
	}
	const todo = 'Begin with the log of the failure: xla-triage tune --log train.log';
	if (all.length === 0)
		return {trouble: {title: 'There is no session to tune', cause: 'None has been saved yet.', todo}};
	const cause = `None of the ${all.length} saved sessions has a failure that flags can change: at compile time, or when a program is loaded.`;
	return {trouble: {title: 'There is no session to tune', cause, todo}};
}

function usageTrouble(
	command: readonly string[],
	{run, auto, fitsAfter, limit, log}: TuneOptions,
	dump: boolean,
): Parameters<typeof sayTrouble>[1] | undefined {
	const todo = 'For example: xla-triage tune --run --auto 8 -- python train.py';
	if (run === true && command.length === 0) {
		return {title: 'No command was given', cause: '--run runs the command after two dashes.', todo};
	}
	if (dump && run === true) return {title: 'Use either --run or a dump', cause: 'A dump is compiled, not run.', todo};
	if (run !== true && !dump && (command.length > 0 || auto !== undefined)) {
		return {
			title: '--run is missing',
			cause: 'This option needs --run.',
			todo,
		};
	}
	if (run === true && log !== undefined) {
		return {title: '--run and --log exclude each other', cause: 'With --run the output is read directly.', todo};
	}
	if (auto !== undefined && !/^[1-9]\d{0,3}$/.test(auto)) {
		return {title: `--auto ${auto} is not a number of trials`, cause: 'It is a whole number from 1.', todo};
	}
	if (fitsAfter !== undefined && !(Number(fitsAfter) > 0)) {
		return {title: `--fits-after ${fitsAfter} is no time`, cause: 'It is a number of minutes.', todo};
	}
	if (limit !== undefined && !(Number(limit) > 0)) {
		return {title: `--limit ${limit} is not a time`, cause: 'It is a number of minutes.', todo};
	}
	return undefined;
}
