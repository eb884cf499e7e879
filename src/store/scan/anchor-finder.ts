import {SCAN_WASM} from './scan-wasm.js';

/** How many bytes of text a finder holds at once. */
export const WINDOW = 1 << 20;

/** Space behind the window for the line that is not finished yet. */
export const CARRY = 1 << 20;

// Where scan.wat keeps its sets of hashes and the text.
const FOURS_AT = 4096;
const THREES_AT = 8192;
const LINE_AT = 160;
const TEXT_AT = 16_384;

/** Finds places where one of a set of strings stands, without regard to case, and counts lines, in bytes that the caller puts into `text`. */
export interface AnchorFinder {
	/** The bytes to look at; WINDOW + CARRY long. Positions below count from its start. */
	readonly text: Buffer;
	/** A place where a string stands in full, in the first line of [from, to) that holds one; or -1. */
	find(from: number, to: number): number;
	/** Line feeds in [from, to). */
	count(from: number, to: number): number;
	/** Takes the hashes of the line that begins at `from` into `line`. Says where it ends, line feed included; -1 for one of more than 4 KiB. */
	measure(from: number, to: number): number;
	/** Of the line that was measured last: a hash of its text without digits, never 0, and one of its figures, 0 for none. */
	readonly line: {readonly [at: number]: number};
}

/**
 * Makes a finder. Every string needs three bytes or more and must be ASCII. It uses WebAssembly with vector
 * instructions, which every Node that runs this program has: a loop in JavaScript takes five times as long.
 */
export function createAnchorFinder(strings: readonly string[]): AnchorFinder {
	const {memory, find, count, measure} = instance();
	const tables = new Uint8Array(memory.buffer);
	const text = Buffer.from(memory.buffer, TEXT_AT, WINDOW + CARRY);
	const {needles, index} = indexOf(strings);
	needles.forEach((needle, at) => {
		// Neighbours in the sorted list look alike: together in a bucket they allow the fewest strings that nobody wants.
		fillTables(tables, needle, Math.floor((at * BUCKETS) / needles.length));
	});
	for (const needle of needles) addHash(tables, needle);
	const standsAt = (place: number, to: number) => {
		const four = keyOf(text, place, 4);
		return Math.max(oneOf(index.get(four), place, to), oneOf(index.get(four & THREE), place, to));
	};
	const oneOf = (wanted: readonly Needle[] | undefined, place: number, to: number) => {
		if (wanted === undefined) return -1;
		for (const needle of wanted) {
			const start = place - needle.at;
			if (start >= 0 && start + needle.bytes.length <= to && matches(text, start, needle.bytes)) return start;
		}
		return -1;
	};
	return {
		text,
		find(from, to) {
			let at = from;
			for (;;) {
				const place = find(TEXT_AT + at, TEXT_AT + to) - TEXT_AT;
				if (place < at) return -1;
				const start = standsAt(place, to);
				if (start >= from) return start;
				at = place + 1;
			}
		},
		count: (from, to) => count(TEXT_AT + from, TEXT_AT + to),
		measure(from, to) {
			const end = measure(TEXT_AT + from, TEXT_AT + to);
			return end < 0 ? -1 : end - TEXT_AT;
		},
		line: new Int32Array(memory.buffer, LINE_AT, 2),
	};
}

/** One string, in lower case, with the part of it that the tables look for. */
interface Needle {
	readonly bytes: Buffer;
	/** Where its rarest part starts. */
	readonly at: number;
	/** The part's bytes as one number, the first lowest. */
	readonly key: number;
}

const BUCKETS = 8;
const THREE = 0xffffff;

interface NeedleIndex {
	readonly needles: readonly Needle[];
	readonly index: ReadonlyMap<number, readonly Needle[]>;
}

/** The needles of a list of strings, and those of each key; made once for each list, as every log is searched for the same. */
function indexOf(strings: readonly string[]): NeedleIndex {
	let found = INDEXES.get(strings);
	if (found) return found;
	const needles = prepared(strings);
	const index = new Map<number, Needle[]>();
	for (const needle of needles) index.set(needle.key, [...(index.get(needle.key) ?? []), needle]);
	INDEXES.set(strings, (found = {needles, index}));
	return found;
}

const INDEXES = new WeakMap<readonly string[], NeedleIndex>();

