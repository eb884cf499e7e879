import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createConditions} from '../../src/engine/index.js';
import type {Fact, FactDeclaration} from '../../src/model/fact.js';
import type {Interval} from '../../src/model/interval.js';

const runs = {numRuns: process.env['LONG'] ? 20_000 : 150};

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

	it('decides over ranges only what holds at every point of them for any missing facts', () => {
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
	// oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call
	return new Function(
		`return ${filled.replaceAll('.contains(', '.includes(').replaceAll('==', '===').replaceAll('!===', '!==')}`,
	)();
}
