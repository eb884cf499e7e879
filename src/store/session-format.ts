import type {SessionEvent} from '../model/session.js';

/** Version of the lines of a session file. A newer one is not read, an older one is upgraded. */
export const SESSION_VERSION = 1;

/** First line of a session file. */
export interface SessionHeader {
	readonly schema: `xla-triage.session/${number}`;
	readonly id: string;
	readonly name: string;
	/** ISO time. */
	readonly created: string;
	/** Version of the program that began it. */
	readonly tool: string;
}

/** Every further line: something that happened, or a new name. */
export type SessionLine =
	{readonly at: string; readonly event: SessionEvent} | {readonly at: string; readonly name: string};

/** What the text of a session file says. */
export interface ParsedSession {
	readonly header: SessionHeader;
	readonly name: string;
	readonly events: readonly SessionEvent[];
	/** ISO time of the last line. */
	readonly changed: string;
	/** Bytes that are whole lines; what follows was torn off while it was written. */
	readonly whole: number;
	/** Whether a line that is followed by others cannot be read: not a torn end but damage. */
	readonly damaged: boolean;
}

export type Refused = {readonly refused: 'not a session' | 'newer'; readonly schema?: string};

/** Reads a session file as far as it is whole. A last line without its line break counts if it can be read. */
export function parseSession(bytes: Buffer): ParsedSession | Refused {
	const lines = splitLines(bytes);
	const header = readHeader(lines[0]?.text ?? '');
	if ('refused' in header) return header;
	const events: SessionEvent[] = [];
	let {name, created: changed} = header;
	let whole = lines[0]?.end ?? 0;
	for (const [index, line] of lines.entries()) {
		if (index === 0) continue;
		const entry = readLine(line.text);
		if (!entry) return {header, name, events, changed, whole, damaged: index < lines.length - 1};
		if ('event' in entry) events.push(entry.event);
		else name = entry.name;
		changed = entry.at;
		whole = line.end;
	}
	return {header, name, events, changed, whole, damaged: false};
}

export function printHeader(header: SessionHeader): string {
	return `${JSON.stringify(header)}\n`;
}

export function printLine(line: SessionLine): string {
	return `${JSON.stringify(line)}\n`;
}

function readHeader(text: string): SessionHeader | Refused {
	const value = parse(text);
	const schema = value?.['schema'];
	if (!value || typeof schema !== 'string') return {refused: 'not a session'};
	const version = Number(/^xla-triage\.session\/(\d+)$/.exec(schema)?.[1]);
	if (Number.isNaN(version)) return {refused: 'not a session', schema};
	if (version > SESSION_VERSION) return {refused: 'newer', schema};
	const {id, name, created, tool} = upgradeHeader(version, value);
	if (typeof id !== 'string' || typeof name !== 'string' || typeof created !== 'string' || typeof tool !== 'string') {
		return {refused: 'not a session', schema};
	}
	return {schema: `xla-triage.session/${SESSION_VERSION}`, id, name, created, tool};
}

function readLine(text: string): SessionLine | undefined {
	const value = parse(text);
	if (!value || typeof value['at'] !== 'string') return undefined;
	const {at, event, name} = value;
	if (typeof name === 'string') return {at, name};
	return isEvent(event) ? {at, event} : undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined; // not JSON: the caller says what that means
	}
}

/** The fields that each kind of event must have, with their types. */
const FIELDS: Readonly<Record<SessionEvent['type'], Readonly<Record<string, 'string' | 'number' | 'object'>>>> = {
	evidence: {reading: 'object'},
	focus: {incident: 'string'},
	answer: {question: 'string', option: 'string'},
	retract: {question: 'string'},
	decide: {remedy: 'string', decision: 'string'},
	note: {on: 'string', text: 'string'},
	measured: {remedy: 'string', change: 'string', result: 'string'},
	undo: {},
	redo: {},
	saved: {path: 'string'},
	trial: {trial: 'object'},
	trialResult: {trial: 'number', result: 'object'},
};

function isEvent(value: unknown): value is SessionEvent {
	if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return false;
	if (!Object.hasOwn(FIELDS, value.type)) return false;
	const fields = FIELDS[value.type as SessionEvent['type']];
	const record = value as Record<string, unknown>;
	const isWhole = Object.entries(fields).every(
		([field, type]) => typeof record[field] === type && record[field] !== null,
	);
	return isWhole && (value.type !== 'evidence' || isReading(record['reading']));
}

/** The lists that everything asks a reading for, and what their entries must have. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
	evidence: ['name', 'form'],
	incidents: ['code', 'facts', 'at', 'allocations', 'arguments', 'hints', 'hosts'],
	routed: ['kind', 'at'],
	flags: [],
	profile: [],
	facts: ['name', 'value'],
};

function isReading(value: unknown): boolean {
	const reading = value as Readonly<Record<string, unknown>>;
	return Object.entries(LISTS).every(([list, fields]) => {
		const entries = reading[list];
		return (
			Array.isArray(entries) &&
			entries.every(
				(entry: unknown) =>
					typeof entry === 'object' &&
					entry !== null &&
					fields.every((field) => (entry as Readonly<Record<string, unknown>>)[field] !== undefined),
			)
		);
	});
}

/** Brings a header of an older version to the present one, step by step; the lines of version 1 need none. */
function upgradeHeader(version: number, header: Record<string, unknown>): Record<string, unknown> {
	let upgraded = header;
	for (let step = version; step < SESSION_VERSION; step++) upgraded = (UPGRADERS[step] ?? same)(upgraded);
	return upgraded;
}

/** From version `key` to the next. A new version adds its step here, for headers and lines alike. */
const UPGRADERS: Readonly<Record<number, (value: Record<string, unknown>) => Record<string, unknown>>> = {
	// Version 0 was a preview: it had `title` where there is `name` now.
	0: ({title, ...rest}) => ({...rest, name: rest['name'] ?? title}),
};

function same(value: Record<string, unknown>): Record<string, unknown> {
	return value;
}

interface RawLine {
	readonly text: string;
	/** Offset behind the line and its line break. */
	readonly end: number;
}

function splitLines(bytes: Buffer): RawLine[] {
	const lines: RawLine[] = [];
	let start = 0;
	while (start < bytes.length) {
		const found = bytes.indexOf(10, start);
		const stop = found < 0 ? bytes.length : found;
		const end = found < 0 ? bytes.length : found + 1;
		lines.push({text: bytes.toString('utf8', start, stop), end});
		start = end;
	}
	return lines;
}
