import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {point} from '../../src/model/interval.js';
import {bundleOf, chanceOf, cheapestBundle, MOST_STEPS, priceOf, type Candidate} from '../../src/plan/bundle.js';
import {regions} from './hand-made.js';

function candidate(
	id: string,
	rank: number,
	price: number,
	cuts: Readonly<Record<string, [number, number]>>,
	overlaps: readonly string[] = [],
): Candidate {
	return {
		id,
		rank,
		price,
		overlaps,
		saving: {basis: '', cuts: Object.entries(cuts).map(([region, [low, high]]) => ({region, share: {low, high}}))},
	};
}

describe('the cheapest bundle', () => {
	const memory = regions(100, 50);

	it('is one sure step where one is enough', () => {
		const bundle = cheapestBundle(
			memory,
			[candidate('a', 1, 1.2, {r0: [0.1, 0.1]}), candidate('b', 2, 1.2, {r0: [0.5, 0.5]})],
			[],
			point(30),
		);
		expect(bundle).toMatchObject({ids: ['b'], chance: 1});
	});

	it('takes a second step rather than a bad chance', () => {
		const bundle = cheapestBundle(
			memory,
			[candidate('a', 1, 1.2, {r0: [0.2, 0.45]}), candidate('b', 2, 1.2, {r1: [0.5, 0.5]})],
			[],
			point(40),
		);
		expect(bundle?.ids).toEqual(['a', 'b']);
	});

	it('prefers the safe step of two that close the gap alike', () => {
		const bundle = cheapestBundle(
			memory,
			[candidate('risky', 1, 1.7, {r0: [0.5, 0.5]}), candidate('safe', 2, 1.2, {r0: [0.5, 0.5]})],
			[],
			point(30),
		);
		expect(bundle?.ids).toEqual(['safe']);
	});

	it('always holds what the user accepted', () => {
		const bundle = cheapestBundle(
			memory,
			[candidate('a', 1, 1.2, {r0: [0.5, 0.5]}), candidate('mine', 2, 9, {r1: [0.1, 0.1]})],
			['mine'],
			point(30),
		);
		expect(bundle?.ids).toEqual(['a', 'mine']);
	});

	it('is none where nothing reaches the gap', () => {
		expect(cheapestBundle(memory, [candidate('a', 1, 1.2, {r0: [0.5, 0.5]})], [], point(60))).toBeUndefined();
	});
});

describe('chance', () => {
	it.each([
		[{low: 10, high: 20}, 10, 1],
		[{low: 10, high: 20}, 15, 0.5],
		[{low: 10, high: 20}, 21, 0],
		[{low: -5, high: 0}, 0, 0],
	])('%j against %d is %d', (brings, need, chance) => {
		expect(chanceOf(brings, point(need))).toBeCloseTo(chance);
	});
});

const someCandidates = fc
	.array(
		fc.record({
			price: fc.constantFrom(1.1, 1.2, 1.4, 1.7, 2, 11.3),
			r0: fc.tuple(fc.integer({min: 0, max: 10}), fc.integer({min: 0, max: 10})),
			r1: fc.tuple(fc.integer({min: 0, max: 10}), fc.integer({min: 0, max: 10})),
			kin: fc.boolean(),
		}),
		{minLength: 1, maxLength: 7},
	)
	.map((list) =>
		list.map(({price, r0, r1, kin}, index) =>
			candidate(
				`c${index}`,
				index + 1,
				price,
				{r0: ordered(r0), r1: ordered(r1)},
				kin && index > 0 ? [`c${index - 1}`] : [],
			),
		),
	);

function ordered([a, b]: readonly [number, number]): [number, number] {
	return [Math.min(a, b) / 10, Math.max(a, b) / 10];
}

describe('against every subset', () => {
	it('is never dearer than any other bundle that may close the gap, and none is missed', () => {
		fc.assert(
			fc.property(someCandidates, fc.integer({min: 1, max: 160}), (candidates, need) => {
				const memory = regions(100, 50);
				const prices: number[] = [];
				for (let mask = 1; mask < 2 ** candidates.length; mask += 1) {
					const steps = candidates.filter((_, index) => (mask & (2 ** index)) !== 0);
					if (steps.length > MOST_STEPS) continue;
					const {chance} = bundleOf(memory, steps, point(need));
					if (chance > 0) prices.push(priceOf(steps, chance));
				}
				const found = cheapestBundle(memory, candidates, [], point(need));
				if (!found) {
					expect(prices).toEqual([]);
					return;
				}
				const steps = candidates.filter((one) => found.ids.includes(one.id));
				expect(priceOf(steps, found.chance)).toBeCloseTo(Math.min(...prices), 9);
			}),
			{numRuns: 200},
		);
	});
});
