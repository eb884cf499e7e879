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

/** How a name is inferred from where an extent is in an array, where nothing names it. */
const BY_PLACE = 0.3;
/** Indices that are given fill little and say most: against the weight of all that changed. */
const BY_INPUT = 1.5;
/** From this share of the weight on, what is known decides alone. */
const KNOWN = 0.5;

export function nameOf(changed: Changed): Named {
	const {places, parameters} = changed;
	const votes: Record<Named, number> = {batch: 0, sequence: 0, layers: 0, vocabulary: 0, width: 0};
	const share = ({edge}: Place): number => edge.weight / places.filter((place) => place.edge === edge).length;
	const total = sum(places.map(share));
	let known = 0;
	for (const place of places) {
		const {edge, at} = place;
		const weight = share(place);
		for (const {names} of [edge.from, edge.to]) {
			const {meanings = [], weight: sure = 0} = names[at] ?? {};
			for (const meaning of meanings) votes[NAMED[meaning]] += (sure * weight) / meanings.length;
			if (sure === 1 && meanings.length > 0) known += weight;
		}
		const guess = byPlace(place);
		if (guess) votes[guess] += BY_PLACE * weight;
		if (isIndex(edge)) votes[at === 0 ? 'batch' : 'sequence'] += BY_INPUT * total;
	}
	if (parameters.length > 0 && parameters.every(isTable) && !leadsOthers(changed)) votes.vocabulary += BY_INPUT * total;
	if (known < KNOWN * total) byParameters(votes, changed);
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

const LEAST_LONG = 8;

/** A matrix of parameters that is much longer than wide is a table of rows: weights of a layer are 8 times as long at most. */
function isTable({edge: {from}, at}: Place): boolean {
	return from.core.length === 2 && (from.core[at] ?? 0) >= LEAST_LONG * (from.core[1 - at] ?? 1);
}

/** Rows that lead matrices of other widths than those of the tables are examples. */
function leadsOthers({places, parameters}: Changed): boolean {
	const widths = new Set(parameters.map(({edge, at}) => edge.from.core[1 - at]));
	return places.some(
		({edge: {from}, at}) => from.temporary > 0 && at === 0 && from.core.length === 2 && !widths.has(from.core[1]),
	);
}

/** Parameters have no batch and no sequence; where they stayed, it is not their width that changed. */
function byParameters(votes: Record<Named, number>, {parameters, kept}: Changed): void {
	const leading = parameters.filter(({at}) => at === 0).length;
	if (kept.length >= 2 && parameters.length <= kept.length / 2) votes.width = 0;
	if (parameters.length < 2 || parameters.length <= kept.length) return;
	if (leading > parameters.length / 2) votes.layers += 2 * votes.batch;
	else if (leading < parameters.length / 2) votes.layers = 0;
	[votes.batch, votes.sequence] = [0, 0];
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
 * Why a dimension is no longer divided over the devices, rather than larger: dumps show the part and the whole; else by a factor that is a
 * number of devices. Undefined where that does not suffice.
 */
export function divisionOf({places, parameters, kept}: Changed, devices: number, name: Named): string | undefined {
	const known = places.flatMap(({edge, at, from, to}) => {
		const [a, b] = [edge.from.names[at], edge.to.names[at]];
		return a?.weight === 1 && b?.weight === 1 ? [{edge, a, b, isPart: from * a.over === to * b.over}] : [];
	});
	const parts = known.filter(({isPart}) => isPart);
	const weight = (some: typeof known): number => sum(some.map(({edge}) => edge.weight));
	const [first] = parts;
	if (first && weight(parts) > weight(known) / 2)
		return `${first.edge.from.key} is 1/${first.a.over} and ${first.edge.to.key} ${first.b.over === 1 ? 'the whole' : `1/${first.b.over}`} of one array.`;
	if (known.length > 0 || devices < FEWEST || !Number.isInteger(Math.log2(devices))) return undefined;
	const alone = kept.length === 0 && parameters.length === places.length;
	return name === 'batch' || alone
		? `The factor ${devices} is a number of devices. A batch that is ${devices} times as large would look the same; the shape of the global batch in the program shows which it is.`
		: undefined;
}
