import type {AnchorFinder} from './anchor-finder.js';

/** What a line with an anchor is: news, one of many like it, or one of many that is still read as a sample. */
export type Novelty = 'news' | 'loud' | 'sample';

/** So many lines of one shape are read; a trainer that prints a figure each step says no more after them. */
const LOUD = 32;
/** Lines of one shape with the same sizes and the same host, after which more of them are no news. */
const SAME = 2;
/** Different sizes of one shape that are read: more than the incidents of one log that are kept. */
const MOST_FIGURES = 4096;
/** One of so many loud lines is read: memory in use, the step that was reached. */
const SAMPLE = 2048;
const SHAPES = 1 << 13;
const FIGURES = 1 << 17;

/**
 * Learns which lines a log repeats. Two lines have one shape when they differ in nothing but digits: times, steps, losses.
 * Sizes such as `31.2G`, long counts of bytes, and a rank or host at the beginning of a line are looked at: each of them is news
 * until it was seen twice. Memory is constant; when the table is full, rare shapes are forgotten.
 */
export class LoudLines {
	/** Where the line ends that was looked at last, line feed included. */
	end = 0;
	#hash = 0;
	#figures = 0;
	/** Shape, lines seen, different figures seen. */
	#hashes = new Int32Array(SHAPES);
	#lines = new Int32Array(SHAPES);
	#kinds = new Int32Array(SHAPES);
	/** Number of the first line of a shape, and how many of its lines were no news. */
	#firsts = new Int32Array(SHAPES);
	#passed = new Int32Array(SHAPES);
	/** The shape, and the figures, that were seen for the first time in the line looked at last. */
	#fresh = -1;
	#freshFigures = -1;
	#last = 0;
	#shapes = 0;
	/** Made for the first line with a size. */
	#figureHashes = new Int32Array(0);
	#figureLines = new Uint8Array(0);
	#figureFirsts = new Int32Array(0);
	#figurePassed = new Int32Array(0);
	#figureCount = 0;

	constructor(private readonly finder: Pick<AnchorFinder, 'measure' | 'line'>) {}

