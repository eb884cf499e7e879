/** Arrays that stayed as they are and are held more often: by more layers, by outputs of their own, by activations that are kept. */
import type {Factor} from '../../model/comparison.js';
import {printSize} from '../../model/size.js';
import {middle} from '../../program/list/buffers.js';
import {isMatrix, keyOf, type Entry} from './census.js';
import {ordered, type Orientation} from './orientation.js';
import {count, fromTo, signed} from './phrases.js';
import {needed, type Side} from './side.js';

/** More layers that are not stacked: parameters, and what is kept for each, occur more often by one factor. */
export function layerFactor(sides: Orientation, taken: ReadonlySet<string>): Factor | undefined {
	const {small, large} = sides;
	const grown = twins(small, large).filter(
		({from, to}) => isMatrix(from) && to.count > from.count && !taken.has(from.key),
	);
	const weights = grown.filter(({from, to}) => from.outside > 0 && to.outside > from.outside);
	const ratios = new Map<number, number>();
	for (const {from, to} of weights) {
		const ratio = to.outside / from.outside;
		ratios.set(ratio, (ratios.get(ratio) ?? 0) + to.bytes - from.bytes);
	}
	const best = [...ratios].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0];
	if (!best) return undefined;
	const alike = weights.filter(({from, to}) => to.outside / from.outside === best[0]);
	// More layers keep more for the backward pass as well; state beside the parameters grows alone.
	const temporaries = [...small.census.entries.values()].reduce((sum, entry) => sum + inside(entry), 0);
	if (temporaries >= 0.2 * small.census.total && !grown.some(({from, to}) => to.temporary > from.temporary))
		return undefined;
	const example = alike.toSorted((a, b) => b.to.bytes - a.to.bytes)[0];
	if (!example) return undefined;
	const gained = grown.reduce((sum, {from, to}) => sum + to.bytes - from.bytes, 0);
	const [from, to] = ordered(sides, example.from.outside, example.to.outside);
	return {
		kind: 'layers',
		change: `number of layers: ${fromTo(from, to)} arguments of ${example.from.key}`,
		because: [
			`${count(alike.length, 'kind')} of arguments occur more often by one factor, and ${count(grown.length - alike.length, 'kind')} of other arrays more often too; their shapes stayed.`,
			`Together ${signed(sides.sign * gained)}.`,
		],
		bytes: sides.sign * gained,
	};
}

/** Outputs that no longer live in an argument's memory. */
export function donationFactor(sides: Orientation): Factor | undefined {
	const {small, large} = sides;
	const [sharedSmall, sharedLarge] = [small, large].map((side) => middleOf(side, 'hbm.shared'));
	const use = needed(large) ?? 0;
	if (sharedSmall !== undefined && sharedLarge !== undefined && sharedSmall - sharedLarge > 0.01 * use) {
		const bytes = sides.sign * (sharedSmall - sharedLarge);
		const [from, to] = ordered(sides, sharedSmall, sharedLarge);
		return {
			kind: 'donation',
			change: `outputs that share memory with arguments ${printSize(from)} → ${printSize(to)}`,
			because: [`The output shares ${printSize(from)} with arguments before and ${printSize(to)} after.`],
			bytes,
		};
	}
	if (small.singles === undefined || large.singles === undefined || large.singles - small.singles < 0.2)
		return undefined;
	const gained = (middleOf(large, 'outside.bytes') ?? 0) - (middleOf(small, 'outside.bytes') ?? 0);
	if (gained <= 0 || gained < 0.3 * Math.abs(use - (needed(small) ?? use))) return undefined;
	const more = twins(small, large).filter(({from, to}) => to.outside > from.outside && isMatrix(from));
	const [first] = more.toSorted((a, b) => b.to.bytes - a.to.bytes);
	const percent = (share: number) => `${Math.round(share * 100)} %`;
	const [was, is] = ordered(sides, small.singles, large.singles);
	const example = first && ordered(sides, first.from, first.to);
	return {
		kind: 'donation',
		change: sides.sign > 0 ? 'arguments are no longer donated to outputs' : 'arguments are donated to outputs',
		because: [
			`Of the memory outside the heap, ${percent(was)} holds a single value before and ${percent(is)} after: an argument that is donated holds its output as well.`,
			...(example
				? [
						`${example[0].key} stands ${example[0].outside} times before and ${example[1].outside} times after; the program is the same otherwise.`,
					]
				: []),
			`Memory outside the heap changed by ${signed(sides.sign * gained)}.`,
		],
		bytes: sides.sign * gained,
	};
}