function prepared(strings: readonly string[]): Needle[] {
	const folded = [...new Set(strings.map((string) => string.toLowerCase()))];
	// A string that holds another one is found with it.
	const needed = folded.filter((string) => !folded.some((other) => other !== string && string.includes(other)));
	return needed
		.map((string) => {
			const bytes = Buffer.from(string, 'latin1');
			const at = rarestPart(bytes);
			return {bytes, at, key: keyOf(bytes, at, Math.min(4, bytes.length))};
		})
		.sort((a, b) => (a.bytes.length < 4 === b.bytes.length < 4 ? a.key - b.key : a.bytes.length - b.bytes.length));
}

/** Up to four bytes from `at` as a number, in lower case. */
function keyOf(bytes: Buffer, at: number, length: number): number {
	let key = 0;
	for (let k = 0; k < length; k += 1) key |= folded(bytes[at + k] ?? 0) << (8 * k);
	return key;
}

function folded(byte: number): number {
	return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** What scan.wat exports. */
interface ScanModule {
	readonly memory: {readonly buffer: ArrayBuffer};
	readonly find: (at: number, end: number) => number;
	readonly count: (at: number, end: number) => number;
	readonly measure: (from: number, to: number) => number;
}

/** The two constructors that are used: Node's types leave them out without the browser's library. */
interface WebAssemblyApi {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object) => {readonly exports: ScanModule};
}

function instance(): ScanModule {
	const {Module, Instance} = (globalThis as unknown as {WebAssembly: WebAssemblyApi}).WebAssembly;
	scanModule ??= new Module(Buffer.from(SCAN_WASM, 'base64'));
	return new Instance(scanModule).exports;
}

let scanModule: object | undefined;

/** Where the four neighbouring bytes start that are least common in logs. */
function rarestPart(needle: Buffer): number {
	let best = 0;
	let lowest = Infinity;
	for (let at = 0; at + 4 <= needle.length; at += 1) {
		const cost = [0, 1, 2, 3].reduce((sum, k) => sum + commonness(String.fromCharCode(needle[at + k] ?? 0)), 0);
		if (cost < lowest) [best, lowest] = [at, cost];
	}
	return best;
}

// Rough frequencies in logs, per cent: of letters as in English text; times and counters bring digits and the signs between them.
const COMMON: Readonly<Record<string, number>> = {
	' ': 13,
	e: 12,
	t: 9,
	a: 8,
	o: 7.5,
	i: 7,
	n: 7,
	s: 6.3,
	r: 6,
	h: 6,
	l: 4,
	d: 4,
	c: 2.8,
	u: 2.8,
	m: 2.4,
	f: 2.2,
	p: 1.9,
	g: 2,
	w: 2.4,
	y: 2,
	b: 1.5,
	v: 1,
	k: 0.8,
	x: 0.2,
	j: 0.2,
	q: 0.1,
	z: 0.1,
};

function commonness(letter: string): number {
	if (letter >= '0' && letter <= '9') return 6;
	return COMMON[letter] ?? (':._-/=,'.includes(letter) ? 3 : 1);
}

/** Allows, in one bucket, the four bytes of the needle's part, in both cases; a byte that it does not have may be any. */
function fillTables(memory: Uint8Array, needle: Needle, bucket: number): void {
	for (let k = 0; k < 4; k += 1) {
		const byte = needle.bytes[needle.at + k];
		const allowed = byte === undefined ? ANY : [byte, String.fromCharCode(byte).toUpperCase().charCodeAt(0)];
		for (const value of allowed) {
			const low = k * 32 + (value & 15);
			const high = k * 32 + 16 + (value >> 4);
			memory[low] = (memory[low] ?? 0) | (1 << bucket);
			memory[high] = (memory[high] ?? 0) | (1 << bucket);
		}
	}
}

/** Puts the hash of the needle's part, letters without case, into its set: the same arithmetic as in scan.wat. */
function addHash(memory: Uint8Array, needle: Needle): void {
	const three = needle.bytes.length < 4;
	const value = three ? (needle.key | 0x202020) & THREE : needle.key | 0x20202020;
	const hash = Math.imul(value, 0x9e3779b1) >>> 17;
	const at = (three ? THREES_AT : FOURS_AT) + (hash >> 3);
	memory[at] = (memory[at] ?? 0) | (1 << (hash & 7));
}

const ANY = Array.from({length: 256}, (_, value) => value);

function matches(text: Buffer, start: number, needle: Buffer): boolean {
	for (let at = 0; at < needle.length; at += 1) if (folded(text[start + at] ?? 0) !== needle[at]) return false;
	return true;
}
