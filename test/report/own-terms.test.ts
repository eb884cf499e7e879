// No report names another command, file or framework than those of the job.
import {beforeAll, describe, expect, it} from 'vitest';
import {diagnoseReading, jsonContext, reportContext, type Desk} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {inOwnTerms} from '../../src/job/advice.js';
import {readText} from '../../src/readers/index.js';
import {diagnosisJson, oneScreen} from '../../src/report/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {JOB_LOGS} from '../readers/job-logs.js';

let desk: Desk;
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	desk = {playbook: loaded.playbook, conditions: createConditions(loaded.playbook.facts)};
});

describe('a report in the terms of the job', () => {
	it.each(JOB_LOGS.filter(({is}) => is['framework'] !== undefined && is['framework'] !== 'jax'))(
		'names its own command and file: $name',
		({text}) => {
			const reading = readText('host-3.log', text, desk.playbook.frameworks);
			for (const diagnosis of diagnoseReading(desk, reading)) {
				const {fill} = reportContext(desk, 'plan');
				const report = oneScreen(diagnosis, {fill, log: 'host-3.log', also: []}, {width: 100, colour: false});
				expect(report).not.toMatch(/python train\.py|\btrain\.log\b/);
				expect(report).not.toMatch(/jax\.checkpoint\(|optax\.MultiSteps/);
			}
		},
	);

	it.each(JOB_LOGS.filter(({text}) => /^\+ python3? /m.test(text)))('has pages in its own words: $name', ({text}) => {
		const [job] = readText('host-3.log', text, desk.playbook.frameworks).jobs ?? [];
		for (const page of desk.playbook.remedies) {
			const {remedy} = inOwnTerms(page, job, desk.playbook.frameworks);
			const own = JSON.stringify([remedy.body, remedy.edit]);
			expect(own, page.id).not.toMatch(/\btrain\.log\b/);
			if (!/python train\.py/.test(text)) expect(own, page.id).not.toMatch(/python train\.py/);
		}
	});

	it('changes the setting in the command of the log, and says from which value', () => {
		const text = JOB_LOGS[0]?.text ?? '';
		const reading = readText('host-3.log', text, desk.playbook.frameworks);
		const [incident] = diagnosisJson(reading, diagnoseReading(desk, reading), jsonContext(desk)).incidents;
		const knobs = incident?.remedies.flatMap(({id, knob}) => (knob && id === 'reduce-batch' ? [knob] : []));
		expect(knobs).toMatchObject([{key: 'per_device_batch_size', from: '6', to: '3'}]);
		expect(knobs?.[0]?.how).toMatch(/^python3 MaxText\/train\.py .* per_device_batch_size=3 ici_fsdp/);
	});
});
