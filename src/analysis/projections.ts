/** What the program holds, by kind: bytes and shares by element type and dimension. The same for a dump and for a list. */
import {carries, isLogits, type Buffer, type BufferGroup} from '../model/analysis.js';
import {naturalBits} from '../model/element.js';
import type {Fact} from '../model/fact.js';
import {atLeastZero, divide, middle, subtract, sumOf, type Interval} from '../model/interval.js';
import type {Meaning, Program} from '../model/program.js';
import {covers, total} from '../program/list/buffers.js';
import {totalOf} from './held.js';
import {plainOf} from '../program/list/dims.js';
import type {Label} from '../program/list/labelling.js';
import {MOST_LAYERS} from '../program/list/seen.js';
import {numberFact, shareFact, sizeFact, textFact, type Ground} from './derived.js';
import type {Known} from '../model/known.js';

/** Names of the facts that say how much there is of a kind. */
type Names = readonly [bytes: string, share: string];

/** Arrays of one kind. */
interface Kind {
	readonly names: Names;
	/** The dimension that has to be decided before anything is said. */
	readonly of?: Meaning;
	readonly rule: string;
	readonly holds: (group: BufferGroup) => boolean;
}

const KINDS: readonly Kind[] = [
	{names: ['f32.bytes', 'f32.share'], rule: 'buffers of 32-bit floats', holds: ({element}) => element === 'f32'},
	{
		names: ['batch.bytes', 'batch.share'],
		of: 'batch',
		rule: 'buffers with the batch dimension',
		holds: (group) => carries(group, 'batch'),
	},
	{
		names: ['sequence.bytes', 'sequence.share'],
		of: 'sequence',
		rule: 'buffers with the sequence dimension',
		holds: (group) => carries(group, 'sequence'),
	},
	{names: ['saved.bytes', 'saved.share'], rule: 'arrays kept for the backward pass', holds: isSaved},
	{names: ['quadratic.bytes', 'quadratic.share'], rule: 'buffers that end in sequence × sequence', holds: isSquare},
	{
		names: ['vocabulary.bytes', 'vocabulary.share'],
		of: 'vocabulary',
		rule: 'logits: temporaries with the vocabulary dimension that are not weights',
		holds: isLogits,
	},
];

/** Extents by the dimension that they are of. */
const EXTENTS = [
	['batch', 'batch.size', 'leading extent of most activations'],
	['sequence', 'sequence.length', 'extent of squares, or between batch and width'],
	['vocabulary', 'vocabulary.size', 'extent in which logits end, or that leads a table'],
] as const;

const GUESS = 'Guessed from how dimensions recur; shapes are printed without names.';

/** Bytes, shares and extents of what is listed; none without a list. */
export function kindFacts(
	known: Known,
	buffers: readonly Buffer[],
	groups: readonly BufferGroup[],
	program: Program,
	labels: readonly Label[],
): readonly Fact[] {
	if (buffers.length === 0) return [];
	const from = listsOf(buffers);
	const listed = sumOf(buffers.map(({bytes}) => bytes));
	// That nothing of a kind is listed says something only of a list that shows most of the memory, and most of it explained.
	const complete = covers(buffers, known.range('hbm.used'));
	const extents = EXTENTS.flatMap(([meaning, name, rule]) => {
		const extent = extentOf(program, meaning) ?? (meaning === 'batch' ? extentOf(program, 'rows') : undefined);
		return extent === undefined || extent === 1 ? [] : [{meaning, name, rule, extent}];
	});
	// The absence of a vocabulary is known only where no listed array could hold one.
	const isOpen = (of: Meaning | undefined) =>
		of !== undefined &&
		!extents.some(({meaning}) => meaning === of) &&
		!(of === 'vocabulary' && complete && explained(groups));
	const layered = perLayer(groups);
	const layers = extentOf(program, 'layers');
	const isLayered = (group: BufferGroup) => layered.includes(group);
	const perLayerKind: Kind = {
		names: ['layers.bytes', 'layers.share'],
		rule: 'stacked or equal temporaries',
		holds: isLayered,
	};
	// A list does not say what an array is for: that none is kept is known of a dump alone.
	const isKnown = (holds: Kind['holds']) => holds !== isSaved || program.from === 'dump';
	return [
		sizeFact('listed.bytes', listed, {rule: 'sum of the listed buffers', from}),
		...extents.map(({name, rule, extent}) => numberFact(name, {low: extent, high: extent}, {rule, from, note: GUESS})),
		...[...KINDS, perLayerKind, widenedKind(labels)].flatMap(({names, of, rule, holds}) => {
			const held = groups.filter(holds);
			if (isOpen(of) || !isKnown(holds) || (held.length === 0 && !complete)) return [];
			const ground = {rule: `${rule} / listed bytes`, from};
			return bytesAndShare(names, totalOf(held), listed, ground);
		}),
		...(layered.length > 0 || complete ? layersFact(layered, layers, buffers) : []),
	];
}

