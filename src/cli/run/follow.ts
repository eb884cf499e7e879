import {close, fstatSync, openSync, read} from 'node:fs';
import {promisify} from 'node:util';
import type {Onlooker} from './relay.js';

const readAt = promisify(read);
const closeFile = promisify(close);
const PIECE = 1 << 20;
/** How often a file that the command writes is looked at. */
const LOOK_MS = 200;
/** A file that cannot be read any more has no more to say. */
const NOTHING = {bytesRead: 0};

/** Reads along in a file that a command writes alone. */
export interface Follower {
	/** The command has ended: reads what is left. */
	drain(): Promise<void>;
}

/**
 * Follows the file behind one of our own descriptors from its present end. The command writes into it directly, as it would without us.
 * Undefined when the descriptor is no file, or one that may not be read: then its output has to pass through us.
 */
export function followFile(descriptor: number, look: Onlooker): Follower | undefined {
	let file: number;
	let at: number;
	try {
		const stats = fstatSync(descriptor);
		if (!stats.isFile()) return undefined;
		file = openSync(`/proc/self/fd/${descriptor}`, 'r');
		at = stats.size;
	} catch {
		return undefined; // closed, not ours to read, or a system without /proc
	}
	const state = {ended: false, wake: (): void => undefined};
	const buffer = Buffer.allocUnsafeSlow(PIECE);
	const following = (async () => {
		for (;;) {
			const last = state.ended;
			const {bytesRead} = await readAt(file, buffer, 0, PIECE, at).catch(() => NOTHING);
			at += bytesRead;
			if (bytesRead > 0) await look(buffer.subarray(0, bytesRead));
			else if (last) break;
			else if (fstatSync(file).size < at)
				at = 0; // cut off meanwhile, as log rotation does
			else await pause(state);
		}
		await closeFile(file);
	})();
	return {
		async drain() {
			state.ended = true;
			state.wake();
			await following;
		},
	};
}

async function pause(state: {wake: () => void}): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	await new Promise<void>((wake) => {
		state.wake = wake;
		timer = setTimeout(wake, LOOK_MS);
	});
	clearTimeout(timer);
}
