/** A parameter of another size than the program was compiled for: what differs, and which dimension. */
import type {Fact} from '../model/fact.js';
import {divide, point, type Interval} from '../model/interval.js';
import {explainMismatch, type Mismatch, type MismatchKind} from '../model/mismatch.js';
import {parseShape} from '../model/shape.js';
import {numberFact, textFact} from './derived.js';
import type {Known} from '../model/known.js';

/** The mismatch of an incident's two shapes; undefined where they are not printed, cut, or have no size. */
function mismatchOf(known: Known): Mismatch | undefined {
	const [expected, got] = [known.text('expected.shape'), known.text('got.shape')];
	const a = expected === undefined ? undefined : parseShape(expected);
	const b = got === undefined ? undefined : parseShape(got);
	return a && b
		? explainMismatch(a, b, {expected: known.range('expected.bytes'), got: known.range('got.bytes')})
		: undefined;
}

/** `mismatch.kind`, `mismatch.factor`, `mismatch.dimension`. */
export function mismatchFacts(known: Known): readonly Fact[] {
	const mismatch = mismatchOf(known);
	const sizes = sizeFactor(known);
	const factor = sizes ?? (mismatch && point(mismatch.factor));
	if (!mismatch && !factor) return [];
	const printed = ['expected.bytes', 'got.bytes'];
	const ground = mismatch
		? {rule: 'comparison of the two shapes', from: ['expected.shape', 'got.shape'], note: noteOf(mismatch, known)}
		: {rule: 'sizes only', from: printed, note: 'The message prints no shapes that can be compared.'};
	const bySize = sizes ? {...ground, from: printed} : ground;
	const dimension = mismatch?.larger === (largerPrinted(known) ?? mismatch?.larger) ? mismatch?.dimension : undefined;
	return [
		textFact('mismatch.kind', mismatch ? decisive(mismatch) : 'size_only', ground),
		...(factor ? [numberFact('mismatch.factor', factor, bySize, 2)] : []),
		...(mismatch && dimension ? [textFact('mismatch.dimension', sided(dimension.words, mismatch), ground)] : []),
	];
}

/** Padding is that of the larger side; where this is not the expected one, that is said. */
function sided(words: string, mismatch: Mismatch): string {
	return mismatch.larger === 'got' ? `${words} in the given layout` : words;
}

/** Which side the printed sizes show to be larger: padding of the other one explains nothing. */
function largerPrinted(known: Known): Mismatch['larger'] | undefined {
	const [expected, got] = [known.range('expected.bytes'), known.range('got.bytes')];
	if (!expected || !got) return undefined;
	if (expected.low > got.high) return 'expected';
	return got.low > expected.high ? 'got' : 'neither';
}

/** Larger size over smaller size, as printed. */
function sizeFactor(known: Known): Interval | undefined {
	const [expected, got] = [known.range('expected.bytes'), known.range('got.bytes')];
	if (!expected || !got) return undefined;
	return expected.low >= got.high ? divide(expected, got) : divide(got, expected);
}

/** The difference that decides; those that leave the size alone come last. */
const WEIGHT: readonly MismatchKind[] = ['dims', 'element_type', 'element_bits', 'order', 'tiling', 'memory_space'];

function decisive(mismatch: Mismatch): string {
	return WEIGHT.find((kind) => mismatch.kinds.includes(kind)) ?? 'size_only';
}

/** The shapes are the parameter's and the buffer's own: their bytes should be the printed ones. */
function noteOf(mismatch: Mismatch, known: Known): string {
	const [expected, got] = [known.range('expected.bytes'), known.range('got.bytes')];
	const differs =
		mismatch.kinds.length > 0 ? `They differ in ${mismatch.kinds.join(', ').replaceAll('_', ' ')}.` : 'They are alike.';
	const agrees = (bytes: number, range: Interval | undefined) => !range || (range.low <= bytes && bytes <= range.high);
	if (agrees(mismatch.expected.bytes, expected) && agrees(mismatch.got.bytes, got)) return differs;
	return `${differs} Their bytes by layout arithmetic (${mismatch.expected.bytes} and ${mismatch.got.bytes}) are not the printed ones.`;
}
