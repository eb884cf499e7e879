import {writeSync} from 'node:fs';
import {neutralise} from '../model/neutral.js';
import {EXIT} from './exit.js';

/**
 * What holds for every command: a reader that closes the pipe ends us quietly, an interrupt ends with 130, and a fault of
 * ours is told in words and not as a stack trace. Gives the function that tells a fault.
 */
export function guard(): (error: unknown) => never {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(process.exitCode ?? EXIT.done);
			tell(error);
		});
	}
	process.once('SIGINT', () => process.exit(EXIT.interrupted));
	process.once('uncaughtException', tell);
	process.once('unhandledRejection', tell);
	return tell;
}

function tell(error: unknown): never {
	const trace = process.env['XLA_TRIAGE_DEBUG'] === '1';
	const what = error instanceof Error ? (trace ? (error.stack ?? error.message) : error.message) : String(error);
	const todo = trace
		? 'Please report it with the text above.'
		: 'Run again with XLA_TRIAGE_DEBUG=1 for details, and report them.';
	// Written last of all, after a screen has given the terminal back, or it would vanish with the screen.
	process.once('exit', () => {
		try {
			writeSync(2, neutralise(`xla-triage: a fault of this program, not of the log\n  ${what}\n  ${todo}\n`));
		} catch {
			// The terminal was closed: thrown from here, this would come back as another fault, and so on without end.
		}
	});
	process.exit(EXIT.fault);
}
