import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {point} from '../../src/model/interval.js';
import {beyond, bytesOf, together, type NamedSaving} from '../../src/plan/saving.js';
import {regions} from './hand-made.js';

function named(
	id: string,
	shares: Readonly<Record<string, [number, number]>>,
	overlaps: readonly string[] = [],
): NamedSaving {
	const cuts = Object.entries(shares).map(([part, [low, high]]) => ({part, share: {low, high}}));
	return {id, overlaps, saving: {cuts, basis: ''}};
}

describe('savings put together', () => {
	it('adds what acts on different regions', () => {
		const sum = together(regions(100, 40), [named('a', {r0: [0.5, 0.5]}), named('b', {r1: [0.25, 0.5]})]);
		expect(sum).toEqual({low: 60, high: 70});
	});

	it('multiplies what acts on the same region', () => {
		const sum = together(regions(100), [named('batch', {r0: [0.5, 0.5]}), named('sequence', {r0: [0.5, 0.5]})]);
		expect(sum).toEqual({low: 75, high: 75});
	});

	it('counts only the strongest of overlapping remedies at the low end', () => {
		const sum = together(regions(100), [
			named('remat', {r0: [0.8, 0.8]}, ['offload']),
			named('offload', {r0: [0.5, 0.5]}),
		]);
		expect(sum.low).toBeCloseTo(80);
		expect(sum.high).toBeCloseTo(90);
	});

	it('takes growth of the larger size', () => {
		expect(bytesOf(regions({low: 100, high: 120}), named('flag', {r0: [-0.1, 0.2]}).saving)).toEqual({
			low: -12,
			high: 24,
		});
	});

	it('moves to one larger chip only', () => {
		const chip = (id: string, room: number): NamedSaving => ({
			id,
			overlaps: [],
			saving: {cuts: [], basis: '', room: point(room)},
		});
		expect(together(regions(10), [chip('v6e', 15), chip('v5p', 80)])).toEqual({low: 80, high: 80});
	});
});

describe('what one more step brings', () => {
	const memory = regions(100);

	it('is what the steps before it leave at their low end, since only then it is needed', () => {
		const before = [named('chunks', {r0: [0.4, 1]})];
		expect(beyond(memory, before, named('batch', {r0: [0.5, 0.5]}))).toEqual({low: 30, high: 30});
	});

	it('may be nothing where both act in the same way', () => {
		const before = [named('micro', {r0: [0.5, 0.8]})];
		expect(beyond(memory, before, named('batch', {r0: [0.2, 0.5]}, ['micro']))).toEqual({low: 0, high: 25});
	});

	it('of two chips is the room that the larger has more', () => {
		const chip = (id: string, low: number, high: number): NamedSaving => ({
			id,
			overlaps: [],
			saving: {cuts: [], basis: '', room: {low, high}},
		});
		expect(beyond(memory, [chip('v6e', 10, 15)], chip('v5p', 80, 80))).toEqual({low: 70, high: 70});
	});
});

const share = fc
	.tuple(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}))
	.map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));
const someSavings = fc
	.array(fc.record({r0: share, r1: share, both: fc.boolean(), kin: fc.boolean()}), {minLength: 1, maxLength: 5})
	.map((list) =>
		list.map(({r0, r1, both, kin}, index) =>
			named(`s${index}`, both ? {r0, r1} : {r0}, kin ? [`s${(index + 1) % list.length}`] : []),
		),
	);
const someSizes = fc.tuple(fc.integer({min: 0, max: 1e12}), fc.integer({min: 0, max: 1e12}));

describe('laws of savings, at random', () => {
	it('never counts a byte twice: no more than there is, no more than the sum', () => {
		fc.assert(
			fc.property(someSavings, someSizes, (savings, [a, b]) => {
				const memory = regions(a, b);
				const sum = together(memory, savings);
				const alone = savings.map((one) => bytesOf(memory, one.saving));
				// Whole bytes: one for each sum.
				const slack = 6 + 1e-9 * (a + b);
				expect(sum.high).toBeLessThanOrEqual(a + b + slack);
				expect(sum.high).toBeLessThanOrEqual(alone.reduce((total, one) => total + one.high, 0) + slack);
				expect(sum.low).toBeLessThanOrEqual(alone.reduce((total, one) => total + one.low, 0) + slack);
				expect(sum.low).toBeLessThanOrEqual(sum.high + slack);
			}),
		);
	});

	it('never brings less for one step more', () => {
		fc.assert(
			fc.property(someSavings, someSizes, (savings, [a, b]) => {
				const memory = regions(a, b);
				// Whole bytes: one for each sum.
				const slack = 6 + 1e-9 * (a + b);
				const all = together(memory, savings);
				const fewer = together(memory, savings.slice(1));
				expect(all.low).toBeGreaterThanOrEqual(fewer.low - slack);
				expect(all.high).toBeGreaterThanOrEqual(fewer.high - slack);
			}),
		);
	});

	it('brings beyond others no more than alone, and never takes from them', () => {
		fc.assert(
			fc.property(someSavings, someSizes, (savings, [a, b]) => {
				const memory = regions(a, b);
				const [one, ...before] = savings as [NamedSaving, ...NamedSaving[]];
				const slack = 6 + 1e-9 * (a + b);
				const more = beyond(memory, before, one);
				const alone = bytesOf(memory, one.saving);
				expect(more.low).toBeGreaterThanOrEqual(-slack);
				expect(more.low).toBeLessThanOrEqual(more.high);
				expect(more.high).toBeLessThanOrEqual(alone.high + slack);
			}),
		);
	});
});
