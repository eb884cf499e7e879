import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import type {EvidenceInfo, Reading} from '../model/incident.js';
import {createReader, mergeReadings} from '../readers/index.js';
import {LineSplitter, SNIFF_BYTES, sniff} from './decode.js';
import {causeOf, errorCode, type Trouble} from './trouble.js';

/** Where evidence comes from: a file by its path, a stream such as stdin, or text that was pasted. */
export type Source =
	| {readonly kind: 'file'; readonly path: string}
	| {readonly kind: 'stream'; readonly name: string; readonly stream: Readable}
	| {readonly kind: 'text'; readonly name: string; readonly text: string};

/** How far the reading is, for long logs. */
export interface Progress {
	readonly name: string;
	readonly bytes: number;
	/** Size of the source, where it is known. */
	readonly of?: number;
}

export interface ReadOptions {
	readonly progress?: (progress: Progress) => void;
	readonly signal?: AbortSignal;
}

/** What was read, and what could not be: one unreadable source does not hide the others. */
export interface Evidence {
	readonly reading: Reading;
	readonly troubles: readonly Trouble[];
}

/** Reads every source line by line, never holding more of it than a line, and puts together what was found. */
export async function readEvidence(sources: readonly Source[], options: ReadOptions = {}): Promise<Evidence> {
	const readings: Reading[] = [];
	const troubles: Trouble[] = [];
	for (const source of sources) {
		const read = await readSource(source, options);
		if ('trouble' in read) troubles.push(read.trouble);
		else readings.push(read.reading);
	}
	return {reading: mergeReadings(readings), troubles};
}

type Read = {readonly reading: Reading} | {readonly trouble: Trouble};

async function readSource(source: Source, options: ReadOptions): Promise<Read> {
	switch (source.kind) {
		case 'file':
			return readFile(source.path, options);
		case 'stream':
			return readStream(source.name, source.stream, undefined, options);
		case 'text':
			return readStream(source.name, [Buffer.from(source.text)], undefined, options);
	}
}

async function readFile(file: string, options: ReadOptions): Promise<Read> {
	try {
		const stats = await stat(file);
		if (stats.isDirectory()) return {trouble: folderTrouble(file)};
		const size = stats.isFile() ? stats.size : undefined;
		return await readStream(file, createReadStream(file), size, options);
	} catch (error) {
		return {trouble: fileTrouble(file, error)};
	}
}

async function readStream(
	name: string,
	stream: Readable | readonly Buffer[],
	of: number | undefined,
	options: ReadOptions,
): Promise<Read> {
	const reader = createReader(name);
	let bytes = 0;
	let splitter: LineSplitter | undefined;
	let form: EvidenceInfo['form'] | undefined;
	let head: Buffer = Buffer.alloc(0);
	const begin = (): void => {
		const sniffed = sniff(head.subarray(0, SNIFF_BYTES));
		if (sniffed.form !== 'text') {
			form = 'binary';
			return;
		}
		splitter = new LineSplitter(sniffed.encoding, (line) => reader.push(line));
		splitter.write(head.subarray(sniffed.skip));
	};
	try {
		for await (const chunk of unzipped(stream)) {
			options.signal?.throwIfAborted();
			bytes += chunk.length;
			if (splitter) splitter.write(chunk);
			else {
				head = Buffer.concat([head, chunk]);
				if (head.length >= SNIFF_BYTES) begin();
				if (form === 'binary') break;
			}
			options.progress?.({name, bytes, ...(of === undefined ? {} : {of})});
		}
	} catch (error) {
		if (options.signal?.aborted) throw error;
		return {trouble: fileTrouble(name, error)};
	}
	if (!splitter && form === undefined) begin();
	splitter?.end();
	const reading = reader.end();
	const lines = splitter?.lines ?? 0;
	const seen = form ?? (bytes === 0 ? 'empty' : (reading.evidence[0]?.form ?? 'log'));
	return {reading: {...reading, evidence: [{name, bytes, lines, form: seen}]}};
}

/** The bytes of a stream, unpacked if they turn out to be gzip. */
async function* unzipped(stream: Readable | readonly Buffer[]): AsyncGenerator<Buffer> {
	const chunks = toBuffers(stream);
	const first = await chunks.next();
	if (first.done) return;
	if (sniff(first.value).form !== 'gzip') {
		yield first.value;
		yield* chunks;
		return;
	}
	const gunzip = createGunzip();
	const feed = async (): Promise<void> => {
		try {
			gunzip.write(first.value);
			for await (const chunk of chunks) {
				if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
			}
			gunzip.end();
		} catch (error) {
			gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
		}
	};
	void feed();
	for await (const chunk of gunzip) yield chunk as Buffer;
}

async function* toBuffers(stream: Readable | readonly Buffer[]): AsyncGenerator<Buffer> {
	for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
}

function folderTrouble(folder: string): Trouble {
	return {
		title: `${folder} is a folder`,
		cause: 'Evidence is read from files.',
		todo: `Name the files: xla-triage ${path.join(folder, '*.log')}`,
	};
}

function fileTrouble(file: string, error: unknown): Trouble {
	const code = errorCode(error);
	return {
		title: `Cannot read ${file}`,
		cause: code?.startsWith('Z_') ? 'It looks like gzip, but its content is damaged or cut off.' : causeOf(error),
		todo:
			code === 'ENOENT'
				? 'Check the spelling, or pass the log through a pipe: kubectl logs POD | xla-triage'
				: code?.startsWith('Z_')
					? 'Unpack it with gzip -dc and pass what can be read.'
					: 'Make it readable, or pass its content through a pipe: cat LOG | xla-triage',
	};
}
