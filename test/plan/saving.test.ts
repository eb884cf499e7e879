import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {beyond, together, type Saving} from '../../src/plan/saving.js';
import {savingOf as saving} from './hand-made.js';

function chip(id: string, low: number, high: number): Saving {
	return {id, overlaps: [], freed: {low, high}, basis: '', isRoom: true};
}

describe('savings put together', () => {
	const two = [100, 40];
	const one = [100];

	it('adds what acts on different regions', () => {
		const sum = together(saving('a', two, [[0.5, 0.5]]), saving('b', two, [undefined, [0.25, 0.5]]));
		expect(sum).toEqual({low: 60, high: 70});
	});

	it('multiplies what acts on the same region', () => {
		const sum = together(saving('batch', one, [[0.5, 0.5]]), saving('sequence', one, [[0.5, 0.5]]));
		expect(sum).toEqual({low: 75, high: 75});
	});

	it('counts only the strongest of overlapping remedies at the low end', () => {
		const sum = together(saving('remat', one, [[0.8, 0.8]], ['offload']), saving('offload', one, [[0.5, 0.5]]));
		expect(sum.low).toBeCloseTo(80);
		expect(sum.high).toBeCloseTo(90);
	});

	it('adds what is known by its bytes alone, and brings no more than the sum of what was measured', () => {
		const known = {...saving('a', one, [[0.5, 0.5]]), freed: {low: 30, high: 30}};
		const {change: _, ...bytes} = saving('c', one, [[0.1, 0.1]]);
		expect(together(known, saving('b', one, [[0.5, 0.5]]), bytes)).toEqual({low: 85, high: 85});
		expect(together(known, {...known, id: 'b'})).toEqual({low: 60, high: 60});
	});

	it('moves to one larger chip only', () => {
		expect(together(chip('v6e', 15, 15), chip('v5p', 80, 80))).toEqual({low: 80, high: 80});
	});
});

describe('what one more step brings', () => {
	const memory = [100];

	it('is at least what the steps before it leave at their low end, since only then it is needed', () => {
		const before = [saving('chunks', memory, [[0.4, 1]])];
		expect(beyond(before, saving('batch', memory, [[0.5, 0.5]]))).toEqual({low: 30, high: 50});
	});

	it('may be nothing where both act in the same way', () => {
		const before = [saving('micro', memory, [[0.5, 0.8]])];
		expect(beyond(before, saving('batch', memory, [[0.2, 0.5]], ['micro']))).toEqual({low: 0, high: 40});
	});

	it('of two chips is the room that the larger has more', () => {
		expect(beyond([chip('v6e', 10, 15)], chip('v5p', 80, 80))).toEqual({low: 70, high: 70});
	});
});

const share = fc
	.tuple(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}))
	.map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));
const someSavings = fc
	.record({
		list: fc.array(fc.record({r0: share, r1: share, both: fc.boolean(), kin: fc.boolean()}), {
			minLength: 1,
			maxLength: 5,
		}),
		a: fc.integer({min: 0, max: 1e12}),
		b: fc.integer({min: 0, max: 1e12}),
	})
	.map(({list, a, b}) => {
		const memory = [a, b];
		const savings = list.map(({r0, r1, both, kin}, index) =>
			saving(`s${index}`, memory, both ? [r0, r1] : [r0], kin ? [`s${(index + 1) % list.length}`] : []),
		);
		return {savings, all: a + b};
	});

describe('laws of savings, at random', () => {
	// Whole bytes: one for each sum.
	const slackOf = (all: number): number => 6 + 1e-9 * all;

	it('never counts a byte twice: no more than there is, no more than the sum', () => {
		fc.assert(
			fc.property(someSavings, ({savings, all}) => {
				const sum = together(...savings);
				const alone = savings.map((one) => together(one));
				const slack = slackOf(all);
				expect(sum.high).toBeLessThanOrEqual(all + slack);
				expect(sum.high).toBeLessThanOrEqual(alone.reduce((total, one) => total + one.high, 0) + slack);
				expect(sum.low).toBeLessThanOrEqual(alone.reduce((total, one) => total + one.low, 0) + slack);
				expect(sum.low).toBeLessThanOrEqual(sum.high + slack);
			}),
		);
	});

	it('never brings less for one step more', () => {
		fc.assert(
			fc.property(someSavings, ({savings, all}) => {
				const more = together(...savings);
				const fewer = together(...savings.slice(1));
				expect(more.low).toBeGreaterThanOrEqual(fewer.low - slackOf(all));
				expect(more.high).toBeGreaterThanOrEqual(fewer.high - slackOf(all));
			}),
		);
	});

	it('brings beyond others no more than alone, and never takes from them', () => {
		fc.assert(
			fc.property(someSavings, ({savings, all}) => {
				const [one, ...before] = savings as [Saving, ...Saving[]];
				const more = beyond(before, one);
				expect(more.low).toBeGreaterThanOrEqual(-slackOf(all));
				expect(more.low).toBeLessThanOrEqual(more.high);
				expect(more.high).toBeLessThanOrEqual(together(one).high + slackOf(all));
			}),
		);
	});
});
