import type {TrialStart} from '../../model/tuning.js';
import type {Progress} from './progress.js';
import {sameSettings} from './settings.js';

/** Step of a trial that leaves a flag of a set that fits out again: `drop/<flag>`. */
export const DROP = 'drop/';

/**
 * Once a set fits: the next set with one flag fewer that was not tried. Undefined where every flag is known to be needed: a single flag is,
 * because without any the program did not fit.
 */
export function nextDrop({fits, kept, rows, next, open}: Progress): TrialStart | undefined {
	if (!fits || kept.length < 2) return undefined;
	for (const {name} of kept) {
		const settings = kept.filter((one) => one.name !== name);
		if (rows.some(({trial}) => sameSettings(trial.settings, settings))) continue;
		return {number: open?.step === `${DROP}${name}` ? open.number : next, step: `${DROP}${name}`, settings};
	}
	return undefined;
}
