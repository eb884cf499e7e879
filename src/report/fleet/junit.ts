import {sentenceOf} from './sarif.js';
import type {FailureRecord} from './record.js';

/** Records as a JUnit report: one test case for each input; a failure of XLA:TPU or of others fails it, an unreadable input is an error. */
export function junit(records: readonly FailureRecord[]): string {
	const failures = records.filter(({outcome}) => outcome === 'diagnosed' || outcome === 'not_tpu').length;
	const errors = records.filter(({outcome}) => outcome === 'unreadable').length;
	const counts = `tests="${records.length}" failures="${failures}" errors="${errors}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="xla-triage" ${counts}>`,
		`  <testsuite name="xla-triage" ${counts}>`,
		...records.flatMap(testCase),
		'  </testsuite>',
		'</testsuites>',
		'',
	].join('\n');
}

function testCase(record: FailureRecord): readonly string[] {
	const type = record.code ?? record.routed ?? record.outcome;
	const name = record.job === undefined ? record.input : `${record.input} ${record.job}`;
	const open = `    <testcase classname="${escaped(type)}" name="${escaped(name)}"`;
	if (record.outcome === 'nothing') return [`${open}/>`];
	const tag = record.outcome === 'unreadable' ? 'error' : 'failure';
	const message = escaped(sentenceOf(record));
	return [
		`${open}>`,
		`      <${tag} type="${escaped(type)}" message="${message}">${escaped(detail(record))}</${tag}>`,
		'    </testcase>',
	];
}

function detail({title, line, fingerprint, steps}: FailureRecord): string {
	return [
		title,
		line === undefined ? undefined : `line ${line}`,
		fingerprint === undefined ? undefined : `fingerprint ${fingerprint}`,
		steps === undefined ? undefined : `plan ${steps}`,
	]
		.filter((part) => part !== undefined)
		.join('; ');
}

/** For XML 1.0: what has a meaning is escaped, and what is not allowed is replaced. */
function escaped(text: string): string {
	return text
		.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replace(/[\n\r\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
