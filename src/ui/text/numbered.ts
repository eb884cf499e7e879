// A log with its line numbers, long lines broken at the width.
import {line, span, wrap, type Line} from './line.js';

/** A line that decides, or one that was chosen and does not. */
export type LineMark = 'right' | 'wrong';

const SIGN = {right: span('▶ ', 'good'), wrong: span('✗ ', 'danger')} as const;

export interface NumberedText {
	readonly rows: readonly Line[];
	/** Index of the row on which a line begins, by its number. */
	readonly rowOf: (line: number) => number;
	/** Number of the line that a row is of. */
	readonly lineOf: (row: number) => number;
}

/** Lines from 1, in rows of at most `columns`. Where some are marked, the others step back. */
export function numbered(
	lines: readonly string[],
	columns: number,
	marks: ReadonlyMap<number, LineMark> = new Map(),
): NumberedText {
	const rows: Line[] = [];
	const begins: number[] = [];
	const digits = String(lines.length).length;
	for (const [index, text] of lines.entries()) {
		begins.push(rows.length);
		const mark = marks.get(index + 1);
		const tone = mark ? 'strong' : marks.size > 0 ? 'muted' : 'plain';
		const indent = /^ */.exec(text)?.[0].length ?? 0;
		const room = columns - digits - 3;
		const space = {indent: Math.min(indent, Math.floor(room / 3)), hang: Math.min(indent + 2, Math.floor(room / 3))};
		for (const [at, row] of wrap(line(span(text.trimStart(), tone)), room, space).entries()) {
			const number = at === 0 ? String(index + 1).padStart(digits) : ' '.repeat(digits);
			rows.push([span(`${number} `, 'muted'), mark && at === 0 ? SIGN[mark] : span('  '), ...row]);
		}
	}
	return {
		rows,
		rowOf: (number) => begins[number - 1] ?? 0,
		lineOf: (row) => begins.findLastIndex((begin) => begin <= row) + 1,
	};
}
