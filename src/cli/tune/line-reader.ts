import {createInterface, type Interface} from 'node:readline';
import type {World} from '../world.js';

/** Asks for one line at a time. */
export interface LineReader {
	/** What was typed, without its end; undefined when nobody will type any more. */
	ask(prompt: string): Promise<string | undefined>;
	close(): void;
}

/**
 * Reads lines from stdin. On a terminal the keyboard is let go between questions, because a command that runs meanwhile reads
 * it too; from a pipe one reader goes on, so that no line is lost. `taken`: a log comes from there, and nobody can be asked.
 */
export function lineReader(world: World, write: (text: string) => void, taken = false): LineReader {
	if (taken) return {ask: () => Promise.resolve(undefined), close: () => undefined};
	const {stdin} = world;
	const onTerminal = 'isTTY' in stdin && stdin.isTTY === true;
	let open: {readonly lines: Interface; readonly next: () => Promise<IteratorResult<string, undefined>>} | undefined;
	const close = (): void => {
		open?.lines.close();
		open = undefined;
	};
	return {
		async ask(prompt) {
			write(prompt);
			if (!open) {
				const lines = createInterface({input: stdin, terminal: false});
				const iterator = lines[Symbol.asyncIterator]();
				open = {lines, next: () => iterator.next()};
			}
			const {done, value} = await open.next();
			if (onTerminal) close();
			return done === true ? undefined : value.trim();
		},
		close,
	};
}
