/** What a program returns beside its state: results that replace no argument, and that the caller may not need. */
import type {BufferGroup} from '../model/analysis.js';
import {isFloat} from '../model/element.js';
import type {Fact} from '../model/fact.js';
import {divide} from '../model/interval.js';
import {grouped} from '../program/grouped.js';
import {outsideOf, totalOf, type Held} from './held.js';
import {sizeFact, textFact} from './derived.js';
import {listsOf} from './projections.js';

/** A smaller share of what is needed is a metric, a loss or a step counter. */
const NOTABLE = 0.04;

/** `returned.bytes` and `returned.words`; absent where the evidence shows no such output. */
export function resultFacts({groups, program, known}: Held): readonly Fact[] {
	const outside = outsideOf(groups);
	const named = outside.some(({place}) => place === 'output');
	const results = named ? unmatched(outside) : outside.filter(isComputed);
	const [largest] = results;
	const listed = totalOf(results);
	// Where the message prints the size of all outputs, no more than that is returned.
	const printed = known.range('hbm.output');
	const bytes = printed ? {low: Math.min(listed.low, printed.low), high: Math.min(listed.high, printed.high)} : listed;
	const share = divide(bytes, program.total);
	if (!largest || !share || share.low < NOTABLE) return [];
	const note = `The largest is ${largest.text} ${largest.shape}.`;
	const ground = {rule: 'outputs that have the shape of no argument', from: listsOf(largest.buffers), note};
	return [sizeFact('returned.bytes', bytes, ground), textFact('returned.words', note, ground)];
}

/** Outputs for which no argument of the same type and shape is listed. What lies in an argument's memory is the state. */
function unmatched(outside: readonly BufferGroup[]): readonly BufferGroup[] {
	const classes = grouped(outside, ({element, dims}) => `${element ?? ''}[${dims.join()}]`);
	return [...classes.values()].flatMap((equal) =>
		equal.some(({place}) => place === 'argument')
			? []
			: equal.filter(({term, dims}) => dims.length > 0 && term.aliasOf === undefined),
	);
}

/** Tables of slots do not name outputs. Floats for each example or token and each word of a vocabulary are computed, and never given. */
function isComputed({element, meanings}: BufferGroup): boolean {
	const rows = meanings.includes('batch') || meanings.includes('sequence') || meanings.includes('rows');
	return element !== undefined && isFloat(element) && rows && meanings.includes('vocabulary');
}
