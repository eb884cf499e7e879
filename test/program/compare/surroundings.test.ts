import {describe, expect, it} from 'vitest';
import {compare} from '../../../src/analysis/comparison/index.js';
import {outcomeOf} from '../../../src/analysis/comparison/outcome.js';
import type {Chip} from '../../../src/model/playbook.js';
import {reportOf, transformer, TRANSFORMER} from './programs.js';
import {changes, sideOf} from './sides.js';

const CHIPS = [
	{id: 'v5e', name: 'TPU v5e', usable: ['15.75G']},
	{id: 'v6e', name: 'TPU v6e', usable: ['31.25G']},
] as unknown as readonly Chip[];
const program = transformer(TRANSFORMER);
const short = (used: string, capacity: string): string =>
	`jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (${used}) exceeds available HBM (${capacity}).\n`;

describe('the chip', () => {
	it('is the factor of the same program with less memory, list or none', () => {
		const [large, small] = ['31.25G', '15.75G'].map((capacity) => sideOf(reportOf({...program, capacity}), CHIPS));
		if (!large || !small) throw new Error('two sides');
		const [factor, ...others] = compare(large, small).factors;
		expect(factor).toMatchObject({kind: 'chip', change: 'chip v6e (31.25G) → v5e (15.75G)'});
		expect(Math.round((factor?.bytes ?? 0) / 2 ** 20)).toBe(15.5 * 1024);
		expect(others).toEqual([]);
		const brief = compare(sideOf(short('100.77G', '95.74G')), sideOf(short('100.77G', '31.25G')));
		expect(brief.factors.map(({kind}) => kind)).toEqual(['chip']);
		expect(brief.missing).toHaveLength(2);
	});

	it('is listed after what changed in the program, by bytes', () => {
		const doubled = transformer({...TRANSFORMER, batch: TRANSFORMER.batch * 2});
		const {factors} = compare(
			sideOf(reportOf({...program, capacity: '31.25G'}), CHIPS),
			sideOf(reportOf({...doubled, capacity: '15.75G'}), CHIPS),
		);
		expect(factors.map(({kind}) => kind)).toEqual(['batch', 'chip']);
	});
});

describe('what the evidence does not show', () => {
	it('is said, with what would tell', () => {
		const {factors, buffers} = compare(sideOf(short('20.00G', '15.75G')), sideOf(short('40.00G', '15.75G')));
		expect(factors.map(({kind}) => kind)).toEqual(['other']);
		expect(factors[0]?.because.join(' ')).toContain('TPU_STDERR_LOG_LEVEL=2');
		expect(factors[0]?.because.join(' ')).toContain('2 times');
		expect(buffers).toEqual([]);
	});

	it('is not invented for a failure and itself', () => {
		const same = changes(program, program);
		expect(same.factors.filter(({bytes}) => bytes !== undefined && bytes !== 0)).toEqual([]);
		expect(same.buffers.filter(({change}) => change !== 'recounted')).toEqual([]);
	});
});

describe('flags', () => {
	it('that differ are named with both values', () => {
		const with_ = (flags: string) => `export LIBTPU_INIT_ARGS="${flags}"\n${reportOf(program)}`;
		const {factors} = compare(
			sideOf(with_('--xla_tpu_scoped_vmem_limit_kib=32768')),
			sideOf(with_('--xla_tpu_scoped_vmem_limit_kib=98304')),
		);
		expect(factors.map(({kind}) => kind)).toEqual(['flags']);
		expect(factors[0]?.because[0]).toBe('xla_tpu_scoped_vmem_limit_kib: 32768 → 98304.');
	});
});

describe('two changes at once', () => {
	it('are both named, the one that explains more first', () => {
		const {factors} = changes(
			program,
			transformer({...TRANSFORMER, batch: TRANSFORMER.batch * 2, vocabulary: TRANSFORMER.vocabulary, donate: false}),
		);
		expect(factors[0]?.kind).toBe('batch');
	});
});

describe('accepted steps', () => {
	const [before, after] = [program, transformer({...TRANSFORMER, batch: TRANSFORMER.batch / 2})].map(
		(one) => sideOf(reportOf(one)).analysis,
	);
	if (!before || !after) throw new Error('two sides');
	const freed = outcomeOf([{id: 'x', title: 'X'}], before, after)?.measured ?? 0;

	it('are held against their estimates', () => {
		expect(freed).toBeGreaterThan(0);
		const verdict = (low: number, high: number) =>
			outcomeOf([{id: 'x', title: 'Halve the batch', estimate: {low, high}}], before, after)?.verdict;
		expect(verdict(0.9 * freed, 1.1 * freed)).toMatch(/The need fell by .*, as estimated\.$/);
		expect(verdict(2 * freed, 3 * freed)).toContain('less than estimated');
		expect(verdict(0.2 * freed, 0.3 * freed)).toContain('more than estimated');
	});

	it('are not mentioned where none was accepted', () => {
		expect(outcomeOf([], before, after)).toBeUndefined();
	});
});
