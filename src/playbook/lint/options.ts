import type {Conditions} from '../../engine/index.js';
import type {Fact} from '../../model/fact.js';
import type {QuestionNode} from '../../model/flow.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import {tableFacts, type FactTable} from '../fact-table.js';
import type {Located} from '../located.js';
import {choicesFor, countTables, tablesOver} from '../samples.js';

/**
 * The options of a question part the evidence between them: each can be chosen, and no two hold at the same time, so that their order
 * does not decide. Held against tables of facts on both sides of every border that the conditions name.
 */
export function lintOptions(draft: Draft, conditions: Conditions, complaints: Complaints): void {
	const questions = [...draft.nodes.values()].flatMap((node) =>
		node.value.kind === 'question' ? [node as Located<QuestionNode>] : [],
	);
	const count = questions.reduce((sum, {value}) => sum + value.options.filter(({when}) => when).length, 0);
	const most = tablesEach(count, MOST_TABLES, 150_000);
	for (const question of questions) lintQuestion(question, conditions, most, complaints);
}

const MOST_TABLES = 1500;

/** How many tables each condition is held against, so that very many conditions take no longer together than `evaluations` do. */
export function tablesEach(conditions: number, most: number, evaluations: number): number {
	return Math.max(20, Math.min(most, Math.floor(evaluations / Math.max(1, conditions))));
}

/** Whether so many tables are enough to say that under none of them something holds. */
export function isThorough(sources: readonly string[], conditions: Conditions, tables: number): boolean {
	return tables >= ENOUGH || countTables(choicesFor(sources, conditions)) <= tables;
}

const ENOUGH = 1000;

function lintQuestion(node: Located<QuestionNode>, conditions: Conditions, most: number, complaints: Complaints): void {
	lintChoosable(node, complaints);
	const given = node.value.options.flatMap(({id, when}, index) =>
		when && isSound(when.source, conditions) ? [{id, index, source: when.source, holds: 0, alone: 0}] : [],
	);
	if (given.length === 0) return;
	const sources = given.map(({source}) => source);
	const overlaps = new Map<string, FactTable>();
	for (const [table, facts] of sampled(sources, conditions, most)) {
		const holding = given.filter(({source}) => conditions.evaluate(source, facts) === true);
		for (const option of holding) option.holds += 1;
		const [first, second] = holding;
		if (first) first.alone += 1;
		if (first && second) keepSmallest(overlaps, `${first.index} ${second.index}`, table);
	}
	const thorough = isThorough(sources, conditions, most);
	for (const option of thorough ? given : []) {
		const place = node.at(['options', option.index, 'when']);
		if (option.holds === 0) {
			const message = `No facts were found under which ${option.id} holds.`;
			complaints.add(
				'contradictory-condition',
				place,
				message,
				'Its parts exclude each other, or ask for what cannot be.',
			);
		} else if (option.alone === 0) {
			const message = `Whenever ${option.id} holds, an option before it holds too.`;
			complaints.add(
				'redundant-condition',
				place,
				message,
				'Narrow the option before it, change the order, or remove this one.',
			);
		}
	}
	for (const [pair, table] of overlaps) {
		const [first, second] = pair.split(' ').map((index) => given.find((option) => option.index === Number(index)));
		if (!first || !second || second.alone === 0) continue;
		const message = `${first.id} and ${second.id} both hold with ${spoken(table)}.`;
		const place = node.at(['options', second.index, 'when']);
		complaints.add(
			'overlapping-options',
			place,
			message,
			`Add what tells them apart, so that the order does not decide: && !(${first.source}).`,
		);
	}
}

// The evidence chooses by condition and a person by id: what has neither of its own can never be chosen.
function lintChoosable(node: Located<QuestionNode>, complaints: Complaints): void {
	const ids = new Set<string>();
	for (const [index, {id}] of node.value.options.entries()) {
		const place = node.at(['options', index, 'id']);
		if (id === 'unsure') {
			complaints.add(
				'unchoosable-option',
				place,
				'unsure is the answer that every question has.',
				'Give the option another id.',
			);
		} else if (ids.has(id)) {
			complaints.add(
				'unchoosable-option',
				place,
				`Another option is called ${id}; an answer would always mean that one.`,
				'Give the option another id.',
			);
		}
		ids.add(id);
	}
}

/** Tables of facts for some conditions, smallest first where there are few. */
export function* sampled(
	sources: readonly string[],
	conditions: Conditions,
	most: number,
): Generator<readonly [FactTable, readonly Fact[]]> {
	for (const table of tablesOver(choicesFor(sources, conditions), most)) {
		yield [table, tableFacts(table, conditions.declared)];
	}
}

export function isSound(source: string, conditions: Conditions): boolean {
	const check = conditions.check(source);
	return check.ok && check.type === 'bool';
}

function keepSmallest(found: Map<string, FactTable>, pair: string, table: FactTable): void {
	const known = found.get(pair);
	if (!known || Object.keys(table).length < Object.keys(known).length) found.set(pair, table);
}

function spoken(table: FactTable): string {
	const parts = Object.entries(table).map(([name, value]) => `${name} ${String(value)}`);
	return parts.length === 0 ? 'nothing known' : parts.join(', ');
}
