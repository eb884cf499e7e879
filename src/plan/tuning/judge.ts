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
	const [effect, because] = effectOf(result, best);
	const advice = effect === 'fits' ? 'keep' : effect === 'better' ? 'combine' : 'revert';
	return {advice, effect, because: `${because}${timeNote(result, bestResult)}`};
}

type Effect = readonly [effect: Verdict['effect'], because: string];

function effectOf(result: TrialResult, best: Figures | undefined): Effect {
	switch (result.outcome) {
		case 'fits':
			return ['fits', fitsText(result)];
		case 'refused': {
			const names = result.refused.join(' and ');
			return ['refused', `${names === '' ? 'A flag' : names} is refused here and will not be set again.`];
		}
		case 'skipped':
			return ['unknown', 'It was skipped.'];
		case 'failed': {
			const next = result.next === undefined ? '' : ` (${result.next})`;
			return ['unknown', `It failed for another reason${next}, so nothing is known of it.`];
		}
		case 'oom':
			return effectOnNeed(figuresOfResult(result), best);
	}
}

/** `It fits.`, or what is known where another failure came instead. */
export function fitsText({next}: Pick<TrialResult, 'next'>): string {
	if (next === undefined) return 'It fits.';
	return `Cured: ${passedBefore(next)}. What fails next is another failure, ${next}.`;
}

function effectOnNeed(now: Figures | undefined, best: Figures | undefined): Effect {
	if (!now || !best) return ['unknown', 'It does not fit, and no figure shows by how much.'];
	const [less, more] = [subtract(best.used.bytes, now.used.bytes), subtract(now.used.bytes, best.used.bytes)];
	switch (compareNeed(now.used, best.used)) {
		case 'lower':
			return ['better', `It needs ${printRange(less)} less; the next is tried on top of it.`];
		case 'higher':
			return ['worse', `It needs ${printRange(more)} more.`];
		case 'same':
			return ['same', 'It changes nothing.'];
	}
}

function timeNote({stepSeconds}: TrialResult, best: TrialResult | undefined): string {
	if (stepSeconds === undefined || best?.stepSeconds === undefined) return '';
	const ratio = stepSeconds / best.stepSeconds;
	return ratio > SLOWER ? ` Steps take ${Math.round((ratio - 1) * 100)} % longer.` : '';
}
