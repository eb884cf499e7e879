import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {factsOf, judge, number, type ProgramTruth} from './labels.js';

const FOLDER = path.resolve('test/fixtures/lab');
const truths = JSON.parse(readFileSync(path.join(FOLDER, 'truth.json'), 'utf8')) as Record<string, ProgramTruth>;
const cases = Object.entries(truths).map(([name, truth]) => {
	const known = factsOf(name, readFileSync(path.join(FOLDER, `${name}.log`), 'utf8'), truth);
	if (!known) throw new Error(`${name} has no failure with dimensions.`);
	return {name, truth, ...known};
});
const listed = cases.filter((one) => one.listed);

describe('against what is known of the programs', () => {
	it.each(listed)('$name: the largest buffer has its share', ({truth, facts}) => {
		const share = number(facts, 'largest.share');
		expect(share && (share.low + share.high) / 2).toBeCloseTo(truth.largest_share_of_capacity ?? NaN, 2);
	});

	it.each(listed)('$name: arguments and outputs have their share', ({truth, facts}) => {
		const share = number(facts, 'args.share');
		expect((share?.low ?? NaN) - 0.01).toBeLessThanOrEqual(truth.outside_heap_share ?? NaN);
		expect((share?.high ?? NaN) + 0.01).toBeGreaterThanOrEqual(truth.outside_heap_share ?? NaN);
	});

	it.each(cases)('$name: the chip is the one it was compiled for', ({truth, facts}) => {
		expect(facts.get('chip.id')?.value.text).toBe(truth.topology.split(':')[0]);
	});

	it.each(listed)('$name: a debug print is suspected where there is one', ({truth, facts}) => {
		const suspected = facts.get('debug.suspected')?.value;
		expect(suspected?.kind === 'truth' && suspected.holds).toBe(truth.params.debug === true);
	});

	it('names no dimension wrongly', () => {
		const verdicts = listed.flatMap(({name, truth, facts}) =>
			judge(truth, facts).map((verdict) => ({name, ...verdict})),
		);
		expect(verdicts.length).toBeGreaterThan(4);
		expect(verdicts.filter((verdict) => !verdict.right)).toEqual([]);
	});
});
