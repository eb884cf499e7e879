import {
	BASELINE,
	cannotClose,
	ladderOf,
	nextTrial,
	readResult,
	variablesFor,
	type Rung,
	type RunSays,
} from '../../plan/tuning/index.js';
import type {Block} from '../../model/document.js';
import type {Reading} from '../../model/incident.js';
import {paragraph, strong} from '../../report/index.js';
import type {TrialResult, TrialStart} from '../../model/tuning.js';
import {sayUnstarted} from '../commands/run.js';
import {EXIT, type Exit} from '../exit.js';
import {commandName} from '../run/command-name.js';
import {runWatched, type RunEnd} from '../run/run-watched.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';
import type {LineReader} from './line-reader.js';
import {fingerprint} from './open-path.js';
import {
	cannotBlocks,
	historyBlocks,
	isBaseline,
	nextFailureBlocks,
	openingBlocks,
	stepTitles,
	trialBlocks,
} from '../../ui/trials.js';
import type {TuningPath} from './tuning-path.js';

export interface RunTuning {
	readonly world: World;
	readonly path: TuningPath;
	readonly command: readonly string[];
	/** Most trials in all, unattended; undefined asks before each. */
	readonly auto: number | undefined;
	/** Tries although the evidence says that flags cannot close the gap. */
	readonly anyway: boolean;
	/** Seconds after which a run that goes on counts as one that fits. */
	readonly fitsAfter: number | undefined;
	/** Seconds after which a run that has shown neither a failure nor a step is ended; undefined: as the baseline run suggests. */
	readonly limit: number | undefined;
	readonly lines: LineReader;
	/** Keeps a failure that came instead of the one being cured; gives the session that holds it. */
	readonly keep: (reading: Reading) => string | undefined;
	/** Says something beside the command's own output. */
	readonly show: (blocks: readonly Block[]) => void;
}

/** Trials that are run from here: sets the variables, runs the command, records what came of it, until a stop rule holds. */
export async function tuneByRun(tuning: RunTuning): Promise<Exit> {
	const {path, show, command} = tuning;
	const needsBaseline = path.progress.base === undefined && !path.trials.some((one) => isBaseline(one) && one.result);
	if (needsBaseline) {
		const ended = await baseline(tuning);
		if (ended !== undefined) return ended;
	}
	show(openingBlocks(commandName(command), path.ground, path.progress));
	const cannot = cannotClose(path.ground);
	if (cannot.length > 0 && !tuning.anyway) {
		show(cannotBlocks(path.ground, `\`xla-triage resume ${path.log.id}\``));
		show([paragraph('`--anyway` tries them nevertheless.')]);
		return EXIT.nothing;
	}
	const stopped = await trials(tuning);
	if (stopped === EXIT.interrupted) return stopped;
	const {progress} = path;
	if (progress.rows.length > 0) show(historyBlocks(progress, stepTitles(path.ground)));
	// What is cured and fails otherwise is not done.
	return progress.fits && progress.then === undefined ? EXIT.done : stopped;
}

/** Until a stop rule holds, the number of trials is used up, or someone stops. */
async function trials(tuning: RunTuning): Promise<Exit> {
	const {path, auto, show} = tuning;
	for (;;) {
		const {ground, progress} = path;
		const open = progress.open;
		const options = {unattended: auto !== undefined, anyway: tuning.anyway};
		const next = nextTrial(ground, progress, options);
		if (next.kind === 'stop') {
			show([paragraph(next.because)]);
			return EXIT.nothing;
		}
		if (auto !== undefined && progress.rows.length >= auto) {
			show([paragraph(`${auto} trials are done. For more, give a larger \`--auto\`.`)]);
			return EXIT.nothing;
		}
		// A trial that was begun and has no result was interrupted: it is made again.
		const rung = open ? (ladderOf(ground, progress).find(({id}) => id === open.step) ?? next.rung) : next.rung;
		const trial = open && rung.id === open.step ? open : next.trial;
		show(trialBlocks(rung, trial, ground, progress, process.env));
		const choice = auto === undefined ? await choose(tuning, rung) : 'run';
		if (choice === 'stop') return EXIT.nothing;
		const ended = await one(tuning, {...trial, command: fingerprint(tuning.command)}, choice, open !== undefined);
		if (ended !== undefined) return ended;
	}
}

