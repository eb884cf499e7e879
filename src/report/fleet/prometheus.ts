import type {FailureRecord} from './record.js';

const LABELS = [
	'code',
	'scenario',
	'class',
	'retryable',
	'framework',
	'phase',
	'chip',
	'routed',
	'fingerprint',
] as const;

/**
 * Records as text of Prometheus, for a textfile collector or a push gateway: how many inputs came to what, how many show each failure, and the
 * most that is missing for each. Inputs and jobs are no labels, so that the number of series stays small.
 */
export function prometheus(records: readonly FailureRecord[]): string {
	const outcomes = new Map<string, number>();
	const failures = new Map<string, number>();
	const over = new Map<string, number>();
	for (const record of records) {
		count(outcomes, labels({outcome: record.outcome}));
		if (record.outcome !== 'diagnosed' && record.outcome !== 'not_tpu') continue;
		const key = labels(Object.fromEntries(LABELS.map((name) => [name, record[name]])));
		count(failures, key);
		if (record.over_bytes !== undefined) over.set(key, Math.max(over.get(key) ?? 0, record.over_bytes));
	}
	return [
		...family('xla_triage_inputs', 'Logs that were read, by outcome.', outcomes),
		...family('xla_triage_failures', 'Logs that show a failure, by what it is.', failures),
		...family('xla_triage_over_bytes', 'Most bytes by which a program with this failure does not fit.', over),
		'',
	].join('\n');
}

function family(name: string, help: string, values: ReadonlyMap<string, number>): readonly string[] {
	const lines = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${name}${key} ${value}`);
	return lines.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];
}

function count(values: Map<string, number>, key: string): void {
	values.set(key, (values.get(key) ?? 0) + 1);
}

function labels(values: Readonly<Record<string, string | boolean | undefined>>): string {
	const pairs = Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}="${escaped(String(value))}"`],
	);
	return `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
	return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
