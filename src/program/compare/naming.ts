/** Which dimension of the program one factor changed: by what both programs say of the extents that changed, and of those that stayed. */
import type {Meaning} from '../../model/program.js';
import {grouped} from '../grouped.js';
import {isParameter, type Held, type Inventory} from './arrays.js';
import type {Atom, Edge} from './scaling.js';

/** Dimensions that are told apart; widths are all that shapes parameters. */
export type Named = 'batch' | 'sequence' | 'layers' | 'vocabulary' | 'width';

export const NAMED: Readonly<Record<Meaning, Named>> = {
	batch: 'batch',
	rows: 'batch',
	sequence: 'sequence',
	steps: 'sequence',
	layers: 'layers',
	vocabulary: 'vocabulary',
	width: 'width',
	'feed-forward': 'width',
	heads: 'width',
	head: 'width',
	experts: 'width',
};

/** An extent of the smaller program that changed. */
export interface Place {
	readonly edge: Edge;
	readonly at: number;
	readonly from: number;
	readonly to: number;
}

/** The extents that an atom changed. */
export function placesOf(edges: readonly Edge[], atom: Atom): readonly Place[] {
	return edges.flatMap((edge) =>
		edge.ratios.flatMap((ratio, at) =>
			ratio === atom ? [{edge, at, from: edge.from.core[at] ?? 1, to: edge.to.core[at] ?? 1}] : [],
		),
	);
}

/** How a name is inferred from where an extent is in an array, where nothing names it. */
const BY_PLACE = 0.3;
/** Indices that are given fill little and say most: against the weight of all that changed. */
const BY_INPUT = 1.5;

export function nameOf(places: readonly Place[], small: Inventory, large: Inventory): Named {
	const votes: Record<Named, number> = {batch: 0, sequence: 0, layers: 0, vocabulary: 0, width: 0};
	const share = ({edge}: Place): number => edge.weight / places.filter((place) => place.edge === edge).length;
	const total = sum(places.map(share));
	let known = 0;
	for (const place of places) {
		const weight = share(place);
		for (const end of ['from', 'to'] as const) {
			const {meanings = [], weight: sure = 0} = place.edge[end].names[place.at] ?? {};
			for (const meaning of meanings) votes[NAMED[meaning]] += (sure * weight) / meanings.length;
			if (sure === 1 && meanings.length > 0) known += weight;
		}
		const guess = byPlace(place);
		if (guess) votes[guess] += BY_PLACE * weight;
	}
	for (const {edge, at} of places) if (isIndex(edge)) votes[at === 0 ? 'batch' : 'sequence'] += BY_INPUT * total;
	const {changed} = parametersOf(places, small, large);
	if (changed.length > 0 && changed.every(isTable) && !leadsOthers(places, changed))
		votes.vocabulary += BY_INPUT * total;
	if (known < KNOWN * total) byParameters(votes, places, small, large);
	const [best] = Object.entries(votes).toSorted(([, a], [, b]) => b - a);
	return best && best[1] > 0 ? (best[0] as Named) : 'width';
}

/** From this share of the weight on, what is known decides alone. */
const KNOWN = 0.5;

function byPlace({edge, at}: Place): Named | undefined {
	const {core} = edge.from;
	const last = core.length - 1;
	if (at === last) return 'width';
	if (at === 0) return 'batch';
	return (core[at] ?? 0) >= SHORTEST_SEQUENCE ? 'sequence' : undefined;
}

/** Indices of tokens that are given to the program: examples, each with a sequence. */
function isIndex({from, to}: Edge): boolean {
	return /^[su]32$/.test(from.type) && from.core.length === 2 && from.outside > 0 && to.outside > 0;
}

/** A matrix of parameters that is much longer than wide is a table of rows: weights of a layer are 8 times as long at most. */
function isTable({edge: {from}, at}: Place): boolean {
	return from.core.length === 2 && (from.core[at] ?? 0) >= LEAST_LONG * (from.core[1 - at] ?? 1);
}

const LEAST_LONG = 8;

/** Rows that lead matrices of other widths than those of the tables are examples. */
function leadsOthers(places: readonly Place[], tables: readonly Place[]): boolean {
	const widths = new Set(tables.map(({edge, at}) => edge.from.core[1 - at]));
	return places.some(
		({edge: {from}, at}) => from.temporary > 0 && at === 0 && from.core.length === 2 && !widths.has(from.core[1]),
	);
}

/** Shorter ones are heads, experts or groups. */
const SHORTEST_SEQUENCE = 128;

/** Parameters have no batch and no sequence; where they stayed, it is not their width that changed. */
function byParameters(
	votes: Record<Named, number>,
	places: readonly Place[],
	small: Inventory,
	large: Inventory,
): void {
	const {changed, kept} = parametersOf(places, small, large);
	const leading = changed.filter((place) => place.at === 0);
	if (kept.length >= 2 && changed.length <= kept.length / 2) votes.width = 0;
	if (changed.length < 2 || changed.length <= kept.length) return;
	if (leading.length > changed.length / 2) votes.layers += 2 * votes.batch;
	else if (leading.length < changed.length / 2) votes.layers = 0;
	[votes.batch, votes.sequence] = [0, 0];
}

/** Parameters that changed, and those that are the same on both sides. */
export function parametersOf(
	places: readonly Place[],
	small: Inventory,
	large: Inventory,
): {readonly changed: readonly Place[]; readonly kept: readonly Held[]} {
	return {
		changed: places.filter(({edge: {from, to}}) => isParameter(from) && isParameter(to)),
		kept: [...small.arrays.values()].filter((array) => {
			const twin = large.arrays.get(array.key);
			return isParameter(array) && twin !== undefined && isParameter(twin);
		}),
	};
}

/** The extents that best stand for the dimension: those named so in the heaviest array, without factors of other dimensions. */
export function extentsOf(places: readonly Place[], name: Named): readonly [from: number, to: number] {
	const fit = ({edge, at}: Place): number => {
		const [meaning, ...more] = edge.from.names[at]?.meanings ?? [];
		return edge.weight * (meaning !== undefined && NAMED[meaning] === name && more.length === 0 ? NAMED_SO : 1);
	};
	const pairs = [...grouped(places, ({from, to}) => `${from} ${to}`).values()];
	const [best] = pairs.toSorted((a, b) => sum(b.map(fit)) - sum(a.map(fit)));
	return [best?.[0]?.from ?? 1, best?.[0]?.to ?? 1];
}

/** An extent that has the name counts so much more. */
const NAMED_SO = 10;

function sum(numbers: readonly number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}
