import {describe, expect, it} from 'vitest';
import {compare} from '../../../src/analysis/comparison/index.js';
import {cache, mlp, optimizer, reportOf, transformer, TRANSFORMER, type Program} from './programs.js';
import {changes, sideOf} from './sides.js';

/** Programs that have nothing to do with each other. */
const PROGRAMS: readonly (readonly [name: string, program: Program])[] = [
	['transformer', transformer(TRANSFORMER)],
	[
		'cache',
		cache({layers: 9, batch: 56, sequence: 20_000, heads: 5, head: 120, width: 1900, donate: true, type: 'bf16'}),
	],
	['mlp', mlp({layers: 7, rows: 300_000, width: 1100, hidden: 5300, type: 'f32', devices: 1, remat: true})],
	['optimizer', optimizer({matrices: 12, rows: 7000, columns: 13_000, donate: true, devices: 1})],
];

describe('programs that share nothing', () => {
	for (const [a, one] of PROGRAMS)
		for (const [b, other] of PROGRAMS)
			if (a !== b)
				it(`no change is named between ${a} and ${b}`, () => {
					const {factors, unlike, same} = changes(one, other);
					expect(unlike).toBe(true);
					expect(same).toBe(false);
					expect(factors.map(({kind}) => kind)).toEqual(['other']);
					expect(factors[0]?.because[0]).toContain('of what the first lists');
				});

	it('keep their chip apart from what they are', () => {
		const [one, other] = [PROGRAMS[0]?.[1], PROGRAMS[3]?.[1]];
		if (!one || !other) throw new Error('two programs');
		const {factors} = changes({...one, capacity: '31.25G'}, other);
		expect(factors.map(({kind}) => kind)).toEqual(['other', 'chip']);
	});
});

describe('figures of different kinds', () => {
	it('do not compare', () => {
		const vmem =
			'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory in memory space vmem while allocating on stack for %add. Scoped allocation with size 24.00M and limit 16.00M exceeded scoped vmem limit by 8.00M.\n';
		const {factors, unlike} = compare(sideOf(vmem), sideOf(reportOf(transformer(TRANSFORMER))));
		expect(unlike).toBe(true);
		expect(factors[0]?.because.join(' ')).toContain('do not compare');
	});
});

describe('a failure and itself', () => {
	it('differs in nothing, with a list or without', () => {
		for (const [, program] of PROGRAMS) expect(changes(program, program)).toMatchObject({factors: [], same: true});
		const short = sideOf(
			'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (20.00G) exceeds available HBM (15.75G).\n',
		);
		expect(compare(short, short)).toMatchObject({factors: [], same: true, unlike: false});
	});
});

describe('the account', () => {
	it('adds up to what the table shows, and to the headline where the lists are whole', () => {
		const {account, buffers} = changes(
			transformer(TRANSFORMER),
			transformer({...TRANSFORMER, batch: TRANSFORMER.batch * 2}),
		);
		if (!account?.headline) throw new Error('an account with a headline');
		const {matched, appeared, gone, headline} = account;
		const table = buffers.reduce((sum, {bytes}) => sum + bytes, 0);
		expect(matched + appeared + gone).toBeGreaterThan(0.99 * table);
		expect(Math.abs(matched + appeared + gone - headline)).toBeLessThan(0.02 * headline);
		expect(matched).toBeGreaterThan(0.95 * headline);
	});

	it('reverses with the order of the two', () => {
		const [one, other] = [transformer(TRANSFORMER), transformer({...TRANSFORMER, donate: false})];
		const [there, back] = [changes(one, other).account, changes(other, one).account];
		expect(back?.headline).toBe(-(there?.headline ?? 0));
		expect(back?.appeared).toBe(-(there?.gone ?? 0) || 0);
	});
});

describe('state beside the parameters', () => {
	it('is not taken for more layers, and is named where nothing else explains it', () => {
		const model = {...TRANSFORMER, layers: 6, batch: 8, scanned: false, remat: true, type: 'f32'} as const;
		const plain = transformer(model);
		const moments = plain.outside.filter(({shape}) => shape.startsWith('f32['));
		const {factors} = changes(plain, {...plain, outside: [...plain.outside, ...moments, ...moments]});
		expect(factors.map(({kind}) => kind)).toEqual(['other']);
		expect(factors[0]?.because[0]).toContain('as an optimizer keeps');
	});
});
