import {EXIT} from './exit.js';

/**
 * What holds for every command: a reader that closes the pipe ends us quietly, an interrupt ends with 130, and a fault of
 * ours is told in words and not as a stack trace. Gives the function that tells a fault.
 */
export function guard(): (error: unknown) => void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.done);
			tell(error);
		});
	}
	process.once('SIGINT', () => process.exit(EXIT.interrupted));
	process.once('uncaughtException', tell);
	process.once('unhandledRejection', tell);
	return tell;
}

function tell(error: unknown): void {
	const trace = process.env['XLA_TRIAGE_DEBUG'] === '1';
	const what = error instanceof Error ? (trace ? (error.stack ?? error.message) : error.message) : String(error);
	process.stderr.write(
		`xla-triage: a fault of this program, not of the log\n  ${what}\n  ${trace ? 'Please report it with the text above.' : 'Run again with XLA_TRIAGE_DEBUG=1 for details, and report them. diagnose --format json may still work.'}\n`,
	);
	process.exitCode = EXIT.fault;
	setImmediate(() => process.exit(EXIT.fault));
}
