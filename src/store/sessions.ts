import {randomInt} from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import {replay} from '../engine/index.js';
import {takeLock, type Lock} from './lock.js';
import {makeFolder} from './make-folder.js';
import {parseSession, printHeader, SESSION_VERSION, type ParsedSession, type Refused} from './session-format.js';
import {FileLog, memoryLog, type SessionLog} from './session-log.js';
import {readSmallFile} from './small-file.js';
import {causeOf, errorCode, type Trouble} from './trouble.js';

/** A session in the list. */
export interface SessionSummary {
	readonly id: string;
	readonly name: string;
	/** ISO times. */
	readonly created: string;
	readonly changed: string;
	/** Codes of its incidents, in order. */
	readonly codes: readonly string[];
	readonly answered: number;
	readonly decided: number;
	/** Flag trials that were begun. */
	readonly trials: number;
}

export type Opened = {readonly log: SessionLog; readonly repaired?: string} | {readonly trouble: Trouble};

/** Where sessions are kept: XDG_STATE_HOME where there is one, else the platform's own place. */
export function sessionsFolder(): string {
	const paths = envPaths('xla-triage', {suffix: ''});
	// env-paths calls the XDG state folder `log`; the other platforms have no such folder beside their data.
	return path.join(process.platform === 'linux' ? paths.log : paths.data, 'sessions');
}

/** The sessions of one folder. Times come from `now`, so that tests are repeatable. */
export class Sessions {
	readonly #folder: string;
	readonly #tool: string;
	readonly #now: () => string;

	constructor(folder: string, tool: string, now: () => string = () => new Date().toISOString()) {
		this.#folder = folder;
		this.#tool = tool;
		this.#now = now;
	}

