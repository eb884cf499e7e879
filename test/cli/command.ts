import {Readable, Writable} from 'node:stream';
import {run} from '../../src/cli/program.js';
import type {World} from '../../src/cli/world.js';

export interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/** Runs one command line in this process, with `stdin` piped in when it is given, and nobody watching. */
export async function command(
	argv: readonly string[],
	stdin?: string | Buffer,
	world: Partial<World> = {},
): Promise<Ran> {
	const out = new Sink();
	const err = new Sink();
	const code = await run(
		{
			stdin: Readable.from(stdin === undefined ? [] : [stdin], {objectMode: false}),
			stdout: out,
			stderr: err,
			env: {},
			piped: stdin !== undefined,
			watched: false,
			width: 80,
			colour: false,
			...world,
		},
		argv,
	);
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
