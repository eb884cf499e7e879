import type {Framework} from '../model/framework.js';
import type {Dump, EvidenceInfo, Reading} from '../model/incident.js';
import {createDumpReader, dumpForm} from '../readers/dump/index.js';
import {flagfileReader} from '../readers/flagfile.js';
import {ANCHORS, CONTEXT_BEFORE, createReader, JOB_ANCHORS} from '../readers/index.js';
import {headOf, unzippedBytes, withHead, type Bytes} from './byte-source.js';
import {neutralise, neutraliseLine} from '../model/neutral.js';
import {REPORT_MARK} from '../model/report-mark.js';
import {LineSplitter, sniff, type Encoding} from './decode.js';
import {scanLog, type Interest} from './scan/scan-log.js';

/** Bytes that decide what a content is. */
const HEAD_BYTES = 1 << 16;

/** What readers look for in a log: failures alone, or also what its job is. */
const OF_FAILURES: Interest = {anchors: ANCHORS, before: CONTEXT_BEFORE};
const OF_JOBS: Interest = {anchors: [...ANCHORS, ...JOB_ANCHORS], before: CONTEXT_BEFORE};

/** A memory profile is held whole; one of more than this is none. */
const MOST_PROFILE_BYTES = 64 << 20;

export interface ContentOptions {
	/** Asked between pieces; true stops the reading. */
	readonly cancelled: () => boolean;
	/** Told how many bytes were read so far. */
	readonly progress: (bytes: number) => void;
	readonly frameworks?: readonly Framework[];
	/** What the folder of a dump says about its module. */
	readonly outcome?: Dump['outcome'];
}

/**
 * Reads bytes as what they are: a log, a compiler dump, a flagfile, a memory profile; gzip is unpacked. The name decides nothing.
 * Names and lines are neutralised here, where they enter: no printer meets a control sequence.
 */
export async function readContent(path: string, bytes: Bytes, options: ContentOptions): Promise<Reading> {
	const name = neutraliseLine(path);
	const counted = counting(bytes, options);
	const outer = await headOf(counted, HEAD_BYTES);
	const zipped = sniff(outer).form === 'gzip';
	const whole = withHead(outer, counted);
	const content = zipped ? unzippedBytes(whole) : whole;
	const head = zipped ? await headOf(content, HEAD_BYTES) : outer;
	const rest = zipped ? withHead(head, content) : content;
	const reading = await byForm(name, head, rest, zipped, options);
	return {...reading, evidence: reading.evidence.map((info) => ({...info, bytes: counted.total()}))};
}

async function byForm(
	name: string,
	head: Buffer,
	rest: Bytes,
	zipped: boolean,
	options: ContentOptions,
): Promise<Reading> {
	if (head.length === 0) return emptyReading(info(name, 0, 'empty'));
	const sniffed = sniff(head);
	if (sniffed.form !== 'text') return readBinary(name, head, rest, zipped);
	const words = decoded(head.subarray(sniffed.skip), sniffed.encoding);
	if (isOwnReport(words)) return emptyReading(info(name, 0, 'report'));
	const form = dumpForm(words);
	if (form === 'flagfile') {
		const reader = flagfileReader(name);
		const lines = await everyLine(rest, sniffed, options, (line) => reader.push(harmless(line)));
		return {...emptyReading(info(name, lines, 'flagfile')), flags: reader.end()};
	}
	if (form !== undefined) {
		const reader = createDumpReader(form, name);
		const lines = await everyLine(rest, sniffed, options, (line) => reader.push(harmless(line)));
		const dump = {...reader.end(), outcome: options.outcome ?? 'unknown'};
		return {...emptyReading(info(name, lines, 'dump')), dumps: [dump]};
	}
	const reader = createReader(name, options.frameworks);
	if (sniffed.encoding === 'utf8') {
		if (sniffed.skip > 0) await headOf(rest, sniffed.skip);
		const interest = options.frameworks ? OF_JOBS : OF_FAILURES;
		const {repeats} = await scanLog((target) => rest.read(target), reader, interest, {cancelled: options.cancelled});
		return reader.end(repeats);
	} else {
		await everyLine(rest, sniffed, options, (line, complete) => {
			reader.push(line, complete);
		});
	}
	return reader.end();
}

/**
 * Whether this program wrote a content: by the mark in what it saves, or the schema of its JSON. A report repeats the message of the
 * failure that it is about, which must not be taken for another one. The mark counts at the beginning only: a log may hold a
 * report that was printed into it.
 */
function isOwnReport(head: string): boolean {
	const start = head.slice(0, 1000);
	return start.includes(REPORT_MARK) || /^\s*\{\s*"schema":\s*"xla-triage\./.test(start);
}

/** What is no text may be a device memory profile. */
async function readBinary(name: string, head: Buffer, rest: Bytes, zipped: boolean): Promise<Reading> {
	// Field 1 of a profile, its sample types, comes first.
	if (!zipped && head[0] !== 0x0a) return emptyReading(info(name, 0, 'binary'));
	const chunks: Buffer[] = [];
	let size = 0;
	while (size <= MOST_PROFILE_BYTES) {
		const chunk = await headOf(rest, 1 << 20);
		if (chunk.length === 0) break;
		chunks.push(chunk);
		size += chunk.length;
	}
	const {readProfile} = await import('../readers/profile.js');
	const profile = size > MOST_PROFILE_BYTES ? undefined : readProfile(Buffer.concat(chunks));
	if (!profile) return emptyReading(info(name, 0, 'binary'));
	return {...emptyReading(info(name, 0, 'profile')), profile};
}

/** Hands on every line and counts them. */
async function everyLine(
	bytes: Bytes,
	{encoding, skip}: {readonly encoding: Encoding; readonly skip: number},
	options: ContentOptions,
	push: (line: string, complete: boolean) => void,
): Promise<number> {
	const splitter = new LineSplitter(encoding, push);
	const buffer = Buffer.alloc(1 << 18);
	if (skip > 0) await headOf(bytes, skip);
	while (!options.cancelled()) {
		const read = await bytes.read(buffer);
		if (read === 0) break;
		splitter.write(Buffer.from(buffer.subarray(0, read)));
	}
	splitter.end();
	return splitter.lines;
}

/** The line without anything that a terminal would obey; tabs stay. */
function harmless(line: string): string {
	return line.split('\t').map(neutralise).join('\t');
}

function decoded(head: Buffer, encoding: Encoding): string {
	const lines: string[] = [];
	const splitter = new LineSplitter(encoding, (line) => lines.push(line));
	splitter.write(head);
	splitter.end();
	return lines.join('\n');
}

function counting(bytes: Bytes, {progress}: ContentOptions): Bytes & {total(): number} {
	let total = 0;
	return {
		async read(target) {
			const read = await bytes.read(target);
			total += read;
			progress(total);
			return read;
		},
		close: () => bytes.close(),
		total: () => total,
	};
}

function info(name: string, lines: number, form: EvidenceInfo['form']): EvidenceInfo {
	return {name, bytes: 0, lines, form};
}

function emptyReading(evidence: EvidenceInfo): Reading {
	return {evidence: [evidence], incidents: [], routed: [], flags: [], profile: [], facts: []};
}
