import {describe, expect, it} from 'vitest';
import type {Term} from '../../src/model/program.js';
import {peakBytes} from '../../src/program/peak.js';

describe('the peak', () => {
	it('is the plain sum where lives are unknown', () => {
		expect(peakBytes([term(3), term(4)])).toEqual({low: 7, high: 7});
	});

	it('is the largest sum of what is alive together', () => {
		expect(peakBytes([term(3, [0, 4]), term(4, [5, 9]), term(2, [4, 5])])).toEqual({low: 6, high: 6});
	});

	it('counts the memory of an alias once', () => {
		expect(peakBytes([term(3), {...term(3), aliasOf: 0}])).toEqual({low: 3, high: 3});
	});
});

function term(bytes: number, life?: readonly [number, number]): Term {
	return {
		type: 'f32',
		dims: [],
		shape: 'f32[]',
		count: 1,
		bytes: {low: bytes, high: bytes},
		place: 'temporary',
		use: 'unknown',
		...(life ? {life} : {}),
	};
}
