/** What every plan has to keep, tried on all logs of the project; `test/scores` tries it on more. */
import {describe, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {projectLogs} from '../project-logs.js';
import {checkPlan} from './check-plan.js';

const playbook = playbookOfTree();
const texts = projectLogs(['test/fixtures/lab', 'test/fixtures/comparison', 'test/fixtures/probe', 'content/samples']);

describe('plans for crashes', () => {
	it.each(texts)('$name: commands are accepted, figures are whole, every remedy gives a reason', ({name, text}) => {
		for (const diagnosis of diagnoseText(playbook, name, text)) checkPlan(diagnosis, playbook);
	});
});
