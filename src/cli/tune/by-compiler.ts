import type {Block} from '../../model/document.js';
import type {Remedy} from '../../model/remedy.js';
import type {TrialStart} from '../../model/tuning.js';
import {provenUpgrade, readProbeResults} from '../../plan/probe/index.js';
import {BASELINE, cannotClose, DROP, ladderOf, nextDrop, nextTrial, settingText} from '../../plan/tuning/index.js';
import {paragraph, strong} from '../../report/index.js';
import {cannotBlocks, historyBlocks, isBaseline, openingBlocks, stepTitles, trialBlocks} from '../../ui/trials.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';
import type {LocalCompiler} from './compile-trial.js';
import {fingerprint} from './open-path.js';
import type {TuningPath} from './tuning-path.js';

export interface CompilerTuning {
	readonly world: World;
	readonly path: TuningPath;
	readonly compiler: LocalCompiler;
	readonly remedies: readonly Remedy[];
	/** What the path is known by when it is taken up again. */
	readonly command: readonly string[];
	/** What it is called on screen. */
	readonly name: string;
	/** Most trials of the ladder; those that leave flags out again come on top. */
	readonly auto: number;
	/** Tries although the evidence says that flags cannot close the gap. */
	readonly anyway: boolean;
	readonly show: (blocks: readonly Block[]) => void;
}

/** Trials against the local compiler, unattended: the ladder until a stop rule holds, then the smallest set of flags that still fits. */
export async function tuneByCompiler(tuning: CompilerTuning): Promise<Exit> {
	const {path, show, name, anyway, auto} = tuning;
	if (!path.trials.some((one) => isBaseline(one) && one.result)) {
		const ended = await baseline(tuning);
		if (ended !== undefined) return ended;
	}
	show(openingBlocks(name, path.ground, path.progress));
	const cannot = cannotClose(path.ground);
	if (cannot.length > 0 && !anyway) {
		show(cannotBlocks(path.ground, `\`xla-triage resume ${path.log.id}\``));
		show([paragraph('`--anyway` tries them nevertheless.')]);
		return EXIT.nothing;
	}
	while (!path.progress.fits) {
		const {ground, progress} = path;
		const next = nextTrial(ground, progress, {unattended: true, anyway});
		const stop = next.kind === 'stop' ? next.because : progress.rows.length >= auto ? SPENT : undefined;
		if (next.kind === 'stop' || stop !== undefined) {
			show([paragraph(stop ?? SPENT)]);
			show(historyBlocks(progress, stepTitles(ground)));
			return EXIT.nothing;
		}
		// A trial that was begun and has no result was interrupted: it is made again.
		const {open} = progress;
		const rung = open ? (ladderOf(ground, progress).find(({id}) => id === open.step) ?? next.rung) : next.rung;
		const trial = open && rung.id === open.step ? open : next.trial;
		show(trialBlocks(rung, trial, ground, progress));
		const ended = await one(tuning, trial);
		if (ended !== undefined) return ended;
	}
	return smallest(tuning);
}

const SPENT = 'All trials are done. For more, give a larger `--auto`.';

/** Leaves each flag out again, and keeps the smallest set that fits. */
async function smallest(tuning: CompilerTuning): Promise<Exit> {
	const {path, show} = tuning;
	for (let trial = nextDrop(path.progress); trial; trial = nextDrop(path.progress)) {
		show([paragraph(`It fits. Is ${trial.step.slice(DROP.length)} needed? Trial ${trial.number} leaves it out.`)]);
		const ended = await one(tuning, trial);
		if (ended !== undefined) return ended;
	}
	const {kept} = path.progress;
	show(historyBlocks(path.progress, stepTitles(path.ground)));
	show([
		paragraph(
			strong(`Smallest set that fits: ${kept.map(settingText).join(', ') || 'none'}. `),
			kept.length > 1 ? 'Without any one of them it does not fit.' : 'Without it the program does not fit.',
		),
		paragraph(
			'Speed was not measured, because nothing was run. Compare the time of a step before you keep these flags.',
		),
	]);
	return EXIT.done;
}

/** One trial: begun before it is compiled, recorded after. An exit code ends the path. */
async function one(
	{path, compiler, command, world, show}: CompilerTuning,
	trial: TrialStart,
): Promise<Exit | undefined> {
	if (path.progress.open?.number !== trial.number) tell(world, path.begin({...trial, command: fingerprint(command)}));
	const result = await compiler.compile(trial.settings);
	if (result === 'interrupted') {
		show([paragraph('Interrupted. Nothing is lost: the same command makes this trial again.')]);
		return EXIT.interrupted;
	}
	if ('trouble' in result) {
		sayTrouble(world, result.trouble);
		return EXIT.usage;
	}
	tell(world, path.record(trial.number, result));
	const row = path.progress.rows.at(-1);
	if (row && trial.number !== BASELINE)
		show([
			paragraph(
				strong(`Trial ${trial.number}: `),
				`${row.verdict.because} ${row.kept ? 'It stays set.' : 'It is taken back.'}`,
			),
		]);
	return undefined;
}

/** The program as it is, which should fail as it did. An exit code ends the path. */
async function baseline(tuning: CompilerTuning): Promise<Exit | undefined> {
	const {path, show, compiler, remedies, world} = tuning;
	const needed = path.progress.base?.used.text;
	show([paragraph('First trial: the unchanged program.')]);
	const ended = await one(tuning, {number: BASELINE, step: 'baseline', settings: []});
	const result = path.trials.find(isBaseline)?.result;
	if (ended !== undefined || !result || result.outcome === 'oom') return ended;
	if (result.outcome === 'fits') {
		const upgrade = provenUpgrade(readProbeResults(compiler.last()).lines[0], remedies, needed, path.ground.libtpu);
		if (upgrade) tell(world, path.measured(upgrade));
		const why = upgrade
			? 'It fits as it is with this compiler: upgrading alone fixes it.'
			: 'It fits as it is, with no newer compiler than that of the job. Compare flags and environment.';
		show([paragraph(`${why} ${result.quote ?? ''}`)]);
		return EXIT.done;
	}
	show([paragraph(`It cannot be compiled as it is, so no flag was tried: ${result.quote ?? ''}`)]);
	return EXIT.nothing;
}

function tell(world: World, trouble: Parameters<typeof sayTrouble>[1] | undefined): void {
	if (trouble) sayTrouble(world, trouble);
}
