// A paste between the marks of the terminal (bracketed paste).
import {PASTE_END} from './sequences.js';

/** What has come of a paste after its start mark. */
export class MarkedPaste {
	readonly #pieces: string[] = [];
	#tail = '';
	#characters = 0;

	get characters(): number {
		return this.#characters;
	}

	/** Takes what came; gives what stands after the end mark, or undefined while that has not come. */
	take(text: string): string | undefined {
		const both = this.#tail + text;
		const end = both.indexOf(PASTE_END);
		// The end mark may be cut in two: its possible beginning stays.
		const keep = end < 0 ? Math.max(0, both.length - PASTE_END.length + 1) : end;
		this.#pieces.push(both.slice(0, keep));
		this.#characters += keep;
		this.#tail = end < 0 ? both.slice(keep) : '';
		return end < 0 ? undefined : both.slice(end + PASTE_END.length);
	}

	/** All of it. */
	text(): string {
		return this.#pieces.join('') + this.#tail;
	}
}
