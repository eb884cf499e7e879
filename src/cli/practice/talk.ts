import {createInterface} from 'node:readline';
import type {Block} from '../../model/document.js';
import {neutralise} from '../../model/neutral.js';
import {printBlocks} from '../../report/index.js';
import type {World} from '../world.js';

/** A conversation in lines: practice needs no screen, so it works in every terminal, in pipes and with screen readers. */
export interface Talk {
	/** Prints blocks, with a blank line after them. */
	readonly show: (...blocks: readonly Block[]) => void;
	/** Prints lines as they are. */
	readonly lines: (...lines: readonly string[]) => void;
	/** Asks for a line; undefined when the input has ended. */
	readonly ask: (prompt: string) => Promise<string | undefined>;
	readonly width: number;
	readonly close: () => void;
}

/** A conversation over standard input and output. */
export function talkOf(world: World): Talk {
	const input = world.stdin;
	const reader = createInterface({input, terminal: false});
	const typed = reader[Symbol.asyncIterator]();
	const write = (text: string): void => void world.stdout.write(text);
	return {
		width: world.width,
		show: (...blocks) => write(`${printBlocks(blocks, world)}\n`),
		lines: (...lines) => write(`${neutralise(lines.join('\n'))}\n`),
		ask: async (prompt) => {
			write(prompt);
			const next = await typed.next();
			if (next.done === true) {
				write('\n');
				return undefined;
			}
			// What comes through a pipe is not echoed: the transcript shows it anyway.
			if (world.piped || !world.watched) write(`${neutralise(next.value)}\n`);
			return next.value.trim();
		},
		close: () => {
			reader.close();
			input.destroy(); // a terminal that is still open would keep the program alive
		},
	};
}
