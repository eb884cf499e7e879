import fc from 'fast-check';
import type {Conditions} from '../../src/engine/index.js';
import {createConditions} from '../../src/engine/index.js';
import type {Fact} from '../../src/model/fact.js';
import type {Flow, FlowNode, Option} from '../../src/model/flow.js';
import type {Ledger} from '../../src/model/walk.js';

const FACTS = ['a', 'b', 'c'] as const;
const SIZE = 9;
const place = {file: 'random', line: 1, column: 1};

const conditions: Conditions = createConditions(
	FACTS.map((name) => ({name, kind: 'truth', label: name, meaning: name, from: 'reader'})),
);

/** Flows without loops: every answer of node n leads to a later node; the last two are verdicts. */
export const randomFlow: fc.Arbitrary<{flow: Flow; conditions: Conditions}> = fc
	.tuple(...Array.from({length: SIZE}, (_, index) => question(index)))
	.map((questions) => {
		const nodes: FlowNode[] = [...questions, verdict(SIZE), verdict(SIZE + 1)];
		return {flow: {start: 'n0', nodes: Object.fromEntries(nodes.map((node) => [node.id, node]))}, conditions};
	});

/** Some facts, and some answers, also to questions and options that there are not. */
export const randomLedger: fc.Arbitrary<Ledger> = fc
	.tuple(
		fc.dictionary(fc.constantFrom(...FACTS), fc.boolean(), {maxKeys: 3}),
		fc.dictionary(
			fc.integer({min: 0, max: SIZE + 3}).map((index) => `n${index}`),
			fc.constantFrom('o0', 'o1', 'o2', 'unsure', 'gone'),
			{maxKeys: 4},
		),
	)
	.map(([known, answers]) => ({
		facts: Object.entries(known).map(([name, holds]): Fact => ({
			name,
			value: {kind: 'truth', text: String(holds), holds},
			origin: {by: 'derivation', rule: 'test', from: []},
		})),
		answers: new Map(Object.entries(answers)),
	}));

function question(index: number): fc.Arbitrary<FlowNode> {
	const later = fc.integer({min: index + 1, max: Math.min(index + 4, SIZE + 1)}).map((next) => `n${next}`);
	const option = fc.record({
		when: fc.option(fc.constantFrom('a', '!a', 'b && c', 'a || b', '!(b || c)', 'c')),
		states: fc.option(fc.dictionary(fc.constantFrom(...FACTS), fc.boolean(), {minKeys: 1, maxKeys: 1}), {freq: 2}),
		goto: later,
	});
	return fc.tuple(fc.array(option, {minLength: 1, maxLength: 3}), later).map(([given, unsure]) => {
		const [first, ...others] = given.map(({when, states, goto}, position): Option => ({
			id: `o${position}`,
			label: `option ${position}`,
			...(when === null ? {} : {when: {source: when, place}}),
			states: states ?? {},
			claims: [],
			goto,
		}));
		if (!first) throw new Error('a question has an option');
		return {
			kind: 'question',
			id: `n${index}`,
			ask: 'What?',
			why: 'Because.',
			how: 'Look.',
			claims: [],
			options: [first, ...others],
			unsure: {goto: unsure, because: 'Not known.'},
			place,
		};
	});
}

function verdict(index: number): FlowNode {
	return {
		kind: 'verdict',
		id: `n${index}`,
		verdict: `v${index}`,
		title: 'End',
		says: 'The end.',
		retryable: false,
		stages: [{remedies: ['r']}],
		remedies: ['r'],
		claims: ['c'],
		place,
	};
}
