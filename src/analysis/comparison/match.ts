/**
 * Which arrays of one side are which of the other. Equal ones first; of the rest, those whose extents changed by one
 * factor that many arrays share: a model's dimension that is changed changes every array that carries it alike.
 */
import type {Census, Entry} from './census.js';

/** An array of either side that is the same but for extents at some positions. */
export interface Edge {
	readonly from: Entry;
	readonly to: Entry;
	/** Positions among the extents above one. */
	readonly at: readonly number[];
	/** How much it counts: share of the bytes of both sides, a little for an array that is only mentioned. */
	readonly weight: number;
}

/** All arrays that one factor changed. */
export interface Scaling {
	/** to / from, in lowest terms. */
	readonly ratio: {readonly to: number; readonly from: number};
	/** Heaviest first. */
	readonly edges: readonly Edge[];
	/** Bytes that these arrays gained. */
	readonly bytes: number;
	/** Share of the first side's bytes that it changes. */
	readonly coverage: number;
}

/** Weight of an array that is only mentioned. */
const MENTION = 0.0002;
/** An array that both sides hold may still have gone: one side then holds this many times the bytes of the other. */
const MARKED = 1.5;

/** The factor that changes most bytes of both sides; undefined where no array changed its extents alone. */
export function scalingOf(before: Census, after: Census, taken: ReadonlySet<string> = new Set()): Scaling | undefined {
	const from = moved(before, after).filter((entry) => !taken.has(entry.key));
	const to = moved(after, before).filter((entry) => !taken.has(entry.key));
	const cores = [before, after].map(({entries}) => new Set([...entries.values()].map(({core}) => core.join())));
	const byRatio = new Map<string, Edge[]>();
	for (const a of from)
		for (const b of to) {
			const found = edgeOf(a, b, before, after);
			// Where both lists of extents stand on both sides, nothing was scaled: slots were shared out otherwise.
			if (!found || (cores[1]?.has(a.core.join()) && cores[0]?.has(b.core.join()))) continue;
			const name = `${found.ratio.to}/${found.ratio.from}`;
			const edges = byRatio.get(name);
			if (edges) edges.push(found.edge);
			else byRatio.set(name, [found.edge]);
		}
	const scored = [...byRatio].map(([name, edges]) => ({name, edges, score: scoreOf(edges, before, after)}));
	const best = scored.toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))[0];
	if (!best) return undefined;
	const [up = 1, down = 1] = best.name.split('/').map(Number);
	const edges = resolved(best.edges);
	const fromKeys = unique(edges.map((edge) => edge.from));
	return {
		ratio: {to: up, from: down},
		edges,
		bytes: gainOf(edges, up / down, fromKeys),
		coverage: before.total > 0 ? sum(fromKeys) / before.total : 0,
	};
}

/** Bytes gained; where slots hide whose they are, what the factor makes of the bytes before. */
function gainOf(edges: readonly Edge[], ratio: number, from: readonly Entry[]): number {
	const measured = sum(unique(edges.map((edge) => edge.to))) - sum(from);
	const expected = edges.reduce((total, {from: {bytes}, at}) => total + bytes * (ratio ** at.length - 1), 0);
	return Math.sign(measured) === Math.sign(expected) && Math.abs(measured) >= Math.abs(expected) / 2
		? measured
		: expected;
}

/** Arrays that the other side lacks, or holds much less of. */
export function moved(one: Census, other: Census): readonly Entry[] {
	return [...one.entries.values()].filter((entry) => {
		if (entry.core.length === 0) return false;
		const twin = other.entries.get(entry.key);
		if (!twin) return true;
		return entry.bytes > 0.005 * one.total && entry.bytes > MARKED * twin.bytes;
	});
}

function edgeOf(a: Entry, b: Entry, before: Census, after: Census) {
	if (a.element !== b.element || a.core.length !== b.core.length) return undefined;
	let ratio: Scaling['ratio'] | undefined;
	const at: number[] = [];
	for (const [index, extent] of a.core.entries()) {
		const changed = b.core[index] ?? 1;
		if (changed === extent) continue;
		const here = lowest(changed, extent);
		if (ratio && (ratio.to !== here.to || ratio.from !== here.from)) return undefined;
		ratio = here;
		at.push(index);
	}
	if (!ratio || at.length > 3) return undefined;
	const share = (entry: Entry, census: Census) => (census.total > 0 ? entry.bytes / census.total : 0);
	return {ratio, edge: {from: a, to: b, at, weight: (share(a, before) + share(b, after)) / 2 + MENTION}};
}

function scoreOf(edges: readonly Edge[], before: Census, after: Census): number {
	const part = (entries: readonly Entry[], census: Census) =>
		entries.reduce((total, entry) => total + (census.total > 0 ? entry.bytes / census.total : 0) + MENTION, 0);
	return part(unique(edges.map((edge) => edge.from)), before) + part(unique(edges.map((edge) => edge.to)), after);
}

/** One partner for each array: the one with fewest changed positions and most bytes. */
function resolved(edges: readonly Edge[]): readonly Edge[] {
	const usedFrom = new Set<string>();
	const usedTo = new Set<string>();
	const kept: Edge[] = [];
	const order = edges.toSorted(
		(a, b) => a.at.length - b.at.length || b.weight - a.weight || (a.from.key < b.from.key ? -1 : 1),
	);
	for (const edge of order) {
		if (usedFrom.has(edge.from.key) || usedTo.has(edge.to.key)) continue;
		usedFrom.add(edge.from.key);
		usedTo.add(edge.to.key);
		kept.push(edge);
	}
	return kept;
}

function unique(entries: readonly Entry[]): readonly Entry[] {
	return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}

function sum(entries: readonly Entry[]): number {
	return entries.reduce((total, entry) => total + entry.bytes, 0);
}

function lowest(to: number, from: number): Scaling['ratio'] {
	const divisor = greatest(to, from);
	return {to: to / divisor, from: from / divisor};
}

function greatest(a: number, b: number): number {
	return b === 0 ? a : greatest(b, a % b);
}
