import {LoudLines, type Novelty} from './loud-lines.js';
import {thinReturns} from './thin-returns.js';
import {CARRY, createAnchorFinder, WINDOW, type AnchorFinder} from './anchor-finder.js';

/** What a log reader takes: lines without their ends, and how many were left out between them. */
export interface LineSink {
	/**
	 * `complete: false` says that the input ended inside the line; `loud`, that it is one of many like it, which begins nothing.
	 * Says whether the line was read as a part of a message.
	 */
	push(line: string, complete: boolean, loud: boolean): boolean;
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

export interface Scanned {
	readonly bytes: number;
	readonly lines: number;
	readonly cancelled: boolean;
	/** Lines that came again and again, by the number of the first: how many of them were passed over. */
	readonly repeats: ReadonlyMap<number, number>;
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
): Promise<Scanned> {
	const finder = IDLE.get(interest.anchors) ?? createAnchorFinder(interest.anchors);
	IDLE.delete(interest.anchors);
	const scan = new Scan(finder, sink, interest);
	let bytes = 0;
	try {
		for (;;) {
			if (options.cancelled?.()) return {bytes, lines: scan.lines, cancelled: true, repeats: scan.repeats()};
			const read = await source(scan.room());
			if (read === 0) break;
			bytes += read;
			scan.take(read);
			options.progress?.(bytes);
		}
		scan.finish();
		return {bytes, lines: scan.lines, cancelled: false, repeats: scan.repeats()};
	} finally {
		IDLE.set(interest.anchors, finder);
	}
}

/** A finder that no scan uses now: it holds 2 MiB, which thousands of small logs need not make again. */
const IDLE = new WeakMap<readonly string[], AnchorFinder>();

class Scan {
	lines = 0;
	/** Bytes in the window that are not consumed yet. */
	#held = 0;
	readonly #loud: LoudLines;
	/** Loud lines were left out since the last line that was fed. */
	#passed = false;
	/** The line that was fed last was read as a part of a message. */
	#taken = false;
	/** Up to where there is no news: what is held back as context is not looked at, and counted, again. */
	#looked = 0;
	/** Where the next anchor stands; -1 for nowhere in the window, undefined for not looked yet. */
	#next: number | undefined;

	constructor(
		private readonly finder: AnchorFinder,
		private readonly sink: LineSink,
		private readonly interest: Interest,
	) {
		this.#loud = new LoudLines(finder);
	}

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

	/** How many lines like a line were passed over, by its number. */
	repeats(): ReadonlyMap<number, number> {
		return this.#loud.passed();
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
			if (this.sink.hot) {
				const loud = this.#loud.look(at, end) !== 'news';
				at = this.#feed(at, end, final, loud);
				if (loud && !this.#taken) this.#loud.passOver();
				continue;
			}
			const {start, novelty} = this.#news(Math.max(at, this.#looked), end);
			if (novelty === 'sample') {
				this.#loud.passOver();
				at = this.#feed(this.#skip(at, start), end, final, true);
				continue;
			}
			const found = start >= 0;
			const rest = final && !this.#passed ? end : this.#linesBack(end, at);
			at = this.#skip(at, found ? this.#linesBack(start, at) : rest);
			if (!found && !final) {
				this.#looked = end;
				return at;
			}
			this.#passed = false;
			// The lines before, and the line itself; at the end of a loud log its last lines.
			while (at < (found ? start : end)) at = this.#feed(at, end, final, true);
			if (found) at = this.#feed(at, end, final, false);
		}
		return at;
	}

	/** Where the next line starts that has an anchor and is not loud, or is a sample of the loud ones; -1 for nowhere. */
	#news(from: number, end: number): {readonly start: number; readonly novelty: Novelty} {
		let at = from;
		for (;;) {
			const skimmed = this.#loud.skim(at, end);
			if (skimmed > at) this.#passed = true;
			const anchor = skimmed < end ? this.#anchor(skimmed, end) : -1;
			if (anchor < 0) return {start: -1, novelty: 'loud'};
			const start = Math.max(skimmed, this.finder.text.lastIndexOf(LINE_FEED, anchor) + 1);
			const novelty = this.#loud.look(start, end);
			if (novelty !== 'loud') return {start, novelty};
			this.#passed = true;
			this.#loud.passOver();
			at = this.#loud.end;
		}
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
		if (to <= from) return from;
		const endsInside = this.finder.text[to - 1] !== LINE_FEED;
		const lines = this.finder.count(from, to) + (endsInside ? 1 : 0);
		this.sink.skip(lines);
		this.lines += lines;
		return to;
	}

	#feed(at: number, end: number, final: boolean, loud: boolean): number {
		const next = this.#lineEnd(at, end);
		let stop = next;
		if (this.finder.text[stop - 1] === LINE_FEED) stop -= 1;
		if (stop > at && this.finder.text[stop - 1] === CARRIAGE_RETURN) stop -= 1;
		const complete = !final || stop < next;
		this.#taken = this.sink.push(thinReturns(this.finder.text.toString('utf8', at, stop)), complete, loud);
		this.lines += 1;
		if (!loud) this.#loud.number(this.lines);
		return next;
	}

	#consume(done: number, end: number): void {
		this.finder.text.copyWithin(0, done, end);
		this.#held = end - done;
		this.#looked = Math.max(0, this.#looked - done);
		this.#next = undefined;
	}
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