/** One trial: begun before it is run, recorded after. An exit code ends the path. */
async function one(
	tuning: RunTuning,
	trial: TrialStart,
	choice: 'run' | 'skip',
	begun: boolean,
): Promise<Exit | undefined> {
	const {path, show} = tuning;
	if (!begun) tell(tuning, path.begin(trial));
	if (choice === 'skip') {
		tell(tuning, path.record(trial.number, {outcome: 'skipped', refused: [], by: 'words'}));
		return undefined;
	}
	const ran = await runTrial(tuning, trial);
	if (typeof ran === 'number') return ran;
	const {result, reading} = ran;
	tell(tuning, path.record(trial.number, result));
	const row = path.progress.rows.at(-1);
	if (row)
		show([
			paragraph(
				strong(`Trial ${trial.number}: `),
				`${row.verdict.because} ${row.kept ? 'It stays set.' : 'It is taken back.'}`,
			),
		]);
	const session = result.next === undefined ? undefined : tuning.keep(reading);
	const look = session === undefined ? 'Look at that first.' : `Look at that first: \`xla-triage resume ${session}\`.`;
	if (result.outcome === 'fits' && result.next !== undefined) {
		const open = session === undefined ? '`xla-triage LOG` with its log' : `\`xla-triage resume ${session}\``;
		show(nextFailureBlocks(path.progress, open));
	}
	if (result.outcome !== 'failed') return undefined;
	show([paragraph(`The command failed for another reason: ${result.quote ?? ''}`), paragraph(look)]);
	return tuning.auto === undefined ? undefined : EXIT.nothing;
}

/** The run before any change, which says what must become smaller. An exit code ends the path. */
async function baseline(tuning: RunTuning): Promise<Exit | undefined> {
	const {path, show, command} = tuning;
	const trial: TrialStart = {number: BASELINE, step: 'baseline', settings: [], command: fingerprint(command)};
	show([paragraph('First trial: no change.')]);
	if (!path.trials.some(isBaseline)) tell(tuning, path.begin(trial));
	const ended = await runOnce(tuning, {});
	if (typeof ended === 'number') return ended;
	const result = readResult(saysOf(ended), undefined);
	if (result.outcome === 'oom') tell(tuning, path.addEvidence(ended.reading));
	tell(tuning, path.record(BASELINE, result));
	if (result.outcome === 'oom') return undefined;
	if (result.outcome === 'fits') {
		show([paragraph('It fits without any change: nothing to tune.')]);
		return EXIT.done;
	}
	show([paragraph(`It fails, but not because of memory at compile time: ${result.quote ?? 'a flag is refused'}`)]);
	return EXIT.nothing;
}

/** A run that is so short is made again before its success counts: memory differs between runs, and so does luck. In seconds. */
const CHEAP = 600;
/** A trial may take so many times as long as a run without change, and this many seconds in any case. */
const PATIENCE = 10;
const SHORTEST_LIMIT = 600;

/** Runs the command for a trial; a success that came cheaply is made again. A number if the path ends here. */
async function runTrial(
	tuning: RunTuning,
	trial: TrialStart,
): Promise<{readonly result: TrialResult; readonly reading: Reading} | Exit> {
	const started = Date.now();
	const first = await runTrialOnce(tuning, trial);
	const took = (Date.now() - started) / 1000;
	if (typeof first === 'number' || first.result.outcome !== 'fits' || first.result.next !== undefined) return first;
	if (took > CHEAP || tuning.fitsAfter !== undefined) return first;
	tuning.show([paragraph('It fits. It is run once more, to be sure.')]);
	const second = await runTrialOnce(tuning, trial);
	if (typeof second === 'number') return second;
	if (second.result.outcome === 'fits') return {...second, result: {...second.result, quote: 'It ran twice.'}};
	const quote = `It ran once and failed when it was repeated: ${second.result.quote ?? ''}`.slice(0, 300);
	return {...second, result: {...second.result, quote}};
}

