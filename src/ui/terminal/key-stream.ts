// A keyboard that Ink reads one key at a time. Ink 6.8 gives a whole read to its handlers as one event, renews handlers
// three macrotasks after a key, and takes an escape sequence that arrives in two packets for the escape key and letters.
// So three quick arrows would move a list by one row and `abc⏎` would not submit: a wrong answer could be recorded.
// Long because: one queue, one buffer and one clock; what can be told apart stands in burst.ts and sequences.ts.
import {EventEmitter} from 'node:events';
import {StringDecoder} from 'node:string_decoder';
import {DOUBT_MS, looksPasted, mayBePaste, PASTE_MS} from './burst.js';
import {CONTROL, ESC, KEY, PASTE_END, PASTE_START, SEQUENCE, SIGNALS} from './sequences.js';

/** What the stream needs of a terminal: `tty.ReadStream` has it. */
export interface KeySource {
	setRawMode(on: boolean): unknown;
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	off(event: 'data', listener: (chunk: Buffer) => void): unknown;
	on(event: 'end' | 'close' | 'error', listener: () => void): unknown;
	resume(): unknown;
	pause(): unknown;
	ref(): unknown;
	unref(): unknown;
}

/**
 * `interrupt`: ctrl-c. `suspend`: ctrl-z. `redraw`: ctrl-l. These are told at once and are no keys; all else is in order.
 * `gone`: there will never be another key, as the terminal was closed.
 */
export interface KeyEvents {
	/** A whole paste, once, whether or not the terminal marks it as one. */
	paste: [text: string];
	gone: [];
	interrupt: [];
	suspend: [];
	redraw: [];
	/** A control character other than enter, tab and backspace, in its turn, while a text field has the focus: `ctrl-u`. */
	control: [name: string];
	readable: [];
}

