import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Conditions} from '../../src/engine/index.js';
import {createConditions, replay, walk} from '../../src/engine/index.js';
import type {Fact, FactDeclaration} from '../../src/model/fact.js';
import type {Interval} from '../../src/model/interval.js';
import type {Reading} from '../../src/model/incident.js';
import type {SessionEvent, SessionState} from '../../src/model/session.js';
import {randomFlow, randomLedger} from './random-flow.js';

const runs = {numRuns: process.env['LONG'] ? 20_000 : 500};

describe('conditions are sound', () => {
	const numbers = ['disk.size', 'disk.used', 'count'];
	const truths = ['loop.seen', 'list.known'];
	const texts = ['code', 'disk.label'];
	const conditions = createConditions([
		...numbers.map((name) => declare(name, name === 'count' ? 'number' : 'size')),
		...truths.map((name) => declare(name, 'truth')),
		...texts.map((name) => declare(name, 'text')),
	]);
	const literal = fc.integer({min: -4, max: 8}).map((value) => (value < 0 ? `(${value}.0)` : `${value}.5`));
	const {condition} = fc.letrec<{number: string; condition: string}>((tie) => ({
		number: fc.oneof(
			{depthSize: 'small'},
			fc.constantFrom(...numbers),
			literal,
			fc
				.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
				.map(([a, op, b]) => `(${a} ${op} ${b})`),
			tie('number').map((a) => `(-${a})`),
		),
		condition: fc.oneof(
			{depthSize: 'small'},
			fc
				.tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
				.map((parts) => `(${parts.join(' ')})`),
			fc
				.tuple(fc.constantFrom(...texts), fc.constantFrom('==', '!='), fc.constantFrom('"a"', '"b"'))
				.map((parts) => `(${parts.join(' ')})`),
			fc.constantFrom(...texts).map((name) => `${name}.contains("a")`),
			fc.constantFrom(...truths),
			fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
			tie('condition').map((a) => `!${a}`),
			fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
		),
	}));
	const range = fc
		.tuple(fc.integer({min: -5, max: 9}), fc.integer({min: 0, max: 4}))
		.map(([low, width]) => ({low, high: low + width}));
	const world = fc.record(
		{
			...Object.fromEntries(numbers.map((name) => [name, range])),
			...Object.fromEntries(truths.map((name) => [name, fc.boolean()])),
			...Object.fromEntries(texts.map((name) => [name, fc.constantFrom('a', 'b', 'ab')])),
		},
		{requiredKeys: []},
	) as fc.Arbitrary<Record<string, Interval | boolean | string>>;

	it('decides over ranges only what holds at every point of them, whatever the missing facts are', () => {
		fc.assert(
			fc.property(
				condition,
				world,
				fc.infiniteStream(fc.double({min: 0, max: 1, noNaN: true})),
				(source, known, random) => {
					fc.pre(source.length < 900 && conditions.check(source).ok);
					const truth = conditions.evaluate(source, factsOf(known));
					if (truth === 'unknown') return;
					for (let sample = 0; sample < 30; sample += 1) {
						const point = complete(known, random);
						const sampled = conditions.evaluate(source, factsOf(point));
						// a point may divide by zero and be unknown; it may never be the contrary
						expect([truth, 'unknown'], `${source} at ${JSON.stringify(point)}`).toContain(sampled);
					}
				},
			),
			runs,
		);
	});

	it('computes ranges that hold every result, and no wider than they need be', () => {
		const share = fc.double({min: 0, max: 1, noNaN: true});
		fc.assert(
			fc.property(range, range, fc.constantFrom('+', '-', '*', '/'), share, share, (a, b, operator, x, y) => {
				const facts = factsOf({'disk.size': a, 'disk.used': b});
				const result = conditions.number(`disk.size ${operator} disk.used`, facts);
				const at = (i: Interval, where: number): number => Math.min(i.high, i.low + where * (i.high - i.low));
				const apply = (p: number, q: number): number =>
					({'+': p + q, '-': p - q, '*': p * q, '/': p / q})[operator as '+'];
				if (result === 'unknown') {
					expect(operator === '/' && b.low <= 0 && b.high >= 0).toBe(true);
					return;
				}
				expect(apply(at(a, x), at(b, y))).toBeGreaterThanOrEqual(result.low);
				expect(apply(at(a, x), at(b, y))).toBeLessThanOrEqual(result.high);
				const corners = [a.low, a.high].flatMap((p) => [b.low, b.high].map((q) => apply(p, q)));
				expect(result).toEqual({low: Math.min(...corners), high: Math.max(...corners)});
			}),
			runs,
		);
	});

	it('agrees with ordinary arithmetic where all is known exactly', () => {
		fc.assert(
			fc.property(condition, fc.infiniteStream(fc.double({min: 0, max: 1, noNaN: true})), (source, random) => {
				fc.pre(source.length < 900 && conditions.check(source).ok);
				const point = complete({}, random);
				const truth = conditions.evaluate(source, factsOf(point));
				if (truth !== 'unknown') expect(truth, source).toBe(inJavaScript(source, point));
			}),
			runs,
		);
	});

	it('does not turn round when one more fact becomes known', () => {
		fc.assert(
			fc.property(condition, world, world, (source, known, more) => {
				fc.pre(source.length < 900 && conditions.check(source).ok);
				const before = conditions.evaluate(source, factsOf(known));
				if (before !== 'unknown')
					expect(conditions.evaluate(source, factsOf({...more, ...known})), source).toBe(before);
			}),
			runs,
		);
	});

	function complete(
		known: Record<string, Interval | boolean | string>,
		random: Iterator<number>,
	): Record<string, Interval | boolean | string> {
		const draw = (): number => random.next().value as number;
		const at = (interval: Interval): Interval => {
			// ends matter most: a third each, and a point between
			const where = draw();
			const value =
				where < 0.33
					? interval.low
					: where < 0.66
						? interval.high
						: interval.low + draw() * (interval.high - interval.low);
			return {low: value, high: value};
		};
		return Object.fromEntries([
			...numbers.map((name) => [name, at((known[name] as Interval | undefined) ?? {low: -5, high: 13})] as const),
			...truths.map((name) => [name, known[name] ?? draw() < 0.5] as const),
			...texts.map((name) => [name, known[name] ?? ['a', 'b', 'ab'][Math.floor(draw() * 2.99)] ?? 'a'] as const),
		]);
	}
});

