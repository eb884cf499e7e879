import type {Trial, TrialResult, TrialSetting} from '../../model/tuning.js';
import {figuresOfResult, type Figures} from './figures.js';
import {judge, type Verdict} from './judge.js';

/** A trial with what came of it. */
export interface Row {
	readonly trial: Trial;
	readonly result: TrialResult;
	readonly verdict: Verdict;
	/** Whether its change stays: the advice, or what the user decided against it. */
	readonly kept: boolean;
}

/** Where a path of trials stands: derived from its trials each time, never stored. */
export interface Progress {
	/** Before any change. */
	readonly base?: Figures;
	/** The lowest need that is kept. */
	readonly best?: Figures;
	/** What stays set. */
	readonly kept: readonly TrialSetting[];
	/** Names of flags that were refused: never sent again. */
	readonly refused: ReadonlySet<string>;
	/** Trials with results, in order. */
	readonly rows: readonly Row[];
	/** A trial that was begun and has no result: it was interrupted, or is being run by hand. */
	readonly open?: Trial;
	readonly fits: boolean;
	/** Code of the failure that came once this one was cured; absent where the job ran. */
	readonly then?: string;
	/** Number for the next trial. */
	readonly next: number;
}

/** Number of the run before any change. */
export const BASELINE = 0;

/** Folds trials into where they lead. `base` is what the evidence says of the run before any change. */
export function progressOf(trials: readonly Trial[], base: Figures | undefined): Progress {
	let first = base;
	let best = base;
	let bestResult: TrialResult | undefined;
	let kept: readonly TrialSetting[] = [];
	let fits = false;
	let then: string | undefined;
	let open: Trial | undefined;
	const refused = new Set<string>();
	const rows: Row[] = [];
	for (const trial of trials) {
		const {result} = trial;
		open = result ? undefined : trial;
		if (!result) continue;
		if (trial.number === BASELINE) {
			first = figuresOfResult(result) ?? first;
			best = first;
			bestResult = result;
			fits = result.outcome === 'fits';
			continue;
		}
		const verdict = judge(result, best, bestResult);
		const stays = result.decision === undefined ? verdict.advice !== 'revert' : result.decision === 'keep';
		for (const name of result.refused) refused.add(name);
		rows.push({trial, result, verdict, kept: stays});
		if (!stays) continue;
		kept = trial.settings.filter(({name}) => !refused.has(name));
		best = figuresOfResult(result) ?? best;
		bestResult = result;
		if (result.outcome !== 'fits') continue;
		fits = true;
		then = result.next;
	}
	return {
		...(first ? {base: first} : {}),
		...(best ? {best} : {}),
		kept,
		refused,
		rows,
		...(open ? {open} : {}),
		fits,
		...(then === undefined ? {} : {then}),
		next: Math.max(BASELINE, ...trials.map(({number}) => number)) + 1,
	};
}
