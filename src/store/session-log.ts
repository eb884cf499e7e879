import {closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync} from 'node:fs';
import type {SessionEvent} from '../model/session.js';
import type {Lock} from './lock.js';
import {printLine, type SessionLine} from './session-format.js';
import {causeOf, type Trouble} from './trouble.js';

/** A session that is being written. */
export interface SessionLog {
	readonly id: string;
	readonly name: string;
	/** What had happened before it was opened. */
	readonly events: readonly SessionEvent[];
	/** Whether it is kept on disk at all, and if not, why. */
	readonly trouble?: Trouble | undefined;
	/** Adds an event. It is with the operating system when this returns, so that a killed program loses nothing. */
	append(event: SessionEvent): Trouble | undefined;
	rename(name: string): Trouble | undefined;
	close(): void;
}

/** A session file open for appending: `length` bytes of it are whole lines. */
export class FileLog implements SessionLog {
	readonly #file: number;
	readonly #lock: Lock;
	readonly #now: () => string;
	#unsaved: Trouble | undefined;
	#kept: boolean;
	#length: number;
	/** Lines that could not be written yet, in order. */
	#waiting = '';
	#syncing = false;
	#dirty = false;
	#open = true;

	constructor(
		readonly id: string,
		readonly name: string,
		readonly events: readonly SessionEvent[],
		place: {readonly path: string; readonly length: number; readonly lock: Lock; readonly now: () => string},
	) {
		this.#file = openSync(place.path, 'r+');
		this.#length = place.length;
		this.#lock = place.lock;
		this.#kept = events.length > 0;
		this.#now = place.now;
	}

	/** After closing: why the last lines are not on disk. */
	get trouble(): Trouble | undefined {
		return this.#unsaved;
	}

	append(event: SessionEvent): Trouble | undefined {
		return this.#add({at: this.#now(), event});
	}

	rename(name: string): Trouble | undefined {
		return this.#add({at: this.#now(), name});
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		try {
			this.#flush();
			fdatasyncSync(this.#file);
		} catch (error) {
			this.#unsaved = {
				title: 'The session was not saved to its end',
				cause: causeOf(error),
				todo: this.#kept
					? `What was written before is kept: xla-triage resume ${this.id}`
					: 'Nothing of it is kept. Make room on the disk before the next one.',
			};
		}
		if (!this.#syncing) closeSync(this.#file);
		this.#lock.release();
	}

	/** What fails stays waiting and is tried again with the next event, so that a disk that has room again loses nothing. */
	#add(line: SessionLine): Trouble | undefined {
		this.#waiting += printLine(line);
		if (!this.#open) return closedTrouble();
		try {
			this.#flush();
			this.#sync();
			return undefined;
		} catch (error) {
			return {
				title: 'The session cannot be saved',
				cause: causeOf(error),
				todo: 'It goes on in memory; save the plan elsewhere before leaving.',
			};
		}
	}

	#flush(): void {
		const bytes = Buffer.from(this.#waiting);
		try {
			for (let done = 0; done < bytes.length;) {
				done += writeSync(this.#file, bytes, done, bytes.length - done, this.#length + done);
			}
		} catch (error) {
			this.#cutBack();
			throw error;
		}
		this.#length += bytes.length;
		this.#kept = true;
		this.#waiting = '';
	}

	/** No half line stays behind; if even that fails, the next opening repairs it. */
	#cutBack(): void {
		try {
			ftruncateSync(this.#file, this.#length);
		} catch {
			// The reason of the failed write is told, not this one.
		}
	}

	/** Asks for the bytes to reach the disk, without making the keyboard wait for it. */
	#sync(): void {
		this.#dirty = true;
		if (this.#syncing) return;
		this.#syncing = true;
		this.#dirty = false;
		fdatasync(this.#file, () => {
			this.#syncing = false;
			if (!this.#open) closeSync(this.#file);
			else if (this.#dirty) this.#sync();
		});
	}
}

/** A session that cannot be kept on disk: the same, in memory. */
export function memoryLog(name: string, trouble: Trouble): SessionLog {
	return {
		id: 'memory',
		name,
		events: [],
		trouble,
		append: () => undefined,
		rename: () => undefined,
		close: () => undefined,
	};
}

function closedTrouble(): Trouble {
	return {title: 'The session is closed', cause: 'It was left already.', todo: 'Open it again: xla-triage resume'};
}
