import {describe, expect, it} from 'vitest';
import {createConditions} from '../../src/engine/index.js';
import type {Fact, FactValue} from '../../src/model/fact.js';
import {standOf} from '../../src/plan/standing.js';
import {projectPlaybook} from '../playbook/folder.js';

const playbook = projectPlaybook();
const {flow, facts, remedies} = playbook;
const conditions = createConditions(facts);
const nodes = Object.values(flow.nodes);

/** Every value that an option states, by fact. */
const stated = new Map<string, Set<string | number | boolean>>();
for (const node of nodes) {
	if (node.kind !== 'question') continue;
	for (const {states} of node.options) {
		for (const [name, value] of Object.entries(states)) stated.set(name, (stated.get(name) ?? new Set()).add(value));
	}
}

const CODES = ['E1000', 'E0100', 'E0101', 'E0102', 'E1001'];

function answered(name: string, value: string | number | boolean): Fact {
	return {name, value: valueOf(value), origin: {by: 'user', question: 'by hand'}};
}

function valueOf(value: string | number | boolean): FactValue {
	if (typeof value === 'boolean') return {kind: 'truth', text: value ? 'yes' : 'no', holds: value};
	if (typeof value === 'number') return {kind: 'number', text: String(value), range: {low: value, high: value}};
	return {kind: 'text', text: value};
}

/** Standings of all remedies in one family when this is all that is known. */
function standings(code: string, known: readonly Fact[]): string {
	// An E1001 is about the memory of a core: what can be answered there is asked of that.
	const given = [answered('code', code), ...(code === 'E1001' ? [answered('space', 'vmem')] : [])];
	const all = [...given.filter(({name}) => known.every((one) => one.name !== name)), ...known];
	return remedies.map((one) => `${one.id} ${standOf(one, conditions, all).standing}`).join('\n');
}

describe('what an answer states', () => {
	it('covers every fact that only an answer can say', () => {
		const silent = facts.filter(({name, from}) => from === 'answer' && !stated.has(name)).map(({name}) => name);
		expect(silent).toEqual([]);
	});

	it.each([...stated].map(([name, values]) => [name, values] as const))(
		'changes the standing of a remedy when %s is answered otherwise',
		(name, values) => {
			const seen = CODES.map((code) => new Set([...values].map((value) => standings(code, [answered(name, value)]))));
			expect(Math.max(...seen.map(({size}) => size))).toBeGreaterThan(1);
		},
	);
});
