import type {Diagnosis} from '../../model/diagnosis.js';
import type {FailureClass} from '../../model/flow.js';
import {resolve, type Fact} from '../../model/fact.js';
import type {Reading} from '../../model/incident.js';
import {jobOfIncident} from '../../model/jobs-of.js';
import {neutraliseLine} from '../../model/neutral.js';
import {outcomeOf, routedOutcome} from './failure-class.js';
import {fingerprintOf} from './fingerprint.js';

/**
 * What became of one input, flat: every value is a text, a number or a truth, so that a row of BigQuery or a line of Loki holds
 * it as it is. Keys that are not known are absent. Sizes are in bytes, the lowest that the printed figure can stand for.
 */
export interface FailureRecord {
	readonly schema: 'xla-triage.record/1';
	/** The file as it was named, or `stdin`. */
	readonly input: string;
	/** The job inside the input, where it holds several. */
	readonly job?: string;
	/** diagnosed: a failure of XLA:TPU · not_tpu: only failures of others · nothing: none · unreadable: see `error`. */
	readonly outcome: 'diagnosed' | 'not_tpu' | 'nothing' | 'unreadable';
	readonly code?: string;
	readonly name?: string;
	readonly title?: string;
	readonly scenario?: string;
	readonly verdict?: string;
	readonly fingerprint?: string;
	readonly class?: FailureClass;
	/** Whether the same job, started again unchanged, may get further. */
	readonly retryable?: boolean;
	readonly phase?: string;
	readonly workload?: string;
	readonly framework?: string;
	readonly chip?: string;
	readonly program?: string;
	/** 1-based line of the message. */
	readonly line?: number;
	/** How often this failure was printed. */
	readonly occurrences?: number;
	/** Failures of XLA:TPU in the input; the first, which is the first cause, is the one that is described. */
	readonly incidents?: number;
	/** Hosts that printed it, joined by commas. */
	readonly hosts?: string;
	/** Time of the message in ISO 8601, where its line bears a date. */
	readonly seen?: string;
	readonly used_bytes?: number;
	readonly capacity_bytes?: number;
	readonly over_bytes?: number;
	readonly to_free_bytes?: number;
	/** Id of the remedy to begin with, its title, and all steps of the plan in order, joined by commas. */
	readonly first_step?: string;
	readonly first_step_title?: string;
	readonly steps?: string;
	readonly closes?: string;
	/** A failure that is not XLA:TPU's, and what to do about it. */
	readonly routed?: string;
	readonly advice?: string;
	readonly error?: string;
	readonly tool_version: string;
	readonly playbook: string;
}

export interface RecordContext {
	readonly version: string;
	readonly edition: string;
	readonly title: (diagnosis: Diagnosis) => string;
	readonly advice: (kind: string) => string;
	/** Title of a verdict with its facts filled in. */
	readonly verdict: (diagnosis: Diagnosis) => string;
}

/** What an input is called. */
export interface InputName {
	readonly input: string;
	readonly job?: string;
}

/** One record for each failure of XLA:TPU in a reading, in order of appearance; a reading without any is one record. */
export function recordsOf(
	name: InputName,
	reading: Reading,
	diagnoses: readonly Diagnosis[],
	context: RecordContext,
): readonly [FailureRecord, ...FailureRecord[]] {
	const records = diagnoses.map((diagnosis) => diagnosedRecord(name, reading, diagnosis, diagnoses.length, context));
	const [first, ...rest] = records;
	return first ? [first, ...rest] : [undiagnosedRecord(name, reading, context)];
}

/** The record of an input that could not be read. */
export function unreadableRecord(
	name: InputName,
	error: string,
	context: Pick<RecordContext, 'version' | 'edition'>,
): FailureRecord {
	return {...head(name, 'unreadable'), error, ...tail(context)};
}

