import {openSync, writev} from 'node:fs';

/** Writes all pieces in order; `closed` says that nobody reads them any more. */
export type Write = (pieces: readonly Buffer[], done: (closed: boolean) => void) => void;

/**
 * Writes to our own output or errors. Node has made the descriptor non-blocking, and waiting by the clock for a slow reader costs most of
 * the speed; so the place is opened anew, to block in its own thread while the main one goes on. A socket cannot be
 * opened so: there the stream of Node does the waiting.
 */
export function writerTo(descriptor: 1 | 2): Write {
	const file = reopened(descriptor);
	if (file !== undefined) return (pieces, done) => writeAll(file, pieces, done);
	const stream = descriptor === 1 ? process.stdout : process.stderr;
	return (pieces, done) => {
		stream.write(Buffer.concat(pieces), (error) => {
			done(error instanceof Error);
		});
	};
}

function reopened(descriptor: number): number | undefined {
	try {
		return openSync(`/proc/self/fd/${descriptor}`, 'a');
	} catch {
		return undefined; // a socket, the output of another user, or a system without /proc
	}
}

function writeAll(file: number, pieces: readonly Buffer[], done: (closed: boolean) => void): void {
	writev(file, pieces, (error, written) => {
		if (error) {
			done(true);
			return;
		}
		const rest = after(pieces, written);
		if (rest.length === 0) done(false);
		else writeAll(file, rest, done);
	});
}

/** What is left of pieces when so many bytes are done. */
function after(pieces: readonly Buffer[], bytes: number): Buffer[] {
	let done = bytes;
	return pieces.flatMap((piece) => {
		const from = Math.min(done, piece.length);
		done -= from;
		return from < piece.length ? [piece.subarray(from)] : [];
	});
}
