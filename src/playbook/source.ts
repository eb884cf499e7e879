import type {SourcePlace} from '../model/flow.js';

/** A file of the playbook: its words, and where in it an offset stands. */
export class SourceFile {
	readonly path: string;
	readonly text: string;
	readonly #lineStarts: readonly number[];

	constructor(path: string, text: string) {
		this.path = path;
		// Line ends and byte order marks differ between systems; places count lines and letters, and stay the same.
		this.text = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
		const starts = [0];
		for (let end = this.text.indexOf('\n'); end >= 0; end = this.text.indexOf('\n', end + 1)) starts.push(end + 1);
		this.#lineStarts = starts;
	}

	/** Line and column, both 1-based, of a character. */
	place(offset: number): SourcePlace {
		let low = 0;
		let high = this.#lineStarts.length - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return {file: this.path, line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1};
	}
}
