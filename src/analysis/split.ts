/** TensorCore against SparseCore, where the message names both. */
import type {Fact} from '../model/fact.js';
import {lessThan} from '../model/interval.js';
import {textFact} from './derived.js';
import type {Known} from './known.js';

/** One side is heavier when it is more than this many times the other. */
const MARGIN = 1.25;

/** `split.heavier`: sparsecore, tensorcore, or balanced. */
export function splitFacts(known: Known): readonly Fact[] {
	const [tc, sc] = [known.range('tc.used'), known.range('sc.used')];
	if (!tc || !sc) return [];
	const from = ['tc.used', 'sc.used'];
	const times = (range: {low: number; high: number}) => ({low: range.low * MARGIN, high: range.high * MARGIN});
	const heavier =
		lessThan(times(tc), sc) === true ? 'sparsecore' : lessThan(times(sc), tc) === true ? 'tensorcore' : 'balanced';
	return [textFact('split.heavier', heavier, {rule: `one side above ${MARGIN} times the other`, from})];
}
