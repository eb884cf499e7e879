/** A keyboard on a terminal whose reads are what the test says. */
import {EventEmitter} from 'node:events';
import type {KeySource} from '../../../src/ui/terminal/key-source.js';
import {KeyStream} from '../../../src/ui/terminal/key-stream.js';

export const ESC = '\u001B';

/** A terminal whose reads are what the test says. */
class Source extends EventEmitter implements KeySource {
	raw = false;
	setRawMode(on: boolean): void {
		this.raw = on;
	}
	resume(): void {}
	pause(): void {}
	ref(): void {}
	unref(): void {}
	read(...chunks: readonly (string | Buffer)[]): void {
		for (const chunk of chunks) this.emit('data', Buffer.from(chunk));
	}
}

export function keyboard({escapeMs = 1, times = {hold: 1, doubt: 4, pause: 40, rest: 0}} = {}) {
	const source = new Source();
	const keys = new KeyStream(source, () => undefined, {escapeMs, times});
	const heard: string[] = [];
	const told: string[] = [];
	keys.start();
	const listen = (): void => {
		keys.setRawMode();
		keys.on('readable', () => {
			for (let key = keys.read(); key !== null; key = keys.read()) heard.push(key);
		});
	};
	for (const name of ['paste', 'interrupt', 'suspend', 'redraw', 'control'] as const)
		keys.on(name, (...detail: unknown[]) => told.push([name, ...detail.map(String)].join(' ')));
	return {source, keys, heard, told, listen};
}

/** Long enough for a lone escape to be one and for every key in line to be offered. */
export const quiet = (ms = 12): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Turns of the event loop, in which waiting bytes would be read. */
export async function quietTurns(): Promise<void> {
	for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export async function until(condition: () => boolean): Promise<void> {
	const limit = performance.now() + 20_000;
	while (!condition() && performance.now() < limit) await new Promise((resolve) => setImmediate(resolve));
}
