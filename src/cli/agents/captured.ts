import {Readable, Writable} from 'node:stream';
import type {Exit} from '../exit.js';
import type {World} from '../world.js';

/** What a command printed, and how it ended. */
export interface Captured {
	readonly code: Exit;
	readonly out: string;
	readonly err: string;
}

/** Runs a command with nobody at the terminal and nothing on standard input, and keeps what it prints. */
export async function captured(command: (world: World) => Promise<Exit>): Promise<Captured> {
	const out = new Sink();
	const err = new Sink();
	const code = await command({
		stdin: Readable.from([]),
		stdout: out,
		stderr: err,
		env: process.env,
		piped: false,
		watched: false,
		width: 100,
		colour: false,
	});
	return {code, out: out.text(), err: err.text()};
}

class Sink extends Writable {
	readonly #chunks: Buffer[] = [];

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		this.#chunks.push(Buffer.from(chunk));
		done();
	}

	text(): string {
		return Buffer.concat(this.#chunks).toString('utf8');
	}
}