function diagnosedRecord(
	name: InputName,
	reading: Reading,
	diagnosis: Diagnosis,
	incidents: number,
	context: RecordContext,
): FailureRecord {
	const {analysis, walk, plan, verdict} = diagnosis;
	const {incident} = analysis;
	const job = jobOfIncident(reading, incident);
	const facts = resolve([...walk.facts, ...analysis.facts, ...reading.facts]);
	const steps = plan.restarts.flatMap((restart) => restart.steps.map((step) => step.remedy));
	const [step] = steps;
	return known({
		...head(name, 'diagnosed'),
		code: incident.code,
		name: textOf(facts, 'error.name'),
		title: context.title(diagnosis),
		scenario: verdict.verdict,
		verdict: context.verdict(diagnosis),
		fingerprint: fingerprintOf(diagnosis, job),
		...outcomeOf(diagnosis),
		phase: job?.phase?.value.text,
		workload: job?.workload?.value.text,
		framework: job?.framework?.value.text,
		chip: textOf(facts, 'chip.id'),
		program: textOf(facts, 'program.name'),
		line: incident.at.line,
		occurrences: incident.occurrences,
		incidents,
		hosts: joined(incident.hosts),
		seen: timeIn(incident.at.quote),
		used_bytes: lowBytes(facts, 'hbm.used'),
		capacity_bytes: lowBytes(facts, 'hbm.capacity'),
		over_bytes: lowBytes(facts, 'hbm.over'),
		to_free_bytes: plan.toFree && Math.round(plan.toFree.low),
		first_step: step?.id,
		first_step_title: step?.title,
		steps: joined(steps.map(({id}) => id)),
		closes: plan.closes,
		routed: reading.routed[0]?.kind,
		...tail(context),
	});
}

function undiagnosedRecord(name: InputName, reading: Reading, context: RecordContext): FailureRecord {
	const [routed] = reading.routed;
	if (!routed) return {...head(name, 'nothing'), ...tail(context)};
	return known({
		...head(name, 'not_tpu'),
		...routedOutcome(reading),
		framework: reading.jobs?.find(({framework}) => framework)?.framework?.value.text,
		line: routed.at.line,
		seen: timeIn(routed.at.quote),
		routed: routed.kind,
		advice: context.advice(routed.kind),
		...tail(context),
	});
}

function head(
	{input, job}: InputName,
	outcome: FailureRecord['outcome'],
): Pick<FailureRecord, 'schema' | 'input' | 'job' | 'outcome'> {
	return {schema: 'xla-triage.record/1', input: neutraliseLine(input), ...(job === undefined ? {} : {job}), outcome};
}

function tail({
	version,
	edition,
}: Pick<RecordContext, 'version' | 'edition'>): Pick<FailureRecord, 'tool_version' | 'playbook'> {
	return {tool_version: version, playbook: edition};
}

/** Without the keys whose value is not known. */
function known(record: {readonly [Key in keyof FailureRecord]: FailureRecord[Key] | undefined}): FailureRecord {
	return Object.fromEntries(
		Object.entries(record).filter(([, value]) => value !== undefined),
	) as unknown as FailureRecord;
}

function textOf(facts: ReadonlyMap<string, Fact>, name: string): string | undefined {
	return facts.get(name)?.value.text;
}

function lowBytes(facts: ReadonlyMap<string, Fact>, name: string): number | undefined {
	const value = facts.get(name)?.value;
	return value?.kind === 'size' ? Math.round(value.bytes.low) : undefined;
}

function joined(words: readonly string[]): string | undefined {
	return words.length === 0 ? undefined : words.join(',');
}

/** A full date and time, as UTC where no zone is named. */
function timeIn(line: string): string | undefined {
	const [, day, time, zone] =
		/(\d{4}[-/]\d\d[-/]\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)\s?(Z|UTC|[+-]\d\d:?\d\d)?/.exec(line) ?? [];
	if (day === undefined || time === undefined) return undefined;
	const offset = zone === undefined || zone === 'UTC' ? 'Z' : zone;
	return `${day.replaceAll('/', '-')}T${time.replace(',', '.')}${offset}`;
}
