/** What the listed buffers carry: bytes and shares by element type, padding, and role of dimensions. */
import {carries, type Buffer, type BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {divide, type Interval} from '../model/interval.js';
import {covers, middle, sumOf, total} from '../program/list/buffers.js';
import {numberFact, shareFact, sizeFact, type Ground} from './derived.js';
import {plainOf} from '../program/list/dims.js';
import type {Known} from './known.js';
import {MOST_LAYERS} from '../program/list/seen.js';
import type {Meaning, Program} from '../model/program.js';

/** All facts about what is listed; none without a list. */
export function carriedFacts(
	known: Known,
	buffers: readonly Buffer[],
	groups: readonly BufferGroup[],
	program: Program,
): readonly Fact[] {
	if (buffers.length === 0) return [];
	const listed = listedBytes(buffers);
	const from = listsOf(buffers);
	// That nothing of a kind is listed says something only of a list that shows most of the memory.
	const complete = covers(buffers, known.range('hbm.used'));
	const share = (names: readonly [string, string], held: readonly BufferGroup[], rule: string) =>
		held.length > 0 || complete
			? bytesAndShare(names, sumOf(held.map((group) => group.total)), listed, {rule, from})
			: [];
	const extent = (meaning: Meaning) => extentOf(program, meaning);
	const batch = extent('batch') ?? extent('rows');
	const [sequence, vocabulary] = [extent('sequence'), extent('vocabulary')];
	const carrying = (meaning: Meaning) => groups.filter((group) => carries(group, meaning));
	const layered = perLayer(groups);
	return [
		sizeFact('listed.bytes', listed, {rule: 'sum of the listed buffers', from}),
		...share(
			['f32.bytes', 'f32.share'],
			groups.filter((group) => group.element === 'f32'),
			'buffers of 32-bit floats / listed bytes',
		),
		...(batch !== undefined && batch > 1
			? [
					numberFact(
						'batch.size',
						{low: batch, high: batch},
						{rule: 'leading extent of most activations', from, note: GUESS},
					),
					...share(
						['batch.bytes', 'batch.share'],
						carrying('batch'),
						'buffers with the batch dimension / listed bytes',
					),
				]
			: []),
		...(sequence === undefined
			? []
			: [
					numberFact(
						'sequence.length',
						{low: sequence, high: sequence},
						{rule: 'extent of squares, or between batch and width', from, note: GUESS},
					),
					...share(
						['sequence.bytes', 'sequence.share'],
						carrying('sequence'),
						'buffers with the sequence dimension / listed bytes',
					),
				]),
		...share(
			['quadratic.bytes', 'quadratic.share'],
			groups.filter(isSquare),
			'buffers that end in sequence × sequence / listed bytes',
		),
		...(vocabulary === undefined
			? []
			: [
					numberFact(
						'vocabulary.size',
						{low: vocabulary, high: vocabulary},
						{rule: 'extent in which logits end, or that leads a table', from, note: GUESS},
					),
				]),
		// The absence of a vocabulary is known only where no listed array could hold one.
		...(vocabulary !== undefined || (complete && explained(groups))
			? share(
					['vocabulary.bytes', 'vocabulary.share'],
					carrying('vocabulary').filter((group) => group.place === 'temp'),
					'temporaries with the vocabulary dimension / listed bytes',
				)
			: []),
		...(layered.length > 0 || complete ? layerFacts(layered, extent('layers'), buffers) : []),
	];
}

/** `padding.bytes` and `padding.share`: of the list where it tells, else of the report's two totals. */
export function paddingFacts(buffers: readonly Buffer[], known: Known): readonly Fact[] {
	const told = buffers.filter((buffer) => buffer.padding !== undefined);
	// A list in which most bytes do not tell their padding decides nothing.
	if (told.length > 0 && total(told) >= total(buffers) * 0.8) {
		const padding = sumOf(told.map((buffer) => buffer.padding ?? {low: 0, high: 0}));
		const ground = {rule: 'padding of the listed buffers / their bytes', from: listsOf(buffers)};
		return bytesAndShare(
			['padding.bytes', 'padding.share'],
			padding,
			sumOf(told.map((buffer) => buffer.bytes)),
			ground,
		);
	}
	const [unpadded, padded] = [known.range('hbm.unpadded'), known.range('hbm.padded')];
	if (!unpadded || !padded) return [];
	const padding = {low: Math.max(0, padded.low - unpadded.high), high: Math.max(0, padded.high - unpadded.low)};
	const ground = {rule: 'padded − unpadded temporaries', from: ['hbm.padded', 'hbm.unpadded']};
	return bytesAndShare(['padding.bytes', 'padding.share'], padding, padded, ground);
}

/** Names of the lists that buffers come from, for the origin of a fact. */
export function listsOf(buffers: readonly Buffer[]): readonly string[] {
	const names = {allocation: 'allocations', argument: 'arguments', slot: 'slots', live: 'live'} as const;
	return [...new Set(buffers.map((buffer) => names[buffer.from]))].toSorted();
}

/** Extent of the dimension that has a meaning; of several, that which is named after it. */
export function extentOf({symbols, from}: Program, meaning: Meaning): number | undefined {
	const named = symbols.find(({id}) => id === meaning);
	return (named ?? (from === 'dump' ? symbols.find((one) => one.meaning === meaning) : undefined))?.extent;
}

/** Attention scores and masks: they grow with the square of the sequence. */
export function isSquare({meanings}: Pick<BufferGroup, 'meanings'>): boolean {
	return meanings.filter((meaning) => meaning === 'sequence').length > 1;
}

/** Most bytes are of a known use: only then is a kind that is not among them known to be absent. */
function explained(groups: readonly BufferGroup[]): boolean {
	const open = groups.filter(({use, dims}) => use === 'unknown' && dims.length > 0);
	return middle(sumOf(open.map(({total}) => total))) <= 0.2 * middle(sumOf(groups.map(({total}) => total)));
}

/** Groups kept once per layer: stacked temporaries, else the equal ones. */
export function perLayer(groups: readonly BufferGroup[]): readonly BufferGroup[] {
	const activations = groups.filter((group) => group.place === 'temp' && plainOf(group.shape) !== undefined);
	const stacked = activations.filter((group) => carries(group, 'layers') || isScanned(group));
	if (stacked.length > 0) return stacked;
	return activations.filter((group) => group.count >= 3 && group.dims.some((extent) => extent > 1));
}

/** Lists end after their twenty largest: where equal buffers end a full list, there may be more of them. */
export function mayGoOn(group: BufferGroup, buffers: readonly Buffer[]): boolean {
	const listed = buffers.filter((buffer) => buffer.from === 'allocation');
	const ranks = listed.flatMap((buffer) => buffer.allocation?.rank ?? []);
	const last = Math.max(0, ...ranks);
	return last >= FULL_LIST && group.count > 1 && group.buffers.some((buffer) => buffer.allocation?.rank === last);
}

const FULL_LIST = 20;

/** `[sequence, batch, …]`: a scan over the sequence keeps a value for each of its steps. */
export function isScanned(group: Pick<BufferGroup, 'roles'>): boolean {
	const order = Object.entries(group.roles)
		.toSorted((a, b) => Number(a[0]) - Number(b[0]))
		.map(([, role]) => role);
	return order[0] === 'sequence' && order[1] === 'batch';
}

const GUESS = 'Guessed from how dimensions recur; shapes are printed without names.';

function listedBytes(buffers: readonly Buffer[]): Interval {
	return sumOf(buffers.map((buffer) => buffer.bytes));
}

function layerFacts(
	layered: readonly BufferGroup[],
	layers: number | undefined,
	buffers: readonly Buffer[],
): readonly Fact[] {
	const from = listsOf(buffers);
	const ground = {rule: 'stacked or equal temporaries / listed bytes', from};
	const bytes = bytesAndShare(
		['layers.bytes', 'layers.share'],
		sumOf(layered.map((group) => group.total)),
		listedBytes(buffers),
		ground,
	);
	if (layers !== undefined) {
		const rule = 'leading extent that stacks arrays seen alone';
		return [numberFact('layers.count', {low: layers, high: layers}, {rule, from, note: GUESS}), ...bytes];
	}
	const heaviest = layered.toSorted((a, b) => middle(b.total) - middle(a.total))[0];
	if (!heaviest || isScanned(heaviest)) return bytes;
	const open = mayGoOn(heaviest, buffers);
	const range = {low: heaviest.count, high: open ? Math.max(heaviest.count, MOST_LAYERS) : heaviest.count};
	const count = numberFact('layers.count', range, {rule: 'number of equal temporaries', from, note: GUESS});
	return [open ? {...count, value: {kind: 'number', text: `at least ${heaviest.count}`, range}} : count, ...bytes];
}

function bytesAndShare(
	names: readonly [string, string],
	bytes: Interval,
	of: Interval,
	ground: Ground,
): readonly Fact[] {
	const [bytesName, shareName] = names;
	const share = of.high > 0 ? shareOf(bytes, of) : undefined;
	return [sizeFact(bytesName, bytes, ground), ...(share ? [shareFact(shareName, share, ground)] : [])];
}

/** A part over its whole: both ends of the rounding of the part are in the whole as well, so the middle is close. */
function shareOf(bytes: Interval, of: Interval): Interval | undefined {
	const range = divide(bytes, of);
	return range && {low: Math.max(0, Math.min(1, range.low)), high: Math.max(0, Math.min(1, range.high))};
}
