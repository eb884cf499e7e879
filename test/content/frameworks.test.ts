import {beforeAll, describe, expect, it} from 'vitest';
import type {Framework} from '../../src/model/framework.js';
import type {Job} from '../../src/model/job.js';
import {settingOf} from '../../src/model/jobs-of.js';
import {readText} from '../../src/readers/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';

let frameworks: readonly Framework[];
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	({frameworks} = loaded.playbook);
});

describe('the tables of frameworks', () => {
	it('recognise their own samples and read in them what they say', () => {
		const wrong = frameworks.flatMap(({id, samples}) =>
			samples.flatMap(({line, is}) => {
				const job = jobIn(line);
				const want = Object.entries({framework: id, ...is});
				return want.filter(([key, text]) => said(job, key) !== text).map(([key]) => [line, key, said(job, key)]);
			}),
		);
		expect(wrong).toEqual([]);
	});

	it('do not take near misses for their own', () => {
		const wrong = frameworks.flatMap(({id, nearMisses}) =>
			nearMisses.filter((line) => said(jobIn(line), 'framework') === id).map((line) => [id, line]),
		);
		expect(wrong).toEqual([]);
	});

	it('each have samples and near misses', () => {
		const without = frameworks.filter(
			({id, samples, nearMisses}) => id !== 'any' && (samples.length === 0 || nearMisses.length === 0),
		);
		expect(without.map(({id}) => id)).toEqual([]);
	});
});

function jobIn(text: string): Job | undefined {
	return readText('job.log', `${text}\n`, frameworks).jobs?.[0];
}

function said(job: Job | undefined, key: string): string | undefined {
	if (key.startsWith('settings.')) return job && settingOf(job, key.slice('settings.'.length))?.text;
	return (job as Readonly<Record<string, {value: {text: string}} | undefined>> | undefined)?.[key]?.value.text;
}
