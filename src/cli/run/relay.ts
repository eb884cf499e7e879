import {Socket, type SocketConstructorOpts, type TcpSocketConnectOpts} from 'node:net';
import type {Write} from './our-output.js';

/** Gets a look at every piece of output; the bytes may be overwritten when the promise is kept. */
export type Onlooker = (bytes: Buffer) => Promise<void>;

/** Bytes of one read: what a pipe of the system holds. */
const PIECE = 65_536;
const PIECES = 16;
/**
 * A command that prints in small writes would wake us for each of them. After a small read we sleep for a moment, in which more
 * comes together: ten times fewer reads, and nobody can see the delay. A read that finds much shows that
 * the command may have waited for us: the next moments are shorter.
 */
const SMALL = 24_576;
const FULL = 32_768;
const LONGEST_NAP_MS = 0.25;
const SHORTEST_NAP_MS = 0.02;

/** Output that a background process of the command may still send after its end is waited for no longer than this. */
const QUIET_AFTER_END_MS = 200;

const napping = new Int32Array(new SharedArrayBuffer(4));

/**
 * Copies from a pipe to our own output, byte for byte and in order, while an onlooker reads along. Memory is bounded: when
 * whoever reads our output is slow, the pipe fills and the command waits, as it would without us. When nobody reads any more,
 * the pipe is closed, so that the command gets its SIGPIPE.
 */
export class Relay {
	readonly #write: Write;
	readonly #look: Onlooker;
	readonly #socket: Socket;
	readonly #free: Buffer[] = Array.from({length: PIECES}, () => Buffer.allocUnsafeSlow(PIECE));
	#waiting: Buffer[] = [];
	#writing = false;
	#paused = false;
	#nap = LONGEST_NAP_MS;
	#heard = performance.now();
	#ended = false;
	#finished: (() => void) | undefined;
	readonly #done: Promise<void>;

	constructor(from: number, write: Write, look: Onlooker) {
		this.#write = write;
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
		if (length >= FULL) this.#nap = Math.max(SHORTEST_NAP_MS, this.#nap / 2);
		else if (length < SMALL) {
			if (this.#nap > SHORTEST_NAP_MS) Atomics.wait(napping, 0, 0, this.#nap);
			this.#nap = Math.min(LONGEST_NAP_MS, this.#nap * 1.05);
		}
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
}
