import {diagnosisJson} from '../report/index.js';
import {readEvidence} from '../store/evidence.js';
import {diagnoseReading, jsonContext, NOTHING_SAID, openDesk} from './desk.js';
import {exportDiagnoses} from './export.js';
import type {DiagnoseOptions, Diagnosis, Log} from './library-types.js';
import {processWorld} from './world.js';

export type {ByteRange, DiagnoseOptions, Diagnosis, Incident, Log, Remedy} from './library-types.js';

/**
 * Diagnoses the logs of one job. Nothing is printed but complaints about a playbook folder; nothing is kept. Rejects where the
 * playbook cannot be used. A log that cannot be read is named in `unreadable`.
 */
export async function diagnose(logs: Log | readonly Log[], options: DiagnoseOptions = {}): Promise<Diagnosis> {
	const desk = await openDesk(processWorld(), options.playbook);
	if (!desk) throw new Error('The playbook cannot be used: xla-triage flows check says why.');
	const given: readonly Log[] = isList(logs) ? logs : [logs];
	const sources = given.map((log) =>
		typeof log === 'string' ? ({kind: 'file', path: log} as const) : ({kind: 'text', ...log} as const),
	);
	const {reading, troubles} = await readEvidence(sources, {frameworks: desk.playbook.frameworks});
	const answers = new Map(Object.entries(options.answers ?? {}));
	const diagnoses = diagnoseReading(desk, reading, {...NOTHING_SAID, answers});
	const plain = {width: 100, colour: false};
	return {
		...diagnosisJson(reading, diagnoses, jsonContext(desk)),
		markdown: exportDiagnoses(desk, reading, diagnoses, {format: 'markdown', full: false, secrets: undefined, plain})
			.text,
		unreadable: troubles.map(({title, cause}) => `${title}. ${cause}`),
	};
}

function isList(logs: Log | readonly Log[]): logs is readonly Log[] {
	return Array.isArray(logs);
}
