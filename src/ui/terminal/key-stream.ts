// A keyboard that Ink reads one key at a time. Ink 6.8 gives a whole read to its handlers as one event, renews handlers
// three macrotasks after a key, and takes an escape sequence that arrives in two packets for the escape key and letters.
// So three quick arrows would move a list by one row and `abc⏎` would not submit: a wrong answer could be recorded.
import {EventEmitter} from 'node:events';
import {StringDecoder} from 'node:string_decoder';

/** What the stream needs of a terminal: `tty.ReadStream` has it. */
export interface KeySource {
	setRawMode(on: boolean): unknown;
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	off(event: 'data', listener: (chunk: Buffer) => void): unknown;
	resume(): unknown;
	pause(): unknown;
	ref(): unknown;
	unref(): unknown;
}

/**
 * `paste`: a whole paste, once. `interrupt`: ctrl-c. `suspend`: ctrl-z. `redraw`: ctrl-l. These are told at once and
 * are no keys; all else is a key, in order.
 */
export interface KeyEvents {
	paste: [text: string];
	interrupt: [];
	suspend: [];
	redraw: [];
	/** A control character other than enter, tab and backspace, in its turn, while a text field has the focus: `ctrl-u`. */
	control: [name: string];
	readable: [];
}

const ESC = '\u001B';
const PASTE_START = `${ESC}[200~`;
const PASTE_END = `${ESC}[201~`;
// CSI (with the old doubled bracket of the Linux console), SS3, a reply of the terminal, or ESC and one character.
const SEQUENCE =
	/^\u001B(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[@-~]|[\]P^_X][^\u0007\u001B]*(?:\u0007|\u001B\\)|[^[\]OP^_X\u001B])/;