/** Activations that are kept rather than recomputed. */
export function rematFactor(sides: Orientation, taken: ReadonlySet<string>): Factor | undefined {
	const {small, large} = sides;
	const known = small.known.holds('remat.checkpoint') === true && large.known.holds('remat.checkpoint') === false;
	const kept = [...large.census.entries.values()]
		.filter((entry) => entry.temporary > 0 && !taken.has(entry.key) && isMatrix(entry))
		.map((entry) => ({entry, gained: inside(entry) - inside(small.census.entries.get(entry.key))}))
		.filter(({gained}) => gained > 0);
	const familiar = kept.filter(({entry}) => isFamiliar(entry, small));
	const gained = familiar.reduce((sum, one) => sum + one.gained, 0);
	const all = kept.reduce((sum, one) => sum + one.gained, 0);
	const difference = (needed(large) ?? large.census.total) - (needed(small) ?? small.census.total);
	const enough = gained >= 0.5 * all && gained >= 0.5 * difference && difference > 0.05 * large.census.total;
	if (!enough && !known) return undefined;
	const shown = familiar
		.toSorted((a, b) => b.gained - a.gained)
		.slice(0, 3)
		.map(({entry, gained: more}) => `${entry.key}: ${count(entry.count, 'buffer')}, ${signed(sides.sign * more)}.`);
	const words =
		sides.sign > 0
			? 'Activations are kept that were recomputed before.'
			: 'Activations are recomputed that were kept before.';
	return {
		kind: 'remat',
		change: sides.sign > 0 ? 'activations kept rather than recomputed' : 'activations recomputed rather than kept',
		because: [
			...(known
				? (['The smaller program names operations of jax.checkpoint, the larger one does not.', words] as const)
				: ([
						`${words} Arguments and dimensions stayed; temporaries of known shapes are stacked or held more often.`,
					] as const)),
			...shown,
		],
		bytes: sides.sign * (enough ? gained : Math.max(gained, difference)),
	};
}

/** Bytes among the temporaries: arguments of the same shape are no activations. */
function inside(entry: Entry | undefined): number {
	return entry && entry.count > 0 ? (entry.bytes * entry.temporary) / entry.count : 0;
}

/** Seen before, alone or as what a leading extent stacks. */
function isFamiliar(entry: Entry, small: Side): boolean {
	const {entries} = small.census;
	const names = (core: readonly number[]) => ELEMENTS.map((element) => keyOf(element, core));
	const seen = (core: readonly number[]) => names(core).some((key) => entries.has(key));
	if (seen(entry.core)) return true;
	const [lead = 0, ...tail] = entry.core;
	if (tail.length < 2 || lead > 256) return false;
	// The compiler may have ordered or divided the dimensions of the one that is recomputed otherwise.
	const elements = product(tail);
	const same = [...entries.values()].some(({core}) => core.length >= 2 && product(core) === elements);
	return seen(tail) || same;
}

function product(extents: readonly number[]): number {
	return extents.reduce((all, extent) => all * extent, 1);
}

/** Types of activations: a mask or a softmax keeps the extents in another type. */
const ELEMENTS = ['f32', 'bf16', 'f16', 'pred', 'f8e4m3fn', 'f8e5m2', 's8'] as const;

/** Arrays that both sides hold in buffers. */
function twins(small: Side, large: Side): readonly {readonly from: Entry; readonly to: Entry}[] {
	return [...small.census.entries.values()].flatMap((from) => {
		const to = large.census.entries.get(from.key);
		return to && from.count > 0 && to.count > 0 ? [{from, to}] : [];
	});
}

function middleOf(side: Side, fact: string): number | undefined {
	const range = side.known.range(fact);
	return range && middle(range);
}
