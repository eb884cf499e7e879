/** Which dimension of the program one factor changed: by what both programs say of the extents that changed, and of those that stayed. */
import type {Meaning} from '../../model/program.js';
import {grouped} from '../grouped.js';
import {isParameter, type Held} from './arrays.js';
import type {Atom, Edge} from './scaling.js';
import type {Subjects} from './subject.js';

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

/** All extents that changed by one factor. */
export interface Changed {
	readonly places: readonly Place[];
	/** Those of parameters. */
	readonly parameters: readonly Place[];
	/** Parameters that are the same on both sides. */
	readonly kept: readonly Held[];
}

export function changedBy(atom: Atom, edges: readonly Edge[], {small, large}: Subjects): Changed {
	const places = edges.flatMap((edge) =>
		edge.ratios.flatMap((ratio, at) =>
			ratio === atom ? [{edge, at, from: edge.from.core[at] ?? 1, to: edge.to.core[at] ?? 1}] : [],
		),
	);
	const isKept = (one: Held): boolean => {
		const twin = large.inventory.arrays.get(one.key);
		return twin !== undefined && isParameter(one) && isParameter(twin);
	};
	return {
		places,
		parameters: places.filter(({edge: {from, to}}) => isParameter(from) && isParameter(to)),
		kept: [...small.inventory.arrays.values()].filter(isKept),
	};
}

/** Indices that are given fill little and say most: against the weight of all that changed. */
const BY_INPUT = 1.5;
/** How a name is inferred from where an extent is in an array, where nothing names it. */
const BY_PLACE = 0.3;

export function nameOf({places}: Changed): Named {
	const votes: Record<Named, number> = {batch: 0, sequence: 0, layers: 0, vocabulary: 0, width: 0};
	const share = ({edge}: Place): number => edge.weight / places.filter((place) => place.edge === edge).length;
	const total = sum(places.map(share));
	for (const place of places) {
		const {edge, at} = place;
		const weight = share(place);
		for (const {names} of [edge.from, edge.to]) {
			const {meanings = [], weight: sure = 0} = names[at] ?? {};
			for (const meaning of meanings) votes[NAMED[meaning]] += (sure * weight) / meanings.length;
		}
		const guess = byPlace(place);
		if (guess) votes[guess] += BY_PLACE * weight;
		if (isIndex(edge)) votes[at === 0 ? 'batch' : 'sequence'] += BY_INPUT * total;
	}
	const [best] = Object.entries(votes).toSorted(([, a], [, b]) => b - a);
	return best && best[1] > 0 ? (best[0] as Named) : 'width';
}

/** Shorter ones are heads, experts or groups. */
const SHORTEST_SEQUENCE = 128;

function byPlace({edge: {from}, at}: Place): Named | undefined {
	if (at === from.core.length - 1) return 'width';
	if (at === 0) return 'batch';
	return (from.core[at] ?? 0) >= SHORTEST_SEQUENCE ? 'sequence' : undefined;
}

/** Indices of tokens that are given to the program: examples, each with a sequence. */
function isIndex({from, to}: Edge): boolean {
	return /^[su]32$/.test(from.type) && from.core.length === 2 && from.outside > 0 && to.outside > 0;
}

/** An extent that has the name counts so much more. */
const NAMED_SO = 10;

/** The extents that best stand for the dimension: those named so in the heaviest array, without factors of other dimensions. */
export function extentsOf({places}: Changed, name: Named): readonly [from: number, to: number] {
	const fit = ({edge, at}: Place): number => {
		const [meaning, ...more] = edge.from.names[at]?.meanings ?? [];
		return edge.weight * (meaning !== undefined && NAMED[meaning] === name && more.length === 0 ? NAMED_SO : 1);
	};
	const pairs = [...grouped(places, ({from, to}) => `${from} ${to}`).values()];
	const [best] = pairs.toSorted((a, b) => sum(b.map(fit)) - sum(a.map(fit)));
	return [best?.[0]?.from ?? 1, best?.[0]?.to ?? 1];
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}

/** A batch seldom grows fourfold at once; the same program that loses its division over four devices grows so. */
const FEWEST = 4;

/**
 * Why a dimension is no longer divided over the devices, rather than larger: by a factor that is a number of devices. Undefined where that
 * does not suffice.
 */
export function divisionOf({places, parameters, kept}: Changed, devices: number, name: Named): string | undefined {
	if (devices < FEWEST || !Number.isInteger(Math.log2(devices))) return undefined;
	const alone = kept.length === 0 && parameters.length === places.length;
	return name === 'batch' || alone
		? `The factor ${devices} is a number of devices. A batch that is ${devices} times as large would look the same; the shape of the global batch in the program shows which it is.`
		: undefined;
}
