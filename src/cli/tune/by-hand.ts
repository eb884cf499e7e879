import type {Block} from '../../model/document.js';
import type {TrialResult} from '../../model/tuning.js';
import {
	cannotClose,
	ladderOf,
	nextTrial,
	readResult,
	readResultWords,
	RESULT_EXAMPLES,
	trialOf,
	tuningSnippet,
	type Next,
	type Rung,
} from '../../plan/tuning/index.js';
import {bullets, paragraph, strong} from '../../report/index.js';
import {word} from '../../plan/shell-words.js';
import {expandHome} from '../../store/complete.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';
import type {LineReader} from './line-reader.js';
import {readOutcome} from './read-outcome.js';
import {
	cannotBlocks,
	historyBlocks,
	ladderBlocks,
	nextFailureBlocks,
	openingBlocks,
	stepTitles,
	trialBlocks,
} from '../../ui/trials.js';
import type {TuningPath} from './tuning-path.js';

export interface HandTuning {
	readonly world: World;
	readonly path: TuningPath;
	readonly name: string;
	readonly anyway: boolean;
	/** Log of the last rerun, where one was given. */
	readonly log?: string;
	readonly lines: LineReader;
	readonly write: (text: string) => void;
	readonly show: (blocks: readonly Block[]) => void;
}

/** Trials that the user runs: shows each, takes its result from a log or in words, and advises. */
export async function tuneByHand(tuning: HandTuning): Promise<Exit> {
	const {path, show} = tuning;
	show(openingBlocks(tuning.name, path.ground, path.progress));
	if (cannotClose(path.ground).length > 0 && !tuning.anyway && !(await goesOnAnyway(tuning))) return EXIT.done;
	let chosen: string | undefined;
	let shown: string | undefined;
	let open = tuning.log === undefined ? NEW_LOG : openText(tuning.log);
	for (;;) {
		const next = upcoming(tuning, chosen);
		if (next.kind === 'stop') {
			show([paragraph(strong(next.because))]);
			show(nextFailureBlocks(path.progress, open));
			show(historyBlocks(path.progress, stepTitles(path.ground)));
			exportSnippet(tuning);
			return EXIT.done;
		}
		const {rung, trial} = next;
		const key = `${trial.number} ${rung.id}`;
		if (key !== shown) show(trialBlocks(rung, trial, path.ground, path.progress));
		shown = key;
		const typed = await tuning.lines.ask(MENU);
		switch (typed) {
			case '1':
			case '2':
			case '3': {
				const told = await resultFor(tuning, typed, rung);
				if (!told) break;
				const {result} = told;
				if (told.log !== undefined) open = openText(told.log);
				if (path.progress.open?.number !== trial.number) tell(tuning, path.begin(trial));
				tell(tuning, path.record(trial.number, result));
				chosen = undefined;
				if (result.outcome !== 'skipped') await settle(tuning, trial.number, result);
				break;
			}
			case '4':
				chosen = await chooseRung(tuning);
				begin(tuning, chosen);
				break;
			case '5':
				show(historyBlocks(path.progress, stepTitles(path.ground)));
				break;
			case '6':
				exportSnippet(tuning);
				break;
			case undefined:
			case 'q':
				return EXIT.done;
			default:
				tuning.write('A number from 1 to 6, or q.\n');
		}
	}
}

const MENU = `
  1. Give the log of the new run
  2. Tell the result in words
  3. Skip this one
  4. Choose another change
  5. Show the trials so far
  6. Print what helped as a shell snippet
  q. Leave; everything is kept
> `;

/** The way to the diagnosis of what fails next. */
function openText(file: string): string {
	return `\`xla-triage ${word(file)}\``;
}

const NEW_LOG = '`xla-triage LOG` with the new log';

/** What was chosen out of turn is kept at once: the ladder alone would not lead to it again. */
function begin(tuning: HandTuning, chosen: string | undefined): void {
	const next = chosen === undefined ? undefined : upcoming(tuning, chosen);
	if (next?.kind === 'trial') tell(tuning, tuning.path.begin(next.trial));
}

/** Records the result that a log holds for the trial that waits for one, and says what it means. */
export async function recordLog(tuning: HandTuning, file: string): Promise<boolean> {
	const {path} = tuning;
	const open = path.progress.open;
	const next = open ? undefined : nextTrial(path.ground, path.progress, {anyway: tuning.anyway});
	const trial = open ?? (next?.kind === 'trial' ? next.trial : undefined);
	const result = await resultOfLog(tuning, file);
	if (!result || !trial) return result !== undefined;
	if (!open) tell(tuning, path.begin(trial));
	tell(tuning, path.record(trial.number, result));
	sayVerdict(tuning);
	return true;
}

