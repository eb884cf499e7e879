import type {Conditions} from '../../engine/index.js';
import type {Condition} from '../../model/flow.js';
import type {Objection, Tuning} from '../../model/tuning.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import type {Located, Path} from '../located.js';
import {didYouMean} from '../suggest.js';
import {lintCondition} from './conditions.js';
import {pageIds} from './references.js';
import {lintTemplate} from './templates.js';

/** The ladder of flag trials names flags, levels, steps and pages that exist, and its conditions and sentences are sound. */
export function lintTuning(draft: Draft, conditions: Conditions, complaints: Complaints): void {
	for (const tuning of draft.tuning) {
		lintNames(draft, tuning, complaints);
		if (draft.broken.files.has('content/facts.yaml')) continue;
		const {value} = tuning;
		const check = (objections: readonly Objection[], path: Path): void => {
			for (const [index, {when, because}] of objections.entries()) {
				lintCondition(tuning, [...path, index, 'when'], when.source, conditions, complaints);
				lintTemplate(draft, tuning, [...path, index, 'because'], because, complaints);
			}
		};
		check(value.cannot, ['cannot']);
		for (const [index, {unless}] of value.levels.entries()) check(unless, ['levels', index, 'unless']);
		for (const [index, step] of value.steps.entries()) {
			check(step.unless, ['steps', index, 'unless']);
			if (step.needs) lintCondition(tuning, ['steps', index, 'needs'], step.needs.source, conditions, complaints);
			for (const [flag, text] of Object.entries(step.set)) {
				lintNumber(tuning, ['steps', index, 'set', flag], text, conditions, complaints);
			}
		}
	}
}

/** Every condition of a ladder. */
export function conditionsOf({cannot, levels, steps}: Tuning): readonly Condition[] {
	return [
		...[...cannot, ...levels.flatMap(({unless}) => unless), ...steps.flatMap(({unless}) => unless)].map(
			({when}) => when,
		),
		...steps.flatMap(({needs}) => (needs ? [needs] : [])),
	];
}

function lintNames(draft: Draft, tuning: Located<Tuning>, complaints: Complaints): void {
	const {levels, steps} = tuning.value;
	const pages = pageIds(draft);
	const levelIds = new Set(levels.map(({id}) => id));
	const seen = new Set<string>();
	for (const [index, step] of steps.entries()) {
		const at = ['steps', index] as const;
		if (seen.has(step.id)) complaints.add('duplicate-id', tuning.at(at), `${step.id} is given twice.`, 'Rename one.');
		if (step.after !== undefined && !seen.has(step.after)) {
			const hint = didYouMean(step.after, seen, 'A step comes after one that is above it.');
			complaints.add('schema', tuning.at([...at, 'after']), `No step above is named ${step.after}.`, hint);
		}
		seen.add(step.id);
		if (!levelIds.has(step.level)) {
			const hint = didYouMean(step.level, levelIds, `Levels: ${[...levelIds].join(', ')}.`);
			complaints.add('schema', tuning.at([...at, 'level']), `There is no level ${step.level}.`, hint);
		}
		if (!pages.has(step.page)) {
			const hint = didYouMean(step.page, pages, 'Pages are named by their path in content, without ending.');
			complaints.add('unknown-page', tuning.at([...at, 'page']), `There is no page ${step.page}.`, hint);
		}
		if (draft.broken.files.has('content/flags.yaml')) continue;
		for (const flag of Object.keys(step.set)) {
			if (draft.flags.has(flag)) continue;
			const hint = didYouMean(flag, draft.flags.keys(), 'Look in content/flags.yaml.');
			complaints.add('unknown-flag', tuning.key([...at, 'set', flag]), `There is no flag ${flag}.`, hint);
		}
	}
}

/** A value that begins with "=" is computed from facts. */
function lintNumber(
	tuning: Located<Tuning>,
	path: Path,
	text: string,
	conditions: Conditions,
	complaints: Complaints,
): void {
	if (!text.startsWith('=')) return;
	const result = conditions.check(text.slice(1));
	if (result.ok && result.type === 'number') return;
	const message = result.ok ? `A value is a number; this is ${result.type}.` : result.message;
	complaints.add('condition-type', tuning.at(path), message, 'Compute with facts: = 0.9 * hbm.capacity.');
}
