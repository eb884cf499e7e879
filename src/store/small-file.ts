import {closeSync, constants, fstatSync, openSync, readFileSync, statSync} from 'node:fs';
import {fileBytes, headOf} from './byte-source.js';

/** A settings file, answers or a session above this is not one. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads a file that is read whole: settings, a session. Throws an error of the system as `readFileSync` does, and refuses
 * what is not a plain file: a pipe waits for ever, and a device never ends.
 */
export function readSmallFile(file: string, most = MOST_BYTES): Buffer {
	const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const stat = fstatSync(handle);
		if (stat.isDirectory()) throw coded('EISDIR');
		if (!stat.isFile()) throw coded('NOTFILE');
		if (stat.size > most) throw coded('EFBIG');
		return readFileSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** The same for what people also give as a pipe, `<(zcat …)`: one that nobody writes to is given up after five seconds. */
export async function readFileOrPipe(file: string, most = MOST_BYTES): Promise<Buffer> {
	if (!statSync(file).isFIFO()) return readSmallFile(file, most);
	const bytes = await fileBytes(file, true);
	try {
		const chunks: Buffer[] = [];
		let size = 0;
		for (let chunk = await headOf(bytes, CHUNK); chunk.length > 0; chunk = await headOf(bytes, CHUNK)) {
			size += chunk.length;
			if (size > most) throw coded('EFBIG');
			chunks.push(chunk);
		}
		return Buffer.concat(chunks);
	} finally {
		await bytes.close();
	}
}

const CHUNK = 1 << 18;

function coded(code: string): Error {
	return Object.assign(new Error(code), {code});
}
