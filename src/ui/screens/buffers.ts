// The buffers that the evidence lists: sorted by size, shape, place or line; each alone, or equal ones together.
import type {Analysis, Buffer, BufferGroup} from '../../model/analysis.js';
import {frameText, type Program} from '../../model/program.js';
import {printSize} from '../../model/size.js';
import type {BufferOrder, PlaceOf} from '../place.js';
import {midpoint} from '../text/amount.js';
import {BLANK, cell, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem} from './screen.js';

type Table = Pick<PlaceOf<'evidence'>, 'order' | 'grouped' | 'cursor'>;

/** One line a buffer, or a group of them. */
export function bufferItems({groups, buffers, incident}: Analysis, {order, grouped}: Table): MenuItem[] {
	if (order === 'source') return sumRows(byKey(buffers, sourcesOf));
	if (order === 'dimension') return sumRows(byKey(buffers, (buffer) => dimensionsOf(buffer, incident.program)));
	return grouped ? groupRows(groups, order) : bufferRows(buffers, order);
}

/** What is known about the one under the cursor. */
export function bufferLines(
	{groups, buffers, incident}: Analysis,
	{order, grouped, cursor}: Table,
	columns: number,
): Line[] {
	if (order === 'source' || order === 'dimension') {
		const sums = byKey(buffers, order === 'source' ? sourcesOf : (buffer) => dimensionsOf(buffer, incident.program));
		return (sums[cursor]?.buffers ?? []).slice(0, 4).flatMap((buffer) => bufferDetail(buffer, columns));
	}
	if (grouped) {
		const group = [...groups].sort(byGroup(order))[cursor];
		if (!group) return [];
		// The list cuts what does not fit its column.
		const summary = wrap(line(described(group)), columns);
		return [...summary, ...group.buffers.slice(0, 4).flatMap((buffer) => bufferDetail(buffer, columns))];
	}
	const buffer = [...buffers].sort(byBuffer(order))[cursor];
	return buffer ? bufferDetail(buffer, columns) : [];
}

const ORDERS: readonly BufferOrder[] = ['size', 'shape', 'place', 'line'];
/** Sums that only a known program has. */
const SUMS: readonly BufferOrder[] = ['source', 'dimension'];

/** The order after this one. */
export function nextOrder({buffers}: Analysis, order: BufferOrder): BufferOrder {
	const orders = buffers.some(({term}) => term !== undefined) ? [...ORDERS, ...SUMS] : ORDERS;
	return orders[(orders.indexOf(order) + 1) % orders.length] ?? 'size';
}

/** What the column says over the rows. */
export function headOf({order, grouped}: Pick<Table, 'order' | 'grouped'>): string {
	if (order === 'source') return 'at the peak, by line of your code';
	if (order === 'dimension') return 'at the peak, by dimension: an array counts for each that it has';
	return `${grouped ? 'buffers, grouped' : 'buffer'}   sorted by ${order}`;
}

/** Buffers with something in common, and what they are together. */
interface Sum {
	readonly key: string;
	readonly bytes: number;
	readonly buffers: readonly Buffer[];
}

function sumRows(sums: readonly Sum[]): MenuItem[] {
	const names = nameColumn(sums.map(({key}) => key));
	return sums.map(({key, bytes, buffers}) => ({
		id: `sum:${key}`,
		label: [
			...cell(line(span(printSize(bytes), 'strong')), 9, 'right'),
			span('  '),
			span(key.padEnd(names), 'code'),
			span(`  ${buffers.length === 1 ? '1 array' : `${buffers.length} arrays`}`, 'muted'),
		],
	}));
}

function byKey(buffers: readonly Buffer[], keysOf: (buffer: Buffer) => readonly string[]): Sum[] {
	const sums = new Map<string, Buffer[]>();
	for (const buffer of buffers) {
		for (const key of new Set(keysOf(buffer))) {
			const known = sums.get(key);
			if (known) known.push(buffer);
			else sums.set(key, [buffer]);
		}
	}
	return [...sums]
		.map(([key, own]) => ({key, buffers: own, bytes: own.reduce((sum, {bytes}) => sum + midpoint(bytes), 0)}))
		.sort((a, b) => b.bytes - a.bytes || compare(a.key, b.key));
}

/** The user's line, or what the array is where no line makes it. */
function sourcesOf({term, place}: Buffer): readonly string[] {
	if (term?.frame) return [frameText(term.frame)];
	return [place === 'argument' ? 'arguments' : 'no line of yours'];
}

