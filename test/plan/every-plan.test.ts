/** What every plan has to keep, tried on all logs of the project; `test/scores` tries it on more. */
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {checkPlan} from './check-plan.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const playbook = playbookOfTree();
const texts = ['test/fixtures/lab', 'test/fixtures/comparison', 'test/fixtures/probe', 'content/samples'].flatMap(
	(folder) =>
		readdirSync(path.join(ROOT, folder))
			.filter((file) => file.endsWith('.log'))
			.map((file) => ({name: file, text: readFileSync(path.join(ROOT, folder, file), 'utf8')})),
);

describe('plans for crashes', () => {
	it.each(texts)('$name: commands are accepted, figures are whole, every remedy gives a reason', ({name, text}) => {
		for (const diagnosis of diagnoseText(playbook, name, text)) checkPlan(diagnosis, playbook);
	});
});
