import {describe, expect, it} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import {memoryBlocks} from '../../src/report/happened.js';
import {analysis, G, group} from '../plan/hand-made.js';

function sentences(listed: number, whole: number): readonly string[] {
	const part = {label: 'temporaries', text: `${whole}.00G`, bytes: {low: whole * G, high: whole * G}};
	const found = {...analysis([], [group('f32[8,64]', listed, G)]), parts: [part]};
	return memoryBlocks({analysis: found} as unknown as Diagnosis)
		.filter((block) => block.kind === 'paragraph')
		.map((block) => JSON.stringify(block));
}

describe('the list beside the totals', () => {
	it('is said to hold more than the peak where buffers take turns', () => {
		expect(sentences(15, 12).join()).toMatch(/add up to 15\.00G, more than the peak of 12\.00G: not all are alive/);
	});

	it('is said to be cut where it holds less', () => {
		expect(sentences(8, 12).join()).toMatch(/add up to 8\.00G of 12\.00G\. Messages list only the largest/);
	});

	it('needs no word where both agree', () => {
		expect(sentences(12, 12)).toEqual([]);
	});
});