	/** Goes on over loud lines from the start of a line; says where the first line starts that is not known to be loud, or a sample. */
	skim(from: number, to: number): number {
		let at = from;
		while (at < to) {
			if (!this.#measure(at, to)) return at;
			const slot = this.#slot();
			if (this.#hashes[slot] !== this.#hash || (this.#lines[slot] ?? 0) < LOUD) return at;
			if (((this.#lines[slot] ?? 0) + 1) % SAMPLE === 0 || this.#isNews(slot, false)) return at;
			this.#lines[slot] = (this.#lines[slot] ?? 0) + 1;
			this.#pass(slot);
			at = this.end;
		}
		return at;
	}

	/** Says that the loud line that was looked at last is not read. */
	passOver(): void {
		this.#pass(this.#last);
	}

	#pass(slot: number): void {
		const figures = this.#figures === 0 ? -1 : this.#figureSlot();
		const [passed, at] = figures < 0 ? [this.#passed, slot] : [this.#figurePassed, figures];
		passed[at] = (passed[at] ?? 0) + 1;
	}

	/** Says which number the line has that was found to be news. */
	number(line: number): void {
		if (this.#fresh >= 0) this.#firsts[this.#fresh] = line;
		if (this.#freshFigures >= 0) this.#figureFirsts[this.#freshFigures] = line;
		this.#fresh = -1;
		this.#freshFigures = -1;
	}

	/** For lines that came again and again, by the number of the first with the same sizes: how many were passed over. */
	passed(): ReadonlyMap<number, number> {
		const found = new Map<number, number>();
		for (let slot = 0; slot < SHAPES; slot += 1) {
			const count = this.#passed[slot] ?? 0;
			if (count > 0 && (this.#kinds[slot] ?? 0) <= 1) found.set(this.#firsts[slot] ?? 0, count);
		}
		for (const [slot, count] of this.#figurePassed.entries())
			if (count > 0) found.set(this.#figureFirsts[slot] ?? 0, count);
		return found;
	}

	/** Counts a line that has an anchor. */
	look(from: number, to: number): Novelty {
		if (!this.#measure(from, to)) return 'news';
		const slot = this.#slot();
		if (this.#hashes[slot] !== this.#hash) {
			if (this.#shapes > SHAPES / 2) this.#forget();
			if (this.#shapes > SHAPES / 2) return 'news';
			const free = this.#slot();
			this.#hashes[free] = this.#hash;
			this.#lines[free] = 1;
			this.#kinds[free] = 0;
			this.#shapes += 1;
			this.#fresh = free;
			this.#isNews(free, true);
			return 'news';
		}
		const lines = (this.#lines[slot] ?? 0) + 1;
		this.#lines[slot] = lines;
		const news = this.#isNews(slot, true);
		if (lines <= LOUD || news) return 'news';
		this.#last = slot;
		return lines % SAMPLE === 0 ? 'sample' : 'loud';
	}

	/** Whether the sizes of the line were not seen before with its shape. */
	#isNews(slot: number, count: boolean): boolean {
		if (this.#figures === 0 || (this.#kinds[slot] ?? 0) >= MOST_FIGURES) return false;
		if (this.#figureHashes.length === 0) {
			this.#figureHashes = new Int32Array(FIGURES);
			this.#figureLines = new Uint8Array(FIGURES);
			this.#figureFirsts = new Int32Array(FIGURES);
			this.#figurePassed = new Int32Array(FIGURES);
		}
		const at = this.#figureSlot();
		const seen = this.#figureLines[at] ?? 0;
		if (seen >= SAME) return false;
		if (!count) return true;
		if (seen === 0) {
			// Full: what comes now is as good as known.
			if (this.#figureCount > FIGURES / 2) return false;
			this.#figureCount += 1;
			this.#figureHashes[at] = this.#figureHash();
			this.#freshFigures = at;
			this.#kinds[slot] = (this.#kinds[slot] ?? 0) + 1;
		}
		this.#figureLines[at] = seen + 1;
		return true;
	}

	/** The place of the line's sizes, or an empty one. */
	#figureSlot(): number {
		const hash = this.#figureHash();
		let at = (hash >>> 3) % FIGURES;
		while (this.#figureHashes[at] !== 0 && this.#figureHashes[at] !== hash) at = (at + 1) % FIGURES;
		return at;
	}

	#figureHash(): number {
		return (Math.imul(this.#figures ^ this.#hash, 0x85ebca6b) ^ this.#hash) | 1;
	}

	#slot(): number {
		let at = (this.#hash >>> 5) % SHAPES;
		while (this.#hashes[at] !== 0 && this.#hashes[at] !== this.#hash) at = (at + 1) % SHAPES;
		return at;
	}

	/** Forgets the shapes that are not loud. */
	#forget(): void {
		const [hashes, lines, kinds, hash] = [this.#hashes, this.#lines, this.#kinds, this.#hash];
		const [firsts, passed] = [this.#firsts, this.#passed];
		this.#firsts = new Int32Array(SHAPES);
		this.#passed = new Int32Array(SHAPES);
		this.#hashes = new Int32Array(SHAPES);
		this.#lines = new Int32Array(SHAPES);
		this.#kinds = new Int32Array(SHAPES);
		this.#shapes = 0;
		for (let at = 0; at < SHAPES; at += 1) {
			if ((lines[at] ?? 0) < LOUD) continue;
			this.#hash = hashes[at] ?? 0;
			const slot = this.#slot();
			this.#hashes[slot] = this.#hash;
			this.#lines[slot] = lines[at] ?? 0;
			this.#kinds[slot] = kinds[at] ?? 0;
			this.#firsts[slot] = firsts[at] ?? 0;
			this.#passed[slot] = passed[at] ?? 0;
			this.#shapes += 1;
		}
		this.#hash = hash;
	}

	/** Takes the hashes of a line, and finds its end. False for a line that is too long to be one of many. */
	#measure(from: number, to: number): boolean {
		const end = this.finder.measure(from, to);
		if (end < 0) return false;
		this.#hash = this.finder.line[0] ?? 0;
		this.#figures = this.finder.line[1] ?? 0;
		this.end = end;
		return true;
	}
}