describe('a session is what its events add up to', () => {
	const edit: fc.Arbitrary<SessionEvent> = fc.oneof(
		fc.record({
			type: fc.constant('answer' as const),
			question: fc.constantFrom('q1', 'q2'),
			option: fc.constantFrom('a', 'b', 'unsure'),
		}),
		fc.record({type: fc.constant('retract' as const), question: fc.constantFrom('q1', 'q2')}),
		fc.record({
			type: fc.constant('decide' as const),
			remedy: fc.constantFrom('r1', 'r2'),
			decision: fc.constantFrom('accept' as const, 'postpone' as const, 'reject' as const, 'open' as const),
		}),
		fc.record({
			type: fc.constant('note' as const),
			on: fc.constantFrom('r1', 'q1'),
			text: fc.constantFrom('', 'one', 'two'),
		}),
		fc.record({type: fc.constant('focus' as const), incident: fc.constantFrom('1', '2')}),
	);
	const outside: fc.Arbitrary<SessionEvent> = fc.oneof(
		fc.constantFrom('one.log', 'two.log').map((name) => ({type: 'evidence' as const, reading: readingOf(name)})),
		fc.constantFrom('plan.md', 'plan.json').map((path) => ({type: 'saved' as const, path})),
	);
	const turn: fc.Arbitrary<SessionEvent> = fc.constantFrom({type: 'undo' as const}, {type: 'redo' as const});
	const events = fc.array(
		fc.oneof({weight: 4, arbitrary: edit}, {weight: 1, arbitrary: outside}, {weight: 2, arbitrary: turn}),
		{maxLength: 30},
	);
	const edits = fc.array(edit, {minLength: 1, maxLength: 10});

	it('undo takes back exactly the last edits, and redo brings them again', () => {
		fc.assert(
			fc.property(events, edits, (before, added) => {
				const after = [...before, ...added];
				const undos: SessionEvent[] = added.map(() => ({type: 'undo'}));
				const redos: SessionEvent[] = added.map(() => ({type: 'redo'}));
				expect(said(replay([...after, ...undos]))).toEqual(said(replay(before)));
				expect(replay([...after, ...undos]).canRedo).toBe(true);
				expect(replay([...after, ...undos, ...redos])).toEqual(replay(after));
			}),
			runs,
		);
	});

	it('undo to the very start leaves evidence and files, and nothing a person said', () => {
		fc.assert(
			fc.property(events, (list) => {
				const undos: SessionEvent[] = list.map(() => ({type: 'undo'}));
				const state = replay([...list, ...undos]);
				expect(said(state)).toEqual(said(replay([])));
				expect(state.canUndo).toBe(false);
				expect(state.readings).toHaveLength(list.filter(({type}) => type === 'evidence').length);
				expect(state.saved).toHaveLength(list.filter(({type}) => type === 'saved').length);
			}),
			runs,
		);
	});

	it('is the same after a round trip through JSON', () => {
		fc.assert(
			fc.property(events, (list) => {
				expect(replay(JSON.parse(JSON.stringify(list)) as SessionEvent[])).toEqual(replay(list));
			}),
			runs,
		);
	});

	it('is the same wherever the evidence comes between the edits', () => {
		fc.assert(
			fc.property(events, fc.nat(), (list, cut) => {
				const late: SessionEvent = {type: 'evidence', reading: readingOf('late.log')};
				const at = list.length === 0 ? 0 : cut % list.length;
				const between = replay([...list.slice(0, at), late, ...list.slice(at)]);
				const last = replay([...list, late]);
				expect(said(between)).toEqual(said(last));
				expect(between.canRedo).toBe(last.canRedo);
			}),
			runs,
		);
	});

	it('a new edit ends what could be redone', () => {
		fc.assert(
			fc.property(events, edit, (list, next) => {
				expect(replay([...list, {type: 'undo'}, next]).canRedo).toBe(false);
			}),
			runs,
		);
	});

	function said(state: SessionState): unknown {
		return {
			focus: state.focus,
			answers: [...state.answers].sort(),
			decisions: [...state.decisions].sort(),
			notes: [...state.notes].sort(),
		};
	}
});

