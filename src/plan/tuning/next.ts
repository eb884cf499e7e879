import type {TrialStart} from '../../model/tuning.js';
import {IN_FORCE, ladderOf, type Ground, type Rung} from './ladder.js';
import type {Progress} from './progress.js';
import {fitsText} from './judge.js';
import {withSettings} from './settings.js';

/** What comes next on a path of trials. */
export type Next =
	| {readonly kind: 'trial'; readonly rung: Rung; readonly trial: TrialStart}
	/** fits: done · exhausted: nothing is left · barren: so many levels brought nothing. */
	| {readonly kind: 'stop'; readonly why: 'fits' | 'exhausted' | 'barren'; readonly because: string};

export interface NextOptions {
	/** Leaves out what is only to be tried by hand. */
	readonly unattended?: boolean;
	/** Goes on where patience has run out, because the user wants to. */
	readonly anyway?: boolean;
}

/** The next trial, or why the path ends: it fits, nothing is left, or several levels in a row brought nothing. */
export function nextTrial(ground: Ground, progress: Progress, options: NextOptions = {}): Next {
	if (progress.fits)
		return {
			kind: 'stop',
			why: 'fits',
			because: fitsText({...(progress.then === undefined ? {} : {next: progress.then})}),
		};
	const rungs = ladderOf(ground, progress).filter((rung) => rung.auto || options.unattended !== true);
	const open = rungs.find((rung) => rung.state === 'open');
	if (!open) return {kind: 'stop', why: 'exhausted', because: 'Every flag is tried or left out.'};
	const barren = options.anyway === true ? [] : barrenLevels(ground, rungs, progress, open);
	if (barren.length >= ground.tuning.patience) {
		const names = barren.map((level) => titleOf(level, ground)).join(', ');
		return {kind: 'stop', why: 'barren', because: `${barren.length} levels in a row brought nothing: ${names}.`};
	}
	return {kind: 'trial', rung: open, trial: trialOf(open, progress)};
}

/** A rung as the trial that it would be now: on top of what is kept. */
export function trialOf(rung: Rung, progress: Progress): TrialStart {
	return {number: progress.next, step: rung.id, settings: withSettings(progress.kept, rung.settings)};
}

/** The name of a level, for people. */
export function titleOf(level: string, {tuning}: Ground): string {
	if (level === IN_FORCE) return 'Flags in force';
	return tuning.levels.find(({id}) => id === level)?.title ?? level;
}

/** The last levels that are done and brought nothing, before the one that is next. A level that was only refused or left out tells nothing. */
function barrenLevels(ground: Ground, rungs: readonly Rung[], progress: Progress, open: Rung): readonly string[] {
	const order = [IN_FORCE, ...ground.tuning.levels.map(({id}) => id)];
	const before = order.slice(0, order.indexOf(open.level));
	const barren: string[] = [];
	for (const level of before) {
		const ids = new Set(rungs.filter((rung) => rung.level === level).map(({id}) => id));
		const rows = progress.rows.filter(({trial}) => ids.has(trial.step));
		if (rows.some(({kept}) => kept)) barren.length = 0;
		else if (rows.some(({verdict}) => verdict.effect === 'same' || verdict.effect === 'worse')) barren.push(level);
	}
	return barren;
}
