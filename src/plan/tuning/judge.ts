import type {TrialResult} from '../../model/tuning.js';
import {subtract} from '../../model/interval.js';
import {printRange} from '../../model/size.js';
import {passedBefore} from './stages.js';
import {compareNeed, figuresOfResult, type Figures} from './figures.js';

/** What to do with a trial's change. */
export interface Verdict {
	/** keep: it fits · combine: it helped, the next is tried on top of it · revert: taken back. */
	readonly advice: 'keep' | 'combine' | 'revert';
	/** What it did. */
	readonly effect: 'fits' | 'better' | 'same' | 'worse' | 'refused' | 'unknown';
	readonly because: string;
}

/** Seconds more a step that are worth a word. */
const SLOWER = 1.05;

/** Holds a result against the best so far. What does not help is taken back, and what makes it worse above all. */
export function judge(result: TrialResult, best: Figures | undefined, bestResult?: TrialResult): Verdict {
	const verdict = judgeNeed(result, best);
	return {...verdict, because: `${verdict.because}${timeNote(result, bestResult)}`};
}

function judgeNeed(result: TrialResult, best: Figures | undefined): Verdict {
	switch (result.outcome) {
		case 'fits':
			return {advice: 'keep', effect: 'fits', because: fitsText(result)};
		case 'refused': {
			const names = result.refused.join(' and ');
			return {
				advice: 'revert',
				effect: 'refused',
				because: `${names === '' ? 'A flag' : names} is refused here and will not be set again.`,
			};
		}
		case 'skipped':
			return {advice: 'revert', effect: 'unknown', because: 'It was skipped.'};
		case 'failed':
			return {
				advice: 'revert',
				effect: 'unknown',
				because: `It failed for another reason${result.next === undefined ? '' : ` (${result.next})`}, so nothing is known of it.`,
			};
		case 'oom':
			return judgeSize(result, best);
	}
}

/** `It fits.`, or what is known where another failure came instead. */
export function fitsText({next}: Pick<TrialResult, 'next'>): string {
	if (next === undefined) return 'It fits.';
	return `Cured: ${passedBefore(next)}. What fails next is another failure, ${next}.`;
}

function judgeSize(result: TrialResult, best: Figures | undefined): Verdict {
	const now = figuresOfResult(result);
	if (!now || !best)
		return {advice: 'revert', effect: 'unknown', because: 'It does not fit, and no figure shows by how much.'};
	const [less, more] = [subtract(best.used.bytes, now.used.bytes), subtract(now.used.bytes, best.used.bytes)];
	switch (compareNeed(now.used, best.used)) {
		case 'lower':
			return {
				advice: 'combine',
				effect: 'better',
				because: `It needs ${printRange(less)} less; the next is tried on top of it.`,
			};
		case 'higher':
			return {advice: 'revert', effect: 'worse', because: `It needs ${printRange(more)} more.`};
		case 'same':
			return {advice: 'revert', effect: 'same', because: 'It changes nothing.'};
	}
}

function timeNote({stepSeconds}: TrialResult, best: TrialResult | undefined): string {
	if (stepSeconds === undefined || best?.stepSeconds === undefined) return '';
	const ratio = stepSeconds / best.stepSeconds;
	return ratio > SLOWER ? ` Steps take ${Math.round((ratio - 1) * 100)} % longer.` : '';
}
