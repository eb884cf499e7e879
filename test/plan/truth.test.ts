/** The promises of the plan, held against crashes with known truth where they are there: see bench/calibration.ts. */
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {casesIn} from '../../bench/lab-cases.js';
import {score} from '../../bench/score.js';
import {acceptanceOf} from '../../src/plan/flag-acceptance.js';
import {flagCommand} from '../../src/plan/flag-command.js';
import {planSettings, shellSnippet} from '../../src/plan/shell-snippet.js';

const SHARED = path.resolve(import.meta.dirname, '../../../shared');
const lab = casesIn(path.join(SHARED, 'lab'));
const corpus = casesIn(path.join(SHARED, 'corpus'));
const playbook = playbookOfTree();

/** Least per cent for each figure. */
const LAB = {
	hit1: 80,
	hit3: 96,
	root3: 85,
	precise: 82,
	kept: 97,
	short3: 85,
	listFirst: 100,
	estimated: 60,
	within: 90,
	closesTrue: 90,
} as const;

for (const [folder, cases, least] of [
	['the lab', lab, LAB],
	['the corpus', corpus, {hit3: 70}],
] as const) {
	if (cases.length === 0) continue;
	describe(`against ${folder}`, () => {
		const {rates, misses} = score(cases, playbook);
		it.each(Object.entries(least))('%s is at least %d', (name, percent) => {
			expect(rates[name as keyof typeof rates].percent, misses.join('\n')).toBeGreaterThanOrEqual(percent);
		});
	});
}

/** Text of the tests' own making, so that the laws below are tried in any checkout. */
const SHORT =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory on HBM, the total memory required for HLO temporaries (16.49G) exceeds available HBM (15.75G).\n';

describe('plans for crashes', () => {
	const texts = [{name: 'short', text: SHORT}, ...lab, ...corpus];

	it.each(texts)('$name: commands are accepted, figures are whole, every remedy gives a reason', ({name, text}) => {
		for (const diagnosis of diagnoseText(playbook, name, text)) {
			for (const setting of planSettings(diagnosis.plan, playbook.flags)) {
				expect(acceptanceOf(setting, playbook.flags), setting.name).toMatchObject({ok: true});
				expect(flagCommand([setting], [], playbook.flags).warnings).toEqual([]);
			}
			const script = shellSnippet(diagnosis.plan, [], playbook.flags);
			for (const line of script.split('\n')) expect(line).toMatch(/^(#.*|export \w+=".*"|)$/);
			for (const {estimate, because, citations} of diagnosis.remedies) {
				expect(because.join('')).not.toBe('');
				expect(citations.length).toBeGreaterThan(0);
				if (!estimate) continue;
				expect(Number.isInteger(estimate.low) && Number.isInteger(estimate.high)).toBe(true);
				expect(estimate.low).toBeLessThanOrEqual(estimate.high);
				expect(estimate.basis).toMatch(/\d/);
			}
			const ranks = diagnosis.remedies.map((one) => one.rank);
			expect(ranks).toEqual(ranks.map((_, index) => index + 1));
		}
	});
});
