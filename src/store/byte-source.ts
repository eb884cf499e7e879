import {constants} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import type {Readable} from 'node:stream';
import {setTimeout as wait} from 'node:timers/promises';
import {createGunzip} from 'node:zlib';
import {errorCode} from './trouble.js';

/** Bytes in order: `read` fills `target` from its start and says how many it put there; 0 at the end. */
export interface Bytes {
	read(target: Buffer): Promise<number>;
	close(): Promise<void>;
}

/** How long a named pipe may have no writer at all before it is given up. */
const PIPE_PATIENCE_MS = 5000;

/** Nobody opened the pipe for writing. */
export class SilentPipe extends Error {
	readonly code = 'SILENTPIPE';
}

/** A file, or a named pipe, which is read without blocking a thread that could not be taken back. */
export async function fileBytes(path: string, pipe: boolean): Promise<Bytes> {
	const handle = await open(path, pipe ? constants.O_RDONLY | constants.O_NONBLOCK : 'r');
	return {
		read: pipe ? pipeReader(handle) : async (target) => (await handle.read(target, 0, target.length)).bytesRead,
		close: () => handle.close(),
	};
}

function pipeReader(handle: FileHandle): Bytes['read'] {
	let heard = false;
	let patience = PIPE_PATIENCE_MS;
	return async (target) => {
		for (;;) {
			try {
				const {bytesRead} = await handle.read(target, 0, target.length);
				if (bytesRead > 0) heard = true;
				if (bytesRead > 0 || heard) return bytesRead;
				if (patience <= 0) throw new SilentPipe();
				patience -= 50;
				await wait(50);
			} catch (error) {
				if (errorCode(error) !== 'EAGAIN') throw error;
				heard = true; // there is a writer, it has only nothing to say yet
				await wait(10);
			}
		}
	};
}

/** A stream, or chunks in memory. */
export function streamBytes(stream: Readable | readonly Buffer[]): Bytes {
	const chunks = buffers(stream);
	let rest: Buffer = Buffer.alloc(0);
	return {
		async read(target) {
			while (rest.length === 0) {
				const next = await chunks.next();
				if (next.done === true) return 0;
				rest = next.value;
			}
			const size = rest.copy(target);
			rest = rest.subarray(size);
			return size;
		},
		async close() {
			await chunks.return(undefined);
		},
	};
}

/** The bytes inside gzip. */
export function unzippedBytes(zipped: Bytes): Bytes {
	const gunzip = createGunzip();
	void feed(zipped, gunzip);
	return streamBytes(gunzip);
}

/** The bytes with some already read put before the rest. */
export function withHead(head: Buffer, rest: Bytes): Bytes {
	let at = 0;
	return {
		read(target) {
			if (at >= head.length) return rest.read(target);
			const size = head.copy(target, 0, at);
			at += size;
			return Promise.resolve(size);
		},
		close: () => rest.close(),
	};
}

/** Up to `size` bytes from the start; fewer only at the end. */
export async function headOf(bytes: Bytes, size: number): Promise<Buffer> {
	const head = Buffer.alloc(size);
	let filled = 0;
	while (filled < size) {
		const read = await bytes.read(head.subarray(filled));
		if (read === 0) break;
		filled += read;
	}
	return head.subarray(0, filled);
}

async function feed(zipped: Bytes, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
	try {
		for (;;) {
			const chunk = Buffer.alloc(1 << 16);
			const read = await zipped.read(chunk);
			if (read === 0) break;
			if (!gunzip.write(chunk.subarray(0, read))) await new Promise((resolve) => gunzip.once('drain', resolve));
		}
		gunzip.end();
	} catch (error) {
		gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
	}
}

async function* buffers(stream: Readable | readonly Buffer[]): AsyncGenerator<Buffer> {
	for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
}
