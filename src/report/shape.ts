/** The answer of `xla-triage shape A [B]`: bytes and padding of a shape, and why two differ; as a document and as JSON. */
import type {Block, Document} from '../model/document.js';
import {layoutOf, paddedWords, type LaidOut, type PaddedDimension} from '../model/layout.js';
import {explainMismatch, spaceName, type Mismatch, type MismatchKind} from '../model/mismatch.js';
import {readShape} from '../model/shape-grammar.js';
import {arrayOf, printShape, type ArrayShape} from '../model/shape.js';
import {printSize} from '../model/size.js';
import {withDefaultTiles} from '../model/tiling.js';
import {bullets, heading, paragraph, table} from './blocks.js';
import {paddingAdvice} from './shape-advice.js';

/** Schema `xla-triage.shape/1`. */
export interface ShapeJson {
	readonly schema: 'xla-triage.shape/1';
	readonly shapes: readonly {
		readonly text: string;
		/** With the tiles that were assumed, where two shapes are compared and this one prints none. */
		readonly assumed?: string;
		/** Bytes occupied: with the assumed tiles where there are such, else as printed. */
		readonly bytes: number;
		readonly unpadded: number;
		/** bytes − unpadded; negative for packed elements. */
		readonly padding: number;
		/** bytes / unpadded. */
		readonly expansion: number;
		/** `dim` is null where the tile has more numbers than the array dimensions; for merged ones it is the most minor. */
		readonly dims: readonly {
			readonly dim: number | null;
			readonly extent: number;
			readonly padded: number;
			readonly place: 'minor-most' | 'second-minor' | 'major';
		}[];
	}[];
	/** Empty for one shape and for two that do not differ. */
	readonly differs: readonly MismatchKind[];
}

/** The answer, or what is wrong with which text and at which character (0-based). */
export type ShapeAnswer =
	| {readonly ok: true; readonly document: Document; readonly json: ShapeJson}
	| {readonly ok: false; readonly text: string; readonly message: string; readonly offset: number};

/** Explains one shape, or compares two: the first is what a program expects, the second what it got. */
export function describeShapes(texts: readonly [string] | readonly [string, string]): ShapeAnswer {
	const measured: Measured[] = [];
	for (const text of texts) {
		const one = measure(text);
		if (!('array' in one)) return one;
		// Beside another shape a dense one would be a different thing: a TPU holds no array without tiles.
		measured.push(texts.length === 2 ? withAssumedTiles(one) : one);
	}
	const [a, b] = measured;
	if (!a) throw new Error('at least one shape');
	const mismatch = b ? explainMismatch(a.array, b.array) : undefined;
	const json: ShapeJson = {
		schema: 'xla-triage.shape/1',
		shapes: measured.map(jsonOf),
		differs: mismatch?.kinds ?? [],
	};
	const document =
		b && mismatch
			? {title: 'Two shapes', blocks: comparison(a, b, mismatch)}
			: {title: `Shape ${a.text}`, blocks: single(a)};
	return {ok: true, document, json};
}

interface Measured {
	/** As printed. */
	readonly text: string;
	readonly array: ArrayShape;
	readonly laidOut: LaidOut;
	/** Bytes without tiles, where the text prints none and the default ones are assumed. */
	readonly dense?: number;
}

/** With the tiles that the compiler chooses by default, where the text prints none. */
function withAssumedTiles(one: Measured): Measured {
	const array = withDefaultTiles(one.array);
	const laidOut = array === one.array ? undefined : layoutOf(array);
	return laidOut ? {text: one.text, array, laidOut, dense: one.laidOut.bytes} : one;
}

function measure(text: string): Measured | Extract<ShapeAnswer, {ok: false}> {
	const reading = readShape(text);
	if (!reading.ok) return {ok: false, text, message: reading.message, offset: reading.offset};
	const array = arrayOf(reading.shape);
	if (!array) {
		return {ok: false, text, message: 'only an array has a size; give one array of the tuple', offset: 0};
	}
	const laidOut = layoutOf(array);
	if (!laidOut)
		return {
			ok: false,
			text,
			message: 'it has no size: a dimension printed ? has no bound, or the product is beyond all numbers',
			offset: text.indexOf('?'),
		};
	return {text: printShape(array), array, laidOut};
}

