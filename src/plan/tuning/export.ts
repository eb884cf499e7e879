import type {TrialSetting} from '../../model/tuning.js';
import {flagCommand} from '../flag-command.js';
import {passedBefore} from './stages.js';
import {has, settingText} from './settings.js';
import {DROP} from './smaller.js';
import type {Ground} from './ladder.js';
import type {Progress} from './progress.js';

/**
 * What is kept as a shell snippet: a comment for each trial that stays, and the variables, merged with what was set before. Comments hold one
 * line each, so nothing in them can become a command.
 */
export function tuningSnippet(ground: Ground, progress: Progress, titleOfStep: (id: string) => string): string {
	const {base, best, kept, rows, fits, then} = progress;
	const capacity = best?.capacity ?? base?.capacity;
	const reached = [
		base ? `need before ${base.used.text}` : undefined,
		best && best !== base ? (fits ? `lowest need seen ${best.used.text}` : `now ${best.used.text}`) : undefined,
		capacity ? `there is ${capacity.text}` : undefined,
		fits ? (then === undefined ? 'it fits' : `${passedBefore(then)}, and ${then} comes next`) : 'it does not fit yet',
	].filter((part) => part !== undefined);
	const lines = [
		comment(`Flags that helped: ${reached.join(', ')}.`),
		comment('Set them on every host, before Python starts.'),
	];
	if (kept.length === 0) return `${[...lines, comment('None helped: nothing to set.')].join('\n')}\n`;
	// What was left out again is not told.
	const stays = (settings: readonly TrialSetting[]): boolean => settings.slice(-1).every((last) => has(kept, last));
	for (const row of rows.filter((one) => one.kept && stays(one.trial.settings) && !one.trial.step.startsWith(DROP))) {
		lines.push(comment(`Trial ${row.trial.number}: ${titleOfStep(row.trial.step)}. ${row.verdict.because}`));
	}
	const removed = kept.filter(({value}) => value === null).map(({name}) => name);
	const set = kept.flatMap(({name, value}) => (value === null ? [] : [{name, value}]));
	for (const name of removed) lines.push(comment(`Take out where it is set now: ${settingText({name, value: null})}`));
	const command = flagCommand(set, ground.inForce, ground.flags, ground.libtpu, removed);
	for (const {text} of command.lines) lines.push(text);
	for (const warning of command.warnings) lines.push(comment(`Note: ${warning}`));
	return `${lines.join('\n')}\n`;
}

function comment(text: string): string {
	return `# ${text.replaceAll(/\s+/g, ' ').trim()}`;
}