describe('a walk', () => {
	it('ends at a verdict when open questions are passed, and looks at each node once', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, ({flow, conditions}, ledger) => {
				const {at, trail} = walk(flow, ledger, conditions, {open: 'pass'});
				expect(at.kind).toBe('verdict');
				expect(new Set(trail.map(({node}) => node.id)).size).toBe(trail.length);
			}),
			runs,
		);
	});

	it('stops at the first question that is open, and goes the same way up to there', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, ({flow, conditions}, ledger) => {
				const stopped = walk(flow, ledger, conditions, {open: 'stop'});
				const passed = walk(flow, ledger, conditions, {open: 'pass'});
				const firstOpen = passed.trail.findIndex(({by}) => by === 'open');
				expect(stopped.trail).toEqual(firstOpen < 0 ? passed.trail : passed.trail.slice(0, firstOpen));
				expect(stopped.at).toBe(firstOpen < 0 ? passed.at : passed.trail[firstOpen]?.node);
			}),
			runs,
		);
	});

	it('asks only what changes the end, and each question that it asks does', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, ({flow, conditions}, ledger) => {
				const {at, trail} = walk(flow, ledger, conditions, {open: 'stop'});
				for (const {node, by} of trail) {
					if (by === 'moot') expect(endsOf(flow, ledger, conditions, node.id)).toHaveLength(1);
				}
				if (at.kind === 'question') expect(endsOf(flow, ledger, conditions, at.id).length).toBeGreaterThan(1);
			}),
			runs,
		);
	});

	it('lets the word of a person count before the evidence, and says where they differ', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, fc.nat(), ({flow, conditions}, ledger, pick) => {
				const inferred = walk(flow, ledger, conditions, {open: 'pass'}).trail.filter(({by}) => by === 'evidence');
				const visit = inferred[pick % Math.max(1, inferred.length)];
				if (!visit) return;
				for (const option of visit.node.options) {
					const answers = new Map([...ledger.answers, [visit.node.id, option.id]]);
					const said = walk(flow, {...ledger, answers}, conditions, {open: 'pass'}).trail.find(
						({node}) => node.id === visit.node.id,
					);
					expect(said).toMatchObject({by: 'user', option: option.id});
					expect(said?.against).toBe(option.id === visit.option ? undefined : visit.option);
				}
			}),
			runs,
		);
	});

	// All that can come of a question: where the walk ends and what is stated on the way, for each answer to it and to what follows.
	function endsOf(
		flow: Parameters<typeof walk>[0],
		ledger: Parameters<typeof walk>[1],
		conditions: Conditions,
		question: string,
	): readonly string[] {
		const ends = new Set<string>();
		const node = flow.nodes[question];
		if (node?.kind !== 'question') throw new Error('not a question');
		for (const option of [...node.options.map(({id}) => id), 'unsure']) {
			const answers = new Map([...ledger.answers, [question, option]]);
			const {at, facts} = walk(flow, {...ledger, answers}, conditions, {open: 'stop'});
			// What was stated before this question is common to all its ends.
			const stated = facts.flatMap(({name, value, origin}) =>
				origin.by === 'user' ? [`${origin.question}: ${name}=${value.text}`] : [],
			);
			ends.add([at.id, ...stated].join(' '));
		}
		return [...ends];
	}
});

