/** Which dimension of the model it was that one factor changed: each changed array votes by where it changed. */
import type {DimensionRole} from '../../model/analysis.js';
import {MOST_LAYERS} from '../../program/list/seen.js';
import {isMatrix, keyOf, type Entry} from './census.js';
import type {Edge, Scaling} from './match.js';
import type {Side} from './side.js';

/** Parameters and state outside the heap that changed, and that did not. */
export interface Outside {
	readonly changed: number;
	readonly unchanged: number;
}

export function outsideOf(scaling: Scaling, small: Side, large: Side): Outside {
	const changed = scaling.edges.filter(({from, to}) => from.outside > 0 && to.outside > 0 && isMatrix(from)).length;
	const unchanged = [...small.census.entries.values()].filter(
		(entry) => entry.outside > 0 && isMatrix(entry) && (large.census.entries.get(entry.key)?.outside ?? 0) > 0,
	).length;
	return {changed, unchanged};
}

/** The role of the changed dimension. */
export function roleOf(scaling: Scaling, small: Side, large: Side): DimensionRole {
	const {edges} = scaling;
	const outside = outsideOf(scaling, small, large);
	// One table has the vocabulary; where every argument changes it is something else.
	const all = outside.unchanged === 0 && outside.changed > 0 && edges.every(({from}) => from.outside > 0);
	if (!all && holdsVocabulary(edges, small, large)) return 'vocabulary';
	if (isStack(edges, outside, small, large)) return 'layers';
	const votes = {batch: 0, sequence: 0, width: 0};
	for (const edge of edges) vote(votes, edge, outside, small, large);
	// Weights that stay while activations change: it is not their width that changed.
	if (outside.unchanged >= 2 && outside.changed <= outside.unchanged / 2) votes.width = 0;
	if (isInParameters(edges, outside)) [votes.batch, votes.sequence] = [0, 0];
	const best = (Object.entries(votes) as [keyof typeof votes, number][]).toSorted((a, b) => b[1] - a[1])[0];
	if (best && best[1] > 0) return best[0];
	// Rows of matrices alone: what leads them is taken for the batch.
	const rows = total(edges.filter((edge) => isRows(edge)));
	return rows >= total(edges) / 2 ? 'batch' : 'width';
}

/** Most parameters carry the very extents that changed, and not in front: no batch, and no sequence. */
function isInParameters(edges: readonly Edge[], {changed, unchanged}: Outside): boolean {
	if (changed < 2 || changed <= unchanged) return false;
	const pairs = (edge: Edge) =>
		edge.at.map((position) => `${edge.from.core[position] ?? 0} ${edge.to.core[position] ?? 0}`);
	const inside = new Set(edges.filter(({from}) => from.temporary > from.outside).flatMap(pairs));
	const carrying = edges.filter(
		(edge) =>
			edge.from.outside > 0 &&
			edge.to.outside > 0 &&
			isMatrix(edge.from) &&
			edge.at.some((position) => position > 0) &&
			pairs(edge).some((pair) => inside.has(pair)),
	);
	const shared = new Set(carrying.flatMap(pairs));
	const activations = edges.filter(({from}) => from.temporary > from.outside);
	const alike = activations.filter((edge) => pairs(edge).some((pair) => shared.has(pair)));
	return carrying.length >= 2 && total(alike) >= total(activations) / 2;
}

/** The heaviest pair of extents, by the arrays that changed in the places of the role. */
export function extentsOf(edges: readonly Edge[], role: DimensionRole, side: Side): readonly [number, number] {
	const weights = new Map<string, number>();
	for (const edge of edges)
		for (const at of edge.at) {
			const pair = `${edge.from.core[at] ?? 0} ${edge.to.core[at] ?? 0}`;
			const fits = rolesAt(edge.from, side)[at] === role ? 10 : 1;
			weights.set(pair, (weights.get(pair) ?? 0) + edge.weight * fits);
		}
	const best = [...weights].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '0 0';
	const [from = 0, to = 0] = best.split(' ').map(Number);
	return [from, to];
}

export function total(edges: readonly Edge[]): number {
	return edges.reduce((sum, edge) => sum + edge.weight, 0);
}

