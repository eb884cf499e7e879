import type {DecidingLine, Drill} from '../../model/drill.js';
import {linesOf} from '../../plan/practice/index.js';

/** The log with its line numbers, long lines broken at the width; a part of it where a range is given. */
export function logShown(drill: Drill, width: number, from = 1, to = Number.POSITIVE_INFINITY): string[] {
	const lines = linesOf(drill);
	const digits = String(lines.length).length;
	const room = Math.max(20, width - digits - 3);
	return lines.flatMap((line, index) => {
		const number = index + 1;
		if (number < from || number > to) return [];
		return broken(line, room).map((part, piece) => {
			const head = piece === 0 ? String(number).padStart(digits) : ' '.repeat(digits);
			return `${head} │ ${part}`.trimEnd();
		});
	});
}

/** The line that decides: its number, and the words in it. */
export function decisionShown({line, quote}: DecidingLine): string {
	return `Line ${line}: ${quote.trim()}`;
}

function broken(line: string, room: number): string[] {
	if (line === '') return [''];
	const parts: string[] = [];
	for (let rest = line; rest !== '';) {
		const space = rest.length <= room ? rest.length : rest.lastIndexOf(' ', room);
		const end = space > room / 2 ? space : Math.min(room, rest.length);
		parts.push(rest.slice(0, end));
		rest = rest.slice(end).replace(/^ /, '');
	}
	return parts;
}