/** Milliseconds without a byte after which a paste is over although its end mark is missing: else no key would ever work again. */
const LOST_END_MS = 5000;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Poses as the `stdin` that Ink wants, and gives it one key per commit. */
export class KeyStream extends EventEmitter<KeyEvents> {
	readonly isTTY = true;
	#inText = false;
	readonly #source: KeySource;
	readonly #write: (text: string) => void;
	readonly #escapeMs: number;
	readonly #hops: number;
	readonly #doubtMs: number;
	readonly #decoder = new StringDecoder('utf8');
	/** A text in brackets is a paste that waits for its turn. */
	readonly #queue: (string | [paste: string])[] = [];
	#buffer = '';
	#paste: string[] | undefined;
	/** Letters that came at once and may be an unmarked paste. */
	#burst = '';
	#burstTimer: NodeJS.Timeout | undefined;
	#gone = false;
	#timer: NodeJS.Timeout | undefined;
	#ready: string | undefined;
	#busy = false;
	#started = false;
	readonly #onData = (chunk: Buffer): void => {
		this.#accept(this.#decoder.write(chunk));
	};

	/**
	 * `hops`: macrotasks between two keys; Ink 6.8 needs three. `escapeMs`: how long a lone escape may be the start of a sequence.
	 * `doubtMs`: how long letters that came at once may be the start of a paste.
	 */
	constructor(
		source: KeySource,
		write: (text: string) => void,
		{escapeMs = 25, doubtMs = DOUBT_MS, hops = 4}: {escapeMs?: number; doubtMs?: number; hops?: number} = {},
	) {
		super();
		this.#source = source;
		this.#write = write;
		this.#escapeMs = escapeMs;
		this.#hops = hops;
		this.#doubtMs = doubtMs;
		for (const event of ['end', 'close', 'error'] as const) source.on(event, () => this.#vanish());
	}

	/** Whether the terminal was closed. */
	get gone(): boolean {
		return this.#gone;
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
		this.#endBurst();
		this.#source.off('data', this.#onData);
		this.#write(`${ESC}[?2004l`);
		this.#source.setRawMode(false);
		this.#source.pause();
		this.#source.unref();
	}

	/** Puts a text before all that waits, as if it were one key: a paste into a text field keeps its place among the keys. */
	inject(text: string): void {
		if (text === '') return;
		this.#queue.unshift(text);
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
		if (this.#paste) {
			// Nothing but this key means the end of a paste that never ends.
			if (text === '\u0003') this.emit('interrupt');
			this.#timer = setTimeout(() => this.#endPaste([...(this.#paste ?? []), this.#buffer], ''), LOST_END_MS);
			return;
		}
		if (this.#buffer === '') return;
		this.#timer = setTimeout(() => {
			// Nothing followed: it was the escape key, or a sequence that never ended.
			const rest = this.#buffer;
			this.#buffer = '';
			this.#endBurst();
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
		this.#endPaste(pieces, this.#buffer.slice(end + PASTE_END.length));
		return true;
	}

	#endPaste(pieces: readonly string[], after: string): void {
		this.#paste = undefined;
		const text = pieces.join('');
		this.#buffer = after;
		this.#queue.push([text]);
		this.#next();
	}

	/** False when the sequence is not complete yet. */
	#takeSequence(): boolean {
		const found = SEQUENCE.exec(this.#buffer)?.[0];
		if (found === undefined) {
			if (!this.#buffer.startsWith(ESC + ESC)) return false;
			this.#endBurst();
			this.#queue.push(ESC);
			this.#buffer = this.#buffer.slice(1);
			return true;
		}
		this.#buffer = this.#buffer.slice(found.length);
		if (found === PASTE_START) {
			this.#endBurst();
			this.#paste = [];
		} else if (KEY.test(found)) {
			this.#endBurst();
			this.#queue.push(found);
		}
		return true;
	}

	#takeText(): void {
		const at = this.#buffer.indexOf(ESC);
		const text = at < 0 ? this.#buffer : this.#buffer.slice(0, at);
		this.#buffer = at < 0 ? '' : this.#buffer.slice(at);
		if (this.#burst === '' && !mayBePaste(text)) this.#type(text);
		else this.#gather(text);
	}

	/** Holds letters until it is clear whether they are keys. Ctrl-c and its like are never held. */
	#gather(text: string): void {
		this.#burst += text.replace(/[\u0003\u001A]/g, (sign) => {
			this.emit(SIGNALS.get(sign) ?? 'interrupt');
			return '';
		});
		clearTimeout(this.#burstTimer);
		const wait = looksPasted(this.#burst, this.#inText) ? PASTE_MS : this.#doubtMs;
		this.#burstTimer = setTimeout(() => {
			this.#endBurst();
			this.#next();
		}, wait);
	}

	#endBurst(): void {
		clearTimeout(this.#burstTimer);
		const burst = this.#burst;
		this.#burst = '';
		if (looksPasted(burst, this.#inText)) this.#queue.push([burst.replace(/\r\n?/g, '\n')]);
		else this.#type(burst);
	}

	#type(text: string): void {
		for (const {segment} of segmenter.segment(text)) {
			const signal = SIGNALS.get(segment);
			if (signal) this.emit(signal);
			// A line feed is an enter typed before raw mode was on: the terminal turned it.
			else this.#queue.push(segment === '\n' || segment === '\r\n' ? '\r' : segment);
		}
	}

	#vanish(): void {
		if (this.#gone) return;
		this.#gone = true;
		this.#queue.length = 0;
		clearTimeout(this.#timer);
		clearTimeout(this.#burstTimer);
		this.emit('gone');
	}

	/** The next key is offered only after the effects of the last one ran and handlers are fresh. */
	#next(): void {
		const [first] = this.#queue;
		if (this.#busy || first === undefined) return;
		if (this.listenerCount(typeof first === 'string' ? 'readable' : 'paste') === 0) return;
		this.#queue.shift();
		this.#busy = true;
		if (typeof first !== 'string') {
			this.emit('paste', first[0]);
		} else if (this.#inText && CONTROL.test(first)) {
			this.emit('control', `ctrl-${String.fromCharCode(first.charCodeAt(0) + 96)}`);
		} else {
			this.#ready = first;
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