// Arrows, home, end, page, insert, delete and shift-tab, with or without modifiers. Mouse, focus and other reports are not keys.
const KEY = /^\u001B(?:\[(?:1;\d+)?[A-DFH]|\[[1-8](?:;\d+)?~|O[A-DFHM]|\[Z)$/;
const SIGNALS = new Map<string, 'interrupt' | 'suspend' | 'redraw'>([
	['\u0003', 'interrupt'],
	['\u001A', 'suspend'],
	['\u000C', 'redraw'],
]);
const CONTROL = /^[\u0001-\u0007\u000A-\u000C\u000E-\u001A]$/;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Poses as the `stdin` that Ink wants, and gives it one key per commit. */
export class KeyStream extends EventEmitter<KeyEvents> {
	readonly isTTY = true;
	#inText = false;
	readonly #source: KeySource;
	readonly #write: (text: string) => void;
	readonly #escapeMs: number;
	readonly #hops: number;
	readonly #decoder = new StringDecoder('utf8');
	readonly #queue: string[] = [];
	#buffer = '';
	#paste: string[] | undefined;
	#timer: NodeJS.Timeout | undefined;
	#ready: string | undefined;
	#busy = false;
	#started = false;
	readonly #onData = (chunk: Buffer): void => {
		this.#accept(this.#decoder.write(chunk));
	};

	/** `hops`: macrotasks between two keys; Ink 6.8 needs three. `escapeMs`: how long a lone escape may be the start of a sequence. */
	constructor(source: KeySource, write: (text: string) => void, {escapeMs = 25, hops = 4} = {}) {
		super();
		this.#source = source;
		this.#write = write;
		this.#escapeMs = escapeMs;
		this.#hops = hops;
	}

	/** Whether a text field has the focus: ink-text-input takes ctrl-u for the letter u, so it must not see it. */
	textFocus(inText: boolean): void {
		this.#inText = inText;
	}

	/** Takes the keyboard: keys typed from now on are kept until something listens. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		this.#source.setRawMode(true);
		this.#write(`${ESC}[?2004h`);
		this.#source.on('data', this.#onData);
		this.#source.resume();
		this.#source.ref();
	}

	/** Gives the keyboard back. Keys that were not read yet stay. */
	stop(): void {
		if (!this.#started) return;
		this.#started = false;
		clearTimeout(this.#timer);
		this.#source.off('data', this.#onData);
		this.#write(`${ESC}[?2004l`);
		this.#source.setRawMode(false);
		this.#source.pause();
		this.#source.unref();
	}

	/** Puts a text in line as if it were one key: a paste into a text field keeps its place among the keys. */
	inject(text: string): void {
		if (text === '') return;
		this.#queue.push(text);
		this.#next();
	}

	// What Ink asks of a stdin. It turns raw mode on and off as components come and go; the keyboard is ours throughout.
	// It does so when it begins to listen: keys typed until then are waiting.
	setRawMode(): this {
		setImmediate(() => this.#next());
		return this;
	}
	setEncoding(): this {
		return this;
	}
	resume(): this {
		return this;
	}
	pause(): this {
		return this;
	}
	ref(): this {
		return this;
	}
	unref(): this {
		return this;
	}
	/** Ink reads until null: it gets one key, then null. */
	read(): string | null {
		const key = this.#ready ?? null;
		this.#ready = undefined;
		return key;
	}

	#accept(text: string): void {
		clearTimeout(this.#timer);
		this.#buffer += text;
		this.#split();
		this.#next();
		if (this.#buffer === '' || this.#paste) return;
		this.#timer = setTimeout(() => {
			// Nothing followed: it was the escape key, or a sequence that never ended.
			const rest = this.#buffer;
			this.#buffer = '';
			if (rest === ESC) this.#queue.push(ESC);
			this.#next();
		}, this.#escapeMs);
	}

	#split(): void {
		while (this.#buffer !== '') {
			if (this.#paste) {
				if (!this.#takePaste(this.#paste)) return;
			} else if (this.#buffer.startsWith(ESC)) {
				if (!this.#takeSequence()) return;
			} else {
				this.#takeText();
			}
		}
	}

	/** False when the end of the paste has not come yet. */
	#takePaste(pieces: string[]): boolean {
		const end = this.#buffer.indexOf(PASTE_END);
		if (end < 0) {
			// The end mark may be cut in two: its possible beginning stays.
			const keep = Math.min(this.#buffer.length, PASTE_END.length - 1);
			pieces.push(this.#buffer.slice(0, this.#buffer.length - keep));
			this.#buffer = this.#buffer.slice(this.#buffer.length - keep);
			return false;
		}
		pieces.push(this.#buffer.slice(0, end));
		this.#buffer = this.#buffer.slice(end + PASTE_END.length);
		this.#paste = undefined;
		this.emit('paste', pieces.join(''));
		return true;
	}

	/** False when the sequence is not complete yet. */
	#takeSequence(): boolean {
		const found = SEQUENCE.exec(this.#buffer)?.[0];
		if (found === undefined) {
			if (!this.#buffer.startsWith(ESC + ESC)) return false;
			this.#queue.push(ESC);
			this.#buffer = this.#buffer.slice(1);
			return true;
		}
		this.#buffer = this.#buffer.slice(found.length);
		if (found === PASTE_START) this.#paste = [];
		else if (KEY.test(found)) this.#queue.push(found);
		return true;
	}

	#takeText(): void {
		const at = this.#buffer.indexOf(ESC);
		const text = at < 0 ? this.#buffer : this.#buffer.slice(0, at);
		this.#buffer = at < 0 ? '' : this.#buffer.slice(at);
		for (const {segment} of segmenter.segment(text)) {
			const signal = SIGNALS.get(segment);
			if (signal) this.emit(signal);
			// A line feed is an enter typed before raw mode was on: the terminal turned it.
			else this.#queue.push(segment === '\n' || segment === '\r\n' ? '\r' : segment);
		}
	}

	/** The next key is offered only after the effects of the last one ran and handlers are fresh. */
	#next(): void {
		if (this.#busy || this.#queue.length === 0 || this.listenerCount('readable') === 0) return;
		this.#busy = true;
		const key = this.#queue.shift() ?? '';
		if (this.#inText && CONTROL.test(key)) {
			this.emit('control', `ctrl-${String.fromCharCode(key.charCodeAt(0) + 96)}`);
		} else {
			this.#ready = key;
			this.emit('readable');
		}
		let left = this.#hops;
		const hop = (): void => {
			if (left > 0) {
				left -= 1;
				setImmediate(hop);
				return;
			}
			this.#busy = false;
			this.#next();
		};
		hop();
	}
}
