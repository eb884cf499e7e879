import {describe, expect, it} from 'vitest';
import {analyse} from '../src/analysis/index.js';
import {readPlays, testPlays} from '../src/cli/plays/index.js';
import {printFailure} from '../src/cli/plays/print.js';
import {createConditions, walk} from '../src/engine/index.js';
import {printComplaint} from '../src/playbook/index.js';
import {readText} from '../src/readers/index.js';
import {playEvidence} from '../src/store/playbook-plays.js';
import {playsOf, projectPlaybook, ROOT} from './playbook/folder.js';
import {projectLogs} from './project-logs.js';

const {plays, complaints} = readPlays(playsOf(ROOT));
const playbook = projectPlaybook();
const {flow, facts} = playbook;
const conditions = createConditions(facts);
const {outcomes, shares} = testPlays(playbook, plays, playEvidence(ROOT));

describe('plays', () => {
	it('are there, and have the form of plays', () => {
		expect(plays.length).toBeGreaterThan(0);
		expect(complaints.map(printComplaint)).toEqual([]);
	});

	it.each(outcomes.map((outcome) => [outcome.file, outcome] as const))('%s', (_, {failures, count}) => {
		expect(failures.map(printFailure)).toEqual([]);
		expect(count).toBeGreaterThan(0);
	});

	it.each(shares)('come to all $what', ({missing}) => {
		expect(missing).toEqual([]);
	});
});

const LOGS = projectLogs(['test/fixtures/lab', 'test/fixtures/comparison', 'content/samples']);

describe.each(LOGS)('$name', ({name, text}) => {
	it('walks to its own verdict family, and every question on the way can be answered', () => {
		const reading = readText(name, text);
		expect(reading.incidents.length).toBeGreaterThan(0);
		for (const incident of reading.incidents) {
			const ledger = {facts: analyse(incident, reading, playbook).facts, answers: new Map<string, string>()};
			const {at, trail} = walk(flow, ledger, conditions, {open: 'pass'});
			expect(at.kind).toBe('verdict');
			expect(trail[0]).toMatchObject({node: {id: 'triage/start'}, by: 'evidence'});
			// No matter what a person answers to what is open, the walk goes on to a verdict.
			for (const {node, by} of trail) {
				if (by !== 'open') continue;
				for (const option of [...node.options.map(({id}) => id), 'unsure']) {
					const answers = new Map([[node.id, option]]);
					expect(walk(flow, {...ledger, answers}, conditions, {open: 'pass'}).at.kind).toBe('verdict');
				}
			}
		}
	});
});
