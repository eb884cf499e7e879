/** What every plan has to keep, tried on all logs of the project; `test/scores` tries it on more. */
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {typed} from '../../src/report/how.js';
import {projectLogs} from '../project-logs.js';
import {checkPlan} from './check-plan.js';

const playbook = playbookOfTree();
const texts = projectLogs(['test/fixtures/lab', 'test/fixtures/comparison', 'test/fixtures/probe', 'content/samples']);

describe('plans for crashes', () => {
	it.each(texts)('$name: commands are accepted, figures are whole, every remedy gives a reason', ({name, text}) => {
		for (const diagnosis of diagnoseText(playbook, name, text)) checkPlan(diagnosis, playbook);
	});

	it('print the estimate of the number that the edit names', () => {
		const steps = texts
			.slice(5)
			.flatMap(({name, text}) => diagnoseText(playbook, name, text).flatMap(({remedies}) => remedies));
		const checked = steps.flatMap((one) => {
			const [, parts] = /(\d+) (?:micro-batches|chunks)/.exec(one.estimate?.basis ?? '') ?? [];
			const code = typed(one);
			if (parts === undefined || !code) return [];
			const {from, assumed, to} = one.knob ?? {};
			const old = from ?? assumed;
			if (to === undefined) expect(code.text).toMatch(new RegExp(`\\b${parts}\\b`));
			else if (old !== undefined)
				expect(Math.round(Math.max(Number(to) / Number(old), Number(old) / Number(to)))).toBe(Number(parts));
			return [parts];
		});
		expect(new Set(checked).size).toBeGreaterThan(1);
	});
});