async function runTrialOnce(
	tuning: RunTuning,
	trial: TrialStart,
): Promise<{readonly result: TrialResult; readonly reading: Reading} | Exit> {
	const {path, fitsAfter} = tuning;
	// A job that fits may run for days: what is known after a while is kept then, and corrected if it fails later.
	const timer =
		fitsAfter === undefined
			? undefined
			: setTimeout(() => {
					const quote = `It still ran after ${fitsAfter} seconds.`;
					path.record(trial.number, {outcome: 'fits', refused: [], by: 'run', quote});
				}, fitsAfter * 1000);
	const ended = await runOnce(tuning, variablesFor(trial.settings, process.env, path.ground.flags));
	clearTimeout(timer);
	if (typeof ended === 'number') return ended;
	const result = readResult(saysOf(ended), path.incident?.code);
	if (!ended.overtime || result.outcome !== 'failed') return {result, reading: ended.reading};
	const quote =
		'Ended: no failure and no step for too long. `--limit MINUTES` allows more time; `--fits-after MINUTES` counts such a run as one that fits.';
	return {result: {...result, quote}, reading: ended.reading};
}

async function runOnce(
	{world, command, show, path, auto, fitsAfter, limit}: RunTuning,
	variables: Readonly<Record<string, string | undefined>>,
): Promise<RunEnd | Exit> {
	const env: NodeJS.ProcessEnv = {...process.env, ...variables};
	for (const [name, value] of Object.entries(variables)) if (value === undefined) Reflect.deleteProperty(env, name);
	const stdin = process.stdin.isTTY ? 'inherit' : 'none';
	// Whoever sits before it ends it by a key.
	const longest = limit ?? (auto !== undefined && fitsAfter === undefined ? limitOf(path) : undefined);
	const options = {
		env,
		name: commandName(command),
		stdin,
		frameworks: path.frameworks,
		...(longest === undefined ? {} : {limit: longest}),
	} as const;
	const started = Date.now();
	const ended = await runWatched(command, options);
	if (Object.keys(variables).length === 0) LASTED.set(path, (Date.now() - started) / 1000);
	if (ended.unstarted) {
		sayUnstarted(world, command, ended);
		return EXIT.usage;
	}
	if (!ended.interrupted) return ended;
	show([
		paragraph(`Interrupted. Nothing is lost: \`xla-triage tune ${path.log.id} --run -- …\` makes this trial again.`),
	]);
	return EXIT.interrupted;
}

/** How long the run without change lasted, where it was made in this process. */
const LASTED = new WeakMap<TuningPath, number>();

function limitOf(path: TuningPath): number | undefined {
	const lasted = LASTED.get(path);
	return lasted === undefined ? undefined : Math.max(SHORTEST_LIMIT, lasted * PATIENCE);
}

async function choose({lines, show, path}: RunTuning, rung: Rung): Promise<'run' | 'skip' | 'stop'> {
	for (;;) {
		const typed = await lines.ask('\n  1. Run it\n  2. Skip it\n  3. Show the trials so far\n  q. Stop here\n> ');
		if (typed === undefined || typed === 'q') return 'stop';
		if (typed === '1' || typed === '') return 'run';
		if (typed === '2') return 'skip';
		if (typed === '3') show(historyBlocks(path.progress, stepTitles(path.ground)));
		else show([paragraph(`1 runs “${rung.title}”, 2 skips it, 3 shows the trials, q stops.`)]);
	}
}

function saysOf({reading, refused, timings, code}: RunEnd): RunSays {
	return {reading, refused, timings, exit: code};
}

function tell({world}: RunTuning, trouble: Parameters<typeof sayTrouble>[1] | undefined): void {
	if (trouble) sayTrouble(world, trouble);
}