/** The trial to show: one that was chosen, one that waits for its result, or the next of the ladder. */
function upcoming({path, anyway}: HandTuning, chosen: string | undefined): Next {
	const {ground, progress} = path;
	const {open} = progress;
	const wanted = chosen ?? open?.step;
	const rung = wanted === undefined ? undefined : ladderOf(ground, progress).find(({id}) => id === wanted);
	if (rung && !progress.fits) {
		const trial =
			chosen === undefined && open ? open : {...trialOf(rung, progress), ...(open ? {number: open.number} : {})};
		return {kind: 'trial', rung, trial};
	}
	return nextTrial(ground, progress, {anyway});
}

async function goesOnAnyway({path, lines, show}: HandTuning): Promise<boolean> {
	show(cannotBlocks(path.ground, `\`xla-triage resume ${path.log.id}\``));
	const typed = await lines.ask('\n  1. Go to the plan instead\n  2. Try flags nevertheless\n> ');
	if (typed === '2') return true;
	show([paragraph(`The plan: \`xla-triage resume ${path.log.id}\`.`)]);
	return false;
}

/** A result, and the log that told it. */
interface Told {
	readonly result: TrialResult;
	readonly log?: string;
}

async function resultFor(tuning: HandTuning, choice: '1' | '2' | '3', rung: Rung): Promise<Told | undefined> {
	const {lines, path, write} = tuning;
	if (choice === '3') return {result: {outcome: 'skipped', refused: [], by: 'words'}};
	if (choice === '1') {
		const file = await lines.ask('Log file: ');
		const result = file === undefined || file === '' ? undefined : await resultOfLog(tuning, file);
		return result && file !== undefined ? {result, log: file} : undefined;
	}
	const typed = await lines.ask(`Result (${RESULT_EXAMPLES}): `);
	if (typed === undefined || typed === '') return undefined;
	const result = readResultWords(
		typed,
		path.progress.best,
		rung.settings.map(({name}) => name),
		path.incident?.code,
	);
	if (!result) write(`Not understood. Examples: ${RESULT_EXAMPLES}.\n`);
	return result && {result};
}

async function resultOfLog(tuning: HandTuning, file: string): Promise<TrialResult | undefined> {
	const says = await readOutcome({kind: 'file', path: expandHome(file)}, tuning.path.frameworks);
	if (!('trouble' in says)) return readResult(says, tuning.path.incident?.code);
	sayTrouble(tuning.world, says.trouble);
	return undefined;
}

/** Says the advice and lets the user decide otherwise; enter follows the advice. */
async function settle(tuning: HandTuning, number: number, result: TrialResult): Promise<void> {
	const {path, lines} = tuning;
	sayVerdict(tuning);
	const row = path.progress.rows.at(-1);
	if (!row || path.progress.fits || row.verdict.effect === 'refused') return;
	const advised = row.kept ? 'keep' : 'revert';
	const other = row.kept ? 'revert' : 'keep';
	const typed = await lines.ask(`Enter to ${advised} it, or “${other}”: `);
	if (typed === other) tell(tuning, path.record(number, {...result, decision: other}));
}

function sayVerdict({path, show}: HandTuning): void {
	const row = path.progress.rows.at(-1);
	if (!row) return;
	const quote = row.result.quote === undefined ? [] : [bullets([row.result.quote.replaceAll('`', "'")])];
	const advice = {keep: 'Keep it.', combine: 'Keep it and combine.', revert: 'Take it back.'}[row.verdict.advice];
	show([...quote, paragraph(strong(`${row.verdict.because} `), advice)]);
}

async function chooseRung({path, lines, show, write}: HandTuning): Promise<string | undefined> {
	const rungs = ladderOf(path.ground, path.progress);
	show(ladderBlocks(rungs, path.ground));
	const typed = await lines.ask('Number, or enter for the next: ');
	const rung = rungs[Number(typed) - 1];
	if (!rung) return undefined;
	if (rung.settings.some(({name}) => path.progress.refused.has(name))) {
		write(`${rung.title}: ${rung.because ?? 'refused'}\n`);
		return undefined;
	}
	return rung.id;
}

function exportSnippet({path, write}: HandTuning): void {
	write(`\n${tuningSnippet(path.ground, path.progress, stepTitles(path.ground))}`);
}

function tell({world}: HandTuning, trouble: Parameters<typeof sayTrouble>[1] | undefined): void {
	if (trouble) sayTrouble(world, trouble);
}
