import {describe, expect, it} from 'vitest';
import type {Interval} from '../../src/model/interval.js';
import type {Plan} from '../../src/model/diagnosis.js';
import {closingText} from '../../src/report/phrases.js';
import {DIAGNOSIS} from './made-diagnosis.js';

/** A plan whose only restart frees `brings` of the 1.00–1.00G that are needed. */
function planWith(brings: Interval | undefined): Plan {
	const [first] = DIAGNOSIS.plan.restarts;
	if (!first) throw new Error('The diagnosis has no plan.');
	const {brings: _, ...restart} = first;
	const toFree = {low: 2 ** 30, high: 2 ** 30};
	const low = brings?.low ?? 0;
	return {
		...DIAGNOSIS.plan,
		closes: 'likely',
		toFree,
		uncovered: {low: 0, high: toFree.high - low},
		restarts: [{...restart, ...(brings && {brings})}],
	};
}

describe('whether the plan is enough', () => {
	it.each([
		[{low: 2 ** 29, high: 2 ** 31}, 'This restart is probably enough. In the worst case 256.00M is still missing.'],
		[
			{low: 2 ** 30 - 2 ** 27, high: 2 ** 31},
			'This restart is probably enough. In the worst case it fits with 128.00M to spare.',
		],
		[{low: 0, high: 2 ** 32}, 'This restart may be enough. In the worst case it frees almost nothing.'],
		[{low: 0, high: 1.1 * 2 ** 30}, 'This restart may be enough. In the worst case it frees almost nothing.'],
		[undefined, 'This restart may be enough. In the worst case it frees almost nothing.'],
	])('of %o: %s', (brings, text) => {
		expect(closingText(planWith(brings))).toBe(text);
	});
});
