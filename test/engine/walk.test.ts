import {describe, expect, it} from 'vitest';
import {createConditions, fill, openQuestions, walk} from '../../src/engine/index.js';
import type {Fact} from '../../src/model/fact.js';
import type {Flow, FlowNode, Option} from '../../src/model/flow.js';

const place = {file: 'flows/car.yaml', line: 1, column: 1};
const conditions = createConditions([
	{name: 'fuel.left', kind: 'size', label: 'Fuel', meaning: 'Fuel left.', from: 'reader'},
	{name: 'lamp.lit', kind: 'truth', label: 'Lamp', meaning: 'The lamp is lit.', from: 'answer'},
]);
const little: Fact = {
	name: 'fuel.left',
	value: {kind: 'size', text: '2 l', bytes: {low: 1.5, high: 2.5}},
	origin: {by: 'reader', reader: 'gauge', place: {evidence: 'dash', line: 3, quote: '2 l'}},
};

const flow: Flow = {
	start: 'car/fuel',
	nodes: graph(
		question('car/fuel', 'car/lamp', [
			option('empty', 'car/empty', {when: 'fuel.left < 3.0', because: 'Only {fuel.left} are left.'}),
			option('full', 'car/lamp', {when: 'fuel.left >= 3.0'}),
		]),
		question('car/lamp', 'car/look', [
			option('yes', 'car/look', {states: {'lamp.lit': true}}),
			option('no', 'car/look', {states: {'lamp.lit': false}}),
		]),
		question('car/look', 'car/broken', [option('red', 'car/broken'), option('blue', 'car/broken')]),
		verdict('car/empty'),
		verdict('car/broken'),
	),
};

describe('walk', () => {
	it('lets the evidence answer, with the figures in its reason', () => {
		const {trail, at} = walk(flow, {facts: [little], answers: new Map()}, conditions, {open: 'stop'});
		expect(trail).toMatchObject([
			{by: 'evidence', option: 'empty', because: 'Only 2 l are left.', facts: ['fuel.left']},
		]);
		expect(at.id).toBe('car/empty');
	});

	it('stops where nobody has decided, and passes on as unsure when told to', () => {
		const ledger = {facts: [], answers: new Map<string, string>()};
		expect(walk(flow, ledger, conditions, {open: 'stop'})).toMatchObject({trail: [], at: {id: 'car/fuel'}});
		const {trail, at} = walk(flow, ledger, conditions, {open: 'pass'});
		expect(trail.map(({node, by}) => [node.id, by])).toEqual([
			['car/fuel', 'open'],
			['car/lamp', 'open'],
			['car/look', 'moot'],
		]);
		expect(at.id).toBe('car/broken');
		expect(openQuestions(flow, ledger, conditions).map(({id}) => id)).toEqual(['car/fuel', 'car/lamp']);
	});

	it('takes the word of a person before the evidence, and keeps both', () => {
		const answers = new Map([['car/fuel', 'full']]);
		const {trail, at} = walk(flow, {facts: [little], answers}, conditions, {open: 'stop'});
		expect(trail).toMatchObject([{by: 'user', option: 'full', against: 'empty'}]);
		expect(at.id).toBe('car/lamp');
	});

	it('states what an answer says, in the name of the person who gave it', () => {
		const answers = new Map([
			['car/fuel', 'unsure'],
			['car/lamp', 'yes'],
		]);
		const {trail, facts} = walk(flow, {facts: [little], answers}, conditions, {open: 'stop'});
		expect(trail.map(({by}) => by)).toEqual(['unsure', 'user', 'moot']);
		expect(trail[0]?.against).toBe('empty');
		expect(facts).toEqual([
			little,
			{
				name: 'lamp.lit',
				value: {kind: 'truth', text: 'yes', holds: true},
				origin: {by: 'user', question: 'car/lamp'},
			},
		]);
	});

	it('ignores answers to questions and options that are not more', () => {
		const answers = new Map([
			['car/gone', 'yes'],
			['car/fuel', 'purple'],
		]);
		expect(walk(flow, {facts: [], answers}, conditions, {open: 'stop'}).at.id).toBe('car/fuel');
	});

	it('infers nothing past an option that is unknown', () => {
		const first = question('q', 'b', [option('maybe', 'a', {when: 'lamp.lit'}), option('sure', 'b', {when: 'true'})]);
		const unknownFirst: Flow = {start: 'q', nodes: graph(first, verdict('a'), verdict('b'))};
		expect(walk(unknownFirst, {facts: [], answers: new Map()}, conditions, {open: 'stop'}).at.id).toBe('q');
	});

	it('refuses a loop and a missing node loudly: the linter should have', () => {
		const loop = graph(question('q', 'r', [option('a', 'r')]), question('r', 'q', [option('a', 'q')]));
		const none = {facts: [], answers: new Map<string, string>()};
		expect(() => walk({start: 'q', nodes: loop}, none, conditions, {open: 'pass'})).toThrow('loop at');
		expect(() => walk({start: 'gone', nodes: {}}, none, conditions, {open: 'pass'})).toThrow('no node gone');
	});

	it('takes time in proportion to the flow, however many ways lead through it', () => {
		const size = 3000;
		const ladder = Array.from({length: size}, (_, index) =>
			question(`n${index}`, `n${index + 1}`, [
				option('a', `n${index + 1}`),
				option('b', `n${Math.min(index + 2, size)}`),
			]),
		);
		const nodes = graph(...ladder, verdict(`n${size}`));
		const {trail} = walk({start: 'n0', nodes}, {facts: [], answers: new Map()}, conditions, {open: 'pass'});
		expect(trail.every(({by}) => by === 'moot')).toBe(true);
	});
});

describe('fill', () => {
	it('puts texts of facts into a sentence, and leaves out a bracketed part with a fact that is not known', () => {
		expect(fill('Left: {fuel.left}.', [little])).toBe('Left: 2 l.');
		expect(fill('Left: {fuel.left}[[, lamp {lamp.lit}]].', [little])).toBe('Left: 2 l.');
		expect(fill('Left[[: {fuel.left}]].', [little])).toBe('Left: 2 l.');
		expect(fill('Left: {fuel.left}. Go on.', [])).toBe('Go on.');
		expect(fill('f32[2,3]{1,0} stays', [little])).toBe('f32[2,3]{1,0} stays');
	});
});

function graph(...nodes: readonly FlowNode[]): Record<string, FlowNode> {
	return Object.fromEntries(nodes.map((node) => [node.id, node]));
}

function question(id: string, unsure: string, [first, ...others]: readonly Option[]): FlowNode {
	if (!first) throw new Error('a question has an option');
	return {
		kind: 'question',
		id,
		ask: 'What?',
		why: 'Because.',
		how: 'Look.',
		claims: [],
		options: [first, ...others],
		unsure: {goto: unsure, because: 'Not known.'},
		place,
	};
}

function option(
	id: string,
	goto: string,
	{when, ...rest}: {when?: string; because?: string; states?: Option['states']} = {},
): Option {
	return {
		id,
		label: id,
		states: {},
		claims: [],
		goto,
		...rest,
		...(when === undefined ? {} : {when: {source: when, place}}),
	};
}

function verdict(id: string): FlowNode {
	return {
		kind: 'verdict',
		id,
		verdict: id,
		title: id,
		says: id,
		retryable: false,
		stages: [{remedies: ['r']}],
		remedies: ['r'],
		claims: ['c'],
		place,
	};
}
