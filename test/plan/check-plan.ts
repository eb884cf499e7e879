import {expect} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import type {Playbook} from '../../src/model/playbook.js';
import {acceptanceOf} from '../../src/plan/flag-acceptance.js';
import {flagCommand} from '../../src/plan/flag-command.js';
import {planSettings, shellSnippet} from '../../src/plan/shell-snippet.js';

/** What every plan has to keep: accepted commands, whole figures, a reason for each remedy. */
export function checkPlan(diagnosis: Diagnosis, playbook: Playbook): void {
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
