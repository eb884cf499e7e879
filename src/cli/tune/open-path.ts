import {createHash} from 'node:crypto';
import {commandName} from '../run/command-name.js';
import type {Sessions} from '../../store/sessions.js';
import type {SessionLog} from '../../store/session-log.js';
import type {Trouble} from '../../store/trouble.js';
import {replay} from '../../engine/index.js';

/** How long an unfinished path is taken up again unasked: later, the code has probably changed. */
const FRESH_MS = 48 * 3600 * 1000;

export type OpenedSession =
	{readonly log: SessionLog; readonly resumed: boolean; readonly said?: string} | {readonly trouble: Trouble};

/** Tells one command in one folder from others, without keeping its words. */
export function fingerprint(command: readonly string[]): string {
	return createHash('sha256')
		.update(JSON.stringify([process.cwd(), ...command]))
		.digest('hex')
		.slice(0, 16);
}

/** The session that is named, by id, the beginning of its id, or name. */
export function openNamed(sessions: Sessions, wanted: string): OpenedSession {
	const opened = sessions.open(wanted);
	if ('trouble' in opened) return opened;
	return {log: opened.log, resumed: true, ...(opened.repaired === undefined ? {} : {said: opened.repaired})};
}

/**
 * The session for a command: an unfinished path of the very same command, so that one that was killed goes on, or a new one.
 * `finished` says whether a session's path has come to its end.
 */
export function openForCommand(
	sessions: Sessions,
	command: readonly string[],
	finished: (log: SessionLog) => boolean,
	fresh: boolean,
): OpenedSession {
	const name = `tune ${commandName(command)}`;
	const mine = fingerprint(command);
	const candidates = fresh ? [] : sessions.list().filter((one) => one.name === name && isFresh(one.changed));
	for (const {id} of candidates) {
		const opened = sessions.open(id);
		if ('trouble' in opened) continue; // open elsewhere, or damaged
		const trials = replay(opened.log.events).trials ?? [];
		if (trials[0]?.command === mine && !finished(opened.log)) {
			return {log: opened.log, resumed: true, ...(opened.repaired === undefined ? {} : {said: opened.repaired})};
		}
		opened.log.close();
	}
	return {log: sessions.create(name), resumed: false};
}

function isFresh(changed: string): boolean {
	return Date.now() - Date.parse(changed) < FRESH_MS;
}
