/** Rates of remedies, estimates and plans in crashes with known truth; what every plan has to keep, in all of them. */
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {casesIn} from '../../bench/lab-cases.js';
import {FIGURES, score} from '../../bench/score.js';
import {checkPlan} from '../plan/check-plan.js';
import {report, SHARED, shared} from './shared.js';

describe.skipIf(!SHARED).each(['lab', 'corpus'])('%s', (folder) => {
	const playbook = playbookOfTree();
	const cases = casesIn(shared(folder));

	it('rates', () => {
		const {rates, misses} = score(cases, playbook);
		for (const name of FIGURES) report(`${folder} ${name}`, rates[name].hits, rates[name].all);
		for (const miss of misses) process.stdout.write(`  ${miss}\n`);
		expect(rates.hit3.percent).toBeGreaterThan(50);
	});

	it.each(cases)('$name: commands are accepted, figures are whole, every remedy gives a reason', ({name, text}) => {
		for (const diagnosis of diagnoseText(playbook, name, text)) checkPlan(diagnosis, playbook);
	});
});