/** Scores and logits in 32 bits that are there in 16 bits too: the program widens them for a softmax or a loss. */
function widenedKind(labels: readonly Label[]): Kind {
	const narrow = new Set(
		labels.flatMap(({seen}) => (naturalBits(seen.plain.element) === 16 ? [seen.core.join()] : [])),
	);
	const coreOf = ({term}: BufferGroup) =>
		term.dims.flatMap(({extent, symbols}) => (extent > 1 && !symbols.includes('layers') ? [extent] : []));
	return {
		names: ['upcast.bytes', 'upcast.share'],
		rule: 'scores and logits in 32 bits that are listed in 16 too',
		holds: (group) =>
			group.element === 'f32' && (isSquare(group) || isLogits(group)) && narrow.has(coreOf(group).join()),
	};
}

const PADDING: Names = ['padding.bytes', 'padding.share'];

/** `padding.bytes` and `padding.share`: of the list where it shows most of it, else of the report's two totals. */
export function paddingFacts(buffers: readonly Buffer[], known: Known): readonly Fact[] {
	const told = buffers.filter((buffer) => buffer.padding !== undefined);
	if (told.length > 0 && total(told) >= total(buffers) * 0.8) {
		const padding = sumOf(told.map((buffer) => buffer.padding ?? {low: 0, high: 0}));
		const ground = {rule: 'padding of the listed buffers / their bytes', from: listsOf(buffers)};
		const used = known.range('hbm.used');
		const needed = used && divide(padding, used);
		return [
			...bytesAndShare(PADDING, padding, sumOf(told.map((buffer) => buffer.bytes)), ground),
			...(needed
				? [shareFact('padding.needed', needed, {...ground, rule: 'padding of the listed buffers / hbm.used'})]
				: []),
		];
	}
	const [unpadded, padded] = [known.range('hbm.unpadded'), known.range('hbm.padded')];
	if (!unpadded || !padded) return [];
	const padding = atLeastZero(subtract(padded, unpadded));
	const ground = {rule: 'padded − unpadded temporaries', from: ['hbm.padded', 'hbm.unpadded']};
	return bytesAndShare(PADDING, padding, padded, ground);
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

function isSaved({use, place}: BufferGroup): boolean {
	return use === 'saved' && place === 'temp';
}

/** Attention scores and masks: they grow with the square of the sequence. */
export function isSquare({meanings, use}: Pick<BufferGroup, 'meanings' | 'use'>): boolean {
	return use !== 'one-hot' && meanings.filter((meaning) => meaning === 'sequence').length > 1;
}

/** Lists end after their twenty largest: where equal buffers end a full list, there may be more of them. */
export function mayGoOn(group: BufferGroup, buffers: readonly Buffer[]): boolean {
	const ranks = buffers.flatMap(({from, allocation}) => (from === 'allocation' ? (allocation?.rank ?? []) : []));
	const last = Math.max(0, ...ranks);
	return last >= FULL_LIST && group.count > 1 && group.buffers.some((buffer) => buffer.allocation?.rank === last);
}

const FULL_LIST = 20;

/** `[sequence, batch, …]`, as a scan over the sequence keeps a value for each of its steps. */
export function isScanned({roles, term}: Pick<BufferGroup, 'roles' | 'term'>): boolean {
	const [first, second] = Object.entries(roles).toSorted((a, b) => Number(a[0]) - Number(b[0]));
	const isWhole = first !== undefined && (term.dims[Number(first[0])]?.over ?? 1) === 1;
	return isWhole && first[1] === 'sequence' && second?.[1] === 'batch';
}

/** Most bytes are of a known use: only then is a kind that is not among them known to be absent. */
function explained(groups: readonly BufferGroup[]): boolean {
	const open = groups.filter(({use, dims}) => use === 'unknown' && dims.length > 0);
	return middle(totalOf(open)) <= 0.2 * middle(totalOf(groups));
}

/** Groups kept once per layer: stacked temporaries, else the equal ones. */
function perLayer(groups: readonly BufferGroup[]): readonly BufferGroup[] {
	const activations = groups.filter((group) => group.place === 'temp' && plainOf(group.shape) !== undefined);
	const stacked = activations.filter((group) => carries(group, 'layers') || group.scanned);
	if (stacked.length > 0) return stacked;
	return activations.filter((group) => group.count >= 3 && group.dims.some((extent) => extent > 1));
}

function layersFact(
	layered: readonly BufferGroup[],
	layers: number | undefined,
	buffers: readonly Buffer[],
): readonly Fact[] {
	const from = listsOf(buffers);
	if (layers !== undefined) {
		const rule = 'leading extent that stacks arrays seen alone';
		return [numberFact('layers.count', {low: layers, high: layers}, {rule, from, note: GUESS})];
	}
	const heaviest = layered.toSorted((a, b) => middle(b.total) - middle(a.total))[0];
	if (!heaviest || heaviest.scanned) return [];
	const open = mayGoOn(heaviest, buffers);
	const range = {low: heaviest.count, high: open ? Math.max(heaviest.count, MOST_LAYERS) : heaviest.count};
	const count = numberFact('layers.count', range, {rule: 'number of equal temporaries', from, note: GUESS});
	return [open ? {...count, value: {kind: 'number', text: `at least ${heaviest.count}`, range}} : count];
}

/** A part over its whole: both ends of the rounding of the part are in the whole as well, so the middle is close. */
function bytesAndShare([bytesName, shareName]: Names, bytes: Interval, of: Interval, ground: Ground): readonly Fact[] {
	const share = of.high > 0 ? divide(bytes, of) : undefined;
	const within = (value: number) => Math.max(0, Math.min(1, value));
	return [
		sizeFact(bytesName, bytes, ground),
		...(share ? [shareFact(shareName, {low: within(share.low), high: within(share.high)}, ground)] : []),
	];
}

/** A kind that takes more than this share of what is needed is the picture, in any number of buffers. */
const MOST = 0.5;

const DOMINANT = [
	['vocabulary.bytes', 'The logits (tokens × vocabulary)'],
	['quadratic.bytes', 'Attention scores and masks (sequence × sequence)'],
	['layers.bytes', 'Stacked or repeated arrays, often one per layer,'],
] as const;

/** `dominant.words`: the one kind that most of the need consists of: `The logits (tokens × vocabulary) take 23.18G of 34.90G.` */
export function dominantFact(known: Known): readonly Fact[] {
	const used = known.range('hbm.used');
	const found = DOMINANT.find(([name]) => {
		const bytes = known.range(name);
		return used && bytes && middle(bytes) > MOST * middle(used);
	});
	if (!found) return [];
	const [name, words] = found;
	const text = `${words} take ${known.text(name) ?? ''} of ${known.text('hbm.used') ?? ''}.`;
	return [textFact('dominant.words', text, {rule: `${name} above half of hbm.used`, from: [name, 'hbm.used']})];
}
