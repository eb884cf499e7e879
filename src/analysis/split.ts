/** TensorCore against SparseCore, where the message names both. */
import type {Fact} from '../model/fact.js';
import {lessThan} from '../model/interval.js';
import {textFact} from './derived.js';
import type {Known} from '../model/known.js';

/** One side is heavier when it is more than this many times the other. */
const MARGIN = 1.25;

/** `split.heavier`: sparsecore, tensorcore, balanced, or both where each of the two alone is more than there is. */
export function splitFacts(known: Known): readonly Fact[] {
	const [tc, sc] = [known.range('tc.used'), known.range('sc.used')];
	if (!tc || !sc) return [];
	const from = ['tc.used', 'sc.used'];
	const times = (range: {low: number; high: number}) => ({low: range.low * MARGIN, high: range.high * MARGIN});
	const capacity = known.range('hbm.capacity');
	const isBoth = capacity && lessThan(capacity, tc) === true && lessThan(capacity, sc) === true;
	const heavier = isBoth
		? 'both'
		: lessThan(times(tc), sc) === true
			? 'sparsecore'
			: lessThan(times(sc), tc) === true
				? 'tensorcore'
				: 'balanced';
	const rule = `each side against the capacity, and one above ${MARGIN} times the other`;
	return [textFact('split.heavier', heavier, {rule, from})];
}
