import type {Framework, Moment} from '../model/framework.js';
import type {JobSigns, LineSign, Phase, Traceback, Workload} from '../model/job.js';
import {isNamed} from './frame.js';

/** What a failure was, as far as it says when it happened. */
export interface Failure {
	readonly line: number;
	/** Its code, or the kind of a failure that has none. */
	readonly code: string;
}

interface Said<Value> extends LineSign {
	readonly is: Value;
}

/** Failures of the compiler: any frame they surface in, a program was being compiled. */
const COMPILE = /^E(?:1|2|3)\d{3}$|^too_many_parameters$|^mosaic$/;

/** What a frame of any framework decides: a sampler inside a trainer is part of the trainer's work. */
const TELLING: readonly Workload[] = ['rl', 'conversion', 'export'];

export interface Scene {
	/** All tables. */
	readonly all: readonly Framework[];
	/** The job's framework and what all programs have in common, the former first. */
	readonly tables: readonly Framework[];
	readonly framework: Framework | undefined;
	readonly signs: Pick<JobSigns, 'workloads' | 'phases' | 'progress'>;
	readonly traceback: Traceback | undefined;
	/** The last failure, where one was found. */
	readonly failure: Failure | undefined;
}

/** What the job is for: by the frames of its traceback, by words in its lines, by what its framework is for. */
export function workloadOf({tables, all, framework, signs, traceback}: Scene): Said<Workload> | undefined {
	for (const kind of TELLING) {
		for (const {workloads} of all) {
			const moment = workloads.find(({is}) => is === kind);
			const framed = moment && inFrames(moment, traceback);
			if (framed) return framed;
		}
	}
	for (const {workloads} of tables) {
		for (const moment of workloads) {
			const framed = inFrames(moment, traceback);
			if (framed) return framed;
		}
		for (const {is} of workloads) {
			const said = signs.workloads.findLast((one) => one.is === is && tables.some(({id}) => id === one.framework));
			if (said) return said;
		}
	}
	const usual = framework?.workload;
	return usual === undefined ? undefined : {is: usual, text: framework?.title ?? '', line: 0};
}

/** What it was doing when it failed. */
export function phaseOf(scene: Scene): Said<Phase> | undefined {
	const {tables, signs, traceback, failure} = scene;
	const end = failure?.line ?? Infinity;
	const framed = phaseInFrames(tables, traceback);
	const last = signs.phases.findLast(({line, framework}) => line <= end && tables.some(({id}) => id === framework));
	if (failure && COMPILE.test(failure.code)) {
		const early = [framed, last].find((one) => one?.is === 'precompiling');
		return early ?? {is: 'compiling', text: failure.code, line: failure.line};
	}
	if (framed) return framed;
	const step = signs.progress.findLast(({line}) => line < end);
	if (last && (last.line >= (step?.line ?? 0) || (step && isItsOwnBar(last, step, signs.progress)))) return last;
	if (!step) return undefined;
	return {is: Number(step.step ?? 1) > 0 ? 'step' : 'first-step', text: step.text, line: step.line};
}

/**
 * Whether a progress bar after the line that begins an evaluation counts the evaluation's batches: it has a total, and no bar before that line
 * has the same one. A training bar that goes on afterwards has the total that it had before.
 */
function isItsOwnBar({is, line}: Said<Phase>, bar: LineSign, progress: readonly LineSign[]): boolean {
	const total = totalOf(bar);
	if (is !== 'evaluation' || total === undefined) return false;
	return !progress.some((one) => one.line < line && totalOf(one) === total);
}

/** The total of a progress bar: 154 of `83/154`. */
function totalOf({text}: LineSign): string | undefined {
	return /(?<![\d/])\d+\/(\d+)(?![\d/])/.exec(text)?.[1];
}

/** The innermost frame that some table gives a phase to. */
function phaseInFrames(tables: readonly Framework[], traceback: Traceback | undefined): Said<Phase> | undefined {
	for (const frame of traceback?.frames.toReversed() ?? []) {
		for (const {phases} of tables) {
			const moment = phases.find(({frames}) => frames.some((name) => isNamed(frame, name)));
			const words = [frame.function, frame.code].filter((part) => part !== undefined);
			if (moment) return {is: moment.is, text: words.join(': ') || frame.file, line: frame.line};
		}
	}
	return undefined;
}

function inFrames<Value>(moment: Moment<Value>, traceback: Traceback | undefined): Said<Value> | undefined {
	const frame = traceback?.frames.findLast((one) => moment.frames.some((name) => isNamed(one, name)));
	return frame && {is: moment.is, text: frame.function ?? frame.file, line: frame.line};
}
