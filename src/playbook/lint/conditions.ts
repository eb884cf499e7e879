import type {Conditions, Refusal} from '../../engine/index.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import {isTableBroken} from '../draft.js';
import type {Located, Path} from '../located.js';
import {didYouMean} from '../suggest.js';

/** Every condition is well formed, names declared facts, and is true or false and nothing else. */
export function lintConditions(draft: Draft, conditions: Conditions, complaints: Complaints): void {
	if (isTableBroken(draft, 'facts')) return;
	const check = (owner: Located<unknown>, path: Path, source: string): void =>
		lintCondition(owner, path, source, conditions, complaints);
	for (const node of draft.nodes.values()) {
		if (node.value.kind === 'verdict') continue;
		if (node.value.unless) check(node, ['unless'], node.value.unless.source);
		for (const [index, {when}] of node.value.options.entries()) {
			if (when) check(node, ['options', index, 'when'], when.source);
		}
	}
	for (const {owner, path, source} of stageConditions(draft)) check(owner, path, source);
	for (const remedy of draft.remedies.values()) {
		for (const key of ['indicated', 'unlikely', 'ruledOut'] as const) {
			for (const [index, {when}] of remedy.value[key].entries()) check(remedy, [key, index, 'when'], when.source);
		}
		for (const [index, {when}] of (remedy.value.change?.does ?? []).entries())
			if (when) check(remedy, ['change', 'does', index, 'when'], when.source);
	}
}

/** The conditions of stages, as verdicts and orders write them. */
export function stageConditions(
	draft: Draft,
): readonly {readonly owner: Located<unknown>; readonly path: Path; readonly source: string}[] {
	const owners = [
		...[...draft.orders.values()].map((owner) => ({owner, stages: owner.value.stages})),
		...[...draft.written].flatMap(([id, stages]) => {
			const owner = draft.nodes.get(id);
			return owner ? [{owner, stages}] : [];
		}),
	];
	return owners.flatMap(({owner, stages}) =>
		stages.flatMap(({when}, index) =>
			when === undefined ? [] : [{owner, path: ['stages', index, 'when'], source: when}],
		),
	);
}

/** One condition, at its place. */
export function lintCondition(
	owner: Located<unknown>,
	path: Path,
	source: string,
	conditions: Conditions,
	complaints: Complaints,
): void {
	const result = conditions.check(source);
	if (!result.ok) {
		const id = result.kind === 'fact' || result.kind === 'type' ? 'condition-type' : 'condition-syntax';
		complaints.add(id, owner.inside(path, result.offset), result.message, hintFor(result, conditions));
	} else if (result.type !== 'bool') {
		const message = `A condition is true or false; this is a ${result.type === 'string' ? 'text' : result.type}.`;
		complaints.add('condition-type', owner.at(path), message, 'Compare it with something: == "…", > 0.0.');
	}
}

function hintFor(refusal: Refusal, conditions: Conditions): string {
	switch (refusal.kind) {
		case 'fact': {
			const near = refusal.name === undefined ? [] : conditions.declared.keys();
			const group = [...conditions.declared.keys()].filter((name) => name.startsWith(`${refusal.name ?? ''}.`));
			const otherwise =
				group.length > 0 ? `Facts in it: ${group.join(', ')}.` : 'Declared facts are in content/facts.yaml.';
			return group.length > 0 ? otherwise : didYouMean(refusal.name ?? '', near, otherwise);
		}
		case 'type':
			return 'Sizes and numbers compare with numbers, texts with texts in quotes; truths stand alone.';
		case 'forbidden':
			return 'Conditions are made of comparisons, + - * /, &&, ||, !, in […], contains, startsWith, endsWith and known("…").';
		case 'syntax':
			return 'Conditions are CEL: a == "b" && c > 0.5. flows/README.md shows the forms.';
	}
}
