import type {Conditions} from '../../engine/index.js';
import type {Remedy} from '../../model/remedy.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import {isSound, isThorough, sampled, tablesEach} from './options.js';

/** The signs of remedies can hold, and can fail: one that always or never does says nothing. */
export function lintSigns(draft: Draft, conditions: Conditions, complaints: Complaints): void {
	const count = [...draft.remedies.values()].reduce((sum, {value}) => sum + signsOf(value), 0);
	const most = tablesEach(count, MOST_TABLES, 500_000);
	for (const remedy of draft.remedies.values()) {
		const {value} = remedy;
		const signs = (['indicated', 'unlikely', 'ruledOut'] as const).flatMap((key) =>
			value[key].map(({when}, index) => ({source: when.source, place: remedy.at([key, index, 'when'])})),
		);
		const seen = new Set<string>();
		for (const {source, place} of signs) {
			if (!isSound(source, conditions) || !isThorough([source], conditions, most)) continue;
			const {holds, fails} = outcomes(source, conditions, most);
			if (!holds) {
				const message = 'No facts were found under which this holds.';
				complaints.add(
					'contradictory-condition',
					place,
					message,
					'Its parts exclude each other, or ask for what cannot be.',
				);
			} else if (!fails) {
				const message = 'No facts were found under which this is false.';
				complaints.add(
					'redundant-condition',
					place,
					message,
					'It holds whenever it can be decided: remove it, or say what it should tell apart.',
				);
			}
		}
		for (const [index, {when}] of value.indicated.entries()) {
			if (seen.has(when.source)) {
				const place = remedy.at(['indicated', index, 'when']);
				complaints.add(
					'redundant-condition',
					place,
					'The same sign is given twice.',
					'Keep one of the two, with both reasons.',
				);
			}
			seen.add(when.source);
		}
	}
}

function outcomes(
	source: string,
	conditions: Conditions,
	most: number,
): {readonly holds: boolean; readonly fails: boolean} {
	let holds = false;
	let fails = false;
	for (const [, facts] of sampled([source], conditions, most)) {
		const truth = conditions.evaluate(source, facts);
		holds ||= truth === true;
		fails ||= truth === false;
		if (holds && fails) break;
	}
	return {holds, fails};
}

// Nearly every sign holds and fails within the first few.
const MOST_TABLES = 20_000;

function signsOf({indicated, unlikely, ruledOut}: Remedy): number {
	return indicated.length + unlikely.length + ruledOut.length;
}
