import {StringDecoder} from 'node:string_decoder';

export type Encoding = 'utf8' | 'utf16le' | 'utf16be';

/** What the first bytes of a file say it is. */
export type Sniffed =
	| {readonly form: 'text'; readonly encoding: Encoding; readonly skip: number}
	| {readonly form: 'gzip'}
	| {readonly form: 'binary'};

/** Bytes that are looked at before a file is taken for text. */
export const SNIFF_BYTES = 4096;

/** Tells text from other content by its first bytes: byte-order marks, gzip, the pattern of UTF-16, and control bytes. */
export function sniff(head: Buffer): Sniffed {
	if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return {form: 'gzip'};
	if (head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return text('utf8', 3);
	if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe) return text('utf16le', 2);
	if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff) return text('utf16be', 2);
	const body = withoutLeadingZeros(head);
	if (head.length === 0) return text('utf8', 0);
	const {even, odd, control} = count(head);
	const half = head.length / 2;
	if (head.length >= 16 && odd > half * 0.6 && even < half * 0.05) return text('utf16le', 0);
	if (head.length >= 16 && even > half * 0.6 && odd < half * 0.05) return text('utf16be', 0);
	// A log that was cut while its writer went on begins with zeros; what follows them decides.
	if (body.length === 0) return {form: 'binary'};
	const zeros = even + odd - (head.length - body.length);
	return (zeros + control + unreadable(body)) / body.length > 0.1 ? {form: 'binary'} : text('utf8', 0);
}

/** Bytes that are not part of a character in UTF-8. A log in Latin-1 has few of them. */
function unreadable(body: Buffer): number {
	return body.toString('utf8').split('\uFFFD').length - 1;
}

function text(encoding: Encoding, skip: number): Sniffed {
	return {form: 'text', encoding, skip};
}

function withoutLeadingZeros(head: Buffer): Buffer {
	const start = head.findIndex((byte) => byte !== 0);
	return start < 0 ? head.subarray(head.length) : head.subarray(start);
}

function count(head: Buffer): {even: number; odd: number; control: number} {
	let even = 0;
	let odd = 0;
	let control = 0;
	for (let index = 0; index < head.length; index += 1) {
		const byte = head[index] ?? 0;
		if (byte === 0) {
			if (index % 2 === 0) even += 1;
			else odd += 1;
		} else if (byte < 7 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) control += 1;
	}
	return {even, odd, control};
}

/** Longest line that is handed on; what goes beyond is dropped, so that a file without line breaks does not fill the memory. */
export const LONGEST_LINE = 8 * 1024 * 1024;

/** Bytes in, whole lines out, without their line breaks. Unreadable bytes become U+FFFD; a cut character at a chunk's end is kept for the next. */
export class LineSplitter {
	readonly #decoder: {write(chunk: Buffer): string; end(): string};
	readonly #push: (line: string, complete: boolean) => void;
	#open = '';
	lines = 0;

	/** `push` takes a line and whether its line break was there: without one the input ended inside it. */
	constructor(encoding: Encoding, push: (line: string, complete: boolean) => void) {
		this.#decoder = encoding === 'utf16be' ? new SwappedDecoder() : new StringDecoder(encoding);
		this.#push = push;
	}

	write(chunk: Buffer): void {
		this.#take(this.#decoder.write(chunk));
	}

	/** The last line need not end in a line break. */
	end(): void {
		this.#take(this.#decoder.end());
		if (this.#open !== '') this.#line(this.#open, false);
		this.#open = '';
	}

	#take(text: string): void {
		let start = 0;
		for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
			this.#line(this.#open + text.slice(start, end));
			this.#open = '';
			start = end + 1;
		}
		if (this.#open.length < LONGEST_LINE) this.#open += text.slice(start);
	}

	#line(line: string, complete = true): void {
		this.lines += 1;
		this.#push(line.endsWith('\r') ? line.slice(0, -1) : line, complete);
	}
}

/** UTF-16 with the high byte first, which Node does not decode alone. */
class SwappedDecoder {
	readonly #decoder = new StringDecoder('utf16le');
	#odd: Buffer = Buffer.alloc(0);

	write(chunk: Buffer): string {
		const whole = Buffer.concat([this.#odd, chunk]);
		const even = whole.length - (whole.length % 2);
		this.#odd = whole.subarray(even);
		return this.#decoder.write(Buffer.from(whole.subarray(0, even)).swap16());
	}

	end(): string {
		return this.#decoder.end();
	}
}
