// Patterns of `content/frameworks`: literal pieces with gaps. They are matched piece after piece, so that a pattern of anyone's making
// takes time in proportion to the line.

/** What was in the gaps of a line that fits. */
export interface Found {
	readonly value?: string;
	readonly step?: string;
}

export interface Pattern {
	/** The longest literal piece, for a quick first look. */
	readonly key: string;
	match(line: string): Found | undefined;
}

const GAP = /\*|\{value\}|\{step\}/;
const VALUE = /["']?([\w./:@+~-]+)/y;
const BEFORE = /(?<![\w./:@+~])[\w./:@+~]+$/;
const STEP = /\s*(\d+(?:,\d{3})*)/y;

/** Compiles `completed step: {step}`. */
export function compileWords(words: string): Pattern {
	const pieces = words.split(/(\*|\{value\}|\{step\})/);
	const literals = pieces.filter((piece) => piece !== '' && !GAP.test(piece));
	const key = literals.reduce((a, b) => (b.length > a.length ? b : a), '');
	return {key, match: (line) => matchPieces(pieces, line)};
}

function matchPieces(pieces: readonly string[], line: string): Found | undefined {
	const found: {value?: string; step?: string} = {};
	let at = 0;
	let free = true;
	for (const [index, piece] of pieces.entries()) {
		if (piece === '') continue;
		if (piece === '*') {
			free = true;
			continue;
		}
		if (piece === '{value}' || piece === '{step}') {
			const taken = takeWord(piece, line, at, free, pieces[index + 1] ?? '');
			if (!taken) return undefined;
			found[piece === '{value}' ? 'value' : 'step'] = taken.word;
			at = taken.end;
			free = false;
			continue;
		}
		const next = line.indexOf(piece, at);
		if (next < 0 || (!free && next !== at)) return undefined;
		at = next + piece.length;
		free = false;
	}
	return found;
}

/** The word in a gap: what follows, or where it may begin anywhere, what comes before the next literal piece. */
function takeWord(
	gap: '{value}' | '{step}',
	line: string,
	at: number,
	free: boolean,
	next: string,
): {readonly word: string; readonly end: number} | undefined {
	const pattern = gap === '{value}' ? VALUE : STEP;
	if (free && next !== '') {
		const end = line.indexOf(next, at);
		const word = end < 0 ? undefined : BEFORE.exec(line.slice(Math.max(at, end - 200), end))?.[0];
		return word === undefined ? undefined : {word, end};
	}
	pattern.lastIndex = at;
	const match = pattern.exec(line);
	if (!match) return undefined;
	const word = match[1] ?? '';
	const cut = next === '' ? -1 : word.indexOf(next);
	if (cut > 0) return {word: word.slice(0, cut), end: pattern.lastIndex - word.length + cut};
	return {word, end: pattern.lastIndex};
}