	/** Begins a session. When nothing can be written it goes on in memory, and says why. */
	create(name: string): SessionLog {
		try {
			makeFolder(this.#folder, 0o700);
			const id = this.#freeId();
			const lock = takeLock(this.#lockPath(id));
			if ('heldBy' in lock) throw new Error(`A new session is locked: ${id}`);
			const header = printHeader({
				schema: `xla-triage.session/${SESSION_VERSION}`,
				id,
				name,
				created: this.#now(),
				tool: this.#tool,
			});
			try {
				writeFileSync(this.#path(id), header, {flag: 'wx', mode: 0o600});
				return this.#log(id, name, [], Buffer.byteLength(header), lock);
			} catch (error) {
				lock.release();
				throw error;
			}
		} catch (error) {
			return memoryLog(name, {
				title: `Sessions cannot be kept in ${this.#folder}`,
				cause: causeOf(error),
				todo: 'It goes on in memory. Set XDG_STATE_HOME to a folder that can be written.',
			});
		}
	}

	/** Opens a session to go on with it: by its id, the beginning of its id, or its name. `force` does so although it is open elsewhere. */
	open(wanted: string, force = false): Opened {
		const id = this.#find(wanted);
		if (typeof id !== 'string') return {trouble: id};
		let lock: Lock | {readonly heldBy: {readonly pid: number; readonly host: string}};
		try {
			lock = takeLock(this.#lockPath(id), force);
		} catch (error) {
			return {trouble: openTrouble(id, error)};
		}
		if ('heldBy' in lock) {
			const {pid, host} = lock.heldBy;
			return {
				trouble: {
					title: `Session ${id} is open elsewhere`,
					cause: `Process ${pid} on ${host} is working with it.`,
					todo: `Leave it there, begin a new session, or take it over: xla-triage resume ${id} --force. If that process still runs, answers of both can be lost.`,
				},
			};
		}
		try {
			const parsed = this.#read(id);
			if ('refused' in parsed) {
				lock.release();
				return {trouble: refusedTrouble(id, parsed)};
			}
			const {length, repaired} = this.#repair(id, parsed);
			const log = this.#log(id, parsed.name, parsed.events, length, lock);
			return repaired === undefined ? {log} : {log, repaired};
		} catch (error) {
			lock.release();
			return {trouble: openTrouble(id, error)};
		}
	}

	/** What a session holds, to look at only: it may be open elsewhere. */
	look(
		wanted: string,
	): {readonly id: string; readonly name: string; readonly events: SessionLog['events']} | {readonly trouble: Trouble} {
		const id = this.#find(wanted);
		if (typeof id !== 'string') return {trouble: id};
		const parsed = this.#tryRead(id);
		if (!parsed) return {trouble: openTrouble(id, new Error('It cannot be read.'))};
		return 'refused' in parsed ? {trouble: refusedTrouble(id, parsed)} : {id, name: parsed.name, events: parsed.events};
	}

	/** The folder of the sessions, if every user of this machine can write to it. */
	openToAll(): string | undefined {
		let mode: number;
		try {
			mode = statSync(this.#folder).mode;
		} catch {
			return undefined; // it is not there, or cannot be made: saving says so
		}
		return process.platform !== 'win32' && (mode & 0o002) !== 0 ? this.#folder : undefined;
	}

	/** All sessions that can be read, the last changed first. */
	list(): SessionSummary[] {
		const all: SessionSummary[] = [];
		for (const id of this.#ids()) {
			const parsed = this.#tryRead(id);
			if (!parsed || 'refused' in parsed) continue;
			const state = replay(parsed.events);
			all.push({
				id,
				name: parsed.name,
				created: parsed.header.created,
				changed: parsed.changed,
				codes: state.readings.flatMap((reading) => reading.incidents.map((incident) => incident.code)),
				answered: state.answers.size,
				decided: state.decisions.size,
				trials: state.trials?.length ?? 0,
			});
		}
		return all.sort((a, b) => (a.changed === b.changed ? (a.id < b.id ? -1 : 1) : a.changed > b.changed ? -1 : 1));
	}

	rename(wanted: string, name: string): Trouble | undefined {
		const opened = this.open(wanted);
		if ('trouble' in opened) return opened.trouble;
		const trouble = opened.log.rename(name);
		opened.log.close();
		return trouble;
	}

	/** Deletes a session that nobody works with. */
	remove(wanted: string): Trouble | undefined {
		const opened = this.open(wanted);
		if ('trouble' in opened) return opened.trouble;
		const {id} = opened.log;
		opened.log.close();
		try {
			rmSync(this.#path(id));
			return undefined;
		} catch (error) {
			return {
				title: `Cannot delete session ${id}`,
				cause: causeOf(error),
				todo: 'Check the permissions of its folder.',
			};
		}
	}

	#log(id: string, name: string, events: SessionLog['events'], length: number, lock: Lock): SessionLog {
		return new FileLog(id, name, events, {path: this.#path(id), length, lock, now: this.#now});
	}

	/** Cuts off what was torn. Damage inside is kept beside, for a person to look at. */
	#repair(id: string, parsed: ParsedSession): {length: number; repaired?: string} {
		const file = this.#path(id);
		const bytes = readFileSync(file);
		if (parsed.whole === bytes.length) {
			if (bytes.at(-1) === 10) return {length: bytes.length};
			writeFileSync(file, '\n', {flag: 'a'});
			return {length: bytes.length + 1};
		}
		if (parsed.damaged) copyFileSync(file, `${file}.damaged`);
		truncateSync(file, parsed.whole);
		const repaired = parsed.damaged
			? `A part of the session could not be read. What is before it is here; the whole is kept in ${file}.damaged.`
			: 'The last entry was cut off when the session ended and was left out.';
		return {length: parsed.whole, repaired};
	}

	#find(wanted: string): string | Trouble {
		const ids = this.#ids();
		if (ids.includes(wanted)) return wanted;
		const begun = ids.filter((id) => id.startsWith(wanted));
		if (begun.length === 1 && begun[0] !== undefined) return begun[0];
		const named = this.list().filter((session) => session.name === wanted);
		if (named.length === 1 && named[0]) return named[0].id;
		const many = begun.length + named.length > 1;
		return {
			title: many ? `Several sessions fit ${wanted}` : `There is no session ${wanted}`,
			cause: many ? `They are ${[...begun, ...named.map((session) => session.id)].join(', ')}.` : 'No id or name fits.',
			todo: 'xla-triage sessions lists them.',
		};
	}

	#tryRead(id: string): ParsedSession | Refused | undefined {
		try {
			return this.#read(id);
		} catch {
			return undefined; // deleted meanwhile, or not ours to read: the list leaves it out
		}
	}

	#read(id: string): ParsedSession | Refused {
		return parseSession(readSmallFile(this.#path(id)));
	}

	#ids(): string[] {
		try {
			return readdirSync(this.#folder)
				.filter((name) => name.endsWith('.jsonl'))
				.map((name) => name.slice(0, -'.jsonl'.length))
				.sort();
		} catch (error) {
			if (['ENOENT', 'EACCES', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) return [];
			throw error;
		}
	}

	#freeId(): string {
		const day = this.#now().slice(0, 10).replaceAll('-', '');
		for (;;) {
			const id = `${day}-${Array.from({length: 4}, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
			if (!existsSync(this.#path(id))) return id;
		}
	}

	#path(id: string): string {
		return path.join(this.#folder, `${id}.jsonl`);
	}

	#lockPath(id: string): string {
		return path.join(this.#folder, `${id}.lock`);
	}
}

/** Letters and digits that are not taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

function openTrouble(id: string, error: unknown): Trouble {
	return {
		title: `Cannot open session ${id}`,
		cause: causeOf(error),
		todo: 'Check the permissions of its folder, or begin a new session.',
	};
}

function refusedTrouble(id: string, {refused, schema}: Refused): Trouble {
	return refused === 'newer'
		? {
				title: `Session ${id} was written by a newer version`,
				cause: `It says ${schema ?? 'nothing'}; this version reads up to xla-triage.session/${SESSION_VERSION}.`,
				todo: 'Use the newer version of xla-triage.',
			}
		: {title: `Session ${id} cannot be read`, cause: 'Its first line is not that of a session.', todo: 'Delete it.'};
}