function vote(
	votes: {batch: number; sequence: number; width: number},
	edge: Edge,
	outside: Outside,
	small: Side,
	large: Side,
): void {
	const {from, to, at, weight} = edge;
	const last = from.core.length - 1;
	// Rows of a matrix may be a batch or batch × sequence: they decide only where nothing else does.
	if (isRows(edge) && from.element !== 's32' && from.element !== 'u32') return;
	for (const position of at) {
		for (const role of [rolesAt(from, small)[position], rolesAt(to, large)[position]])
			if (role === 'batch' || role === 'sequence' || role === 'width') votes[role] += weight / at.length;
	}
	if (isTrailingSquare(edge)) votes[outside.changed > outside.unchanged ? 'width' : 'sequence'] += 2 * weight;
	else if (at.includes(last)) votes.width += outside.changed > outside.unchanged ? weight : 0.3 * weight;
	else if (at.length === 1 && at[0] === 0 && last >= 2) votes.batch += 0.5 * weight;
	else if (isBetween(edge)) votes.sequence += 0.5 * weight;
	// Tokens stand as numbers in [batch, sequence].
	if ((from.element === 's32' || from.element === 'u32') && last === 1 && at.length === 1)
		votes[at[0] === 0 ? 'batch' : 'sequence'] += 0.01;
}

/** `[rows, columns]` with other rows. */
function isRows({from, at}: Edge): boolean {
	return from.core.length <= 2 && at.length === 1 && at[0] === 0;
}

/** A long extent between what leads and what ends an array. */
function isBetween({from, to, at}: Edge): boolean {
	const [position = 0] = at;
	const inside = at.length === 1 && position > 0 && position < from.core.length - 1;
	return inside && Math.min(from.core[position] ?? 0, to.core[position] ?? 0) >= SHORTEST;
}

/** Shorter ones are heads, experts or groups. */
const SHORTEST = 128;

function isTrailingSquare({from, to, at}: Edge): boolean {
	const {core} = from;
	const [a, b] = [core.length - 2, core.length - 1];
	return core.length >= 3 && core[a] === core[b] && to.core[a] === to.core[b] && at.includes(a) && at.includes(b);
}

/** Roles by position among the extents above one; none for an array that fills no buffer. */
function rolesAt({element, core}: Entry, {analysis}: Side): Readonly<Record<number, DimensionRole>> {
	const group = analysis.groups.find(
		(one) => one.element === element && one.dims.filter((extent) => extent > 1).join() === core.join(),
	);
	const above = (group?.dims ?? []).flatMap((extent, at) => (extent > 1 ? [at] : []));
	return Object.fromEntries(
		above.flatMap((at, index) => (group?.roles[at] === undefined ? [] : [[index, group.roles[at]]])),
	);
}

function holdsVocabulary(edges: readonly Edge[], small: Side, large: Side): boolean {
	const carrying = edges.filter(({from, to, at}) =>
		at.some((position) => {
			const [a, b] = [from.core[position], to.core[position]];
			const known = a === small.roles.vocabulary || b === large.roles.vocabulary;
			return known && a !== undefined && b !== undefined;
		}),
	);
	return total(carrying) >= total(edges) / 2;
}

/** Every change is of a leading extent that may count layers, and what it stacks is seen alone or is a stack of weights. */
function isStack(edges: readonly Edge[], outside: Outside, small: Side, large: Side): boolean {
	const all = total(edges);
	const leading = edges.filter(
		({from, to, at}) =>
			at.length === 1 &&
			at[0] === 0 &&
			from.core.length >= 2 &&
			Math.max(from.core[0] ?? 0, to.core[0] ?? 0) <= MOST_LAYERS,
	);
	if (total(leading) < 0.9 * all) return false;
	// Parameters that lead with it while an input stays: a batch leads inputs and no parameters.
	const parameters = leading.filter(({from, to}) => from.outside > 0 && to.outside > 0 && from.core.length >= 3);
	if (outside.unchanged > 0 && parameters.length > outside.unchanged) return true;
	const alone = leading.filter(({from}) => {
		const tail = keyOf(from.element, from.core.slice(1));
		return small.census.entries.has(tail) && large.census.entries.has(tail);
	});
	const known = leading.filter(
		({from, to}) => from.core[0] === small.roles.layers || to.core[0] === large.roles.layers,
	);
	const stacked = total(alone) >= all / 2 || total(known) >= all / 2;
	return stacked && (outside.unchanged === 0 || outside.changed >= outside.unchanged);
}