function jsonOf({text, array, laidOut, dense}: Measured): ShapeJson['shapes'][number] {
	return {
		text,
		...(dense === undefined ? {} : {assumed: printShape(array)}),
		bytes: laidOut.bytes,
		unpadded: laidOut.unpadded,
		padding: laidOut.padding,
		expansion: laidOut.expansion,
		dims: laidOut.dims.map(({dims, extent, padded, place}) => ({dim: dims.at(-1) ?? null, extent, padded, place})),
	};
}

function single(one: Measured): Block[] {
	return [
		paragraph(sizeSentence(one)),
		...(one.laidOut.dims.length > 0
			? [
					table(
						'lrrrl',
						['Dimension', 'Extent', 'Padded', 'Factor', 'Place'],
						one.laidOut.dims.map((dim) => [name(dim), String(dim.extent), String(dim.padded), factor(dim), place(dim)]),
					),
				]
			: []),
		...notes(remarks(one)),
		heading(2, 'What to change'),
		...paddingAdvice(one.array, one.laidOut).map((sentence) => paragraph(sentence)),
	];
}

function comparison(a: Measured, b: Measured, mismatch: Mismatch): Block[] {
	return [
		bullets([`expected \`${a.text}\`: ${sizeSentence(a)}`, `given \`${b.text}\`: ${sizeSentence(b)}`]),
		...(mismatch.dims.length > 0
			? [
					table(
						'lrrlrlr',
						['Dimension', 'Extent', 'Expected', 'as', 'Given', 'as', 'Ratio'],
						mismatch.dims.map((dim) => [
							String(dim.dim),
							String(dim.expected.extent),
							String(dim.expected.padded),
							place(dim.expected),
							String(dim.got.padded),
							place(dim.got),
							times(dim.ratio),
						]),
					),
				]
			: []),
		heading(2, 'Why they differ'),
		bullets(reasons(a, b, mismatch)),
		...notes([...assumptions(a, b), ...mismatch.asides]),
		heading(2, 'What to change'),
		...changes(b, mismatch).map((sentence) => paragraph(sentence)),
	];
}

/** `5.00M (5,242,880 bytes), 1.56M of it data: 3.2x.` */
function sizeSentence({laidOut}: Measured): string {
	const bytes = `${printSize(laidOut.bytes)} (${withCommas(laidOut.bytes)} bytes)`;
	if (laidOut.padding === 0) return `${bytes}, no padding.`;
	const unpadded = printSize(laidOut.unpadded);
	if (laidOut.padding < 0) return `${bytes}, packed: ${unpadded} with whole bytes.`;
	return `${bytes}; ${unpadded} without padding (${times(laidOut.expansion)}, ${printSize(laidOut.padding)} more).`;
}

/** What the figures of two shapes rest on, where tiles are not printed. */
function assumptions(...shapes: readonly Measured[]): string[] {
	return shapes.flatMap(({text, array, laidOut, dense}) =>
		dense === undefined
			? []
			: [
					`\`${text}\` prints no tile. It is taken as TPU v4 to v6e would hold it by default, \`${printShape(array)}\`: ${printSize(laidOut.bytes)}. As dense memory it would take ${printSize(dense)}.`,
				],
	);
}

/** What the figures rest on. */
function remarks({array, laidOut}: Measured): string[] {
	const found: string[] = [];
	const words = paddedWords(laidOut);
	if (words !== undefined) found.push(`${words}.`);
	if (laidOut.widening > 0)
		found.push(
			`Each element takes ${laidOut.bits} bits on the device: ${printSize(laidOut.widening)} of the excess is wider elements and not padding.`,
		);
	const tiled = withDefaultTiles(array);
	if (tiled !== array) {
		const bytes = layoutOf(tiled)?.bytes ?? laidOut.bytes;
		found.push(
			`No tile is printed, so this is dense memory. By default TPU v4 to v6e would choose \`${printShape(tiled)}\`: ${printSize(bytes)}. That is a hint; a printed tile counts.`,
		);
	}
	const space = array.layout?.space ?? 0;
	if (space !== 0) found.push(`It lies in ${spaceName(space)} and not in HBM.`);
	if (laidOut.laterTileMayPad) found.push('A later tile may pad further than computed here.');
	return found;
}

