import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import {fill} from '../../src/engine/index.js';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import {diagnosisDocument, printPlain} from '../../src/report/index.js';
import {projectLogs} from '../project-logs.js';

const playbook = playbookOfTree();
const logs = projectLogs(['content/drills', 'content/samples', 'test/fixtures/lab']).map(
	({file, text}) => [file, text] as const,
);
const verdicts = Object.values(playbook.flow.nodes).filter((node) => node.kind === 'verdict');
// One log of each family is enough to hold every verdict against.
const families = ['a-near-miss.log', 'buffers-grew.log', 'two-orders.log', 'e1000-short.log'];

describe('the plan of every verdict', () => {
	it.each(verdicts.map((verdict) => [verdict.id, verdict] as const))(
		'%s: takes its steps from the stages, in order',
		(id, verdict) => {
			const here = {...playbook, flow: {...playbook.flow, start: id}};
			for (const [name, text] of logs.filter(([file]) => families.includes(file))) {
				for (const {remedies, plan} of diagnoseText(here, name, text)) {
					for (const {remedy, stage} of remedies) expect(verdict.stages[stage - 1]?.remedies).toContain(remedy.id);
					const steps = plan.restarts.flatMap((restart) => restart.steps).filter(({role}) => role === 'close');
					const listed = remedies.filter((one) => steps.some(({remedy}) => remedy.id === one.remedy.id));
					expect(steps.map(({remedy}) => remedy.id)).toEqual(listed.map(({remedy}) => remedy.id));
					const asked = steps.filter(({standing}) => standing === 'indicated').map(({stage}) => stage);
					expect(asked).toEqual(asked.toSorted((a, b) => a - b));
				}
			}
		},
	);

	it('ends with other hardware: nothing that changes the program comes after a larger chip', () => {
		for (const {id, stages} of verdicts) {
			const at = stages.findIndex(({remedies}) => remedies.includes('bigger-chip'));
			if (at < 0) continue;
			const after = stages.slice(at + 1).flatMap(({remedies}) => remedies);
			const changes = after.filter((one) => playbook.remedies.find((page) => page.id === one)?.role === 'change');
			expect([id, changes]).toEqual([id, changes.filter((one) => one === 'upgrade-library')]);
		}
	});
});

/** Statements of which one report may make one at most. */
const EXCLUSIVE: readonly (readonly [RegExp, RegExp])[] = [
	[/neither [^.]* is excessive/i, /each of the two needs more than there is/i],
	[/list of buffers is missing/i, /evidence lists the largest buffers\./i],
	[/larger than what is free/i, /enough is free/i],
	[/almost never a lack of hardware/i, /Move to a chip with more HBM \(bigger-chip\)\n/],
	[/No single buffer takes more than half/, /One buffer takes more than half of HBM\b(?!\.? That)/],
	[/not a lack of memory/i, /failure is a lack of memory/i],
];

describe('a report', () => {
	const print = (diagnosis: Diagnosis): string =>
		printPlain(
			diagnosisDocument(diagnosis, {playbook, detail: 'full', fill: (template, {walk}) => fill(template, walk.facts)}),
			{width: 100, colour: false},
		);

	it.each(logs)('of %s has no raw template and no two statements that exclude each other', (name, text) => {
		for (const diagnosis of diagnoseText(playbook, name, text)) {
			const report = print(diagnosis);
			expect(report).not.toMatch(/\[\[|\{[a-z]+\.[a-z_.]+\}|\(not known\)/);
			for (const [one, other] of EXCLUSIVE) {
				expect([one.test(report) && other.test(report), String(one), String(other)]).toEqual([
					false,
					String(one),
					String(other),
				]);
			}
		}
	});
});

describe('a stage for two sides at once', () => {
	const TWO_SIDES =
		'RESOURCE_EXHAUSTED: E1000: CompileTimeHbmOom: TPU TensorCore Hbm usage: 120.00G, SparseCore Hbm usage 130.00G, exceeding available bytes: 95.74G';

	it('puts the first of each side into the first restart', () => {
		const [diagnosis] = diagnoseText(playbook, 'two-sides.log', TWO_SIDES);
		const [first] = diagnosis?.plan.restarts ?? [];
		const sides = first?.steps.filter(({role}) => role === 'close').map(({remedy}) => remedy.kind);
		expect(sides).toEqual(['sparsecore_tables', expect.not.stringMatching(/sparsecore/)]);
	});
});
