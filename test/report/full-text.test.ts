import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {rank, textOf, vocabulary} from '../../src/report/index.js';

const TEXTS = [
	{head: 'Compute attention in blocks', body: 'Use splash_attention, or attention=flash. Splash needs 128.'},
	{head: 'Smaller blocks', body: 'sa_block_q and --gpu-memory-utilization 0.9'},
	{head: 'Splash', body: 'a term'},
];

describe('search in every word of a page', () => {
	it.each([
		['flash', [0]],
		['splash', [2, 0]],
		['SA_BLOCK', [1]],
		['gpu_memory_utilization', [1]],
		['attention', [0]],
		['blocks splash', [0]],
		['lash', []],
		['', []],
		['( [', []],
	])('finds %s, best first', (needle, found) => {
		expect(rank(TEXTS, needle)).toEqual(found);
	});

	it('finds a text by each of its words', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-z]{3,9}$/), {minLength: 1, maxLength: 8}), fc.nat(), (words, at) => {
				const word = words[at % words.length] ?? '';
				expect(rank([{head: '', body: words.join(' ')}], word)).toEqual([0]);
			}),
		);
	});

	it('reads code and tables too', () => {
		const text = textOf([
			{kind: 'code', language: 'sh', text: 'grep io_callback'},
			{
				kind: 'table',
				align: ['left'],
				head: [[{kind: 'text', text: 'Engine'}]],
				rows: [[[{kind: 'code', text: '--max-pages'}]]],
			},
		]);
		for (const word of ['io_callback', 'engine', '--max-pages']) {
			expect(rank([{head: '', body: text}], word)).toEqual([0]);
		}
	});

	it('knows the different words, to suggest one', () => {
		expect(vocabulary(TEXTS)).toContain('splash_attention');
		expect(vocabulary(TEXTS)).not.toContain('128');
	});
});
