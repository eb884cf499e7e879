import {randomBytes} from 'node:crypto';
import {linkSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {errorCode, lacksLinks} from './trouble.js';

/** Who holds a lock. */
export interface Holder {
	readonly pid: number;
	readonly host: string;
	/** Tells two locks of one process apart. */
	readonly token: string;
	/** The run of the machine and the moment the process began, where the system says so: in containers pids come again. */
	readonly born?: Born;
}

interface Born {
	readonly boot: string;
	/** Its pid as /proc counts, which may be another than its own in a container. */
	readonly proc: string;
	/** Clock ticks since the machine started. */
	readonly start: string;
}

export interface Lock {
	release(): void;
}

/**
 * Takes the lock file, or says who holds it. A lock of a process of this machine that is gone is taken over; a lock of another
 * machine is believed, because a home folder can be shared. `force` takes any lock over. Throws what the file system throws.
 */
export function takeLock(file: string, force = false): Lock | {readonly heldBy: Holder} {
	const born = ownBirth();
	const mine: Holder = {
		pid: process.pid,
		host: hostname(),
		token: randomBytes(8).toString('hex'),
		...(born && {born}),
	};
	const text = JSON.stringify(mine);
	for (;;) {
		if (createWhole(file, text, mine.token)) return {release: () => release(file, text)};
		const found = read(file);
		if (found === undefined) continue; // released meanwhile
		const holder = parseHolder(found);
		if (holder && !force && !isGone(holder)) return {heldBy: holder};
		takeAway(file, found, mine.token);
	}
}

/** Makes the file with its whole content in one step, so that nobody reads half a lock; false if it exists. */
function createWhole(file: string, text: string, token: string): boolean {
	const draft = `${file}.${token}`;
	try {
		writeFileSync(draft, text, {flag: 'wx', mode: 0o600});
		linkSync(draft, file);
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') return false;
		if (!lacksLinks(error)) throw error;
		writeFileSync(file, text, {flag: 'wx', mode: 0o600});
		return true;
	} finally {
		rmSync(draft, {force: true});
	}
}

function release(file: string, text: string): void {
	if (read(file) === text) rmSync(file, {force: true});
}

/** Removes a stale lock; if another process has replaced it in between, gives it back. */
function takeAway(file: string, stale: string, token: string): void {
	const aside = `${file}.${token}`;
	try {
		renameSync(file, aside);
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return;
		throw error;
	}
	if (read(aside) !== stale) {
		try {
			linkSync(aside, file);
		} catch (error) {
			if (errorCode(error) !== 'EEXIST') throw error;
		}
	}
	rmSync(aside, {force: true});
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return undefined;
		throw error;
	}
}

function parseHolder(text: string): Holder | undefined {
	try {
		const {pid, host, token, born} = JSON.parse(text) as Partial<Holder>;
		return typeof pid === 'number' && typeof host === 'string' && typeof token === 'string'
			? {pid, host, token, ...(isBorn(born) && {born})}
			: undefined;
	} catch {
		return undefined; // cut off while it was written: its writer died
	}
}

function isGone(holder: Holder): boolean {
	if (holder.host !== hostname()) return false;
	const own = ownBirth();
	if (holder.born && own) {
		return holder.born.boot !== own.boot || startOf(holder.born.proc) !== holder.born.start;
	}
	if (holder.pid === process.pid) return false;
	try {
		process.kill(holder.pid, 0);
		return false;
	} catch (error) {
		return errorCode(error) === 'ESRCH';
	}
}

/** When this process began, and as which process; undefined where there is no /proc. */
function ownBirth(): Born | undefined {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		const proc = readlinkSync('/proc/self');
		const start = startOf(proc);
		return start === undefined ? undefined : {boot, proc, start};
	} catch {
		return undefined; // another system: the pid alone has to do
	}
}

/** The start time of a process; undefined when there is none. A process that has ended and was not yet collected is none. */
function startOf(proc: string): string | undefined {
	try {
		// The second field is a name in brackets, which may hold blanks and brackets.
		const [state, ...fields] = readFileSync(`/proc/${proc}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		return state === 'Z' || state === 'X' ? undefined : fields[18];
	} catch {
		return undefined;
	}
}

function isBorn(value: unknown): value is Born {
	const born = value as Partial<Born> | undefined;
	return typeof born?.boot === 'string' && /^\d+$/.test(born.proc ?? '') && typeof born.start === 'string';
}
