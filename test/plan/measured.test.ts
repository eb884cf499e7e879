import {describe, expect, it} from 'vitest';
import type {Measurement} from '../../src/model/session.js';
import {calibrated, freedBy, measuredStand, measuredText, measurementOf, othersText} from '../../src/plan/measured.js';
import {order, type Contender} from '../../src/plan/order.js';
import type {Remedy} from '../../src/model/remedy.js';
import {G, savingOf} from './hand-made.js';

const measured = (over: Partial<Measurement> = {}): Measurement => ({
	remedy: 'a',
	change: 'a-1',
	result: 'fits',
	used: '28.10G',
	before: '34.90G',
	...over,
});

describe('what counts of several measurements', () => {
	it('is the mildest that fits, which is tried first, else what needs least', () => {
		const all = [
			measured({change: 'a-2', result: 'oom', used: '40.00G'}),
			measured({change: 'a-4', used: '15.00G'}),
			measured({change: 'a-8', used: '12.00G'}),
			measured({change: 'a-9', result: 'oom', used: '38.00G'}),
			{remedy: 'a', change: 'a-10', result: 'error'} as const,
			measured({remedy: 'b', used: '1.00G'}),
		];
		const chosen = measurementOf('a', all);
		expect(chosen?.change).toBe('a-4');
		expect(othersText(chosen ?? measured(), all)).toEqual([
			'Also measured: a-2 40.00G, does not fit; a-8 12.00G, fits; a-9 38.00G, does not fit.',
		]);
		expect(othersText(measured(), [measured()])).toEqual([]);
		const failed = all.filter(({result}) => result !== 'fits');
		expect(measurementOf('a', failed)?.change).toBe('a-9');
		expect(measurementOf('a', failed.slice(2))?.change).toBe('a-10');
		expect(measurementOf('c', all)).toBeUndefined();
	});

	it('is said in figures, as far as there are any', () => {
		expect(measuredText(measured())).toBe('Measured with the compiler: 34.90G → 28.10G, fits (a-1).');
		const bare: Measurement = {remedy: 'a', change: 'a-1', result: 'timeout'};
		expect(measuredText(bare)).toBe('Tried with the compiler: not compiled within the time limit (a-1).');
		expect(freedBy(bare)).toBeUndefined();
		expect(measuredText(measured({change: 'as-it-is', libtpu: '1.2', date: '2026-11-30', jobLibtpu: '1.1'}))).toBe(
			'Measured with libtpu 1.2 on 2026-11-30 (your job ran 1.1): 34.90G → 28.10G, fits as it is.',
		);
	});
});

describe('how a remedy stands once it was measured', () => {
	const stand = {standing: 'indicated', because: ['why'], weight: 5, open: true} as const;
	const standing = (measurement: Measurement, gain: Measurement | undefined = measurement) =>
		measuredStand(stand, measurement, gain, [measurement]).standing;

	it('is indicated where it fits, and unlikely where it frees nothing', () => {
		expect(measuredStand({...stand, standing: 'unlikely'}, measured(), measured(), []).standing).toBe('indicated');
		expect(standing(measured({result: 'oom', used: '33.00G'}))).toBe('indicated');
		expect(standing(measured({result: 'oom', used: '34.90G'}))).toBe('unlikely');
		expect(standing(measured({result: 'oom', used: '36.00G'}))).toBe('unlikely');
		expect(standing({remedy: 'a', change: 'a-1', result: 'timeout'})).toBe('indicated');
	});

	it('stays where the need is not what it changes', () => {
		const grown = measured({result: 'oom', used: '36.00G'});
		expect(measuredStand(stand, grown, undefined, [grown])).toEqual({
			...stand,
			because: ['Measured with the compiler: 34.90G → 36.00G, does not fit alone (a-1).', 'why'],
		});
	});

	it('is ruled out for good', () => {
		const out = measuredStand({...stand, standing: 'ruled out'}, measured({result: 'oom'}), undefined, []);
		expect(out.standing).toBe('ruled out');
	});
});

describe('a measured saving', () => {
	const remedy = {id: 'a', overlaps: []};
	const memory = [10 * G, 20 * G];

	it('brings what was measured, instead of the estimate, and with others by its change', () => {
		const estimate = savingOf('a', memory, [undefined, [0.2, 0.6]]);
		const known = calibrated(remedy, estimate, measured({before: '35.00G', used: '20.00G'}));
		expect((known?.freed.low ?? 0) / G).toBeCloseTo(15, 1);
		expect(known?.change).toBe(estimate.change);
	});

	it('needs no estimate', () => {
		const known = calibrated(remedy, undefined, measured({before: '35.00G', used: '20.00G'}));
		expect((known?.freed.high ?? 0) / G).toBeCloseTo(15, 1);
	});

	it('can be growth', () => {
		const grown = calibrated(remedy, undefined, measured({before: '35.00G', used: '36.00G'}));
		expect(grown?.freed.high).toBeLessThan(0);
	});
});

describe('the order', () => {
	const contender = (id: string, measurement?: Measurement) => ({
		remedy: {id, kind: id, effort: 2, safety: 'safe', lastResort: false} as unknown as Remedy,
		stand: {standing: 'possible', because: ['why'], weight: 0, open: true} as const,
		role: 'close' as const,
		stage: 1,
		estimate: {low: 100 * G, high: 100 * G, basis: 'sure'},
		...(measurement ? {measured: measurement} : {}),
	});

	it('puts what is proven before what is estimated, and what did not fit after it', () => {
		const deficit = {over: {low: G, high: G}, headroom: 0, toFree: {low: G, high: G}};
		const sorted = order(
			[contender('estimated'), contender('failed', measured({result: 'oom'})), contender('proven', measured())],
			deficit,
			true,
		);
		expect(sorted.map(({remedy}) => remedy.id)).toEqual(['proven', 'estimated', 'failed']);
	});

	it('puts what changes numbers after a later stage, where it cannot close the gap alone', () => {
		const deficit = {over: {low: 2 * G, high: 2 * G}, headroom: 0, toFree: {low: 2 * G, high: 2 * G}};
		const asked = (id: string, safety: string, stage: number, high: number) => {
			const one = contender(id);
			const stand = {...one.stand, standing: 'indicated'} as const;
			return {...one, stand, stage, remedy: {...one.remedy, safety}, estimate: {low: 0, high, basis: ''}} as Contender;
		};
		const ids = (high: number) =>
			order([asked('cast', 'risky', 1, high), asked('halve', 'changes-behaviour', 2, 4 * G)], deficit, true).map(
				({remedy}) => remedy.id,
			);
		expect(ids(3 * G)).toEqual(['cast', 'halve']);
		expect(ids(G / 2)).toEqual(['halve', 'cast']);
	});
});
