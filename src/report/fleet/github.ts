import type {FailureRecord} from './record.js';
import {sentenceOf} from './sarif.js';

/** Records as workflow commands of GitHub Actions: an error at the line of each failure, a warning for failures of others. */
export function github(records: readonly FailureRecord[]): string {
	return records.map((record) => (record.outcome === 'nothing' ? '' : `${annotation(record)}\n`)).join('');
}

function annotation(record: FailureRecord): string {
	const kind = record.outcome === 'not_tpu' ? 'warning' : 'error';
	const job = record.job === undefined ? '' : ` (${record.job})`;
	const properties = [
		`file=${property(record.input)}`,
		...(record.line === undefined ? [] : [`line=${record.line}`]),
		`title=${property(`${record.title ?? record.routed ?? 'Unreadable input'}${job}`)}`,
	];
	return `::${kind} ${properties.join(',')}::${data(sentenceOf(record))}`;
}

function data(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
	return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
