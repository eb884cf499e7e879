import {spawnSync} from 'node:child_process';
import {closeSync, constants, mkdtempSync, openSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** Both ends of a pipe, as file descriptors. */
export interface Pipe {
	/** Does not block: a socket waits for it. */
	readonly read: number;
	/** Blocks, as a command expects of its output. */
	readonly write: number;
}

/**
 * A pipe of the system for a command's output. Node gives its children sockets, and `/dev/stdout` cannot be opened where a
 * socket is after it; a pipe behaves as under a shell. The name it has for a moment is gone when this returns. Undefined
 * where the system makes none.
 */
export function openPipe(): Pipe | undefined {
	return withNamedPipe((file) => {
		const read = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			return {read, write: openSync(file, constants.O_WRONLY)};
		} catch (error) {
			closeSync(read);
			throw error;
		}
	});
}

/** Makes a folder of our own with a named pipe in it, which `use` opens; both are gone afterwards. */
function withNamedPipe<T>(use: (file: string) => T): T | undefined {
	const made = makeNamedPipe();
	if (!made) return undefined;
	try {
		return use(made.file);
	} catch {
		return undefined; // the caller has another way
	} finally {
		made.remove();
	}
}

/** A named pipe in a folder that only this user can enter. */
export function makeNamedPipe(): {readonly file: string; readonly folder: string; remove(): void} | undefined {
	try {
		const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-run-'));
		const file = path.join(folder, 'output');
		const remove = (): void => {
			rmSync(folder, {recursive: true, force: true});
		};
		if (spawnSync('mkfifo', ['-m', '600', file], {stdio: 'ignore'}).status === 0) return {file, folder, remove};
		remove();
		return undefined;
	} catch {
		return undefined; // no room for temporary files, or no such program
	}
}
