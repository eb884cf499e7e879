import {Readable} from 'node:stream';

/** What is kept of a stream to be looked at again; what comes later is read, but not shown. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** The stream, and the text that has come through it so far: standard input cannot be read twice. */
export function keepText(stream: Readable): {readonly stream: Readable; readonly text: () => string} {
	const chunks: Buffer[] = [];
	let size = 0;
	async function* through(): AsyncGenerator<Buffer> {
		for await (const chunk of stream) {
			const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
			if (size < KEPT_BYTES) chunks.push(bytes);
			size += bytes.length;
			yield bytes;
		}
	}
	return {stream: Readable.from(through()), text: () => Buffer.concat(chunks).toString('utf8')};
}
