import type {Dump} from '../../model/incident.js';
import {bufferAssignmentReader} from './buffer-assignment.js';
import type {DumpReader} from './dump-reader.js';
import {hloReader, targetReader, valuesReader} from './instructions.js';
import {liveRangeReader} from './live-range.js';
import {usageReportReader} from './usage-report.js';

export {dumpForm} from './form.js';
export {joinDumps} from './join.js';
export type {DumpReader} from './dump-reader.js';

const READERS: Readonly<Record<Dump['form'], (evidence: string) => DumpReader>> = {
	memory_usage_report: usageReportReader,
	buffer_assignment: bufferAssignmentReader,
	values: valuesReader,
	live_range: liveRangeReader,
	hlo: hloReader,
	target: targetReader,
};

/** The reader for a dump file of this form. */
export function createDumpReader(form: Dump['form'], evidence: string): DumpReader {
	return READERS[form](evidence);
}
