import type {Fact} from '../model/fact.js';
import type {Incident, Reading} from '../model/incident.js';
import type {Job} from '../model/job.js';
import {isKnownJob, jobOfIncident, settingOf} from '../model/jobs-of.js';

/** Something known of a job: as printed, and its line where it was read. */
export interface JsonSaid {
	readonly text: string;
	readonly line?: number;
}

export interface JsonSetting extends JsonSaid {
	/** As the framework spells it. */
	readonly key: string;
	readonly line: number;
	/** Other values that were printed for it, in order. */
	readonly also?: readonly {readonly text: string; readonly key: string; readonly line: number}[];
}

/** What was running. Absent keys are unknown. */
export interface JsonJob {
	readonly evidence?: string;
	readonly framework?: JsonSaid;
	readonly engine?: JsonSaid;
	readonly workload?: JsonSaid;
	readonly phase?: JsonSaid;
	readonly step?: JsonSaid;
	readonly command?: JsonSaid;
	readonly settings: Readonly<Record<string, JsonSetting>>;
	readonly versions: Readonly<Record<string, JsonSaid>>;
	readonly flags: Readonly<Record<string, JsonSaid>>;
	readonly recovered?: JsonSaid;
	readonly hbmGrowth?: JsonSaid;
	readonly userFrame?: JsonSaid;
}

/** `job`, and `jobs` where there are several. */
export function jobsJson(reading: Reading): {readonly job?: JsonJob; readonly jobs?: readonly JsonJob[]} {
	const known = knownJobs(reading);
	const [first] = reading.incidents;
	const job = (first && jobOfIncident(reading, first)) ?? known[0];
	return {
		...(job && isKnownJob(job) && {job: jobJson(job)}),
		...(known.length > 1 && {jobs: known.map((one) => ({evidence: one.evidence, ...jobJson(one)}))}),
	};
}

/** The place of an incident's job among `jobs`. */
export function jobIndex(reading: Reading, incident: Incident): {readonly job?: number} {
	const known = knownJobs(reading);
	const job = jobOfIncident(reading, incident);
	const index = job ? known.indexOf(job) : -1;
	return known.length > 1 && index >= 0 ? {job: index} : {};
}

function knownJobs({jobs = []}: Reading): readonly Job[] {
	return jobs.filter(isKnownJob);
}

function jobJson(job: Job): JsonJob {
	const {framework, engine, workload, phase, step, command, recovered, hbmGrowth, userFrame} = job;
	const facts = {framework, engine, workload, phase, step, command, recovered, hbmGrowth, userFrame};
	return {
		...Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => (fact ? [[name, saidJson(fact)]] : []))),
		settings: settingsJson(job),
		versions: allJson(job.versions),
		flags: allJson(job.flags),
	};
}

function settingsJson(job: Job): JsonJob['settings'] {
	const {settings} = job;
	const names = [...new Set(settings.map(({name}) => name))].sort();
	return Object.fromEntries(
		names.flatMap((name) => {
			const all = settings.filter((one) => one.name === name);
			const chosen = settingOf(job, name);
			if (!chosen) return [];
			const also = all
				.filter((one) => one !== chosen && one.text !== chosen.text)
				.map(({text, key, line}) => ({text, key, line}));
			const {text, key, line} = chosen;
			return [[name, {text, key, line, ...(also.length > 0 && {also})}]];
		}),
	);
}

function allJson(facts: Readonly<Record<string, Fact>>): Readonly<Record<string, JsonSaid>> {
	return Object.fromEntries(
		Object.entries(facts)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([name, fact]) => [name, saidJson(fact)]),
	);
}

function saidJson({value, origin}: Fact): JsonSaid {
	return {text: value.text, ...(origin.by === 'reader' && {line: origin.place.line})};
}
