import {open} from 'node:fs/promises';
import {LineSplitter, SNIFF_BYTES, sniff} from './decode.js';

/** Some lines of a log, to be shown on a screen. */
export interface LogWindow {
	/** 1-based number of the first line. */
	readonly from: number;
	readonly lines: readonly string[];
	/** Lines in all. */
	readonly total: number;
}

/** Every how many lines the offset is remembered. */
const STRIDE = 500;

interface Index {
	readonly size: number;
	readonly modified: number;
	readonly total: number;
	/** Byte offsets of lines 1, 501, 1001, … */
	readonly offsets: readonly number[];
}

/** Windows on log files, read again from the file each time: the first look at a file counts its lines, later ones are short. */
export class LogWindows {
	readonly #indexes = new Map<string, Index>();

	/** Lines `from` to `from + count - 1` of a file; undefined if it is not there any more or is not plain text in UTF-8. */
	async read(file: string, from: number, count: number): Promise<LogWindow | undefined> {
		try {
			const index = await this.#index(file);
			return index && (await readLines(file, index, Math.max(1, from), count));
		} catch {
			return undefined; // moved or deleted since it was read; the screen says that it is gone
		}
	}

	async #index(file: string): Promise<Index | undefined> {
		const handle = await open(file, 'r');
		try {
			const {size, mtimeMs: modified} = await handle.stat();
			const known = this.#indexes.get(file);
			if (known?.size === size && known.modified === modified) return known;
			const offsets = [0];
			let total = 0;
			let done = 0;
			for await (const chunk of handle.createReadStream({autoClose: false})) {
				const bytes = chunk as Buffer;
				if (done === 0) {
					const sniffed = sniff(bytes.subarray(0, SNIFF_BYTES));
					if (sniffed.form !== 'text' || sniffed.encoding !== 'utf8') return undefined;
				}
				for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
					total += 1;
					if (total % STRIDE === 0) offsets.push(done + at + 1);
				}
				done += bytes.length;
				if (done === size && bytes.at(-1) !== 10) total += 1;
			}
			const index = {size, modified, total, offsets};
			this.#indexes.set(file, index);
			return index;
		} finally {
			await handle.close();
		}
	}
}

async function readLines(file: string, index: Index, from: number, count: number): Promise<LogWindow> {
	const {total, offsets} = index;
	const block = Math.min(Math.floor((from - 1) / STRIDE), offsets.length - 1);
	const lines: string[] = [];
	let number = block * STRIDE;
	const splitter = new LineSplitter('utf8', (line) => {
		number += 1;
		if (number >= from && lines.length < count) lines.push(line);
	});
	const handle = await open(file, 'r');
	try {
		for await (const chunk of handle.createReadStream({start: offsets[block] ?? 0, autoClose: false})) {
			splitter.write(chunk as Buffer);
			if (lines.length >= count) break;
		}
		splitter.end();
	} finally {
		await handle.close();
	}
	return {from, lines, total};
}

/** A window on text that is held in memory: what was pasted or piped in. */
export function windowOf(text: string, from: number, count: number): LogWindow {
	const lines = text.replace(/\n$/, '').split('\n');
	const first = Math.max(1, from);
	return {from: first, lines: lines.slice(first - 1, first - 1 + count), total: lines.length};
}
