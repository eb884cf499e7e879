/** The dimension that looks like a vocabulary: it ends a few large arrays and dwarfs the widths beside it. */
import {isFloat} from '../model/element.js';
import {isGathered} from './activations.js';
import type {Sighting} from './sightings.js';

/** Sizes of vocabularies in wide use: they break ties, they prove nothing. */
const COMMON: ReadonlySet<number> = new Set([
	30522, 30528, 32000, 32064, 32128, 49152, 50257, 50272, 50304, 50432, 51200, 51865, 51866, 64000, 65024, 92544,
	100277, 100352, 102400, 128256, 129280, 131072, 151552, 151646, 151669, 151936, 152064, 154880, 155136, 163840,
	200064, 201088, 248320, 250112, 250880, 256000, 256128, 256206, 257152, 262144, 262208,
]);

const OPERATION = /logits?\b|lm_head|log_?softmax|logsumexp|cross_entropy|one_hot|vocab|unembed|\bembed|softmax_cross/i;

/** Without a word or a common size, a vocabulary must be this many times the widest width. */
const DWARFS = 6;
const SMALLEST_UNNAMED = 30_000;
const SMALLEST_NAMED = 5000;
const SMALLEST = 1000;

/** The vocabulary, unless none shows itself or its extent already has another role. */
export function findVocabulary(arrays: readonly Sighting[], taken: ReadonlySet<number>): number | undefined {
	const floats = arrays.filter((one) => isFloat(one.plain.element) && one.plain.core.length >= 2);
	const weights = new Map<number, number>();
	for (const one of floats) {
		const extent = one.plain.core.at(-1) ?? 0;
		if (extent < SMALLEST || taken.has(extent) || one.plain.core[0] === extent) continue;
		weights.set(extent, (weights.get(extent) ?? 0) + one.weight);
	}
	const all = floats.reduce((sum, one) => sum + one.weight, 0);
	const candidates = [...weights]
		.filter(([, weight]) => weight >= all * 0.02)
		.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
	return (
		candidates
			.map(([extent]) => extent)
			.find((extent) => looksLike(extent, floats) && !isPairing(extent, floats) && !isInner(extent, floats, arrays)) ??
		leadingVocabulary(floats, taken)
	);
}

/**
 * Rows of a batch held against the same rows of all devices, as in a contrastive loss: the extent is a multiple of the rows, the
 * rows are an input, and no argument has the extent as the table of a vocabulary has.
 */
function isPairing(extent: number, floats: readonly Sighting[]): boolean {
	if (named(extent, floats)) return false;
	const outside = floats.filter((one) => one.place !== 'temp');
	if (outside.some((one) => one.plain.core.includes(extent))) return false;
	const rows = floats.filter((one) => one.plain.core.length === 2 && one.plain.core[1] === extent);
	return rows.some(({plain}) => {
		const first = plain.core[0] ?? 0;
		return isGathered(extent, first) && outside.some((one) => one.plain.core[0] === first);
	});
}

/**
 * The inner width of a block that is wide: activations end in it, one parameter ends in it and one leads with it, and no array has a number
 * for each row, as the labels, maxima and sums of a loss have.
 */
function isInner(extent: number, floats: readonly Sighting[], arrays: readonly Sighting[]): boolean {
	if (COMMON.has(extent) || named(extent, floats)) return false;
	const outside = floats.filter((one) => one.place !== 'temp' && one.plain.core.length === 2);
	const through =
		outside.some((one) => one.plain.core[0] === extent) && outside.some((one) => one.plain.core[1] === extent);
	const rows = floats
		.filter((one) => one.place === 'temp' && one.plain.core.at(-1) === extent)
		.map((one) => one.plain.core.slice(0, -1).join());
	return through && !arrays.some((one) => rows.includes(one.key));
}

/** Tables of embeddings lead with the vocabulary. Powers of two could be tokens as well, so they do not count. */
export function isTable(plain: Sighting['plain']): boolean {
	const [first = 0, second = 0, ...rest] = plain.core;
	return rest.length === 0 && COMMON.has(first) && !Number.isInteger(Math.log2(first)) && second < first / 4;
}

function leadingVocabulary(floats: readonly Sighting[], taken: ReadonlySet<number>): number | undefined {
	const tables = floats.filter((one) => isTable(one.plain) && !taken.has(one.plain.core[0] ?? 0));
	return tables.toSorted((a, b) => b.weight - a.weight)[0]?.plain.core[0];
}

/** Whether no array ends in an extent that could be a vocabulary: then its absence is known. */
export function noVocabulary(arrays: readonly Sighting[], taken: ReadonlySet<number>): boolean {
	return !arrays.some((one) => {
		const extent = one.plain.core.at(-1) ?? 0;
		const plausible = extent >= SMALLEST_UNNAMED && !taken.has(extent) && one.plain.core[0] !== extent;
		return one.plain.core.length >= 2 && one.weight > 0 && plausible;
	});
}

function looksLike(extent: number, floats: readonly Sighting[]): boolean {
	if (COMMON.has(extent)) return extent >= 4 * widest(extent, floats) || named(extent, floats);
	if (named(extent, floats)) return extent >= SMALLEST_NAMED && extent >= 4 * widest(extent, floats);
	return extent >= SMALLEST_UNNAMED && extent >= DWARFS * widest(extent, floats);
}

function named(extent: number, floats: readonly Sighting[]): boolean {
	return floats.some((one) => one.plain.core.at(-1) === extent && OPERATION.test(one.op));
}

/** The largest extent that ends another array of the same leading extents: the width that is multiplied into the vocabulary. */
function widest(extent: number, floats: readonly Sighting[]): number {
	const leads = new Set(
		floats.filter((one) => one.plain.core.at(-1) === extent).map((one) => one.plain.core.slice(0, -1).join()),
	);
	const widths = floats
		.filter((one) => one.plain.core.at(-1) !== extent && leads.has(one.plain.core.slice(0, -1).join()))
		.map((one) => one.plain.core.at(-1) ?? 0)
		.filter((width) => width < extent);
	return Math.max(0, ...widths);
}
