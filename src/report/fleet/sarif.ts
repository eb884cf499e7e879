import {jsonText} from '../json-text.js';
import type {FailureRecord} from './record.js';

/** Records as SARIF 2.1.0: one result for each failure, one rule for each code, the fingerprint as a partial fingerprint. */
export function sarif(records: readonly FailureRecord[], version: string): string {
	const failures = records.filter(({outcome}) => outcome === 'diagnosed' || outcome === 'not_tpu');
	const unreadable = records.filter(({outcome}) => outcome === 'unreadable');
	const ids = [...new Set(failures.map(ruleId))].sort();
	return `${jsonText(
		{
			$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
			version: '2.1.0',
			runs: [
				{
					tool: {driver: {name: 'xla-triage', version, rules: ids.map((id) => rule(id, failures))}},
					invocations: [
						{
							executionSuccessful: unreadable.length === 0,
							toolExecutionNotifications: unreadable.map((record) => ({
								level: 'error',
								message: {text: record.error ?? 'It cannot be read.'},
								locations: [location(record)],
							})),
						},
					],
					results: failures.map((record) => result(record, ids)),
				},
			],
		},
		2,
	)}\n`;
}

function ruleId({code, routed}: FailureRecord): string {
	return code ?? `routed/${routed ?? 'unknown'}`;
}

function rule(id: string, failures: readonly FailureRecord[]): object {
	const one = failures.find((failure) => ruleId(failure) === id);
	return {id, shortDescription: {text: one?.title ?? one?.advice ?? id}};
}

function result(record: FailureRecord, ids: readonly string[]): object {
	const {fingerprint} = record;
	return {
		ruleId: ruleId(record),
		ruleIndex: ids.indexOf(ruleId(record)),
		level: record.outcome === 'diagnosed' ? 'error' : 'warning',
		message: {text: sentenceOf(record)},
		locations: [location(record)],
		...(fingerprint === undefined ? {} : {partialFingerprints: {'xla-triage/v1': fingerprint}}),
		properties: {...record},
	};
}

function location({input, job, line}: FailureRecord): object {
	return {
		physicalLocation: {
			artifactLocation: {uri: input.split('/').map(encodeURIComponent).join('/')},
			...(line === undefined ? {} : {region: {startLine: line}}),
		},
		...(job === undefined ? {} : {logicalLocations: [{name: job, kind: 'job'}]}),
	};
}

/** What happened and what to do first, in one or two sentences. */
export function sentenceOf(record: FailureRecord): string {
	if (record.error !== undefined) return record.error;
	if (record.code === undefined) return record.advice ?? 'No failure of XLA:TPU was recognised.';
	const first = record.first_step_title === undefined ? '' : ` First step: ${record.first_step_title}.`;
	return `${record.verdict ?? record.title ?? record.code}.${first}`;
}
