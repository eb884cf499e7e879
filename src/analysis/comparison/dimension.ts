/** The factor behind arrays whose extents changed: a dimension of the model, how it is divided, or how it is padded. */
import type {DimensionRole} from '../../model/analysis.js';
import type {Factor, FactorKind} from '../../model/comparison.js';
import {printSize} from '../../model/size.js';
import type {Edge, Scaling} from './match.js';
import {ordered, type Orientation} from './orientation.js';
import {paddingOf} from './padding.js';
import {count, fromTo, signed, times} from './phrases.js';
import {lostSharding} from './sharding.js';
import {extentsOf, roleOf, total} from './votes.js';

const NAMES: Readonly<Record<DimensionRole, string>> = {
	batch: 'batch on one device',
	sequence: 'sequence length',
	vocabulary: 'vocabulary',
	layers: 'number of layers',
	width: 'width',
};

/** Factors for one scaling, the one that explains most first; `known` are bytes of the change in need, where they are known. */
export function dimensionFactors(scaling: Scaling, sides: Orientation): readonly Factor[] {
	const role = roleOf(scaling, sides.small, sides.large);
	const padding = paddingOf(scaling, sides);
	const bytes = sides.sign * (scaling.bytes - (padding?.gained ?? 0));
	const [smallExtent, largeExtent] = extentsOf(scaling.edges, role, sides.small);
	const [from, to] = ordered(sides, smallExtent, largeExtent);
	const because = evidence(scaling, sides);
	const sharding = lostSharding(scaling, role, sides);
	const dimension: Factor = {
		kind: role satisfies FactorKind,
		change: `${nameOf(role, scaling, from, to)} ${fromTo(from, to)}`,
		because: [because[0], ...because.slice(1), ...reasonsFor(role, scaling, sides)],
		bytes,
	};
	const main: Factor = sharding
		? {
				kind: 'sharding',
				change:
					sides.sign > 0
						? `arrays ${times(to / from)} as large on each device: a dimension of ${from} is ${to}, no longer divided`
						: `arrays ${times(to / from)} as large on each device: a dimension of ${from} is ${to}, now divided`,
				because: [...sharding, ...because],
				bytes,
			}
		: dimension;
	if (!padding) return [main];
	const padded: Factor = {
		kind: 'padding',
		change: `${NAMES[role]} ${fromTo(from, to)}, padded worse`,
		because: padding.because,
		bytes: sides.sign * padding.gained,
	};
	return padding.gained > scaling.bytes - padding.gained ? [padded, main] : [main, padded];
}

/** Heads, experts and groups are widths that end no array. */
function nameOf(role: DimensionRole, {edges}: Scaling, from: number, to: number): string {
	const inside = edges.filter(({from: entry, at}) => !at.includes(entry.core.length - 1));
	const few = role === 'width' && Math.max(from, to) <= MOST_HEADS && total(inside) >= total(edges) / 2;
	return few ? 'heads, experts or groups' : NAMES[role];
}

const MOST_HEADS = 256;

/** What changed alike, in figures. */
function evidence({edges, bytes, ratio}: Scaling, sides: Orientation): readonly [string, ...string[]] {
	const main = edges.filter((edge) => edge.from.bytes > 0 || edge.to.bytes > 0);
	const shown = (main.length > 0 ? main : edges).slice(0, 3).map((edge) => pair(edge, sides));
	const rate = sides.sign > 0 ? ratio.to / ratio.from : ratio.from / ratio.to;
	return [
		`${count(edges.length, 'kind')} of arrays changed by the same factor ${times(rate)}, together ${signed(sides.sign * bytes)}.`,
		...shown.map((text) => `${text}.`),
	];
}

function pair(edge: Edge, sides: Orientation): string {
	const [a, b] = ordered(sides, edge.from, edge.to);
	const size = (bytes: number) => (bytes > 0 ? ` (${printSize(bytes)})` : '');
	return `${a.key}${size(a.bytes)} → ${b.key}${size(b.bytes)}`;
}

/** Why it is this dimension and no other. */
function reasonsFor(role: DimensionRole, {edges}: Scaling, {small, large}: Orientation): readonly string[] {
	const kept = [...small.census.entries.values()].filter((entry) => {
		const twin = large.census.entries.get(entry.key);
		return entry.outside > 0 && entry.core.length >= 2 && (twin?.outside ?? 0) > 0;
	});
	const changed = new Set(edges.filter(({from, to}) => from.outside > 0 && to.outside > 0).map(({from}) => from.key));
	const same = kept.filter((entry) => !changed.has(entry.key));
	const some = same[0];
	if ((role === 'batch' || role === 'sequence') && some)
		return [
			`${count(same.length, 'kind')} of arguments stayed as they were, such as ${some.key}: it is not a width of the model.`,
		];
	if (role === 'layers') return ['What it stacks has the same shape on both sides.'];
	if (role === 'width' && changed.size > 0) return [`${count(changed.size, 'kind')} of arguments changed with it.`];
	return [];
}
