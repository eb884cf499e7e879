import {CARRY, createAnchorFinder, WINDOW, type AnchorFinder} from './anchor-finder.js';

/** What a log reader takes: lines without their ends, and how many were left out between them. */
export interface LineSink {
	/** `complete: false` says that the input ended inside the line. */
	push(line: string, complete: boolean): void;
	skip(lines: number): void;
	/** Whether the next lines matter even without anchors. */
	readonly hot: boolean;
}

/** Which lines are worth a reader's while. */
export interface Interest {
	/** Strings of which at least one stands in every line that can start something; ASCII, case does not matter. */
	readonly anchors: readonly string[];
	/** Lines before such a line that the reader wants to see. */
	readonly before: number;
}

/** Fills `target` from its start and says how many bytes it put there; 0 at the end. */
export type ByteSource = (target: Buffer) => Promise<number>;

export interface ScanOptions {
	/** Asked between windows: true stops the scan, and what was read so far stands. */
	readonly cancelled?: () => boolean;
	/** Told after each window: bytes so far. */
	readonly progress?: (bytes: number) => void;
}

/**
 * Feeds a sink with those lines of a byte stream that can matter and skips the others, in constant memory: two windows
 * of a MiB. Cost is linear in the bytes. A line longer than the carry
 * (1 MiB) may be cut; its pieces then count as lines.
 */
export async function scanLog(
	source: ByteSource,
	sink: LineSink,
	interest: Interest,
	options: ScanOptions = {},
): Promise<{bytes: number; lines: number; cancelled: boolean}> {
	const scan = new Scan(createAnchorFinder(interest.anchors), sink, interest);
	let bytes = 0;
	for (;;) {
		if (options.cancelled?.()) return {bytes, lines: scan.lines, cancelled: true};
		const read = await source(scan.room());
		if (read === 0) break;
		bytes += read;
		scan.take(read);
		options.progress?.(bytes);
	}
	scan.finish();
	return {bytes, lines: scan.lines, cancelled: false};
}

class Scan {
	lines = 0;
	/** Bytes in the window that are not consumed yet. */
	#held = 0;
	/** Lines before an anchor that are still to be fed. */
	#context = 0;
	/** Where the next anchor stands; -1 for nowhere in the window, undefined for not looked yet. */
	#next: number | undefined;

	constructor(
		private readonly finder: AnchorFinder,
		private readonly sink: LineSink,
		private readonly interest: Interest,
	) {}

	/** Where the next bytes go. */
	room(): Buffer {
		return this.finder.text.subarray(this.#held, this.#held + Math.min(WINDOW, this.finder.text.length - this.#held));
	}

	take(read: number): void {
		const end = this.#held + read;
		const whole = this.finder.text.subarray(0, end).lastIndexOf(LINE_FEED) + 1;
		let done = this.#process(whole, false);
		// What is kept must leave room for a whole window: a line or a context that is longer is cut.
		if (end - done > CARRY) done = this.#process(end, true, done);
		this.#consume(done, end);
	}

	finish(): void {
		const end = this.#held;
		this.#consume(this.#process(end, true), end);
	}

	/** Handles whole lines in [from, end) and says how far it came: lines before the end may be kept as context. */
	#process(end: number, final: boolean, from = 0): number {
		let at = from;
		this.#next = undefined;
		while (at < end) {
			const anchor = this.#anchor(at, end);
			const here = anchor >= 0 && anchor < this.#lineEnd(at, end);
			if (!here && this.#context === 0 && !this.sink.hot) {
				const to = anchor >= 0 ? this.#linesBack(anchor, at) : final ? end : this.#linesBack(end, at);
				if (to > at) at = this.#skip(at, to);
				if (anchor < 0) return at;
				this.#context = this.interest.before;
			}
			at = this.#feed(at, end, final);
			this.#context = here ? 0 : Math.max(0, this.#context - 1);
		}
		return at;
	}

	#anchor(at: number, end: number): number {
		if (this.#next === undefined || (this.#next >= 0 && this.#next < at)) this.#next = this.finder.find(at, end);
		return this.#next;
	}

	#lineEnd(at: number, end: number): number {
		const feed = this.finder.text.indexOf(LINE_FEED, at);
		return feed < 0 || feed >= end ? end : feed + 1;
	}

	/** Start of the line that stands `before` lines above the line of `place`, not above `floor`. */
	#linesBack(place: number, floor: number): number {
		let at = place;
		for (let line = 0; line <= this.interest.before; line += 1) {
			const feed = at > 0 ? this.finder.text.lastIndexOf(LINE_FEED, at - 1) : -1;
			if (feed < floor) return floor;
			if (line === this.interest.before) return feed + 1;
			at = feed;
		}
		return at;
	}

	#skip(from: number, to: number): number {
		const endsInside = this.finder.text[to - 1] !== LINE_FEED;
		const lines = this.finder.count(from, to) + (endsInside ? 1 : 0);
		this.sink.skip(lines);
		this.lines += lines;
		return to;
	}

	#feed(at: number, end: number, final: boolean): number {
		const next = this.#lineEnd(at, end);
		let stop = next;
		if (this.finder.text[stop - 1] === LINE_FEED) stop -= 1;
		if (stop > at && this.finder.text[stop - 1] === CARRIAGE_RETURN) stop -= 1;
		const complete = !final || stop < next;
		this.sink.push(this.finder.text.toString('utf8', at, stop), complete);
		this.lines += 1;
		return next;
	}

	#consume(done: number, end: number): void {
		this.finder.text.copyWithin(0, done, end);
		this.#held = end - done;
		this.#next = undefined;
	}
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
