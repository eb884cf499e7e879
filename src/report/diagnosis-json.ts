import type {Diagnosis, KnobAdvice, KnobNames, RankedRemedy, Standing} from '../model/diagnosis.js';
import {resolve, type Fact} from '../model/fact.js';
import type {FailureClass} from '../model/flow.js';
import type {Allocation, EvidenceInfo, Reading} from '../model/incident.js';
import {jobIndex, jobsJson, type JsonJob} from './job-json.js';
import type {Interval} from '../model/interval.js';
import type {Safety} from '../model/remedy.js';
import {jobOfIncident} from '../model/jobs-of.js';
import type {Measurement} from '../model/session.js';
import {typed} from './how.js';
import {programJson} from './what-if-json.js';
import {fingerprintOf} from './fleet/fingerprint.js';

/** A range of bytes or numbers: `[low, high]`, both included. */
export type JsonRange = readonly [number, number];

/** A fact: its text as printed; bytes for a size, a range for a number; the line for what a reader found. */
export interface JsonFact {
	readonly text: string;
	readonly bytes?: JsonRange;
	readonly range?: JsonRange;
	readonly line?: number;
	readonly by: Fact['origin']['by'];
}

/** The setting that carries a remedy out in the user's framework; `how` is the command with the change applied, or lines of code. */
export type JsonKnob = Omit<KnobAdvice, 'line' | 'code' | 'note'>;

export interface JsonRemedy {
	readonly id: string;
	readonly kind: string;
	readonly title: string;
	readonly standing: Standing;
	readonly role: RankedRemedy['role'];
	readonly rank: number;
	/** Number of the verdict's stage that it belongs to, from 1. */
	readonly stage: number;
	readonly safety: Safety;
	readonly estimate?: {readonly low: number; readonly high: number; readonly basis: string};
	readonly because: readonly string[];
	readonly citations: readonly string[];
	readonly decision?: string;
	readonly note?: string;
	/** The setting that carries it out in the user's framework. */
	readonly knob?: JsonKnob;
	readonly names?: readonly KnobNames[];
	/** What to type where the knob does not say it: lines of code or a command, as the report prints them. */
	readonly edit?: string;
	/** What the compiler said of this remedy alone. */
	readonly measured?: Measurement;
}

export interface JsonIncident {
	readonly code: string;
	readonly name?: string;
	readonly title: string;
	readonly space?: string;
	readonly at: {readonly evidence: string; readonly line: number};
	/** Its place among `jobs`, where there are several. */
	readonly job?: number;
	readonly occurrences: number;
	readonly hosts: readonly string[];
	readonly facts: Readonly<Record<string, JsonFact>>;
	readonly allocations: readonly Allocation[];
	readonly arguments: readonly Allocation[];
	readonly allocationCause?: 'capacity' | 'fragmentation' | 'unknown';
	/** The arrays of the program, its 200 largest; absent where only a log is known. */
	readonly program?: ReturnType<typeof programJson>;
	readonly scenario: string;
	/** The same for the same failure on every host, day and size of batch: `v1:` and sixteen digits. */
	readonly fingerprint: string;
	readonly verdict: {readonly id: string; readonly title: string};
	readonly class?: FailureClass;
	/** Whether the same run, started again unchanged, may succeed. */
	readonly retryable: boolean;
	readonly because: readonly string[];
	readonly missing: readonly string[];
	readonly questions: readonly {
		readonly id: string;
		readonly answer?: string;
		readonly by: 'evidence' | 'user' | 'unsure' | 'open';
		/** What an open one can be answered with, in the words of `--answers`. */
		readonly options?: readonly string[];
		/** The open one as a person reads it: the question, why it is asked, how to find out, and the words of each option. */
		readonly ask?: string;
		readonly why?: string;
		readonly how?: string;
		readonly labels?: Readonly<Record<string, string>>;
	}[];
	readonly remedies: readonly JsonRemedy[];
	/** `steps` are those of all `restarts`, in order; carry out one restart at a time. */
	readonly plan: {
		readonly toFree?: JsonRange;
		readonly steps: readonly string[];
		readonly restarts: readonly (readonly string[])[];
		readonly uncovered?: JsonRange;
	};
}

/** The JSON of `diagnose`; `diagnosis.schema.json` beside this file is its published schema. */
export interface DiagnosisJson {
	readonly schema: 'xla-triage.diagnosis/1';
	readonly tool: {readonly name: 'xla-triage'; readonly version: string; readonly playbook: string};
	readonly evidence: readonly Pick<EvidenceInfo, 'name' | 'bytes' | 'lines' | 'unshown'>[];
	/** The job of the first incident; absent where nothing is known of it. */
	readonly job?: JsonJob;
	/** All jobs, where there are several. */
	readonly jobs?: readonly JsonJob[];
	readonly incidents: readonly JsonIncident[];
	readonly routed: readonly {
		readonly kind: string;
		readonly at: {readonly evidence: string; readonly line: number};
		readonly advice: string;
	}[];
}

export interface JsonContext {
	readonly version: string;
	readonly edition: string;
	/** The title of a code's page. */
	readonly title: (diagnosis: Diagnosis) => string;
	/** What to do about a failure that is not XLA:TPU's. */
	readonly advice: (kind: string) => string;
	/** A text of a question with the facts of a diagnosis in it. */
	readonly fill: (template: string, diagnosis: Diagnosis) => string;
}

