// libtpu's log line after the headline: `Memory usage report:` and, for each memory space, tables of slots and the shapes that
// take turns in them. The line is cut at about 17,000 characters, so the last row may be incomplete.
// Forms: dump-formats.md section 2. A list of the same rows without heading is seen as well.
import type {Slot} from '../../model/incident.js';
import {shapeList} from '../dump/slot-row.js';
import {loose, SHAPE, sticky, tupleEnd} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {matchAt, matches, stretch, tightGroup, type Family, type Part} from './piece.js';

const BYTES = String.raw`(?<!\d)\d+(?:\.\d+)?(?:[kmgtpe]ib|b)`;
const SPACE_HEAD = loose`memory space : \w{1,40} \(color=(?<_color>\d+)\)`;
const ROW = loose`${BYTES} \(\d+%\) ; (?<_size>${BYTES}) ; (?<_offset>\d+) ; (?<_values>\d+) ;`;
const TABLE_HEAD = loose`cumulative_size ; size ; offset ; used_by_n_values ; shapes_list`;
const SHAPE_AND_COUNT = sticky`(?:\d+[×x])? (?: (?=\() | ${SHAPE} )`;

/** More rows than any report shows; what is beyond is small. */
const MOST_ROWS = 1000;

/** Finds the rows of the HBM block. */
export const slotTables: Family = (passage) => {
	const spaces = [...matches(passage, SPACE_HEAD)].map((match) => ({
		start: match.index,
		hbm: match.groups?.['_color'] === '0',
	}));
	const tables = [...matches(passage, TABLE_HEAD)].map((match) => match.index);
	const parts = new Map<number, {start: number; end: number; slots: Slot[]}>();
	let space = -1;
	let head = 0;
	let table = -1;
	for (const match of matches(passage, ROW)) {
		const at = match.index;
		while ((spaces[space + 1]?.start ?? Infinity) < at) {
			space += 1;
			table = -1;
		}
		const from = spaces[space]?.start ?? 0;
		for (; (tables[head] ?? Infinity) < at; head += 1) if ((tables[head] ?? 0) >= from) table += 1;
		if (spaces[space]?.hbm === false) continue;
		const part = parts.get(space) ?? {start: space < 0 ? at : from, end: at, slots: []};
		parts.set(space, part);
		const row = part.slots.length < MOST_ROWS ? slot(passage, match, Math.max(table, 0)) : undefined;
		if (!row) continue;
		part.slots.push(row.slot);
		part.end = row.end;
	}
	return [...parts.values()].map(({start, end, slots}): Part => ({kind: 'part', start, end, facts: [], slots}));
};

function slot(passage: Passage, match: RegExpExecArray, table: number): {slot: Slot; end: number} | undefined {
	const from = stretch(match).end;
	const end = shapesEnd(passage, from);
	const size = tightGroup(passage, match, '_size');
	if (end === from || size === undefined || passage.cutAt(end)) return undefined;
	return {
		end,
		slot: {
			size,
			offset: Number(match.groups?.['_offset']),
			values: Number(match.groups?.['_values']),
			shapes: shapeList(passage.tight.slice(from, end)),
			table,
			line: passage.lineAt(match.index),
		},
	};
}

/** Where the list of shapes ends: no comma follows the last. A list that was cut off inside a shape has no end. */
function shapesEnd(passage: Passage, from: number): number {
	let end = from;
	for (;;) {
		const next = matchAt(passage, SHAPE_AND_COUNT, end);
		const counted = next ? stretch(next).end : end;
		const after = passage.tight.charAt(counted) === '(' ? tupleEnd(passage.tight, counted) : next && counted;
		if (after === undefined) return from;
		if (passage.tight.charAt(after) !== ',') return after;
		end = after + 1;
	}
}
