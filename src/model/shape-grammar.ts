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

/** A place in the text. Space and comments may be between tokens. Shapes are read by the thousand, so signs are compared and not searched. */
class Cursor {
	constructor(
		private readonly text: string,
		public offset: number,
	) {}

	/** Takes this sign or word in either case, or stays. */
	take(sign: string): boolean {
		const start = this.skipSpace();
		if (!this.isAt(start, sign)) return false;
		this.offset = start + sign.length;
		return true;
	}

	/** Whether this word and a bracket come next. */
	isCall(word: string): boolean {
		const start = this.skipSpace();
		if (!this.isAt(start, word)) return false;
		let end = start + word.length;
		while (/\s/.test(this.text.charAt(end))) end += 1;
		return this.text.charAt(end) === '(';
	}

	/** Takes this word and the bracket after it, or stays. */
	takeCall(word: string): boolean {
		return this.isCall(word) && this.take(word) && this.take('(');
	}

	/** Takes what a sticky pattern matches here, or returns undefined and stays. */
	match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.skipSpace();
		const found = pattern.exec(this.text)?.[0];
		if (found !== undefined) this.offset = pattern.lastIndex;
		return found;
	}

	expect(sign: string, what = sign): void {
		if (!this.take(sign)) this.refuse(`${what} expected`);
	}

	refuse(message: string): never {
		const start = this.skipSpace();
		throw new Refusal(start >= this.text.length ? `the shape ends early: ${message}` : message, start);
	}

	isDigit(at = this.skipSpace()): boolean {
		const code = this.text.charCodeAt(at);
		return code >= 48 && code <= 57;
	}

	integer(what: string): number {
		const start = this.skipSpace();
		let end = start;
		while (this.isDigit(end)) end += 1;
		if (end === start) this.refuse(`${what} expected`);
		this.offset = end;
		const number = Number(this.text.slice(start, end));
		return Number.isSafeInteger(number) ? number : this.refuse(`${what} is too large`);
	}

	/** `word` is in lower case. */
	private isAt(start: number, word: string): boolean {
		for (let at = 0; at < word.length; at += 1) {
			const wanted = word.charCodeAt(at);
			const code = this.text.charCodeAt(start + at);
			if (code !== wanted && (code !== wanted - 32 || wanted < 97 || wanted > 122)) return false;
		}
		return true;
	}

	private skipSpace(): number {
		const code = this.text.charCodeAt(this.offset);
		if (code > 32 && code < 127 && code !== SLASH) return this.offset;
		SPACE.lastIndex = this.offset;
		return this.offset + (SPACE.exec(this.text)?.[0].length ?? 0);
	}
}

const SLASH = 47;
const SPACE = /(?:\s|\/\*[\s\S]*?\*\/)*/y;
const NAME = /[a-z]\w*/iy;
const EMPTY = /\[\s*\]/y;
/** `f32[3] {` opens the body of a computation; a layout begins with a number or a colon. */
const LAYOUT = /\{(?=\s*[\d:}])/y;
const LEVELS = /[DCSH]\+?~?(?:\s*,\s*[DCSH]\+?~?)*/iy;
const UNSIGNED = /u\d+/iy;

function readAny(cursor: Cursor, depth: number): Shape {
	if (depth > DEEPEST) cursor.refuse('the shape is nested too deeply');
	if (cursor.take('(')) return readTuple(cursor, depth);
	if (cursor.takeCall('b')) {
		const inner = readAny(cursor, depth + 1);
		cursor.expect(')');
		return {kind: 'buffer', of: inner};
	}
	const name = (cursor.match(NAME) ?? cursor.refuse('an element type expected')).toLowerCase();
	if (name === 'token' || name === 'opaque') {
		if (cursor.match(EMPTY) === undefined) cursor.refuse('[] expected');
		return {kind: name};
	}
	if (!isElement(name)) cursor.refuse(`${name} is not an element type`);
	return readArray(cursor, name, depth);
}

function readTuple(cursor: Cursor, depth: number): Shape {
	const parts: Shape[] = [];
	if (cursor.take(')')) return {kind: 'tuple', parts};
	do parts.push(readAny(cursor, depth + 1));
	while (cursor.take(','));
	cursor.expect(')', ', or )');
	return {kind: 'tuple', parts};
}

