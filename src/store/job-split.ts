import type {Framework} from '../model/framework.js';
import type {Reading} from '../model/incident.js';
import {createReader, entryLabels, labelsOf, type Labels, type Reader} from '../readers/index.js';
import {fileBytes, headOf, unzippedBytes, withHead, type Bytes} from './byte-source.js';
import {LineSplitter, sniff} from './decode.js';

/** One of the jobs whose lines an export holds. */
export interface JobReading {
	readonly job: string;
	/** Lines are counted within the job. */
	readonly reading: Reading;
	/** Time of its last line, as the exporter wrote it. */
	readonly time?: string;
}

/** Jobs that are read at once; the readers of more would take too much memory. */
const MOST_JOBS = 512;
const HEAD_BYTES = 1 << 16;

/** What bytes turned out to be: an export of several jobs, or anything else, whose bytes are given back from the start. */
export type Jobs = {readonly jobs: readonly JobReading[]} | {readonly rest: Bytes};

/**
 * Reads an export of container logs as the jobs that it holds, in order of appearance. Undefined for any other file: one whose
 * first lines bear no label of a job. Rejects when the file cannot be read, or holds more than 512 jobs.
 */
export async function readJobs(
	file: string,
	frameworks?: readonly Framework[],
): Promise<readonly JobReading[] | undefined> {
	const bytes = await fileBytes(file, false);
	try {
		const read = await readJobBytes(file, bytes, frameworks);
		return 'jobs' in read ? read.jobs : undefined;
	} finally {
		await bytes.close().catch(() => undefined); // closing what was only read loses nothing
	}
}

/** The same for bytes. */
export async function readJobBytes(name: string, bytes: Bytes, frameworks?: readonly Framework[]): Promise<Jobs> {
	const outer = await headOf(bytes, HEAD_BYTES);
	const whole = withHead(outer, bytes);
	if (sniff(outer).form !== 'gzip')
		return isExport(outer) ? {jobs: await split(name, whole, frameworks)} : {rest: whole};
	const content = unzippedBytes(whole);
	const head = await headOf(content, HEAD_BYTES);
	const rest = withHead(head, content);
	return isExport(head) ? {jobs: await split(name, rest, frameworks)} : {rest};
}

/** Whether the first entries name a job. */
export function isExport(head: Buffer): boolean {
	const sniffed = sniff(head);
	if (sniffed.form !== 'text' || sniffed.encoding !== 'utf8') return false;
	const text = head.toString('utf8', sniffed.skip);
	if (!/^\s*(?:\[|\{"|\{\s*\n|\[pod\/)/.test(text)) return false;
	const entries = new Entries();
	return text.split('\n', 200).some((line) => entries.push(line)?.labels.job !== undefined);
}

async function split(name: string, bytes: Bytes, frameworks?: readonly Framework[]): Promise<readonly JobReading[]> {
	const jobs = new Map<string, {reader: Reader; time?: string}>();
	const entries = new Entries();
	let current: {reader: Reader; time?: string} | undefined;
	const splitter = new LineSplitter('utf8', (line) => {
		const entry = entries.push(line);
		if (!entry) return;
		const {job, time} = entry.labels;
		if (job !== undefined) {
			current = jobs.get(job);
			if (!current) {
				if (jobs.size === MOST_JOBS) throw new Error(`It holds more than ${MOST_JOBS} jobs: export fewer at once.`);
				current = {reader: createReader(name, frameworks)};
				jobs.set(job, current);
			}
		}
		if (!current) return;
		if (time !== undefined) current.time = time;
		current.reader.push(entry.line);
	});
	const buffer = Buffer.alloc(1 << 18);
	for (let read = await bytes.read(buffer); read > 0; read = await bytes.read(buffer)) {
		splitter.write(Buffer.from(buffer.subarray(0, read)));
	}
	splitter.end();
	return [...jobs].map(([job, {reader, time}]) => ({
		job,
		reading: reader.end(),
		...(time === undefined ? {} : {time}),
	}));
}

/** Most lines of one entry of a list that is printed over several lines. */
const LONGEST_ENTRY = 20_000;

/** Lines in, entries out: an entry is a line, or an object that a list prints over several lines (`gcloud logging read --format=json`). */
class Entries {
	#open: string[] | undefined;
	#end = '';

	push(line: string): {readonly line: string; readonly labels: Labels} | undefined {
		if (this.#open) return this.#more(line);
		const indent = /^(\s*)\{\s*$/.exec(line)?.[1];
		if (indent !== undefined) {
			this.#open = ['{'];
			this.#end = `${indent}}`;
			return undefined;
		}
		return line.trim() === '[' || line.trim() === ']' ? undefined : {line, labels: labelsOf(line)};
	}

	#more(line: string): {readonly line: string; readonly labels: Labels} | undefined {
		const open = this.#open ?? [];
		const ended = line === this.#end || line === `${this.#end},`;
		open.push(ended ? '}' : line);
		if (!ended && open.length < LONGEST_ENTRY) return undefined;
		this.#open = undefined;
		try {
			const entry: unknown = JSON.parse(open.join('\n'));
			return {line: JSON.stringify(entry), labels: entryLabels(entry)};
		} catch {
			return undefined; // not JSON after all
		}
	}
}
