import {stat} from 'node:fs/promises';
import {Readable} from 'node:stream';
import type {Reading} from '../../model/incident.js';
import {jobInName} from '../../readers/index.js';
import {redact, type KnownSecrets} from '../../report/index.js';
import {recordsOf, unreadableRecord, type FailureRecord, type RecordContext} from '../../report/fleet/index.js';
import {streamBytes, type Bytes} from '../../store/byte-source.js';
import {readEvidence, type Source} from '../../store/evidence.js';
import {readJobBytes, readJobs, type JobReading} from '../../store/job-split.js';
import {causeOf} from '../../store/trouble.js';
import {diagnoseReading, jsonContext, NOTHING_SAID, reportContext, type Desk} from '../desk.js';
import {diagnoseUnasked} from '../../plan/index.js';

/** What holds for every input of a call. */
export interface ExamineOptions {
	/** Answers given beforehand, by question id. */
	readonly answers?: ReadonlyMap<string, string>;
	/** Replaces secrets in the records; absent replaces none. */
	readonly secrets?: KnownSecrets;
}

/** What became of one input: a record for each job in it, and when the file was last written. */
export interface Examined {
	readonly records: readonly FailureRecord[];
	readonly time?: string;
}

/** Reads one input apart from all others. One that cannot be read is a record too; nothing is thrown. */
export async function examine(desk: Desk, input: string, options: ExamineOptions, stdin?: Readable): Promise<Examined> {
	const context = recordContext(desk);
	try {
		const {records, time} = await read(desk, input, options, stdin);
		const {secrets} = options;
		const shown = secrets ? redact(records, secrets).value : records;
		return {records: shown, ...(time === undefined ? {} : {time})};
	} catch (error) {
		return {records: [unreadableRecord({input}, causeOf(error), context)]};
	}
}

/** What records need of the playbook. */
export function recordContext(desk: Desk): RecordContext {
	const {fill} = reportContext(desk, 'plan');
	return {...jsonContext(desk), verdict: (diagnosis) => fill(diagnosis.verdict.title, diagnosis)};
}

async function read(
	desk: Desk,
	input: string,
	options: ExamineOptions,
	stdin: Readable | undefined,
): Promise<Examined> {
	const context = recordContext(desk);
	const record = (reading: Reading, name: {input: string; job?: string}, time?: string): FailureRecord => {
		const diagnoses = diagnoseReading(
			desk,
			reading,
			{...NOTHING_SAID, answers: options.answers ?? new Map()},
			diagnoseUnasked,
		);
		const [first] = recordsOf(name, reading, diagnoses, context);
		return first.seen === undefined && time !== undefined ? {...first, seen: time} : first;
	};
	const ofJobs = (jobs: readonly JobReading[]): Examined => ({
		records: jobs.map(({job, reading, time}) => record(reading, {input, job}, time)),
	});
	let source: Source = {kind: 'file', path: input};
	let time: string | undefined;
	if (stdin) {
		const read = await readJobBytes(input, streamBytes(stdin), desk.playbook.frameworks);
		if ('jobs' in read) return ofJobs(read.jobs);
		source = {kind: 'stream', name: input, stream: Readable.from(chunksOf(read.rest))};
	} else {
		const stats = await stat(input).catch(() => undefined); // what cannot be read is told by whoever reads it
		time = stats?.mtime.toISOString();
		const jobs = stats?.isFile() === true ? await readJobs(input, desk.playbook.frameworks) : undefined;
		if (jobs) return ofJobs(jobs);
	}
	const {reading, troubles} = await readEvidence([source], {frameworks: desk.playbook.frameworks});
	const [trouble] = troubles;
	const job = jobInName(input);
	const name = job === undefined ? {input} : {input, job};
	if (trouble) return {records: [unreadableRecord(name, `${trouble.title}. ${trouble.cause}`, context)]};
	return {records: [record(reading, name)], ...(time === undefined ? {} : {time})};
}

async function* chunksOf(bytes: Bytes): AsyncGenerator<Buffer> {
	for (;;) {
		const chunk = Buffer.alloc(1 << 16);
		const size = await bytes.read(chunk);
		if (size === 0) return;
		yield chunk.subarray(0, size);
	}
}
