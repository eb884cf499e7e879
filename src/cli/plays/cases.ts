import {tableFacts} from '../../playbook/fact-table.js';
import type {Located} from '../../playbook/located.js';
import {didYouMean} from '../../playbook/suggest.js';
import {roleOf, signText, standOf} from '../../plan/index.js';
import {SIGNS} from './coverage.js';
import type {Stage} from './perform.js';
import type {CaseForm, Failure} from './play-file.js';

/** Holds one remedy to tables of facts: how it is under each, and why. */
export function performCases(
	play: Located<{readonly remedy: string; readonly cases: readonly CaseForm[]}>,
	{playbook, conditions, coverage}: Stage,
): readonly Failure[] {
	const {remedy: id, cases} = play.value;
	const remedy = playbook.remedies.find((one) => one.id === id);
	if (!remedy) {
		const near = didYouMean(id, playbook.remedies.map((one) => one.id), ''); // prettier-ignore
		return [{place: play.at(['remedy']), message: `There is no remedy ${id}. ${near}`.trimEnd()}];
	}
	return cases.flatMap(({facts: table, standing, because, role}, index): readonly Failure[] => {
		const place = play.at(['cases', index]);
		try {
			const facts = tableFacts(table, conditions.declared);
			const stand = standOf(remedy, conditions, facts);
			const failures: Failure[] = [];
			if (stand.standing !== standing)
				failures.push({place, message: `${id} is ${stand.standing}: ${stand.because[0]}`});
			if (because && !beginAlike(stand.because, because)) {
				failures.push({
					place: play.at(['cases', index, 'because']),
					message: `The reasons are: ${stand.because.join(' | ')}`,
				});
			}
			const found = roleOf(remedy, stand.standing);
			if (role !== undefined && role !== found) failures.push({place, message: `Its role is ${found}.`});
			coverage.remedies.add(id);
			for (const key of SIGNS) {
				for (const [position, sign] of remedy[key].entries()) {
					const holds = conditions.evaluate(sign.when.source, facts) === true;
					// Only what the case names is held to it.
					if (holds && because?.some((begin) => signText(remedy, sign, facts).startsWith(begin)) === true)
						coverage.signs.add(`${id} ${key} ${position}`);
				}
			}
			return failures;
		} catch (error) {
			return [{place, message: `The facts cannot be used: ${error instanceof Error ? error.message : String(error)}.`}];
		}
	});
}

function beginAlike(reasons: readonly string[], begins: readonly string[]): boolean {
	return (
		reasons.length === begins.length && reasons.every((reason, index) => reason.startsWith(begins[index] ?? reason))
	);
}
