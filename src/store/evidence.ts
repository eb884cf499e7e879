import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {Readable} from 'node:stream';
import type {Framework} from '../model/framework.js';
import type {Dump, Reading} from '../model/incident.js';
import {mergeReadings} from '../readers/index.js';
import {fileBytes, SilentPipe, streamBytes, type Bytes} from './byte-source.js';
import {readContent} from './content.js';
import {dumpsBelow, type DumpFile} from './dump-folder.js';
import {tellingModules, withPrograms} from './programs.js';
import {causeOf, errorCode, type Trouble} from './trouble.js';

/** Where evidence comes from: a file or a dump folder by its path, a stream such as stdin, or text that was pasted. */
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
	/** When it is aborted, reading stops and rejects with its reason. */
	readonly signal?: AbortSignal;
	/** What each framework prints; without it nothing is read of the job. */
	readonly frameworks?: readonly Framework[];
}

/** What was read, and what could not be: one unreadable source does not hide the others. */
export interface Evidence {
	readonly reading: Reading;
	readonly troubles: readonly Trouble[];
}

/** Reads every source in constant memory, as what its content says it is, and puts together what was found. */
export async function readEvidence(sources: readonly Source[], options: ReadOptions = {}): Promise<Evidence> {
	const readings: Reading[] = [];
	const troubles: Trouble[] = [];
	for (const source of sources) {
		for (const read of await readSource(source, options)) {
			if ('trouble' in read) troubles.push(read.trouble);
			else readings.push(read.reading);
		}
	}
	return {reading: mergeReadings(withPrograms(readings)), troubles};
}

type Read = {readonly reading: Reading} | {readonly trouble: Trouble};

async function readSource(source: Source, options: ReadOptions): Promise<Read[]> {
	switch (source.kind) {
		case 'file':
			return readPath(source.path, options);
		case 'stream':
			return [await readBytes(source.name, streamBytes(source.stream), options)];
		case 'text':
			return [await readBytes(source.name, streamBytes([Buffer.from(source.text)]), options)];
	}
}

async function readPath(file: string, options: ReadOptions): Promise<Read[]> {
	try {
		const stats = await stat(file);
		if (!stats.isDirectory()) return [await readFile(file, stats, options)];
		const dumps = await dumpsBelow(file);
		if (dumps.length === 0) return [{trouble: folderTrouble(file)}];
		return await readDumps(dumps, options);
	} catch (error) {
		if (options.signal?.aborted) throw error;
		return [{trouble: fileTrouble(file, error)}];
	}
}

/** The reports of all modules, and then the program's text of those that matter. */
async function readDumps(dumps: readonly DumpFile[], options: ReadOptions): Promise<Read[]> {
	const reads: Read[] = [];
	const read = async (file: DumpFile): Promise<void> => {
		const stats = await stat(file.path);
		if (stats.isFile()) reads.push(await readFile(file.path, stats, options, file.outcome));
	};
	for (const file of dumps.filter(({text}) => !text)) await read(file);
	const readings = reads.flatMap((one) => ('reading' in one ? one.reading : []));
	const reports = readings.some(({dumps: found = []}) => found.length > 0);
	const telling = tellingModules(readings);
	const texts = dumps.filter(({text, module}) => text && (!reports || telling.has(module)));
	for (const file of texts.slice(0, MOST_TEXTS)) await read(file);
	return reads;
}

/** Without any report, so many texts of programs are read. */
const MOST_TEXTS = 6;

async function readFile(
	file: string,
	stats: {isFile(): boolean; isFIFO(): boolean; readonly size: number},
	options: ReadOptions,
	outcome?: Dump['outcome'],
): Promise<Read> {
	try {
		const bytes = await fileBytes(file, stats.isFIFO());
		return await readBytes(file, bytes, options, stats.isFile() ? stats.size : undefined, outcome);
	} catch (error) {
		if (options.signal?.aborted) throw error;
		return {trouble: fileTrouble(file, error)};
	}
}

async function readBytes(
	name: string,
	bytes: Bytes,
	{progress, signal, frameworks}: ReadOptions,
	of?: number,
	outcome?: Dump['outcome'],
): Promise<Read> {
	try {
		const reading = await readContent(name, bytes, {
			cancelled: () => signal?.aborted ?? false,
			progress: (read) => progress?.({name, bytes: read, ...(of === undefined ? {} : {of})}),
			...(outcome && {outcome}),
			...(frameworks && {frameworks}),
		});
		signal?.throwIfAborted();
		return reading.evidence[0]?.form === 'binary' ? {trouble: binaryTrouble(name)} : {reading};
	} catch (error) {
		if (signal?.aborted) throw error;
		return {trouble: fileTrouble(name, error)};
	} finally {
		await bytes.close().catch(() => undefined); // closing what was only read loses nothing
	}
}

function folderTrouble(folder: string): Trouble {
	return {
		title: `${folder} is a folder without compiler dumps`,
		cause: 'Evidence is a file, or a folder written by --xla_dump_to.',
		todo: `Name the files: xla-triage ${path.join(folder, '*.log')}`,
	};
}

function binaryTrouble(name: string): Trouble {
	return {
		title: `${name} is not text`,
		cause: 'It is neither a log, a compiler dump, a flagfile nor a device memory profile.',
		todo: 'Pass what the job printed: xla-triage train.log, or kubectl logs POD | xla-triage',
	};
}

function fileTrouble(file: string, error: unknown): Trouble {
	if (error instanceof SilentPipe) {
		return {
			title: `Nothing writes to ${file}`,
			cause: 'It is a named pipe, and no program has opened it for writing.',
			todo: 'Start the writer first, or pass the log through a pipe: kubectl logs POD | xla-triage',
		};
	}
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
