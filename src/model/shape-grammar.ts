/**
 * The grammar of printed shapes, one function a rule. Source: openxla/xla `xla/layout.cc` (print order) and
 * `xla/hlo/parser/hlo_parser.cc`. Only this file knows the punctuation.
 */
import {isElement} from './element.js';
import {defaultLayout} from './shape.js';
import type {ArrayShape, Dimension, Layout, Shape, Tile} from './shape.js';

/** A shape, or what is wrong with the text and at which character (0-based). */
export type ShapeReading =
	| {readonly ok: true; readonly shape: Shape; readonly end: number}
	| {readonly ok: false; readonly message: string; readonly offset: number};

/** Reads a shape that fills the text. */
export function readShape(text: string): ShapeReading {
	const reading = readShapeAt(text, 0);
	if (!reading.ok) return reading;
	const rest = /^(?:\s|\/\*.*?\*\/)*/s.exec(text.slice(reading.end))?.[0].length ?? 0;
	if (reading.end + rest === text.length) return reading;
	return {ok: false, message: 'the shape has ended; something else follows', offset: reading.end + rest};
}

/** Reads the shape that begins at an offset, no matter what follows it: `end` is the offset after its last character. */
export function readShapeAt(text: string, offset: number): ShapeReading {
	const cursor = new Cursor(text, offset);
	try {
		const shape = readAny(cursor, 0);
		return {ok: true, shape, end: cursor.offset};
	} catch (error) {
		if (error instanceof Refusal) return {ok: false, message: error.message, offset: error.offset};
		throw error;
	}
}

/** Real tuples nest three or four deep; a text of ten thousand brackets is not a shape. */
const DEEPEST = 64;

class Refusal extends Error {
	constructor(
		message: string,
		readonly offset: number,
	) {
		super(message);
	}
}

/** A place in the text. Space and comments may be between tokens. */
class Cursor {
	constructor(
		private readonly text: string,
		public offset: number,
	) {}

	/** Takes what matches here, or returns undefined and stays. */
	take(pattern: RegExp): string | undefined {
		const start = this.skipSpace();
		const sticky = new RegExp(pattern.source, 'iy');
		sticky.lastIndex = start;
		const match = sticky.exec(this.text);
		if (!match) return undefined;
		this.offset = sticky.lastIndex;
		return match[0];
	}

	expect(pattern: RegExp, what: string): string {
		return this.take(pattern) ?? this.refuse(`${what} expected`);
	}

	refuse(message: string): never {
		const start = this.skipSpace();
		throw new Refusal(start >= this.text.length ? `the shape ends early: ${message}` : message, start);
	}

	integer(what: string): number {
		const number = Number(this.expect(/\d+/, what));
		return Number.isSafeInteger(number) ? number : this.refuse(`${what} is too large`);
	}

	private skipSpace(): number {
		const space = /(?:\s|\/\*[\s\S]*?\*\/)*/y;
		space.lastIndex = this.offset;
		return this.offset + (space.exec(this.text)?.[0].length ?? 0);
	}
}

function readAny(cursor: Cursor, depth: number): Shape {
	if (depth > DEEPEST) cursor.refuse('the shape is nested too deeply');
	if (cursor.take(/\(/)) return readTuple(cursor, depth);
	if (cursor.take(/b(?=\s*\()/)) {
		cursor.expect(/\(/, '(');
		const inner = readAny(cursor, depth + 1);
		cursor.expect(/\)/, ')');
		return {kind: 'buffer', of: inner};
	}
	const name = cursor.expect(/[a-z]\w*/, 'an element type').toLowerCase();
	if (name === 'token' || name === 'opaque') {
		cursor.expect(/\[\s*\]/, '[]');
		return {kind: name};
	}
	if (!isElement(name)) cursor.refuse(`${name} is not an element type`);
	return readArray(cursor, name, depth);
}

function readTuple(cursor: Cursor, depth: number): Shape {
	const parts: Shape[] = [];
	if (cursor.take(/\)/)) return {kind: 'tuple', parts};
	do parts.push(readAny(cursor, depth + 1));
	while (cursor.take(/,/));
	cursor.expect(/\)/, ', or )');
	return {kind: 'tuple', parts};
}

function readArray(cursor: Cursor, element: string, depth: number): ArrayShape {
	cursor.expect(/\[/, '[');
	const dims: Dimension[] = [];
	if (!cursor.take(/\]/)) {
		do dims.push(readDimension(cursor));
		while (cursor.take(/,/));
		cursor.expect(/\]/, ', or ]');
	}
	// `f32[3] {` opens the body of a computation; a layout begins with a number or a colon.
	if (!cursor.take(/\{(?=\s*[\d:}])/)) return {kind: 'array', element, dims};
	const layout = readLayout(cursor, dims.length, depth);
	const silent = dims.length === 0 && isDefault(layout);
	return silent ? {kind: 'array', element, dims} : {kind: 'array', element, dims, layout};
}

