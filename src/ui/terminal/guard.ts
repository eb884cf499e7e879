// Whatever ends the program, the terminal is given back: alternate screen, cursor, raw mode. Ink restores raw mode and the
// cursor only, and on some ways out not even those.
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
		process.exit(SIGNALS[signal as keyof typeof SIGNALS]);
	};
	const onFault = (error: unknown): void => {
		restore();
		console.error(error);
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
		// process from ending for want of anything to do, as the keyboard is not read meanwhile.
		setTimeout(wake, 50);
		process.kill(process.pid, 'SIGTSTP');
	};
	const onRedraw = (): void => screen?.redraw();

	process.on('exit', restore);
	for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal);
	process.on('uncaughtException', onFault);
	process.on('unhandledRejection', onFault);
	keys.on('suspend', onSuspend);
	keys.on('redraw', onRedraw);
	return () => {
		restore();
		process.off('exit', restore);
		for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal);
		process.off('uncaughtException', onFault);
		process.off('unhandledRejection', onFault);
		keys.off('suspend', onSuspend);
		keys.off('redraw', onRedraw);
	};
}
