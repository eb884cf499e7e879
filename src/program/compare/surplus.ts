/** Changes that leave arrays as they are and hold more of them, or pad them worse. */
import {grouped} from '../grouped.js';
import {isParameter, keyOf, type Held, type Inventory} from './arrays.js';
import {product} from '../numbers.js';
import {moved} from './scaling.js';
import {explained, fromTo, ordered, type Explanation, type Pair, type Subjects} from './subject.js';

/** An array of which the larger program holds more. */
interface Surplus extends Pair {
	readonly to: Held;
	/** How often the smaller program holds it among its arguments and outputs, and the larger one. */
	readonly outside: readonly [small: number, large: number];
	readonly more: number;
}

function surplusOf({small, large}: Subjects, taken: ReadonlySet<string> = new Set()): readonly Surplus[] {
	return [...large.inventory.arrays.values()]
		.filter(({key}) => !taken.has(key))
		.map((to): Surplus => {
			const from = small.inventory.arrays.get(to.key);
			return {from, to, outside: [from?.outside ?? 0, to.outside], more: to.bytes - (from?.bytes ?? 0)};
		})
		.toSorted((a, b) => b.more - a.more);
}

function sum(some: readonly Surplus[]): number {
	return some.reduce((bytes, {more}) => bytes + more, 0);
}

/** By so much more of the memory outside the heap is that of one value. */
const LESS_SHARED = 0.2;
const LEAST_DONATED = 0.02;

/** Outputs that no longer are in an argument's memory. */
export function lostDonation(subjects: Subjects): Explanation | undefined {
	const {small, large, sign} = subjects;
	const known = small.shared !== undefined && large.shared !== undefined;
	const bytes = known ? (small.shared ?? 0) - (large.shared ?? 0) : (large.outside ?? 0) - (small.outside ?? 0);
	const isShared = known || (large.singles ?? 0) - (small.singles ?? 1) >= LESS_SHARED;
	if (!isShared || bytes < LEAST_DONATED * large.need) return undefined;
	const singles = ordered(subjects, small.singles, large.singles).map((share = 0) => `${Math.round(share * 100)} %`);
	const reason = known
		? 'The report says how much the output shares with arguments.'
		: `Of the memory outside the heap, ${singles.join(' holds a single value before and ')} after: an argument that is donated holds its output as well.`;
	const pairs = surplusOf(subjects).filter(({to, outside: [was, is]}) => is > was && isParameter(to));
	const change = `arguments are ${sign > 0 ? 'no longer' : 'now'} donated to outputs`;
	return explained(subjects, 'donation', change, bytes, [reason], pairs);
}

const NOTABLE = 0.2;

/** More layers that are not stacked: parameters, and what is kept for each, occur more often by one factor. */
export function moreLayers(subjects: Subjects, taken: ReadonlySet<string>): Explanation | undefined {
	const {inventory} = subjects.small;
	const surplus = surplusOf(subjects, taken);
	const grown = surplus.filter(({from, to}) => to.core.length >= 2 && to.count > (from?.count ?? Infinity));
	const weights = grown.filter(({to, outside: [was, is]}) => isParameter(to) && was > 0 && is > was);
	const factors = grouped(weights, ({outside: [was, is]}) => is / was);
	const [alike = []] = [...factors.values()].toSorted((a, b) => sum(b) - sum(a));
	const [example] = alike;
	if (!example) return undefined;
	// More layers have more of each parameter in every type; state in one type grows alone.
	const cores = new Set(alike.map(({to}) => to.core.join()));
	const same = surplus.filter(({to}) => isParameter(to) && cores.has(to.core.join()));
	if (same.some(({outside: [was, is]}) => was > 0 && is <= was)) return undefined;
	// More layers keep more for the backward pass as well; state beside the parameters grows alone.
	const temporaries = [...inventory.arrays.values()].reduce((all, one) => all + inside(one), 0);
	const keepsMore = grown.some(({from, to}) => to.temporary > (from?.temporary ?? 0));
	if (temporaries >= NOTABLE * inventory.total && !keepsMore) return undefined;
	const words = `number of layers: ${fromTo(...ordered(subjects, ...example.outside))} arguments of ${example.to.key}`;
	return explained(subjects, 'layers', words, sum(grown), ['Parameters occur more often by one factor.'], grown);
}

