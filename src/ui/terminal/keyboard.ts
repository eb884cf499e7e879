// The keyboard is stdin when that is a terminal, else the terminal device: `kubectl logs pod | xla-triage` reads the log from
// stdin and keys from /dev/tty. Opening a device is not reading a file; this folder touches nothing else.
import {openSync} from 'node:fs';
import tty from 'node:tty';
import {KeyStream} from './key-stream.js';
import {writeAll} from './screen.js';

/**
 * Opens the keyboard and takes keys from this moment on, so that what is typed while the program loads is kept.
 * Undefined when there is no terminal at all: then nothing can be asked.
 */
export function openKeyboard(): KeyStream | undefined {
	const source = terminal();
	if (!source) return undefined;
	const keys = new KeyStream(source, (text) => {
		if (process.stdout.isTTY) writeAll(text);
	});
	keys.start();
	// A terminal that was closed under us cannot be set to raw mode: the same as none.
	if (keys.gone) return undefined;
	process.once('exit', () => keys.stop());
	// Until a screen listens, ctrl-c means what it means everywhere.
	keys.on('interrupt', () => {
		if (keys.listenerCount('interrupt') > 1) return;
		keys.stop();
		process.kill(process.pid, 'SIGINT');
	});
	return keys;
}

function terminal(): tty.ReadStream | undefined {
	if (process.stdin.isTTY) return process.stdin;
	try {
		return new tty.ReadStream(openSync(process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty', 'r'));
	} catch {
		return undefined;
	}
}
