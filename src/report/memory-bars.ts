import type {MemoryOverTime} from '../model/analysis.js';

/** A bar of each stretch of a program's schedule, against the largest or the capacity. */
export interface MemoryBar {
	/** `120–159`: steps of the schedule. */
	readonly steps: string;
	readonly text: string;
	/** `█████▌`, as long as the room allows. */
	readonly bar: string;
	/** Where the capacity is, in characters from the start of the bar; absent where it is not known. */
	readonly limit?: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Draws each stretch as a bar of at most `columns` characters. The capacity is inside the room, so that what exceeds it shows. */
export function memoryBars(
	{stretches}: MemoryOverTime,
	capacity: number | undefined,
	columns: number,
): readonly MemoryBar[] {
	const most = Math.max(1, capacity ?? 0, ...stretches.map(({bytes}) => bytes));
	const limit = capacity === undefined ? undefined : Math.min(columns - 1, Math.round((columns * capacity) / most));
	const width = Math.max(0, ...stretches.map(({from, to}) => stepsText(from, to).length));
	return stretches.map(({from, to, bytes, text}) => {
		const eighths = Math.round((8 * columns * bytes) / most);
		const bar = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
		return {steps: stepsText(from, to).padStart(width), text, bar, ...(limit !== undefined && {limit})};
	});
}

/** The bar with the capacity as a line: inside it where it is exceeded, after it where there is room. */
export function barText({bar, limit}: MemoryBar): string {
	if (limit === undefined) return bar;
	const padded = bar.padEnd(limit + 1);
	return `${padded.slice(0, limit)}│${padded.slice(limit + 1)}`.trimEnd();
}

function stepsText(from: number, to: number): string {
	return from === to ? String(from) : `${from}–${to}`;
}
