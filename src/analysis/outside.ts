/** What the arguments and outputs look like: a cache, optimizer state, outputs that could live in an argument's memory. */
import type {Buffer} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {atLeastZero, divide, subtract, type Interval} from '../model/interval.js';
import {isFloat} from '../model/element.js';
import {middle, sumOf} from '../program/list/buffers.js';
import {listsOf} from './carried.js';
import {sizeFact, truthFact} from './derived.js';
import {plainOf, type Plain} from '../program/list/dims.js';
import {grouped} from '../program/grouped.js';
import type {Known} from './known.js';
import type {Halves} from './shares.js';
import {parseSize, printSize} from '../model/size.js';
import {fillingOf, slotBytes, type SlotTables} from '../program/list/slots.js';

/** `cache.suspected`, `optimizer.suspected`, `donation.possible`; each absent where nothing shows it. */
export function outsideFacts(
	buffers: readonly Buffer[],
	tables: SlotTables | undefined,
	halves: Halves | undefined,
	known: Known,
): readonly Fact[] {
	const outside = buffers.filter((buffer) => buffer.place === 'argument' || buffer.place === 'output');
	return [
		...cacheFacts(outside, halves),
		...optimizerFacts(outside, halves),
		...donationFacts(outside, tables, halves, known),
	];
}

/** Sizes of one head in use. */
const HEADS: ReadonlySet<number> = new Set([32, 48, 64, 72, 80, 96, 112, 120, 128, 160, 192, 256, 512, 576]);

/** A smaller share of all memory is not what halving it would free. */
const LEAST_CACHE = 0.1;

/** A cache: few large equal arrays of rank four or five that end in a head and hold a long dimension before it. */
function cacheFacts(outside: readonly Buffer[], halves: Halves | undefined): readonly Fact[] {
	const all = halves ? middle(halves.outside) : outside.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
	if (outside.length === 0 || all === 0) return [];
	const caches = outside.filter((buffer) => {
		const plain = plainOf(buffer.shape);
		return (
			plain !== undefined &&
			(looksLikeCache(plain) || /\b(?:kv|key_value)_?cache|cache_(?:k|v|key|value)\b/i.test(buffer.label ?? ''))
		);
	});
	const bytes = caches.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
	const ground = {rule: 'arguments that look like keys and values', from: listsOf(outside)};
	// The inputs of one attention look like a cache too; beside its scores they are small.
	const fills = !halves || bytes >= middle(halves.all) * LEAST_CACHE;
	if (caches.length >= 2 && bytes >= all * 0.4 && fills) return [truthFact('cache.suspected', true, ground)];
	// Most of the arguments are listed and are something else.
	const listed = outside.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
	return listed >= all * 0.6 && (bytes < all * 0.1 || !fills) ? [truthFact('cache.suspected', false, ground)] : [];
}

/** `[layers?, batch, sequence, heads, head]`, or with heads before the sequence. */
function looksLikeCache(plain: Plain): boolean {
	const {dims} = plain;
	const head = dims.at(-1) ?? 0;
	if (dims.length < 4 || dims.length > 5 || !HEADS.has(head)) return false;
	const before = dims.slice(-3, -1);
	const long = Math.max(...before);
	return long >= 512 && Math.min(...before) <= 256;
}

/**
 * An optimizer keeps each parameter with two moments: every shape then occurs a multiple of three times among the
 * arguments (four with gradients), those that a model has only once included; or 32-bit moments stand in pairs beside
 * 16-bit parameters.
 */
function optimizerFacts(outside: readonly Buffer[], halves: Halves | undefined): readonly Fact[] {
	const all = halves ? middle(halves.outside) : outside.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
	const listed = outside.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
	if (outside.length < 3) return [];
	const floats = outside.flatMap((buffer) => {
		const plain = plainOf(buffer.shape);
		return plain && isFloat(plain.element) && plain.core.length > 0
			? [{key: plain.core.join(), element: plain.element, buffer, plain}]
			: [];
	});
	const known = floats.some((one) => one.buffer.place === 'output');
	const counted = known ? floats.filter((one) => one.buffer.place === 'argument') : floats;
	const classes = [...grouped(counted, (one) => one.key).values()];
	const counts = classes.map((same) => same.length);
	const steps = counts.reduce(greatestDivisor, 0);
	const triples = new Set(counts).size > 1 && (steps % 3 === 0 || steps % 4 === 0);
	const heavy = classes.toSorted((a, b) => weight(b) - weight(a))[0];
	const wide = heavy?.filter((one) => one.element === 'f32').length ?? 0;
	const narrow = (heavy?.length ?? 0) - wide;
	const moments =
		heavy !== undefined &&
		narrow > 0 &&
		wide >= narrow &&
		wide % 2 === 0 &&
		heavy.every((one) => one.plain.core.length >= 2);
	// A step that holds nothing but equal matrices has no activations: it updates parameters.
	const share = halves && divide(halves.outside, halves.all);
	const update =
		share !== undefined && share.low > 0.95 && heavy !== undefined && heavy.length >= 8 && isMatrix(heavy[0]?.plain);
	const ground = {
		rule: 'equal shapes in threes, wide moments beside narrow parameters, or nothing but equal matrices',
		from: listsOf(outside),
	};
	// Counts mean something only where most arguments are listed.
	const complete = listed >= all * 0.6;
	return (complete && (triples || moments)) || update ? [truthFact('optimizer.suspected', true, ground)] : [];
}

