import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import {resolve} from '../../src/model/fact.js';
import {readText} from '../../src/readers/index.js';
import {CHIPS} from './incident.js';

/** What the maker of a lab log knew about the program. Sizes are global: a device holds a part of them. */
interface Truth {
	devices: number;
	code: string;
	message_form: string;
	params: {B?: number; S?: number; V?: number; L?: number; D?: number; debug?: boolean};
	family: string;
	topology: string;
	largest_share_of_capacity?: number;
	outside_heap_share?: number;
}

const LAB = new URL('../../../shared/lab/', import.meta.url);
const logs = existsSync(LAB) ? readdirSync(LAB).filter((name) => /^\d+.*\.log$/.test(name)) : [];

const cases = logs.flatMap((name) => {
	const truth = JSON.parse(readFileSync(new URL(name.replace(/log$/, 'json'), LAB), 'utf8')) as Truth;
	const reading = readText(name, readFileSync(new URL(name, LAB), 'utf8'));
	const incident = reading.incidents.find((one) => one.code === truth.code);
	if (!incident || truth.code !== 'E1000') return [];
	const analysis = analyse(incident, reading, CHIPS);
	return [{name, truth, analysis, facts: resolve(analysis.facts), listed: analysis.buffers.length > 0}];
});
const listed = cases.filter((one) => one.listed);

function number(facts: (typeof cases)[number]['facts'], name: string): {low: number; high: number} | undefined {
	const value = facts.get(name)?.value;
	return value?.kind === 'number' ? value.range : undefined;
}

it('takes all lab logs where they are there', () => {
	expect(cases.length > 30 && listed.length > 20).toBe(existsSync(LAB));
});

if (cases.length > 0) {
	describe('against what is known of the lab programs', () => {
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

		it('names batch, sequence, vocabulary and layers rightly in nine of ten cases', () => {
			const verdicts = listed.flatMap(({name, truth, facts}) =>
				judge(truth, facts).map((verdict) => ({name, ...verdict})),
			);
			const wrong = verdicts.filter((verdict) => !verdict.right);
			expect(verdicts.length).toBeGreaterThan(30);
			expect(wrong.length / verdicts.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.1);
		});
	});
}

/** Each role that was guessed, or that the program has: right or not. */
function judge(truth: Truth, facts: (typeof cases)[number]['facts']) {
	const {B, S, V, L} = truth.params;
	// Stacked only where the program scans over its layers; equal buffers are counted, which is no claim about layers.
	const count = facts.get('layers.count');
	const stacked =
		count?.origin.by === 'derivation' && count.origin.rule.includes('stacks')
			? number(facts, 'layers.count')?.low
			: undefined;
	const batch = number(facts, 'batch.size')?.low;
	const sequence = number(facts, 'sequence.length')?.low;
	const vocabulary = number(facts, 'vocabulary.size')?.low;
	const local = B === undefined ? [] : [B, B / truth.devices];
	// A head that sees tokens only has batch and sequence merged.
	const merged = S === undefined ? [] : local.map((extent) => extent * S);
	const tables = truth.family === 'embed';
	return [
		...(tables
			? []
			: [
					{
						role: 'batch',
						found: batch,
						right: B === undefined || B === 1 ? batch === undefined : [...local, ...merged].includes(batch ?? NaN),
					},
				]),
		{
			role: 'sequence',
			found: sequence,
			right: S === undefined || merged.includes(batch ?? NaN) ? sequence === undefined : sequence === S,
		},
		{role: 'vocabulary', found: vocabulary, right: vocabulary === V},
		...(stacked === undefined ? [] : [{role: 'layers', found: stacked, right: stacked === L}]),
	];
}
