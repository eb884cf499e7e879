import {describe, expect, it} from 'vitest';
import {parseSize} from '../../src/model/size.js';
import type {Trial, TrialResult} from '../../src/model/tuning.js';
import {progressOf, readResult, readResultWords} from '../../src/plan/tuning/index.js';
import {readText} from '../../src/readers/index.js';

const LOAD =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0101: Error loading program jit_step: Attempting to reserve 27.10G at the bottom of memory. That was not possible. There are 26.98G free, 0B reserved, and 26.98G reservable.\n';
const BUFFER =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0100: Error allocating device buffer: Attempting to allocate 1.00G. That was not possible. There are 512.00M free.; (0x0x0_HBM0)\n';
const COMPILE =
	'E1000 XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 32.40G of 31.25G hbm. Exceeded hbm capacity by 1.15G.\n';

const says = (log: string, exit?: number): TrialResult & {code?: string} => {
	const reading = readText('rerun.log', log);
	return readResult({reading, refused: [], timings: {}, ...(exit === undefined ? {} : {exit})}, 'E1000');
};
const base = {used: parseSize('32.40G') ?? {text: '', bytes: {low: 0, high: 0}}};
const trial = (result: TrialResult): Trial => ({
	number: 1,
	step: 'rwb-fusion-off',
	settings: [{name: 'a', value: '1'}],
	result,
});

describe('another failure instead of the one that is fixed', () => {
	for (const [code, log] of [
		['E0101', LOAD],
		['E0100', BUFFER],
	] as const)
		it(`${code} after E1000: the program compiles, so the change stays, and the next failure is named`, () => {
			for (const result of [says(log), says(log, 1)]) {
				expect(result).toMatchObject({outcome: 'fits', next: code});
				const progress = progressOf([trial(result)], base);
				expect(progress).toMatchObject({fits: true, then: code});
				expect(progress.kept).toEqual([{name: 'a', value: '1'}]);
				expect(progress.rows[0]?.verdict.advice).toBe('keep');
				expect(progress.rows[0]?.verdict.because).toContain(code);
			}
		});

	it('of an earlier stage says nothing of the change', () => {
		const reading = readText('rerun.log', COMPILE);
		const result = readResult({reading, refused: [], timings: {}}, 'E0101');
		expect(result).toMatchObject({outcome: 'failed', next: 'E1000'});
		const progress = progressOf([trial(result)], base);
		expect(progress).toMatchObject({fits: false, kept: []});
		expect(progress.then).toBeUndefined();
	});

	it('is understood in words', () => {
		const read = (words: string) => readResultWords(words, base, ['a'], 'E1000');
		expect(read('E0101 instead')).toMatchObject({outcome: 'fits', next: 'E0101'});
		expect(read('compiles, then e0102')).toMatchObject({outcome: 'fits', next: 'E0102'});
		expect(read('now E1001')).toMatchObject({outcome: 'failed', next: 'E1001'});
		expect(read('E1000 again')).toMatchObject({outcome: 'oom'});
		expect(read('fits')?.next).toBeUndefined();
	});
});
