import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {compare} from '../../../src/analysis/comparison/index.js';
import type {FactorKind} from '../../../src/model/comparison.js';
import {sideOf} from './sides.js';

/** Reports of the compiler for programs of our own that differ in one change. */
const read = (name: string): string =>
	readFileSync(fileURLToPath(new URL(`../../fixtures/comparison/${name}`, import.meta.url)), 'utf8');
const pairs = JSON.parse(read('pairs.json')) as {name: string; factor: FactorKind}[];

describe('pairs of measured failures', () => {
	for (const {name, factor} of pairs)
		it(`${name}: ${factor}`, () => {
			const [before, after] = [sideOf(read(`${name}-before.log`)), sideOf(read(`${name}-after.log`))];
			const {factors} = compare(before, after);
			expect(factors[0]?.kind, JSON.stringify(factors, undefined, 1)).toBe(factor);
			expect(compare(after, before).factors[0]?.kind).toBe(factor);
		});
});
