import {closeSync, constants, fstatSync, openSync, readFileSync} from 'node:fs';

/** A settings file, answers or a session above this is not one. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads a file that is read whole: settings, answers, a session. Throws an error of the system as `readFileSync` does, and refuses
 * what is not a plain file: a pipe waits for ever, and a device never ends.
 */
export function readSmallFile(file: string): Buffer {
	const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const stat = fstatSync(handle);
		if (stat.isDirectory()) throw coded('EISDIR');
		if (!stat.isFile()) throw coded('NOTFILE');
		if (stat.size > MOST_BYTES) throw coded('EFBIG');
		return readFileSync(handle);
	} finally {
		closeSync(handle);
	}
}

function coded(code: string): Error {
	return Object.assign(new Error(code), {code});
}
