import {expect, it} from 'vitest';
import type {MemoryOverTime} from '../../src/model/analysis.js';
import {barText, memoryBars} from '../../src/report/memory-bars.js';

const memory: MemoryOverTime = {
	stretches: [25, 100, 50].map((bytes, index) => ({
		from: 8 * index,
		to: 8 * index + 7,
		at: 8 * index,
		bytes,
		text: `${bytes}B`,
		largest: [],
	})),
	peak: 1,
	last: 24,
};

it('bars are as long as their bytes, and the capacity is a line in them', () => {
	const bars = memoryBars(memory, 75, 8);
	expect(bars.map((bar) => `${bar.steps} ${barText(bar)}`)).toEqual([
		'  0–7 ██    │',
		' 8–15 ██████│█',
		'16–23 ████  │',
	]);
});

it('a capacity above all of it leaves room for the line', () => {
	expect(memoryBars(memory, 200, 10).map(barText)).toEqual(['█▎       │', '█████    │', '██▌      │']);
});