function declare(name: string, kind: FactDeclaration['kind']): FactDeclaration {
	return {name, kind, label: name, meaning: name, from: 'reader'};
}

function factsOf(known: Record<string, Interval | boolean | string>): readonly Fact[] {
	return Object.entries(known).map(([name, value]): Fact => {
		const origin = {by: 'derivation', rule: 'test', from: []} as const;
		if (typeof value === 'string') return {name, value: {kind: 'text', text: value}, origin};
		if (typeof value === 'boolean') return {name, value: {kind: 'truth', text: String(value), holds: value}, origin};
		return {name, value: {kind: 'number', text: `${value.low}…${value.high}`, range: value}, origin};
	});
}

// The expressions of these tests are JavaScript as well once names and numbers are put in.
function inJavaScript(source: string, point: Record<string, Interval | boolean | string>): unknown {
	const filled = source.replaceAll(/"[^"]*"|\b[a-z]+(?:\.[a-z]+)?\b/g, (name) => {
		const value = point[name.replace(/\.contains$/, '')];
		if (value === undefined) return name;
		const literal = typeof value === 'object' ? `(${value.low})` : JSON.stringify(value);
		return name.endsWith('.contains') ? `${literal}.contains` : literal;
	});
	// eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
	return new Function(
		`return ${filled.replaceAll('.contains(', '.includes(').replaceAll('==', '===').replaceAll('!===', '!==')}`,
	)();
}

function readingOf(name: string): Reading {
	return {
		evidence: [{name, bytes: 1, lines: 1, form: 'log'}],
		incidents: [],
		routed: [],
		flags: [],
		profile: [],
		facts: [],
	};
}
