import type {Fact} from './fact.js';
import type {Incident, Reading} from './incident.js';
import type {Job, Setting} from './job.js';
import {wholeModelFacts} from './whole-model.js';

/** The job that an incident happened in: that of its part of its file. */
export function jobOfIncident(reading: Pick<Reading, 'jobs'>, {at}: Pick<Incident, 'at'>): Job | undefined {
	return reading.jobs?.find(({evidence, lines}) => evidence === at.evidence && isWithin(lines, at.line));
}

/** Whether a line is in a job's part of the evidence. */
export function isWithin([from, to]: Job['lines'], line: number): boolean {
	return line >= from && (to === null || line <= to);
}

/** Whether anything is known of a job. */
export function isKnownJob(job: Job): boolean {
	const {framework, workload, phase, step, command, recovered, hbmGrowth, userFrame} = job;
	const facts = [framework, workload, phase, step, command, recovered, hbmGrowth, userFrame];
	return (
		facts.some((fact) => fact !== undefined) ||
		job.settings.length > 0 ||
		Object.keys(job.versions).length > 0 ||
		Object.keys(job.flags).length > 0
	);
}

/** The value of a setting that was in force: of the key that says most, the last one before the failure. */
export function settingOf(
	{settings, failedAt = Infinity}: Pick<Job, 'settings' | 'failedAt'>,
	name: string,
): Setting | undefined {
	const all = settings.filter((one) => one.name === name);
	const earlier = all.filter(({line}) => line <= failedAt);
	const known = earlier.length > 0 ? earlier : all;
	const rank = Math.min(...known.map((one) => one.rank));
	return known.findLast((one) => one.rank === rank);
}

/** What is known of a job as facts: `job.phase`, `settings.batch.per_device`. */
export function jobFacts(job: Job): readonly Fact[] {
	const {framework, engine, workload, phase, step, command, recovered, hbmGrowth, userFrame} = job;
	const names = [...new Set(job.settings.map(({name}) => name))].sort();
	return [
		...[framework, engine, workload, phase, step, command, recovered, hbmGrowth, userFrame].flatMap(
			(fact) => fact ?? [],
		),
		...flagsOf(job),
		...wholeModelFacts(job, (name) => settingOf(job, name)),
		...names.flatMap((name): readonly Fact[] => {
			const setting = settingOf(job, name);
			if (!setting) return [];
			const place = {evidence: job.evidence, line: setting.line, quote: `${setting.key}: ${setting.text}`};
			return [
				{
					name: `settings.${name}`,
					value: {kind: 'text', text: setting.text},
					origin: {by: 'reader', reader: 'job', place},
				},
			];
		}),
	];
}

/** `flags.words`: `LIBTPU_INIT_ARGS=--xla_…`, where the log shows variables with flags. */
function flagsOf({flags}: Job): readonly Fact[] {
	const shown = Object.entries(flags).sort(([a], [b]) => (a < b ? -1 : 1));
	const [first] = shown;
	if (!first) return [];
	const text = shown.map(([name, {value}]) => `${name}=${value.text}`).join(' ');
	return [{name: 'flags.words', value: {kind: 'text', text}, origin: first[1].origin}];
}
