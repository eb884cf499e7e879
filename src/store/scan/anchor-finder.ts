import {SCAN_WASM} from './scan-wasm.js';

/** How many bytes of text a finder holds at once. */
export const WINDOW = 1 << 20;

/** Space behind the window for the line that is not finished yet. */
export const CARRY = 1 << 17;

const TEXT_AT = 256;

/** Finds places where one of a set of strings stands, without regard to case, and counts lines, in bytes that the caller puts into `text`. */
export interface AnchorFinder {
	/** The bytes to look at; WINDOW + CARRY long. Positions below count from its start. */
	readonly text: Buffer;
	/** A place where a string stands in full, in the first line of [from, to) that holds one; or -1. */
	find(from: number, to: number): number;
	/** Line feeds in [from, to). */
	count(from: number, to: number): number;
}

/**
 * Makes a finder. Every string needs four bytes or more and must be ASCII. It uses WebAssembly with vector
 * instructions, which every Node that runs this program has: a loop in JavaScript takes five times as long.
 */
export function createAnchorFinder(strings: readonly string[]): AnchorFinder {
	const needles = strings.map((string) => Buffer.from(string.toLowerCase(), 'latin1'));
	const {memory, find, count} = instance();
	const bytes = new Uint8Array(memory.buffer);
	const parts = needles.map((needle) => rarestPart(needle));
	parts.forEach((at, index) => {
		fillTables(bytes, needles[index] ?? Buffer.alloc(0), at, index % 8);
	});
	const text = Buffer.from(memory.buffer, TEXT_AT, WINDOW + CARRY);
	const standsAt = (place: number, to: number) => {
		for (const [index, needle] of needles.entries()) {
			const start = place - (parts[index] ?? 0);
			if (start >= 0 && start + needle.length <= to && matches(text, start, needle)) return start;
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
	};
}

interface ScanModule {
	readonly memory: {readonly buffer: ArrayBuffer};
	readonly find: (at: number, end: number) => number;
	readonly count: (at: number, end: number) => number;
}

/** The two constructors that are used: Node's types leave them out without the browser's library. */
interface WebAssemblyApi {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object) => {readonly exports: ScanModule};
}

function instance(): ScanModule {
	const {Module, Instance} = (globalThis as unknown as {WebAssembly: WebAssemblyApi}).WebAssembly;
	return new Instance(new Module(Buffer.from(SCAN_WASM, 'base64'))).exports;
}

/** Where the four neighbouring bytes start that are least common in logs: digits and letters of words are common, capitals and signs are not. */
function rarestPart(needle: Buffer): number {
	let best = 0;
	let lowest = Infinity;
	for (let at = 0; at + 4 <= needle.length; at += 1) {
		const cost = [0, 1, 2, 3].reduce((sum, k) => sum + commonness(String.fromCharCode(needle[at + k] ?? 0)), 0);
		if (cost < lowest) [best, lowest] = [at, cost];
	}
	return best;
}

// Rough frequencies of letters in English text, per cent; what is no letter is rarer in the words looked for.
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
	return COMMON[letter] ?? 1;
}

/** Allows, for bucket `bucket`, the four bytes of `needle` from `at`, in both cases. */
function fillTables(memory: Uint8Array, needle: Buffer, at: number, bucket: number): void {
	for (let k = 0; k < 4; k += 1) {
		const letter = String.fromCharCode(needle[at + k] ?? 0);
		for (const byte of new Set([letter.charCodeAt(0), letter.toUpperCase().charCodeAt(0)])) {
			const low = k * 32 + (byte & 15);
			const high = k * 32 + 16 + (byte >> 4);
			memory[low] = (memory[low] ?? 0) | (1 << bucket);
			memory[high] = (memory[high] ?? 0) | (1 << bucket);
		}
	}
}

function matches(text: Buffer, start: number, needle: Buffer): boolean {
	for (let at = 0; at < needle.length; at += 1) {
		const byte = text[start + at] ?? 0;
		const folded = byte >= 65 && byte <= 90 ? byte + 32 : byte;
		if (folded !== needle[at]) return false;
	}
	return true;
}
