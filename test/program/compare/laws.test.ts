import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Change} from '../../../src/model/change.js';
import type {Program} from '../../../src/model/program.js';
import {apply} from '../../../src/program/change/apply.js';
import {explain} from '../../../src/program/compare/explain.js';
import {subjectsOf} from '../../../src/program/compare/subject.js';
import {MADE, madeDump} from '../made-dump.js';
import {programOf} from '../made-program.js';

const made = fc
	.record({
		batch: fc.constantFrom(4, 8, 24),
		sequence: fc.constantFrom(64, 96, 160),
		layers: fc.constantFrom(3, 6, 10),
		width: fc.constantFrom(256, 320),
		hidden: fc.constantFrom(512, 1024),
		vocabulary: fc.constantFrom(4096, 5120),
	})
	.map((extents) => programOf(madeDump({...MADE, ...extents})));

const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({
		kind: fc.constant('substitute' as const),
		symbol: fc.constantFrom('batch', 'sequence', 'layers', 'vocabulary'),
		factor: fc.constantFrom(2, 3, 4),
	}),
	fc.constantFrom<Change>(
		{kind: 'retype', to: 'f32', reach: {places: ['argument'], types: ['bf16']}},
		{kind: 'alias', reach: {places: ['output']}},
	),
);

/** The changes that were found, as far as they say what changed. */
function found(before: Program, after: Program) {
	const {explanations} = explain(subjectsOf(before, after));
	return explanations.map(({kind, step}) => ({
		kind,
		...(step?.kind === 'substitute' && {symbol: step.symbol, factor: step.factor}),
	}));
}

const KINDS = {retype: 'element_type', alias: 'donation'} as const;

describe('the explanation of a change', () => {
	it('is that change, and its inverse the other way round', () => {
		fc.assert(
			fc.property(made, change, (program, one) => {
				const changed = apply(program, one);
				// A change that reaches nothing is none.
				fc.pre(JSON.stringify(changed) !== JSON.stringify(program));
				const [there] = found(program, changed);
				const [back] = found(changed, program);
				if (one.kind === 'substitute') {
					expect(there).toEqual({kind: one.symbol, symbol: one.symbol, factor: one.factor});
					expect(back).toEqual({kind: one.symbol, symbol: one.symbol, factor: 1 / one.factor});
				} else {
					const kind = one.kind === 'retype' ? KINDS.retype : KINDS.alias;
					expect(there?.kind).toBe(kind);
					expect(back?.kind).toBe(kind);
				}
			}),
			{numRuns: 40},
		);
	});

	it('is empty for a program and itself, in any order of its terms', () => {
		fc.assert(
			fc.property(made, (program) => {
				expect(found(program, program)).toEqual([]);
				expect(found(program, {...program, terms: program.terms.toReversed()})).toEqual([]);
			}),
			{numRuns: 10},
		);
	});

	it('does not depend on the order of terms', () => {
		fc.assert(
			fc.property(made, change, (program, one) => {
				const changed = apply(program, one);
				expect(found(program, {...changed, terms: changed.terms.toReversed()})).toEqual(found(program, changed));
			}),
			{numRuns: 10},
		);
	});
});
