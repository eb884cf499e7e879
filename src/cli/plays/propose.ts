import {Document, isMap, isScalar, visit} from 'yaml';
import type {Conditions} from '../../engine/index.js';
import type {Remedy} from '../../model/remedy.js';
import {roleOf, signText, standOf} from '../../plan/index.js';
import {tableFacts, type FactTable} from '../../playbook/fact-table.js';
import {choicesFor, SAMPLE_SIZES, samplesOf, tablesOver} from '../../playbook/samples.js';
import {SIGNS} from './coverage.js';
import type {CaseForm} from './play-file.js';

/**
 * Cases for a remedy: for each sign a table of facts under which it holds with as few others as possible, and one just beside it
 * under which it does not. What they say is what the remedy does today; whether that is right, a person has to judge.
 */
export function proposeCases(remedy: Remedy, conditions: Conditions): readonly CaseForm[] {
	const sources = SIGNS.flatMap((key) => remedy[key].map(({when}) => when.source));
	const cases = sources.flatMap((source) => {
		const holding = best(source, sources, conditions);
		if (!holding) return [];
		const beside = nearest(holding, source, sources, conditions);
		return beside ? [holding, beside] : [holding];
	});
	const distinct = new Map(cases.map((table) => [JSON.stringify(Object.entries(table).sort()), table]));
	return [...distinct.values()].map((table) => caseOf(table, remedy, conditions));
}

/** The text of a file of plays that holds a remedy to cases. */
export function casesText(remedy: Remedy, cases: readonly CaseForm[]): string {
	const document = new Document({
		about: `When the remedy is indicated, unlikely or ruled out`,
		remedy: remedy.id,
		cases,
	});
	visit(document, {
		Pair(_, pair) {
			if (isScalar(pair.key) && pair.key.value === 'facts' && isMap(pair.value)) pair.value.flow = true;
		},
	});
	return document.toString({lineWidth: 110, flowCollectionPadding: false, singleQuote: true});
}

function caseOf(table: FactTable, remedy: Remedy, conditions: Conditions): CaseForm {
	const facts = tableFacts(table, conditions.declared);
	const stand = standOf(remedy, conditions, facts);
	const role = roleOf(remedy, stand.standing);
	const isDecided = SIGNS.some((key) =>
		remedy[key].some((sign) => stand.because.includes(signText(remedy, sign, facts))),
	);
	return {
		facts: table,
		standing: stand.standing,
		...(isDecided ? {because: stand.because.map(beginning)} : {}),
		...(remedy.role === 'check' || remedy.role === 'win' ? {role} : {}),
	};
}

// Enough words to tell reasons apart, few enough to outlive a change of wording at the end.
function beginning(reason: string): string {
	return reason.length <= 60 ? reason : reason.slice(0, reason.lastIndexOf(' ', 60));
}

function best(source: string, all: readonly string[], conditions: Conditions): FactTable | undefined {
	let least = Infinity;
	let found: FactTable | undefined;
	for (const table of tablesOver(choicesFor([source], conditions, all), MOST_TABLES)) {
		const facts = tableFacts(table, conditions.declared);
		if (conditions.evaluate(source, facts) !== true) continue;
		const others = all.filter((other) => other !== source && conditions.evaluate(other, facts) === true).length;
		const cost = others * 100 + Object.keys(table).length;
		if (cost < least) {
			least = cost;
			found = table;
		}
	}
	return found;
}

// One fact is changed as little as possible, so that the two cases hold the border between them.
function nearest(
	holding: FactTable,
	source: string,
	all: readonly string[],
	conditions: Conditions,
): FactTable | undefined {
	for (const [name, was] of Object.entries(holding)) {
		const values = samplesOf(name, all, conditions).filter((value) => value !== undefined && value !== was);
		const sorted = values.toSorted((a, b) => Math.abs(rank(a) - rank(was)) - Math.abs(rank(b) - rank(was)));
		for (const value of sorted) {
			const table = {...holding, [name]: value as string | number | boolean};
			if (conditions.evaluate(source, tableFacts(table, conditions.declared)) === false) return table;
		}
	}
	return undefined;
}

function rank(value: unknown): number {
	return typeof value === 'number' ? value : typeof value === 'string' ? SAMPLE_SIZES.indexOf(value) : 0;
}

const MOST_TABLES = 50_000;
