import type {Analysis, BufferGroup} from '../../model/analysis.js';
import {add, type Interval} from '../../model/interval.js';
import {printSize} from '../../model/size.js';
import {head, width} from '../width.js';
import {shorten} from './page.js';

/** Rows of memory that a screen has room for. */
const MOST_ROWS = 5;

/** One user of memory: a group of equal buffers, or all that is left. */
export interface MemoryRow {
	/** Bytes, by the middle of their range. */
	readonly bytes: number;
	readonly size: string;
	readonly name: string;
	readonly what: string;
}

/** The largest users of memory, one a line: at most five. Empty where the evidence shows none. */
export function memoryRows(analysis: Analysis, columns: number): string[] {
	const rows = memoryUse(analysis, MOST_ROWS);
	const size = Math.max(...rows.map((row) => width(row.size)));
	const most = Math.max(20, Math.floor((columns - size) / 2));
	const name = Math.min(most, Math.max(...rows.map((row) => width(row.name))));
	const room = columns - 4 - size - name;
	return rows.map((row) => {
		const what = shorten(row.what, (words) => width(words) <= room);
		return `  ${row.size.padStart(size)}  ${fit(row.name, name)}  ${what}`.trimEnd();
	});
}

/** `arguments 5.72G, temporaries 29.16G`, where the message divides its total. */
export function memoryTotals({parts}: Analysis): string {
	if (parts.length < 2 || parts.some(({label}) => label === 'missing')) return '';
	return parts.map(({label, text}) => `${label} ${text}`).join(', ');
}

/** The largest users of memory, so many at most, the last being the rest. Empty where the evidence shows none. */
export function memoryUse(analysis: Analysis, most: number): readonly MemoryRow[] {
	const {groups, alive = []} = analysis;
	if (groups.length === 0) {
		return alive.slice(0, most).map(({text, count, kind, made, bytes}) => ({
			bytes: middle(bytes),
			size: text,
			name: `${count} × ${kind}`,
			what: `made at ${made}`,
		}));
	}
	const rest = restOf(analysis);
	const shown = groups.slice(0, groups.length + (rest ? 1 : 0) > most ? most - 1 : most);
	const smaller = groups.slice(shown.length);
	const left = smaller.reduce((sum, {total}) => add(sum, total), rest ?? {low: 0, high: 0});
	const rows = shown.map((group) => groupRow(group, groups));
	if (left.high <= 0) return rows;
	const what = [
		smaller.length > 0 ? `${smaller.length} smaller ${smaller.length === 1 ? 'group' : 'groups'}` : '',
		rest ? 'unlisted buffers' : '',
	];
	return [
		...rows,
		{bytes: middle(left), size: printSize(middle(left)), name: 'the rest', what: what.filter(Boolean).join(' and ')},
	];
}

/** What the program needs beyond the listed buffers, where the totals say so and it is worth a row. */
function restOf({parts, groups}: Analysis): Interval | undefined {
	if (parts.length === 0 || parts.some(({label}) => label === 'missing' || label === 'free')) return undefined;
	const zero = {low: 0, high: 0};
	const whole = parts.reduce((sum, {bytes}) => add(sum, bytes), zero);
	const listed = groups.reduce((sum, {total}) => add(sum, total), zero);
	const rest = {low: whole.low - listed.high, high: whole.high - listed.low};
	return rest.low > whole.high * 0.01 ? rest : undefined;
}

/** What is given to a program, so that its place goes without saying. */
const GIVEN: ReadonlySet<BufferGroup['use']> = new Set(['parameter', 'state', 'input', 'cache']);

function groupRow(group: BufferGroup, all: readonly BufferGroup[]): MemoryRow {
	const {text, count, shape, what: words, place, pass, total, use, buffers} = group;
	// One shape in two sizes: the larger is padded more, by another order of its dimensions or other tiles.
	const isWider = all.some((other) => other.shape === shape && other.each.high < group.each.low);
	// A list without names counts equal arrays: which of them are state is a guess.
	const isGuess = use === 'state' && buffers.every(({term}) => term === undefined);
	// What is returned, and given as nothing, is computed.
	const isNew = place === 'output' && use === 'parameter' && !all.some(isGivenAs(group));
	const what = isGuess ? `probably ${words}` : isNew ? words.replace(/^parameter(, )?/, '') : words;
	const isSaid = (place === 'argument' && GIVEN.has(use)) || what.includes(place);
	const where = (place === 'argument' || place === 'output') && !isSaid ? place : '';
	return {
		bytes: middle(total),
		size: text,
		name: `${count > 1 ? `${count} × ` : ''}${shape}`,
		what: [isWider ? 'more padding' : '', what, pass === 'unknown' || what.includes(pass) ? '' : pass, where]
			.filter(Boolean)
			.join(', '),
	};
}

function isGivenAs({shape}: BufferGroup): (other: BufferGroup) => boolean {
	return (other) => other.place === 'argument' && other.shape === shape;
}

function fit(text: string, columns: number): string {
	return width(text) <= columns ? text + ' '.repeat(columns - width(text)) : `${head(text, columns - 1)}…`;
}

function middle({low, high}: Interval): number {
	return (low + high) / 2;
}
