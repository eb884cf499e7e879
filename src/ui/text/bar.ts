// Amounts of memory as bars.
import {span, type Line, type Tone} from './line.js';

export interface Part {
	readonly bytes: number;
	readonly tone: Tone;
	/** its own sign for each part, so that parts are told apart without colour. */
	readonly sign: string;
}

/** Signs and tones for the parts of a stacked bar, in turn: shades tell them apart where colours do not, and leave all of one height. */
export const PARTS: readonly {readonly tone: Tone; readonly sign: string}[] = [
	{tone: 'first', sign: '█'},
	{tone: 'second', sign: '▓'},
	{tone: 'third', sign: '▒'},
	{tone: 'fourth', sign: '░'},
];

/** What is not one of the named parts. */
export const REST = {tone: 'muted', sign: '·'} as const;

/**
 * Parts side by side in `columns`, where `scale` bytes take them all. A part that is not nothing shows as at least one
 * column; columns are given by largest remainder, so the bar never drifts from its scale by more than it must.
 */
export function stackedBar(parts: readonly Part[], scale: number, columns: number): Line {
	const sum = parts.reduce((total, part) => total + part.bytes, 0);
	if (!(scale > 0) || sum <= 0 || columns < 1) return [];
	const whole = Math.min(columns, Math.max(1, Math.round((sum / scale) * columns)));
	const exact = parts.map((part) => (part.bytes / sum) * whole);
	const given = exact.map((share, at) => ((parts[at]?.bytes ?? 0) > 0 ? Math.max(1, Math.floor(share)) : 0));
	const order = exact.map((share, at) => ({at, rest: share - Math.floor(share)})).sort((a, b) => b.rest - a.rest);
	let left = whole - given.reduce((total, cells) => total + cells, 0);
	for (const {at} of order) {
		if (left <= 0) break;
		if ((parts[at]?.bytes ?? 0) <= 0) continue;
		given[at] = (given[at] ?? 0) + 1;
		left -= 1;
	}
	for (; left < 0; left++) {
		const widest = given.indexOf(Math.max(...given));
		given[widest] = (given[widest] ?? 0) - 1;
	}
	return parts.flatMap((part, at) => ((given[at] ?? 0) > 0 ? [span(part.sign.repeat(given[at] ?? 0), part.tone)] : []));
}

/** A single bar of at most `columns`, for tables; never empty for an amount above zero. */
export function gauge(bytes: number, scale: number, columns: number): string {
	if (!(scale > 0) || bytes <= 0) return '';
	return '▆'.repeat(Math.min(columns, Math.max(1, Math.round((bytes / scale) * columns))));
}
