// How many columns a text takes in a terminal, and how to break it. Own and small, because this layer is pure and reports must
// break lines in the same place everywhere; tables of widths are those of Unicode's East Asian Width, in ranges.

const WIDE =
	/[\u{1100}-\u{115f}\u{231a}\u{231b}\u{2329}\u{232a}\u{23e9}-\u{23f3}\u{2614}\u{2615}\u{267f}\u{26a1}\u{2705}\u{274c}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const ASCII = /^[ -~]*$/;

/** Columns that a text takes; it holds no control characters. */
export function width(text: string): number {
	if (ASCII.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
	return columns;
}

/** One word with the looks it is printed in; `glue` words follow the one before without a blank. */
export interface Word {
	readonly text: string;
	readonly look: string;
	readonly glue: boolean;
	/** Address that the word leads to. */
	readonly target?: string;
}

/**
 * Words laid into lines of at most `columns`, those after the first of at most `later`; a word that is longer than a line is cut. Code
 * and addresses are for copying and run over, unless `strict`: a screen has no room for that.
 */
export function wrap(words: readonly Word[], columns: number, strict = false, later = columns): Word[][] {
	let limit = Math.max(1, columns);
	const lines: Word[][] = [];
	let line: Word[] = [];
	let used = 0;
	const flush = (): void => {
		if (line.length > 0) {
			lines.push(line);
			limit = Math.max(1, later);
		}
		line = [];
		used = 0;
	};
	for (const chunk of chunks(words)) {
		const size = chunk.reduce((sum, word) => sum + width(word.text), 0);
		const gap = line.length === 0 ? 0 : 1;
		if (used + gap + size > limit) flush();
		if (size <= limit) {
			line.push(...chunk);
			used += (line.length === chunk.length ? 0 : 1) + size;
			continue;
		}
		if (!strict && chunk.some((word) => word.look === 'code' || /^\w+:\/\//.test(word.text))) {
			line.push(...chunk);
			used += (line.length === chunk.length ? 0 : 1) + size;
			continue;
		}
		for (const word of chunk) {
			for (const piece of cut(word.text, limit)) {
				if (used + width(piece) > limit) flush();
				line.push({...word, text: piece, glue: true});
				used += width(piece);
			}
		}
	}
	flush();
	return lines.length === 0 ? [[]] : lines;
}

/** Words that belong together, such as a name and the comma after it. */
function chunks(words: readonly Word[]): Word[][] {
	const all: Word[][] = [];
	for (const word of words) {
		const last = all.at(-1);
		if (word.glue && last) last.push(word);
		else all.push([word]);
	}
	return all;
}

/** A word that is longer than a line, in pieces: behind a sign that divides it where one is in the second half, else anywhere. */
function cut(text: string, columns: number): string[] {
	const pieces: string[] = [];
	for (let rest = text; rest !== '';) {
		const most = head(rest, columns);
		const joint = most === rest ? -1 : most.search(/[/=,.:;&_-][^/=,.:;&_-]*$/) + 1;
		const piece = joint > most.length / 2 ? most.slice(0, joint) : most;
		pieces.push(piece);
		rest = rest.slice(piece.length);
	}
	return pieces;
}

/** As much of a text as fits into so many columns; one character at least. */
export function head(text: string, columns: number): string {
	let used = 0;
	let kept = '';
	for (const character of text) {
		used += width(character);
		if (used > columns && kept !== '') break;
		kept += character;
	}
	return kept;
}