function reasons(a: Measured, b: Measured, mismatch: Mismatch): string[] {
	if (mismatch.kinds.length === 0) return ['They do not: type, dimensions, order, tiles and memory space agree.'];
	const told = mismatch.kinds.map((kind) => REASONS[kind](a, b, mismatch));
	if (mismatch.larger === 'neither')
		return [...told, 'Their sizes are equal: a check that compares bytes lets both pass.'];
	const larger = mismatch.larger === 'expected' ? 'expected' : 'given';
	if (!Number.isFinite(mismatch.factor))
		return [...told, `The ${larger} one takes memory, and the other one takes none.`];
	return [...told, `Together the ${larger} one is ${times(mismatch.factor)} as large.`];
}

const REASONS: Readonly<Record<MismatchKind, (a: Measured, b: Measured, mismatch: Mismatch) => string>> = {
	element_type: (a, b) =>
		`Element type: ${a.array.element} (${a.laidOut.bits} bits) against ${b.array.element} (${b.laidOut.bits} bits).`,
	element_bits: (a, b) => `Bits per element on the device: ${a.laidOut.bits} against ${b.laidOut.bits}.`,
	dims: (a, b) => `Dimensions: ${dimsText(a)} against ${dimsText(b)}. They are different arrays.`,
	order: (a, b, mismatch) => `Order of dimensions: ${orderText(a)} against ${orderText(b)}${decisive(mismatch)}.`,
	tiling: (a, b, mismatch) =>
		`Tiles: ${tileText(a)} against ${tileText(b)}${mismatch.kinds.includes('order') ? '' : decisive(mismatch)}.`,
	memory_space: (a, b) =>
		`Memory space: ${spaceName(a.array.layout?.space ?? 0)} against ${spaceName(b.array.layout?.space ?? 0)}.`,
};

function decisive(mismatch: Mismatch): string {
	return mismatch.dimension ? `; dimension ${mismatch.dimension.dim}: ${mismatch.dimension.words}` : '';
}

function changes(b: Measured, mismatch: Mismatch): string[] {
	if (mismatch.kinds.includes('dims'))
		return ['Pass an array of the expected dimensions, or compile the program again for the given ones.'];
	if (mismatch.kinds.length === 0) return ['Nothing.'];
	const cheapest = `The least that the expected type and tiles can take is ${printSize(mismatch.cheapest.bytes)}, with \`${mismatch.cheapest.layout}\`.`;
	const again =
		'Make both sides with the same compiler, flags and chip generation, and let the program be compiled again for the layout in use; the stored array itself is the same.';
	if (mismatch.kinds.includes('element_type'))
		return [`Convert to the expected type, or compile again for ${b.array.element}.`, cheapest];
	return [again, cheapest];
}

function notes(sentences: readonly string[]): Block[] {
	return sentences.length > 0 ? [bullets(sentences)] : [];
}

function name(dim: PaddedDimension): string {
	return dim.dims.length === 0 ? 'none' : dim.dims.join(' × ');
}

function place(dim: PaddedDimension): string {
	return dim.tile === undefined ? dim.place : `${dim.place}, tile ${dim.tile}`;
}

function factor(dim: PaddedDimension): string {
	return dim.extent === 0 ? '1x' : times(dim.padded / dim.extent);
}

/** `3.2x`, `1x`, `12.63x`: two decimals without idle zeros. */
function times(value: number): string {
	return `${Number(value.toFixed(2))}x`;
}

function dimsText({array}: Measured): string {
	return `[${array.dims.map((dim) => String(dim.extent ?? '?')).join(',')}]`;
}

function orderText({array}: Measured): string {
	const order = array.layout?.minorToMajor ?? array.dims.map((_, index) => array.dims.length - 1 - index);
	return `{${order.join(',')}}`;
}

function tileText({array}: Measured): string {
	const tiles = array.layout?.tiles ?? [];
	return tiles.length === 0 ? 'none' : `T${tiles.map((tile) => `(${tile.join(',')})`).join('')}`;
}

/** Thousands set apart; no locale, so that the same input gives the same bytes everywhere. */
function withCommas(count: number): string {
	return String(count).replace(/\B(?=(?:\d{3}){1,7}$)/g, ',');
}
