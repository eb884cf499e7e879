// Letters that come without marks: keys, or a paste that the terminal does not mark. They are held for a moment, too short to
// be noticed. What follows faster than a hand can type is held longer, and what looks like text is received as a paste until it
// ends: after a pause of seconds, or by ctrl-d. Nothing that comes in that time is a key.
import {looksPasted, mayBePaste} from './burst.js';
import {Quiet, stretched} from './quiet.js';

/** Milliseconds; see `TIMES`. */
export interface Times {
	/** For which a single letter is held, in case that more follows faster than a hand can type. */
	readonly hold: number;
	/** For which letters that came at once may be the start of a paste. */
	readonly doubt: number;
	/** Without a letter, after which a paste is over; longer on a busy machine. Terminals and networks make shorter pauses. */
	readonly pause: number;
	/** After a paste that ended by a pause, in which a burst is the rest of it, even where it does not look like text. */
	readonly rest: number;
}

export const TIMES: Times = {hold: 8, doubt: 30, pause: 3000, rest: 10_000};

/** From so many letters on a burst is waited for as if the doubt were greater: nobody types ahead so much. */
const LONG_BURST = 8;
const LONG_DOUBTS = 5;
/** On a menu, where a letter that belongs to a paste would be a choice, doubts last so many times as long as in a text field. */
const MENU_DOUBTS = 5;

/** Ends a paste, when it comes alone or when nothing follows it: the only such key, as every other may be part of it. */
export const END_KEY = '\u0004';
/** Milliseconds for which nothing must follow an end key that came in one read with letters. */
const END_MS = 150;

export interface Unheld {
	/** Letters that turned out to be keys. */
	keys(text: string): void;
	/** A whole paste. */
	paste(text: string): void;
	/** More of a paste has come; so many characters so far. */
	more(characters: number): void;
}

export class Unmarked {
	inText = false;
	#held = '';
	#pieces: string[] | undefined;
	#characters = 0;
	#restUntil = -Infinity;
	readonly #quiet = new Quiet();
	readonly #out: Unheld;
	readonly #times: Times;

	constructor(out: Unheld, times: Times) {
		this.#out = out;
		this.#times = times;
	}

	/** Whether a paste is being received: then all that comes belongs to it, escape sequences too. */
	get receiving(): boolean {
		return this.#pieces !== undefined;
	}

	/** Whether something is held or received. */
	get waiting(): boolean {
		return this.#held !== '' || this.receiving;
	}

	take(text: string): void {
		if (this.#pieces) {
			this.#receive(text);
			return;
		}
		this.#held += text;
		const burst = mayBePaste(this.#held);
		// One letter is a key. Two at once are none shortly after a paste.
		const rest = (burst || this.#held.length > 1) && performance.now() < this.#restUntil;
		if (rest || looksPasted(this.#held, this.inText)) {
			const first = this.#held;
			this.#held = '';
			this.#pieces = [];
			this.#receive(first);
			return;
		}
		const {hold, doubt} = this.#times;
		const doubts = (this.#held.length < LONG_BURST ? 1 : LONG_DOUBTS) * (this.inText ? 1 : MENU_DOUBTS);
		this.#quiet.start(burst ? doubt * doubts : hold, () => this.flush());
	}

	/** What is held is whole: a key followed it, or nothing did. */
	flush(): void {
		this.#quiet.cancel();
		if (this.#pieces) {
			this.end();
			return;
		}
		const held = this.#held;
		this.#held = '';
		if (held !== '') this.#out.keys(held);
	}

	/** Ends a paste that is being received. */
	end(): void {
		const pieces = this.#pieces;
		if (!pieces) return;
		this.#quiet.cancel();
		this.#pieces = undefined;
		this.#characters = 0;
		this.expectRest();
		this.#out.paste(pieces.join('').replace(/\r\n?/g, '\n'));
	}

	/** For a while a burst is the rest of a paste that seemed to be over. */
	expectRest(): void {
		this.#restUntil = performance.now() + stretched(this.#times.rest);
	}

	/** Drops all: there will be no keyboard any more. */
	drop(): void {
		this.#quiet.cancel();
		this.#held = '';
		this.#pieces = undefined;
	}

	#receive(text: string): void {
		this.#pieces?.push(text);
		this.#characters += text.length;
		this.#out.more(this.#characters);
		if (text.endsWith(END_KEY)) this.#quiet.start(END_MS, () => this.#endAtKey());
		else this.#quiet.start(stretched(this.#times.pause), () => this.end());
	}

	#endAtKey(): void {
		const last = this.#pieces?.pop() ?? '';
		this.#pieces?.push(last.slice(0, -END_KEY.length));
		this.end();
	}
}
