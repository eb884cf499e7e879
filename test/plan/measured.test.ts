import {describe, expect, it} from 'vitest';
import type {Measurement} from '../../src/model/session.js';
import {calibrated, freedBy, measuredText, measurementOf} from '../../src/plan/measured.js';
import {order} from '../../src/plan/rank.js';
import type {Remedy} from '../../src/model/remedy.js';
import {bytesOf} from '../../src/plan/saving.js';
import {G, regions} from './hand-made.js';

const measured = (over: Partial<Measurement> = {}): Measurement => ({
	remedy: 'a',
	change: 'a-1',
	result: 'fits',
	used: '28.10G',
	before: '34.90G',
	...over,
});

describe('what counts of several measurements', () => {
	it('is what fits, then what needs least', () => {
		const all = [
			measured({change: 'a-8', used: '12.00G'}),
			measured({change: 'a-2', result: 'oom', used: '20.00G'}),
			measured({change: 'a-4', used: '15.00G'}),
			measured({remedy: 'b', used: '1.00G'}),
		];
		expect(measurementOf('a', all)?.change).toBe('a-8');
		expect(measurementOf('a', all.slice(1, 2))?.change).toBe('a-2');
		expect(measurementOf('c', all)).toBeUndefined();
	});

	it('is said in figures, as far as there are any', () => {
		expect(measuredText(measured())).toBe('Measured with the compiler: 34.90G → 28.10G, fits (a-1).');
		const bare: Measurement = {remedy: 'a', change: 'a-1', result: 'timeout'};
		expect(measuredText(bare)).toBe('Measured with the compiler: was not compiled within the time limit (a-1).');
		expect(freedBy(bare)).toBeUndefined();
	});
});

describe('a measured saving', () => {
	const memory = regions(10 * G, 20 * G, 5 * G);
	const around = (saving: ReturnType<typeof calibrated>) => saving && bytesOf(memory, saving).high / G;

	it('brings what was measured, from the regions of the estimate', () => {
		const saving = {cuts: [{region: 'r1', share: {low: 0.2, high: 0.6}}], basis: ''};
		const scaled = calibrated(memory, saving, measured({before: '35.00G', used: '20.00G'}));
		expect(scaled?.cuts.map(({region}) => region)).toEqual(['r1']);
		expect(around(scaled)).toBeCloseTo(15, 1);
	});

	it('is spread over all where the estimate cannot account for it, or there was none', () => {
		const little = {cuts: [{region: 'r2', share: {low: 0.5, high: 0.5}}], basis: ''};
		for (const estimate of [little, undefined]) {
			const spread = calibrated(memory, estimate, measured({before: '35.00G', used: '20.00G'}));
			expect(spread?.cuts).toHaveLength(3);
			expect(around(spread)).toBeCloseTo(15, 1);
		}
	});

	it('can be growth', () => {
		expect(around(calibrated(memory, undefined, measured({before: '35.00G', used: '36.00G'})))).toBeLessThan(0);
	});
});

describe('the order', () => {
	const contender = (id: string, measurement?: Measurement) => ({
		remedy: {id, kind: id, effort: 2, safety: 'safe', lastResort: false} as unknown as Remedy,
		stand: {standing: 'possible', because: ['why'], weight: 0, open: true} as const,
		role: 'close' as const,
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
});
