import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {point} from '../../src/model/interval.js';
import {bundleOf, chanceOf, growBundle, MOST_STEPS} from '../../src/plan/bundle.js';
import type {Saving} from '../../src/plan/saving.js';
import {savingOf, type Shares} from './hand-made.js';

function saving(id: string, shares: Shares, overlaps: readonly string[] = []): Saving {
	return savingOf(id, [100, 50], shares, overlaps);
}

describe('the bundle of the first restart', () => {
	const half = saving('half', [[0.5, 0.5]]);
	const little = saving('little', [[0.01, 0.01]]);
	const other = saving('other', [undefined, [0.5, 0.5]]);

	it.each([
		['the first step alone where it closes the gap', [half], [other], 30, ['half']],
		[
			'what comes next in the order where it does not',
			[half],
			[other, saving('late', [[0.9, 0.9]])],
			70,
			['half', 'other'],
		],
		['a second step rather than a bad chance', [saving('a', [[0.2, 0.45]])], [other], 40, ['a', 'other']],
		['no step that frees almost nothing', [half], [little, other], 70, ['half', 'other']],
		['all that helps where nothing reaches the gap', [half], [other], 200, ['half', 'other']],
	] as const)('is %s', (_, first, others, need, ids) => {
		expect(growBundle(first, others, point(need)).ids).toEqual(ids);
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

const someSavings = fc
	.array(
		fc.record({
			r0: fc.tuple(fc.integer({min: 0, max: 10}), fc.integer({min: 0, max: 10})),
			r1: fc.tuple(fc.integer({min: 0, max: 10}), fc.integer({min: 0, max: 10})),
			kin: fc.boolean(),
		}),
		{minLength: 1, maxLength: 7},
	)
	.map((list) =>
		list.map(({r0, r1, kin}, index) =>
			saving(`c${index}`, [ordered(r0), ordered(r1)], kin && index > 0 ? [`c${index - 1}`] : []),
		),
	);

function ordered([a, b]: readonly [number, number]): [number, number] {
	return [Math.min(a, b) / 10, Math.max(a, b) / 10];
}

describe('laws of growing', () => {
	it('keeps the order, begins with the first, stays short, and never has a worse chance than the first alone', () => {
		fc.assert(
			fc.property(someSavings, fc.integer({min: 1, max: 160}), ([first, ...others], need) => {
				if (!first) return;
				const {ids, chance} = growBundle([first], others, point(need));
				expect(ids[0]).toBe('c0');
				expect(ids.toSorted()).toEqual(ids);
				expect(ids.length).toBeLessThanOrEqual(MOST_STEPS);
				expect(chance).toBeGreaterThanOrEqual(bundleOf([first], point(need)).chance);
			}),
			{numRuns: 200},
		);
	});
});
