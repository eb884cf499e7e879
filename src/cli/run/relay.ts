import {writev} from 'node:fs';
import {Socket, type SocketConstructorOpts, type TcpSocketConnectOpts} from 'node:net';

/** Gets a look at every piece of output; the bytes may be overwritten when the promise is kept. */
export type Onlooker = (bytes: Buffer) => Promise<void>;

/** Bytes of one read: what a pipe of the system holds. */
const PIECE = 65_536;
const PIECES = 16;
/**
 * A command that prints in small writes would wake us for each of them. After a small read we sleep a quarter of a
 * millisecond, in which more comes together: ten times fewer reads, and nobody can see the delay.
 */
const SMALL = 32_768;
const NAP_MS = 0.25;
/** Output that a background process of the command may still send after its end is waited for no longer than this. */
const QUIET_AFTER_END_MS = 200;

const napping = new Int32Array(new SharedArrayBuffer(4));

/**
 * Copies from a pipe to a file descriptor of ours, byte for byte and in order, while an onlooker reads along. Memory is bounded: when
 * whoever reads our output is slow, the pipe fills and the command waits, as it would without us. When nobody reads any more,
 * the pipe is closed, so that the command gets its SIGPIPE.
 */
export class Relay {
	readonly #to: number | undefined;
	readonly #look: Onlooker;
	readonly #socket: Socket;
	readonly #free: Buffer[] = Array.from({length: PIECES}, () => Buffer.allocUnsafeSlow(PIECE));
	#waiting: Buffer[] = [];
	#writing = false;
	#paused = false;
	#heard = performance.now();
	#ended = false;
	#finished: (() => void) | undefined;
	readonly #done: Promise<void>;

	/** Without `to` the bytes are only looked at. */
	constructor(from: number, to: number | undefined, look: Onlooker) {
		this.#to = to;
		this.#look = look;
		this.#done = new Promise((resolve) => (this.#finished = resolve));
		// Node's types know `onread` for connections only; it is one of every socket.
		const socket: SocketConstructorOpts & Pick<TcpSocketConnectOpts, 'onread'> = {
			fd: from,
			readable: true,
			writable: false,
			onread: {
				buffer: () => this.#free.pop() ?? Buffer.allocUnsafeSlow(PIECE),
				callback: (length, buffer) => this.#take(buffer, length),
			},
		};
		this.#socket = new Socket(socket);
		const end = (): void => {
			this.#ended = true;
			this.#next();
		};
		this.#socket.on('error', end).on('end', end).on('close', end);
		this.#socket.resume();
	}

	/** The command has ended: waits for what is still on its way. */
	async drain(): Promise<void> {
		const poll = setInterval(() => {
			const quiet = performance.now() - this.#heard > QUIET_AFTER_END_MS;
			if (quiet && !this.#paused && !this.#writing) this.#socket.destroy();
		}, QUIET_AFTER_END_MS / 4);
		await this.#done;
		clearInterval(poll);
	}

	#take({buffer, byteOffset}: Uint8Array, length: number): boolean {
		this.#heard = performance.now();
		this.#waiting.push(Buffer.from(buffer, byteOffset, length));
		this.#next();
		if (length < SMALL) Atomics.wait(napping, 0, 0, NAP_MS);
		// The socket asks for its next buffer before it stops: one must be left for it. While it is stopped none is.
		this.#paused = this.#free.length <= 1;
		return !this.#paused;
	}

	#next(): void {
		if (this.#writing) return;
		const batch = this.#waiting;
		if (batch.length === 0) {
			if (this.#ended) this.#finished?.();
			return;
		}
		this.#waiting = [];
		this.#writing = true;
		const looked = Promise.all(batch.map((piece) => this.#look(piece)));
		this.#write(batch, (closed) => {
			void looked.then(() => {
				this.#writing = false;
				for (const piece of batch) this.#free.push(Buffer.from(piece.buffer, 0, PIECE)); // each is an array buffer of its own
				if (closed) this.#socket.destroy();
				else if (this.#paused) {
					this.#paused = false;
					this.#socket.resume();
				}
				this.#next();
			});
		});
	}

	/** Writes all of it; the pipe of our own output may take only a part, or say that it is full. */
	#write(pieces: readonly Buffer[], done: (closed: boolean) => void): void {
		if (this.#to === undefined) {
			done(false);
			return;
		}
		writev(this.#to, pieces, (error, written) => {
			if (error?.code === 'EAGAIN') {
				setTimeout(() => this.#write(pieces, done), 2);
				return;
			}
			if (error) {
				done(true);
				return;
			}
			const rest = after(pieces, written);
			if (rest.length === 0) done(false);
			else this.#write(rest, done);
		});
	}
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
