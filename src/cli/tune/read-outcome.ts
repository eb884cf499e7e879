import {createReadStream} from 'node:fs';
import type {Framework} from '../../model/framework.js';
import type {RunSays} from '../../plan/tuning/index.js';
import {readEvidence, type Source} from '../../store/evidence.js';
import type {Trouble} from '../../store/trouble.js';
import {OutputReader} from '../run/output-reader.js';

/** Reads a log of a rerun: the failure and the job in it, times, and refused flags. */
export async function readOutcome(
	source: Source,
	frameworks: readonly Framework[],
): Promise<RunSays | {readonly trouble: Trouble}> {
	const {reading, troubles} = await readEvidence([source], {frameworks});
	const [trouble] = troubles;
	if (trouble) return {trouble};
	const none = {reading, refused: [], timings: {}};
	return source.kind === 'file' ? {...none, ...(await beside(source.path))} : none;
}

/** What readers of failures leave out. A file that is not a plain text has none of it. */
async function beside(file: string): Promise<Pick<RunSays, 'refused' | 'timings'>> {
	const reader = new OutputReader(file);
	for await (const chunk of createReadStream(file)) await reader.write(chunk as Buffer);
	const {refused, timings} = await reader.end();
	return {refused, timings};
}
