// However the program ends, the terminal is given back: alternate screen, cursor, raw mode. Ink restores raw mode and the
// cursor only, and on some ways out not even those.
import {writeSync} from 'node:fs';
import type {KeyStream} from './key-stream.js';
import type {Screen} from './screen.js';

const SIGNALS = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131} as const;

/**
 * Watches every way out while a wizard runs; the returned function ends the watch and restores the terminal.
 * Ctrl-z works as in any program: the shell's screen comes back, `fg` brings ours.
 */
export function guard(screen: Screen | undefined, keys: KeyStream): () => void {
	const restore = (): void => {
		screen?.leave();
		keys.stop();
	};
	const onSignal = (signal: NodeJS.Signals): void => {
		restore();
		if (signal === 'SIGHUP') dieOfHangUp();
		process.exit(SIGNALS[signal as keyof typeof SIGNALS]);
	};
	// The window was closed. The session is on disk already; nobody is left to draw for.
	const onGone = (): void => {
		restore();
		dieOfHangUp();
		process.exit(SIGNALS.SIGHUP);
	};
	const onFault = (error: unknown): void => {
		restore();
		try {
			writeSync(2, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		} catch {
			// Nobody is there to read it.
		}
		process.exit(70);
	};
	const onSuspend = (): void => {
		if (process.platform === 'win32') return;
		restore();
		let waiting = true;
		const wake = (): void => {
			if (!waiting) return;
			waiting = false;
			keys.start();
			screen?.enter();
		};
		process.once('SIGCONT', wake);
		// Without a shell that controls jobs nothing stops us and nothing will wake us: then this does. It also keeps the
		// process from ending because nothing is left to do, as the keyboard is not read meanwhile.
		setTimeout(wake, 50);
		process.kill(process.pid, 'SIGTSTP');
	};
	const onRedraw = (): void => screen?.redraw();

	process.on('exit', restore);
	for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal);
	process.on('uncaughtException', onFault);
	process.on('unhandledRejection', onFault);
	keys.on('gone', onGone);
	// Before the listener of the whole program: a terminal that cannot tell its size any more is closed.
	process.stdout.prependListener('error', onGone);
	keys.on('suspend', onSuspend);
	keys.on('redraw', onRedraw);
	if (keys.gone) onGone();
	return () => {
		restore();
		process.off('exit', restore);
		for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal);
		process.off('uncaughtException', onFault);
		process.off('unhandledRejection', onFault);
		keys.off('gone', onGone);
		process.stdout.off('error', onGone);
		keys.off('suspend', onSuspend);
		keys.off('redraw', onRedraw);
	};
}

/**
 * Ends the process by the signal itself, after everything that happens at the end. Where the terminal is closed, Node 20 aborts
 * with a core dump when it ends in the usual way, because it cannot set the terminal back.
 */
function dieOfHangUp(): void {
	if (process.platform === 'win32') return;
	process.once('exit', () => {
		process.removeAllListeners('SIGHUP');
		process.kill(process.pid, 'SIGHUP');
	});
}
