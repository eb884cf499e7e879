// A keyboard that Ink reads one key at a time. Ink 6.8 gives a whole read to its handlers as one event, renews handlers three
// macrotasks after a key, and takes an escape sequence that arrives in two packets for the escape key and letters.
// So three quick arrows would move a list by one row and `abc⏎` would not submit: a wrong answer could be recorded.
import {EventEmitter} from 'node:events';
import {StringDecoder} from 'node:string_decoder';
import type {KeyEvents, KeySource} from './key-source.js';
import {MarkedPaste} from './marked.js';
import {Quiet, stretched} from './quiet.js';
import {CONTROL, ESC, KEY, PASTE_START, SEQUENCE, SIGNALS} from './sequences.js';
import {END_KEY, TIMES, Unmarked, type Times} from './unmarked.js';

/** Milliseconds without a byte after which a paste is over although its end mark is missing; longer on a busy machine. */
const LOST_END_MS = 10_000;
/** Milliseconds between two reports of how much of a paste has come. */
const REPORT_MS = 150;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Poses as the `stdin` that Ink wants, and gives it one key per commit. */
export class KeyStream extends EventEmitter<KeyEvents> {
	readonly isTTY = true;
	readonly #source: KeySource;
	readonly #write: (text: string) => void;
	readonly #escapeMs: number;
	readonly #hops: number;
	readonly #decoder = new StringDecoder('utf8');
	/** A text in brackets is a paste that waits for its turn. */
	readonly #queue: (string | [paste: string])[] = [];
	#buffer = '';
	#paste: MarkedPaste | undefined;
	readonly #unmarked: Unmarked;
	readonly #quiet = new Quiet();
	#reported = -Infinity;
	#gone = false;
	#ready: string | undefined;
	#busy = false;
	#started = false;
	readonly #onData = (chunk: Buffer): void => {
		this.#accept(this.#decoder.write(chunk));
	};

	/** `hops`: macrotasks between two keys; Ink 6.8 needs three. `escapeMs`: how long a lone escape may be the start of a sequence. */
	constructor(
		source: KeySource,
		write: (text: string) => void,
		{escapeMs = 25, hops = 4, times = TIMES}: {escapeMs?: number; hops?: number; times?: Times} = {},
	) {
		super();
		this.#source = source;
		this.#write = write;
		this.#escapeMs = escapeMs;
		this.#hops = hops;
		this.#unmarked = new Unmarked(
			{
				keys: (text) => {
					this.#type(text);
					this.#next();
				},
				paste: (text) => this.#pasteIs(text),
				more: (characters) => this.#report(characters),
			},
			times,
		);
		for (const event of ['end', 'close', 'error'] as const) source.on(event, () => this.#vanish());
	}

	/** Whether the terminal was closed. */
	get gone(): boolean {
		return this.#gone;
	}
	/** Whether a key or paste was not offered yet, or its effects may still be running. */
	get waiting(): boolean {
		return this.#busy || this.#queue.length > 0 || this.#buffer !== '' || this.#unmarked.waiting || !!this.#paste;
	}

	/** Whether a text field has the focus: ink-text-input takes ctrl-u for the letter u, so it must not see it. */
	textFocus(inText: boolean): void {
		this.#unmarked.inText = inText;
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
		this.#quiet.cancel();
		this.#unmarked.flush();
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

	// What Ink asks of a stdin. It turns raw mode on when it begins to listen: keys typed until then are waiting.
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
		this.#quiet.cancel();
		if (this.#paste ? this.#isSignal(text) : this.#unmarked.receiving && this.#isSignal(text)) return;
		this.#buffer += text;
		this.#split();
		this.#next();
		if (this.#paste) {
			this.#report(this.#paste.characters);
			this.#quiet.start(stretched(LOST_END_MS), () => this.#loseEnd());
			return;
		}
		if (this.#buffer === '') return;
		this.#quiet.start(this.#escapeMs, () => {
			// Nothing followed: it was the escape key, or a sequence that never ended.
			const rest = this.#buffer;
			this.#buffer = '';
			this.#unmarked.flush();
			if (rest === ESC) this.#queue.push(ESC);
			this.#next();
		});
	}

	/** While a paste is received only what comes alone is a key, and only ctrl-c, ctrl-z and the end of input. */
	#isSignal(text: string): boolean {
		if (text === END_KEY) {
			if (this.#paste) this.#loseEnd();
			else this.#unmarked.end();
			return true;
		}
		const signal = SIGNALS.get(text);
		if (signal) this.emit(signal);
		else return false;
		if (this.#paste) this.#quiet.start(stretched(LOST_END_MS), () => this.#loseEnd());
		return true;
	}

	/** A paste whose end mark does not come is over anyway; what still comes in bursts is its rest. */
	#loseEnd(): void {
		this.#unmarked.expectRest();
		this.#endPaste();
	}

	#report(characters: number): void {
		const now = performance.now();
		if (now - this.#reported < REPORT_MS) return;
		this.#reported = now;
		this.emit('receiving', characters);
	}

	#pasteIs(text: string): void {
		this.#reported = -Infinity;
		this.emit('receiving', undefined);
		this.#queue.push([text]);
		this.#next();
	}

	#split(): void {
		while (this.#buffer !== '') {
			if (this.#paste) {
				const after = this.#paste.take(this.#buffer);
				this.#buffer = after ?? '';
				if (after !== undefined) this.#endPaste();
			} else if (this.#unmarked.receiving) {
				this.#takeRest();
			} else if (this.#buffer.startsWith(ESC)) {
				if (!this.#takeSequence()) return;
			} else {
				this.#takeText();
			}
		}
	}

	#endPaste(): void {
		const paste = this.#paste;
		this.#paste = undefined;
		if (paste) this.#pasteIs(paste.text());
	}

	/** False when the sequence is not complete yet. */
	#takeSequence(): boolean {
		const found = SEQUENCE.exec(this.#buffer)?.[0];
		if (found === undefined) {
			if (!this.#buffer.startsWith(ESC + ESC)) return false;
			this.#unmarked.flush();
			this.#queue.push(ESC);
			this.#buffer = this.#buffer.slice(1);
			return true;
		}
		this.#buffer = this.#buffer.slice(found.length);
		if (found === PASTE_START) {
			this.#unmarked.flush();
			this.#paste = new MarkedPaste();
		} else if (KEY.test(found)) {
			this.#unmarked.flush();
			this.#queue.push(found);
		}
		return true;
	}

	/** All that comes while an unmarked paste is received belongs to it, up to a marked one. */
	#takeRest(): void {
		const at = this.#buffer.indexOf(PASTE_START);
		const text = at < 0 ? this.#buffer : this.#buffer.slice(0, at);
		this.#buffer = at < 0 ? '' : this.#buffer.slice(at);
		if (text !== '') this.#unmarked.take(text);
		if (at >= 0) this.#unmarked.end();
	}

	#takeText(): void {
		const at = this.#buffer.indexOf(ESC);
		const text = at < 0 ? this.#buffer : this.#buffer.slice(0, at);
		this.#buffer = at < 0 ? '' : this.#buffer.slice(at);
		// Ctrl-c and its like are never held.
		const letters = text.replace(/[\u0003\u000C\u001A]/g, (sign) => {
			this.emit(SIGNALS.get(sign) ?? 'interrupt');
			return '';
		});
		if (letters !== '') this.#unmarked.take(letters);
	}

	#type(text: string): void {
		// A line feed is an enter typed before raw mode was on.
		for (const {segment} of segmenter.segment(text))
			this.#queue.push(segment === '\n' || segment === '\r\n' ? '\r' : segment);
	}

	#vanish(): void {
		if (this.#gone) return;
		this.#gone = true;
		this.#queue.length = 0;
		this.#quiet.cancel();
		this.#unmarked.drop();
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
		} else if (this.#unmarked.inText && CONTROL.test(first)) {
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