function dimensionsOf({term}: Buffer, program: Program | undefined): readonly string[] {
	const ids = term?.dims.flatMap(({symbols}) => symbols) ?? [];
	if (ids.length === 0) return ['no dimension known'];
	return ids.map((id) => {
		const symbol = program?.symbols.find((one) => one.id === id);
		return symbol?.meaning === undefined ? `a dimension of ${symbol?.extent ?? id}` : `${id} (${symbol.extent})`;
	});
}

function groupRows(groups: readonly BufferGroup[], order: BufferOrder): MenuItem[] {
	const names = nameColumn(groups.map(({count, shape}) => `${times(count)}${shape}`));
	return [...groups].sort(byGroup(order)).map((group) => ({
		id: `line:${group.buffers[0]?.line ?? 0}:${group.shape}:${group.place}:${group.pass}:${group.what}`,
		label: [
			...cell(line(span(group.text, 'strong')), 9, 'right'),
			span('  '),
			span(times(group.count)),
			span(group.shape.padEnd(names - times(group.count).length), 'code'),
			span(`  ${described(group)}`, 'muted'),
		],
	}));
}

function bufferRows(buffers: readonly Buffer[], order: BufferOrder): MenuItem[] {
	const names = nameColumn(buffers.map(nameOfBuffer));
	return [...buffers].sort(byBuffer(order)).map((buffer, index) => ({
		id: `line:${buffer.line}:${index}`,
		label: [
			...cell(line(span(buffer.text, 'strong')), 9, 'right'),
			span('  '),
			span(nameOfBuffer(buffer).padEnd(names), 'code'),
			span(`  ${buffer.place}${buffer.op === undefined ? '' : `  ${buffer.op}`}`, 'muted'),
		],
	}));
}

/** `17 × ` */
function times(count: number): string {
	return count > 1 ? `${count} × ` : '';
}

function nameOfBuffer({shape, label}: Buffer): string {
	return shape ?? label ?? 'unnamed';
}

/** What a group seems to be; the pass is added where the words do not name it. */
export function described({what, pass}: Pick<BufferGroup, 'what' | 'pass'>): string {
	return pass === 'unknown' || what.includes(pass) ? what : `${what}, ${pass}`;
}

/** Columns for names, so that what is behind them is aligned; the few that are very long run over. */
function nameColumn(names: readonly string[]): number {
	return Math.max(0, ...names.map((name) => name.length).filter((length) => length <= 44));
}

function byGroup(order: BufferOrder): (a: BufferGroup, b: BufferGroup) => number {
	const size = (a: BufferGroup, b: BufferGroup): number => midpoint(b.total) - midpoint(a.total);
	const lineOf = (group: BufferGroup): number => group.buffers[0]?.line ?? 0;
	switch (order) {
		case 'size':
			return size;
		case 'shape':
			return (a, b) => compare(a.shape, b.shape) || size(a, b);
		case 'place':
			return (a, b) => compare(a.place, b.place) || size(a, b);
		case 'line':
			return (a, b) => lineOf(a) - lineOf(b);
		default:
			return size;
	}
}

function byBuffer(order: BufferOrder): (a: Buffer, b: Buffer) => number {
	const size = (a: Buffer, b: Buffer): number => midpoint(b.bytes) - midpoint(a.bytes);
	switch (order) {
		case 'size':
			return size;
		case 'shape':
			return (a, b) => compare(a.shape ?? '', b.shape ?? '') || size(a, b);
		case 'place':
			return (a, b) => compare(a.place, b.place) || size(a, b);
		case 'line':
			return (a, b) => a.line - b.line;
		default:
			return size;
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function bufferDetail(buffer: Buffer, columns: number): Line[] {
	const {allocation} = buffer;
	const padding =
		allocation?.padding === undefined
			? ''
			: `  padding ${allocation.padding}${allocation.expansion === undefined ? '' : ` (${allocation.expansion})`}`;
	return [
		...wrap(
			line(
				span(buffer.text, 'strong'),
				`  ${buffer.shape ?? ''}`,
				span(padding, 'warn'),
				span(`  line ${buffer.line}`, 'muted'),
			),
			columns,
		),
		...(buffer.op === undefined ? [] : wrap(line(span(buffer.op, 'muted')), columns, {indent: 2})),
	];
}

/** All groups as text, for readers without a table. */
export function groupLines({groups}: Analysis, columns: number): Line[] {
	if (groups.length === 0) return [];
	const rows = groups.flatMap(({text, count, shape, what}) =>
		wrap(`${text}  ${count > 1 ? `${count} × ` : ''}${shape}  ${what}`, columns, {hang: 2}),
	);
	return [BLANK, line(span('Buffers', 'heading')), ...rows];
}
