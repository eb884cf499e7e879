import type {Framework} from '../model/framework.js';
import type {Reading} from '../model/incident.js';
import {createReader} from './reader.js';

export {ANCHORS, anchored, CONTEXT_BEFORE, JOB_ANCHORS} from './anchors.js';
export {mergeReadings} from './merge.js';
export {createProgress} from './job/progress.js';
export {createReader, type Reader} from './reader.js';
export {entryLabels, jobInName, labelsOf, type Labels} from './text/job-label.js';

/** Reads a whole text. A last line without line break counts as cut off. */
export function readText(name: string, text: string, frameworks: readonly Framework[] = []): Reading {
	const reader = createReader(name, frameworks);
	const lines = text.split(/\r?\n/);
	const rest = lines.pop() ?? '';
	for (const line of lines) reader.push(line);
	if (rest !== '') reader.push(rest, false);
	return reader.end();
}
