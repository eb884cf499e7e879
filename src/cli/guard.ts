import {writeSync} from 'node:fs';
import {neutralise} from '../model/neutral.js';
import {causeOf} from '../store/trouble.js';
import {EXIT} from './exit.js';

/**
 * What holds for every command: a reader that closes the pipe ends us quietly, an interrupt ends with 130, and a fault of
 * ours is told in words and not as a stack trace. Gives the function that tells a fault.
 */
export function guard(): (error: unknown) => never {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(process.exitCode ?? EXIT.done);
			// Nobody reads the message; the exit code still says how it ended.
			if (stream === process.stderr) return;
			if (error.code === 'ENOSPC' || error.code === 'EDQUOT') unwritten(error);
			tell(error);
		});
	}
	process.once('SIGINT', () => process.exit(EXIT.interrupted));
	process.once('uncaughtException', tell);
	process.once('unhandledRejection', tell);
	return tell;
}

/** The output is cut off. That is a fault of the disk, not of this program. */
function unwritten(error: Error): never {
	process.once('exit', () =>
		lastWords(
			`xla-triage: The output could not be written\n  ${causeOf(error)}\n  Make room, or write it to another place.\n`,
		),
	);
	process.exit(EXIT.usage);
}

function tell(error: unknown): never {
	const trace = process.env['XLA_TRIAGE_DEBUG'] === '1';
	const what = error instanceof Error ? (trace ? (error.stack ?? error.message) : error.message) : String(error);
	const todo = trace
		? 'Please report it with the text above.'
		: 'Run again with XLA_TRIAGE_DEBUG=1 for details, and report them.';
	// Written last of all, after a screen has given the terminal back, or it would vanish with the screen.
	process.once('exit', () => lastWords(`xla-triage: a bug in xla-triage, not in your log\n  ${what}\n  ${todo}\n`));
	process.exit(EXIT.fault);
}

function lastWords(text: string): void {
	try {
		writeSync(2, neutralise(text));
	} catch {
		// The terminal was closed: thrown from here, this would come back as another fault, and so on without end.
	}
}