/** Arguments of the parameters' extents that only the larger holds, or holds more often: moments, averages, a second copy. */
export function moreState(subjects: Subjects): Explanation | undefined {
	const {small, sign} = subjects;
	const parameters = new Set([...small.inventory.arrays.values()].filter(isParameter).map(({core}) => core.join()));
	const added = surplusOf(subjects)
		.filter(({to, more, outside: [was, is]}) => isParameter(to) && is > was && more > 0)
		.filter(({to}) => parameters.has(to.core.join()))
		.map((one) => ({...one, more: (one.to.bytes * (one.outside[1] - one.outside[0])) / Math.max(1, one.to.count)}));
	if (added.length === 0) return undefined;
	const words = `${sign > 0 ? 'more' : 'less'} optimizer state or copies of parameters`;
	const reason = 'Arguments and outputs of the same extents as parameters: state beside them, as an optimizer keeps.';
	return explained(subjects, 'other', words, sum(added), [reason], added);
}

/** Activations that are kept rather than recomputed. */
export function keptActivations(subjects: Subjects, taken: ReadonlySet<string>): Explanation | undefined {
	const {small, large, growth} = subjects;
	const grown = surplusOf(subjects, taken)
		.filter(({to}) => to.temporary > 0 && to.core.length >= 2)
		.map((one): Surplus => ({...one, more: inside(one.to) - inside(one.from)}))
		.filter(({more}) => more > 0);
	const isSaved = ({uses}: Held): boolean => large.program.from === 'dump' && uses.has('saved');
	const familiar = grown.filter(({to}) => isFamiliar(to, small.inventory) || isSaved(to));
	const gained = sum(familiar);
	if (gained < 0.5 * Math.max(growth, sum(grown))) return undefined;
	const words = `activations ${ordered(subjects, 'recomputed', 'kept').toReversed().join(' rather than ')}`;
	const reason = 'Temporaries whose shapes the smaller program has too, alone or in a stack.';
	return explained(subjects, 'remat', words, gained, [reason], familiar);
}

/** Bytes among the temporaries: arguments of the same shape are no activations. */
function inside(array: Held | undefined): number {
	return array && array.count > 0 ? (array.bytes * array.temporary) / array.count : 0;
}

/** Types of activations: a mask or a softmax keeps the extents in another type. */
const ACTIVATIONS = ['f32', 'bf16', 'f16', 'pred', 'f8e4m3fn', 'f8e5m2', 's8'] as const;
const MOST_STACKED = 256;

/** Seen before in any type, alone or as what a leading extent stacks. The compiler may have ordered or divided its dimensions otherwise. */
function isFamiliar({core}: Held, {arrays}: Inventory): boolean {
	if (ACTIVATIONS.some((type) => arrays.has(keyOf(type, core)))) return true;
	const [lead = 0, ...tail] = core;
	if (tail.length < 2 || lead > MOST_STACKED) return false;
	return [...arrays.values()].some((one) => one.core.length >= 2 && product(one.core) === product(tail));
}

/** The same data in extents that tiles pad worse: `[…,8,128]` as `[…,16,64]`. */
export function paddedWorse(subjects: Subjects, taken: ReadonlySet<string>): Explanation | undefined {
	const worse = reshapings(subjects.small.inventory, subjects.large.inventory, taken)
		.filter(({from, to}) => to.bytes > from.bytes)
		.toSorted((a, b) => b.to.bytes - b.from.bytes - a.to.bytes + a.from.bytes);
	const [first] = worse;
	if (!first) return undefined;
	const words = `same data in other extents: ${ordered(subjects, first.from.key, first.to.key).join(' → ')}`;
	const gained = worse.reduce((all, {from, to}) => all + to.bytes - from.bytes, 0);
	const reason = 'Both hold as many elements; tiles pad their last two dimensions.';
	return explained(subjects, 'padding', words, gained, [reason], worse);
}

/** Arrays of the larger that hold as many elements of one type as arrays of the smaller, in other extents. */
export function reshapings(
	small: Inventory,
	large: Inventory,
	taken: ReadonlySet<string> = new Set(),
): readonly {readonly from: Held; readonly to: Held}[] {
	const open = (one: Inventory, other: Inventory): readonly Held[] =>
		moved(one, other)
			.filter(({bytes, key}) => bytes > 0 && !taken.has(key))
			.toSorted((a, b) => b.bytes - a.bytes);
	const after = new Set(open(large, small));
	return open(small, large).flatMap((from) => {
		const same = [...after].filter(({type, core}) => type === from.type && product(core) === product(from.core));
		const to = same.find(({key}) => key !== from.key);
		if (!to) return [];
		after.delete(to);
		return [{from, to}];
	});
}
