/**
 * Which arrays of one program are which of another. Equal ones first; of the rest, those that one factor of an extent or one change of
 * type makes equal: a dimension that is changed changes every array that carries it alike.
 */
import {isFloat, naturalBits} from '../../model/element.js';
import {greatestDivisor, product} from '../numbers.js';
import {keyOf, type Held, type Inventory} from './arrays.js';

/** One thing that happened to arrays: `2/1` an extent is twice as large, `bf16>f32` another type. */
export type Atom = `${number}/${number}` | `${string}>${string}`;

/** An array of the smaller program and the one that it became. */
export interface Edge {
	readonly from: Held;
	readonly to: Held;
	/** For each extent, how it changed; absent where it did not. */
	readonly ratios: readonly (Atom | undefined)[];
	readonly retyped?: Atom;
	/** How much it counts: share of the bytes of both sides, a little for an array that is only mentioned. */
	readonly weight: number;
}

/** What explains the most bytes of both programs. */
export interface Scaling {
	/** One atom, or two. */
	readonly atoms: readonly Atom[];
	/** Heaviest first; one for each array. */
	readonly edges: readonly Edge[];
}

/** Weight of an array that is only mentioned. */
const MENTION = 0.0002;
/** Atoms that are tried in pairs. */
const MOST_TRIED = 6;
/** A second atom explains at least this share of the bytes of one side besides. */
const SECOND = 0.05;
/** An array that both sides hold may still have gone: one side then holds this many times the bytes of the other. */
const MARKED = 1.5;

export function scalingOf(small: Inventory, large: Inventory): Scaling | undefined {
	const edges = edgesBetween(small, large);
	const scored = (candidates: readonly (readonly Atom[])[]) =>
		candidates
			.map((atoms) => ({atoms, score: scoreOf(within(edges, atoms), small, large)}))
			.toSorted((a, b) => b.score - a.score || (a.atoms.join() < b.atoms.join() ? -1 : 1));
	const single = scored([...new Set(edges.flatMap(atomsOf))].map((atom) => [atom]));
	const [best] = single;
	if (!best) return undefined;
	const tried = single.slice(0, MOST_TRIED).flatMap(({atoms}) => atoms);
	const [two] = scored(tried.flatMap((a, k) => tried.slice(k + 1).map((b) => [a, b])));
	const isTwo =
		two && two.score >= best.score + SECOND && two.atoms.every((atom) => isBroad(within(edges, two.atoms), atom));
	const {atoms} = isTwo ? two : best;
	return {atoms, edges: resolved(within(edges, atoms))};
}

function atomsOf({ratios, retyped}: Edge): readonly Atom[] {
	return [...new Set([...ratios, retyped].filter((atom) => atom !== undefined))];
}

/** Arrays that the other side lacks, or holds much less of. */
export function moved(one: Inventory, other: Inventory): readonly Held[] {
	return [...one.arrays.values()].filter((array) => {
		if (array.core.length === 0) return false;
		const twin = other.arrays.get(array.key);
		return !twin || (array.bytes > 0.005 * one.total && array.bytes > MARKED * twin.bytes);
	});
}

function edgesBetween(small: Inventory, large: Inventory): readonly Edge[] {
	const cores = [small, large].map(({arrays}) => new Set([...arrays.values()].map(({core}) => core.join())));
	const share = (array: Held, {total}: Inventory): number => (total > 0 ? array.bytes / total : 0);
	const after = moved(large, small);
	return moved(small, large).flatMap((from) =>
		after.flatMap((to): Edge[] => {
			const ratios = ratiosOf(from, to);
			const retyped = from.type === to.type ? undefined : (`${from.type}>${to.type}` as const);
			if (!ratios || (retyped && !isWidened(from, to))) return [];
			const changed = ratios.some((one) => one !== undefined);
			// Where both lists of extents are on both sides, nothing was scaled: slots were shared out otherwise.
			if (changed && cores[1]?.has(from.core.join()) && cores[0]?.has(to.core.join())) return [];
			const weight = (share(from, small) + share(to, large)) / 2 + MENTION;
			return [{from, to, ratios, ...(retyped && {retyped}), weight}];
		}),
	);
}

function ratiosOf({core}: Held, to: Held): readonly (Atom | undefined)[] | undefined {
	if (core.length !== to.core.length || (to.key !== keyOf(to.type, core) && product(core) === product(to.core)))
		return undefined;
	return core.map((extent, at) => (extent === to.core[at] ? undefined : lowest(to.core[at] ?? 1, extent)));
}

function isWidened(from: Held, to: Held): boolean {
	return isFloat(from.type) && isFloat(to.type) && naturalBits(from.type) < naturalBits(to.type);
}

function within(edges: readonly Edge[], atoms: readonly Atom[]): readonly Edge[] {
	return edges.filter((edge) => atomsOf(edge).every((atom) => atoms.includes(atom)));
}

/** What is left over can look alike by chance: a second atom must show in several arrays that fill memory. */
function isBroad(edges: readonly Edge[], atom: Atom): boolean {
	return new Set(edges.filter((edge) => atomsOf(edge).includes(atom)).map(({from}) => from.key)).size >= 2;
}

function scoreOf(edges: readonly Edge[], small: Inventory, large: Inventory): number {
	const share = ({bytes}: Held, {total}: Inventory): number => (total > 0 ? bytes / total : 0) + MENTION;
	const [from, to] = [new Set(edges.map((edge) => edge.from)), new Set(edges.map((edge) => edge.to))];
	const all = [...[...from].map((one) => share(one, small)), ...[...to].map((one) => share(one, large))];
	return all.reduce((sum, one) => sum + one, 0);
}

/** One partner for each array: the one with fewest changes and most bytes. */
function resolved(edges: readonly Edge[]): readonly Edge[] {
	const used = new Set<Held>();
	const changes = ({ratios, retyped}: Edge): number => ratios.filter(Boolean).length + (retyped ? 1 : 0);
	const order = edges.toSorted(
		(a, b) => changes(a) - changes(b) || b.weight - a.weight || (a.from.key < b.from.key ? -1 : 1),
	);
	const kept = order.filter(({from, to}) => {
		if (used.has(from) || used.has(to)) return false;
		used.add(from).add(to);
		return true;
	});
	return kept.toSorted((a, b) => b.weight - a.weight);
}

function lowest(to: number, from: number): Atom {
	const divisor = greatestDivisor(to, from);
	return `${to / divisor}/${from / divisor}`;
}
