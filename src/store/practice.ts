import {appendFileSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import {sessionsFolder} from './sessions.js';
import {readSmallFile} from './small-file.js';
import {causeOf, errorCode, type Trouble} from './trouble.js';

const FORMAT = 'xla-triage.practice/1';

/** Where progress is kept: beside the sessions. */
export function practiceFile(): string {
	return path.join(path.dirname(sessionsFolder()), 'practice.jsonl');
}

/** Everything kept so far, in order. A line that was cut off or comes from another version is left out. */
export function readPractice(file: string): {readonly kept: readonly unknown[]} | {readonly trouble: Trouble} {
	try {
		return {kept: readSmallFile(file).toString('utf8').split('\n').flatMap(entryOf)};
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return {kept: []};
		return {trouble: trouble(`Cannot read the progress of practice in ${file}`, error)};
	}
}

/** Adds one entry; what cannot be kept is told and stops nothing. */
export function keepPractice(file: string, entry: unknown): Trouble | undefined {
	try {
		mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
		appendFileSync(file, `${JSON.stringify({format: FORMAT, entry})}\n`, {mode: 0o600});
		return undefined;
	} catch (error) {
		return trouble(`The progress cannot be kept in ${file}`, error);
	}
}

function entryOf(line: string): unknown[] {
	try {
		const {format, entry} = JSON.parse(line) as {format?: unknown; entry?: unknown};
		return format === FORMAT && entry !== undefined ? [entry] : [];
	} catch {
		return []; // empty, or cut off by a full disk
	}
}

function trouble(title: string, error: unknown): Trouble {
	return {title, cause: causeOf(error), todo: 'Practice goes on; set XDG_STATE_HOME to a folder that can be written.'};
}