function isMatrix(plain: Plain | undefined): boolean {
	return plain !== undefined && plain.core.length >= 2 && Math.min(...plain.core.slice(-2)) >= 64;
}

function weight(same: readonly {readonly buffer: Buffer}[]): number {
	return same.reduce((sum, one) => sum + middle(one.buffer.bytes), 0);
}

function greatestDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestDivisor(b, a % b);
}

/**
 * What donation could save: outputs that share nothing and have the shape of an argument. The lists show their twenty
 * largest, so this is a range; the report's totals bound it.
 */
function donationFacts(
	outside: readonly Buffer[],
	tables: SlotTables | undefined,
	halves: Halves | undefined,
	known: Known,
): readonly Fact[] {
	const args = known.range('hbm.arguments');
	const output = known.range('hbm.output');
	const shared = known.range('hbm.shared');
	if (args && output && shared) {
		const most = atLeastZero(subtract(output, shared));
		const cap = {low: Math.min(most.low, args.low), high: Math.min(most.high, args.high)};
		const matched = matchedOutputs(outside);
		const low = Math.max(0, Math.min(matched.low - shared.high, cap.low));
		const complete = cap.high <= matched.high;
		const bytes = {low, high: complete ? Math.max(low, Math.min(cap.high, matched.high)) : cap.high};
		const from = ['hbm.output', 'hbm.shared', 'hbm.arguments', ...(outside.length > 0 ? ['arguments'] : [])];
		return [
			sizeFact(
				'donation.possible',
				bytes,
				{rule: 'outputs that share nothing and match an argument', from},
				upTo(bytes),
			),
		];
	}
	return tables && halves ? fromTables(tables, halves) : [];
}

/** Outputs in the list for which an argument of the same shape stands in the list. */
function matchedOutputs(outside: readonly Buffer[]): Interval {
	const pairs = [...grouped(outside, (buffer) => `${buffer.shape ?? ''} ${buffer.text}`).values()].map((equal) => {
		const outputs = equal.filter((buffer) => buffer.place === 'output');
		const count = Math.min(outputs.length, equal.length - outputs.length);
		return sumOf(outputs.slice(0, count).map((buffer) => buffer.bytes));
	});
	return sumOf(pairs);
}

/** Slot tables name no outputs: of equal arrays that are not shared yet, at most every second can be one. */
function fromTables(tables: SlotTables, halves: Halves): readonly Fact[] {
	// Two values of one shape are an argument and the output that lives in it already.
	const single = tables.outside.filter((slot) => !(slot.values === 2 && slot.shapes.length === 1));
	// An output takes over the memory of an argument of its own shape; a transposed one does not do.
	const bytesOf = (slots: SlotTables['outside']) => sumOf(slots.map(slotBytes)).low;
	const aliased = bytesOf(tables.outside) - bytesOf(single);
	const groups = grouped(single, (slot) => `${slot.size} ${fillingOf(slot)?.shape ?? ''}`);
	const pairs = [...groups.values()].map((equal) => Math.floor(equal.length / 2) * sizeOf(equal[0]?.size));
	const paired = pairs.reduce((sum, bytes) => sum + bytes, 0);
	// A step that donates donates its state: what shares nothing beside it, such as gradients, has no output of its shape.
	const shown = aliased >= paired ? 0 : paired;
	// The log line is cut: what is not shown could be pairs as well.
	const unseen = Math.max(0, halves.outside.high - tables.outsideBytes.low) / 2;
	const high = Math.min(shown + unseen, halves.outside.high / 2);
	const note = 'The tables do not tell arguments from outputs: this is the most that could be shared.';
	const bytes = {low: 0, high};
	return [
		sizeFact(
			'donation.possible',
			bytes,
			{rule: 'pairs of equal arrays outside the heap', from: ['slots'], note},
			upTo(bytes),
		),
	];
}

function sizeOf(text: string | undefined): number {
	const size = text === undefined ? undefined : parseSize(text);
	return size ? middle(size.bytes) : 0;
}

/** `at most 9.00G` where nothing is certain, else the range itself. */
function upTo(bytes: Interval): string {
	if (bytes.high === 0) return '0B';
	if (bytes.low === 0 || printSize(bytes.low) === printSize(bytes.high)) {
		return bytes.low === 0 ? `at most ${printSize(bytes.high)}` : printSize(bytes.high);
	}
	return `${printSize(bytes.low)} to ${printSize(bytes.high)}`;
}