function readArray(cursor: Cursor, element: string, depth: number): ArrayShape {
	cursor.expect('[');
	const dims: Dimension[] = [];
	if (!cursor.take(']')) {
		do dims.push(readDimension(cursor));
		while (cursor.take(','));
		cursor.expect(']', ', or ]');
	}
	if (cursor.match(LAYOUT) === undefined) return {kind: 'array', element, dims};
	const layout = readLayout(cursor, dims.length, depth);
	const silent = dims.length === 0 && isDefault(layout);
	return silent ? {kind: 'array', element, dims} : {kind: 'array', element, dims, layout};
}

function readDimension(cursor: Cursor): Dimension {
	if (cursor.take('?')) return {dynamic: true};
	const dynamic = cursor.take('<=');
	return {extent: cursor.integer('an extent'), dynamic};
}

function readLayout(cursor: Cursor, rank: number, depth: number): Layout {
	const minorToMajor: number[] = [];
	if (cursor.isDigit()) {
		do minorToMajor.push(cursor.integer('a dimension number'));
		while (cursor.take(','));
	}
	const each = new Set(minorToMajor);
	if (minorToMajor.length !== rank) {
		cursor.refuse(`the array has ${rank} dimensions, but the layout orders ${minorToMajor.length}`);
	}
	if (each.size !== rank || minorToMajor.some((dim) => dim >= rank)) {
		cursor.refuse('the layout must name each dimension once');
	}
	const properties = cursor.take(':') ? readProperties(cursor, depth) : {};
	cursor.expect('}');
	return {...defaultLayout(rank), minorToMajor, ...properties};
}

/** Properties stand strictly in this order. */
function readProperties(cursor: Cursor, depth: number): Partial<Layout> {
	const levels = cursor.isCall('d') ? readWords(cursor, 'd', LEVELS) : undefined;
	const tiles = cursor.takeCall('t') ? readTiles(cursor) : undefined;
	const tail = readNumber(cursor, 'l');
	const index = readWords(cursor, '#', UNSIGNED);
	const pointer = readWords(cursor, '*', UNSIGNED);
	const elementBits = readNumber(cursor, 'e');
	const space = readNumber(cursor, 's');
	const splits = cursor.takeCall('sc') ? readSplits(cursor) : undefined;
	const physical = readPhysical(cursor, depth);
	const prefix = readNumber(cursor, 'm');
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
	do {
		const tile: (number | '*')[] = [];
		do tile.push(cursor.take('*') ? '*' : Math.max(1, cursor.integer('a tile number')));
		while (cursor.take(','));
		cursor.expect(')', ', or )');
		if (tile.at(-1) === '*') cursor.refuse('the last number of a tile cannot be *');
		tiles.push(tile);
	} while (cursor.take('('));
	return tiles;
}

function readSplits(cursor: Cursor): Layout['splits'] {
	const splits: {dim: number; at: number[]}[] = [];
	do {
		const dim = cursor.integer('a dimension number');
		cursor.expect(':');
		const at: number[] = [];
		do at.push(cursor.integer('an index'));
		while (cursor.take(','));
		cursor.expect(')', ', or )');
		splits.push({dim, at});
	} while (cursor.take('('));
	return splits;
}

function readPhysical(cursor: Cursor, depth: number): Shape | undefined {
	if (!cursor.takeCall('p')) return undefined;
	const shape = readAny(cursor, depth + 1);
	cursor.expect(')');
	return shape;
}

function readNumber(cursor: Cursor, key: string): number | undefined {
	if (!cursor.takeCall(key)) return undefined;
	const number = cursor.integer('a number');
	cursor.expect(')');
	return number;
}

function readWords(cursor: Cursor, key: string, words: RegExp): string | undefined {
	if (!cursor.take(key)) return undefined;
	cursor.expect('(');
	const found = (cursor.match(words) ?? cursor.refuse('a type expected')).replace(/\s+/g, '');
	cursor.expect(')');
	return found;
}

function isDefault(layout: Layout): boolean {
	const silent = layout.tiles.length === 0 && layout.splits.length === 0;
	const zero = layout.tail === 1 && layout.elementBits === 0 && layout.space === 0 && layout.prefix === 0;
	return silent && zero && layout.levels === undefined && layout.physical === undefined;
}