function readDimension(cursor: Cursor): Dimension {
	if (cursor.take(/\?/)) return {dynamic: true};
	const dynamic = cursor.take(/<=/) !== undefined;
	return {extent: cursor.integer('an extent'), dynamic};
}

function readLayout(cursor: Cursor, rank: number, depth: number): Layout {
	const minorToMajor: number[] = [];
	if (cursor.take(/(?=\d)/) !== undefined) {
		do minorToMajor.push(cursor.integer('a dimension number'));
		while (cursor.take(/,/));
	}
	const each = new Set(minorToMajor);
	if (minorToMajor.length !== rank) {
		cursor.refuse(`the array has ${rank} dimensions, but the layout orders ${minorToMajor.length}`);
	}
	if (each.size !== rank || minorToMajor.some((dim) => dim >= rank)) {
		cursor.refuse('the layout must name each dimension once');
	}
	const properties = cursor.take(/:/) ? readProperties(cursor, depth) : {};
	cursor.expect(/\}/, '}');
	return {...defaultLayout(rank), minorToMajor, ...properties};
}

/** Properties stand strictly in this order. */
function readProperties(cursor: Cursor, depth: number): Partial<Layout> {
	const levels = readWords(cursor, /D(?=\s*\()/, /[DCSH]\+?~?(?:\s*,\s*[DCSH]\+?~?)*/);
	const tiles = cursor.take(/T(?=\s*\()/) ? readTiles(cursor) : undefined;
	const tail = readNumber(cursor, /L(?=\s*\()/);
	const index = readWords(cursor, /#/, /u\d+/);
	const pointer = readWords(cursor, /\*/, /u\d+/);
	const elementBits = readNumber(cursor, /E(?=\s*\()/);
	const space = readNumber(cursor, /S(?=\s*\()/);
	const splits = cursor.take(/SC(?=\s*\()/) ? readSplits(cursor) : undefined;
	const physical = readPhysical(cursor, depth);
	const prefix = readNumber(cursor, /M(?=\s*\()/);
	return {
		...(levels === undefined ? {} : {levels}),
		...(tiles === undefined ? {} : {tiles}),
		...(tail === undefined ? {} : {tail: Math.max(1, tail)}),
		...(index === undefined ? {} : {index}),
		...(pointer === undefined ? {} : {pointer}),
		...(elementBits === undefined ? {} : {elementBits}),
		...(space === undefined ? {} : {space}),
		...(splits === undefined ? {} : {splits}),
		...(physical === undefined ? {} : {physical}),
		...(prefix === undefined ? {} : {prefix}),
	};
}

function readTiles(cursor: Cursor): readonly Tile[] {
	const tiles: Tile[] = [];
	while (cursor.take(/\(/)) {
		const tile: (number | '*')[] = [];
		do tile.push(cursor.take(/\*/) ? '*' : Math.max(1, cursor.integer('a tile number')));
		while (cursor.take(/,/));
		cursor.expect(/\)/, ', or )');
		if (tile.at(-1) === '*') cursor.refuse('the last number of a tile cannot be *');
		tiles.push(tile);
	}
	return tiles;
}

function readSplits(cursor: Cursor): Layout['splits'] {
	const splits: {dim: number; at: number[]}[] = [];
	while (cursor.take(/\(/)) {
		const dim = cursor.integer('a dimension number');
		cursor.expect(/:/, ':');
		const at: number[] = [];
		do at.push(cursor.integer('an index'));
		while (cursor.take(/,/));
		cursor.expect(/\)/, ', or )');
		splits.push({dim, at});
	}
	return splits;
}

function readPhysical(cursor: Cursor, depth: number): Shape | undefined {
	if (!cursor.take(/P(?=\s*\()/)) return undefined;
	cursor.expect(/\(/, '(');
	const shape = readAny(cursor, depth + 1);
	cursor.expect(/\)/, ')');
	return shape;
}

function readNumber(cursor: Cursor, key: RegExp): number | undefined {
	if (!cursor.take(key)) return undefined;
	cursor.expect(/\(/, '(');
	const number = cursor.integer('a number');
	cursor.expect(/\)/, ')');
	return number;
}

function readWords(cursor: Cursor, key: RegExp, words: RegExp): string | undefined {
	if (!cursor.take(key)) return undefined;
	cursor.expect(/\(/, '(');
	const found = cursor.expect(words, 'a type').replace(/\s+/g, '');
	cursor.expect(/\)/, ')');
	return found;
}

function isDefault(layout: Layout): boolean {
	const silent = layout.tiles.length === 0 && layout.splits.length === 0;
	const zero = layout.tail === 1 && layout.elementBits === 0 && layout.space === 0 && layout.prefix === 0;
	return silent && zero && layout.levels === undefined && layout.physical === undefined;
}