/** Everything that was found in the evidence, for programs. The same evidence and playbook give the same bytes. */
export function diagnosisJson(reading: Reading, diagnoses: readonly Diagnosis[], context: JsonContext): DiagnosisJson {
	return {
		schema: 'xla-triage.diagnosis/1',
		tool: {name: 'xla-triage', version: context.version, playbook: context.edition},
		evidence: reading.evidence.map(({name, bytes, lines, unshown}) => ({
			name,
			bytes,
			lines,
			...(unshown !== undefined && {unshown}),
		})),
		...jobsJson(reading),
		incidents: diagnoses.map((diagnosis) => incidentJson(diagnosis, reading, context)),
		routed: reading.routed.map(({kind, at}) => ({
			kind,
			at: {evidence: at.evidence, line: at.line},
			advice: context.advice(kind),
		})),
	};
}

function incidentJson(diagnosis: Diagnosis, reading: Reading, context: JsonContext): JsonIncident {
	const {analysis, walk, plan} = diagnosis;
	const {incident} = analysis;
	const restarts = plan.restarts.map(({steps}) => steps.map(({remedy}) => remedy.id));
	const facts = resolve([...walk.facts, ...analysis.facts]);
	const name = facts.get('error.name')?.value.text;
	return {
		code: incident.code,
		...(name === undefined ? {} : {name}),
		title: context.title(diagnosis),
		...(incident.space === undefined ? {} : {space: incident.space}),
		at: {evidence: incident.at.evidence, line: incident.at.line},
		...jobIndex(reading, incident),
		occurrences: incident.occurrences,
		hosts: incident.hosts,
		facts: Object.fromEntries(
			[...facts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, fact]) => [key, factJson(fact)]),
		),
		allocations: incident.allocations,
		arguments: incident.arguments,
		...(analysis.allocationCause === undefined ? {} : {allocationCause: analysis.allocationCause}),
		...(incident.program && {program: programJson(incident.program, MOST_TERMS)}),
		scenario: diagnosis.verdict.verdict,
		fingerprint: fingerprintOf(diagnosis, jobOfIncident(reading, incident)),
		verdict: {id: diagnosis.verdict.id, title: diagnosis.verdict.title},
		...(diagnosis.verdict.class ? {class: diagnosis.verdict.class} : {}),
		retryable: diagnosis.verdict.retryable,
		because: diagnosis.because,
		missing: diagnosis.missing,
		questions: questionsJson(diagnosis, context),
		remedies: diagnosis.remedies.map(remedyJson),
		plan: {
			...(plan.toFree ? {toFree: range(plan.toFree)} : {}),
			steps: restarts.flat(),
			restarts,
			...(plan.uncovered ? {uncovered: range(plan.uncovered)} : {}),
		},
	};
}

/** Pieces of memory that are printed; smaller ones say little. */
const MOST_TERMS = 200;

function factJson({value, origin}: Fact): JsonFact {
	return {
		text: value.text,
		...(value.kind === 'size' ? {bytes: range(value.bytes)} : {}),
		...(value.kind === 'number' ? {range: [value.range.low, value.range.high] as const} : {}),
		...(origin.by === 'reader' ? {line: origin.place.line} : {}),
		by: origin.by,
	};
}

/** Questions that were settled, and the one that is open, if any. One whose every answer leads to the same end is none. */
function questionsJson(diagnosis: Diagnosis, {fill}: JsonContext): JsonIncident['questions'] {
	const {walk} = diagnosis;
	const settled = walk.trail.flatMap(({node, option, by}) =>
		by === 'moot' ? [] : [{id: node.id, ...(option === undefined ? {} : {answer: option}), by}],
	);
	if (walk.at.kind !== 'question') return settled;
	const {id, options, ask, why, how} = walk.at;
	const open = {
		id,
		by: 'open' as const,
		options: [...options.map((option) => option.id), 'unsure'],
		ask: fill(ask, diagnosis),
		why: fill(why, diagnosis),
		how: fill(how, diagnosis),
		labels: Object.fromEntries(options.map((option) => [option.id, option.label])),
	};
	return [...settled, open];
}

function remedyJson(ranked: RankedRemedy): JsonRemedy {
	const {remedy, estimate} = ranked;
	const edit = typed(ranked)?.text;
	return {
		id: remedy.id,
		kind: remedy.kind,
		title: remedy.title,
		standing: ranked.standing,
		role: ranked.role,
		rank: ranked.rank,
		stage: ranked.stage,
		safety: remedy.safety,
		...(estimate
			? {estimate: {low: Math.round(estimate.low), high: Math.round(estimate.high), basis: estimate.basis}}
			: {}),
		because: ranked.because,
		citations: ranked.citations.map((citation) => citation.source),
		...(ranked.decision ? {decision: ranked.decision} : {}),
		...(ranked.note ? {note: ranked.note} : {}),
		...knobJson(ranked),
		...(ranked.names && {names: ranked.names}),
		...(edit !== undefined && edit !== ranked.knob?.how && {edit}),
		...(ranked.measured ? {measured: ranked.measured} : {}),
	};
}

function knobJson({knob}: RankedRemedy): Pick<JsonRemedy, 'knob'> {
	if (!knob) return {};
	const {key, from, assumed, to, also, how, each} = knob;
	return {
		knob: {
			key,
			...(from !== undefined && {from}),
			...(assumed !== undefined && {assumed}),
			...(to !== undefined && {to}),
			...(also && {also}),
			how,
			...(each !== undefined && {each}),
		},
	};
}

/** Bytes are whole: the range of whole bytes inside a computed range. */
function range(bytes: Interval): JsonRange {
	return [Math.round(bytes.low), Math.round(bytes.high)];
}
