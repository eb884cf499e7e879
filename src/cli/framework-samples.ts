import type {Framework} from '../model/framework.js';
import type {Job} from '../model/job.js';
import {settingOf} from '../model/jobs-of.js';
import type {Complaint} from '../model/playbook.js';
import {Complaints} from '../playbook/complaints.js';
import {readText} from '../readers/index.js';

/** What the samples and near misses of the tables of frameworks do not show as the tables say. */
export function sampleComplaints(frameworks: readonly Framework[]): readonly Complaint[] {
	const complaints = new Complaints();
	for (const {id, place, samples, nearMisses} of frameworks) {
		const add = (message: string, hint: string): void => complaints.add('framework-sample', place, message, hint);
		for (const {line, is} of samples) {
			const job = jobIn(line, frameworks);
			for (const [key, want] of Object.entries({framework: id, ...is})) {
				const got = said(job, key);
				if (got === want) continue;
				const what = key === 'framework' ? 'signs' : key.startsWith('settings.') ? 'settings' : `${key}s`;
				add(
					`The sample "${line}" shows ${got === undefined ? `no ${key}` : `${key} ${got}`}, not ${want}.`,
					`Correct the sample, or \`${what}\` of the table.`,
				);
			}
		}
		for (const line of nearMisses) {
			if (said(jobIn(line, frameworks), 'framework') !== id) continue;
			add(`The near miss "${line}" is recognised as ${id}.`, 'Make the `signs` longer, or give them less weight.');
		}
	}
	return complaints.sorted();
}

function jobIn(text: string, frameworks: readonly Framework[]): Job | undefined {
	return readText('job.log', `${text}\n`, frameworks).jobs?.[0];
}

/** A fact of a job by its name: `phase`, `settings.batch.per_device`. */
function said(job: Job | undefined, key: string): string | undefined {
	if (key.startsWith('settings.')) return job && settingOf(job, key.slice('settings.'.length))?.text;
	return (job as Readonly<Record<string, {value: {text: string}} | undefined>> | undefined)?.[key]?.value.text;
}
