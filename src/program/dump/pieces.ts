import type {AssignedAllocation, AssignedValue, Lifetimes} from '../../model/hlo.js';
import {grouped} from '../grouped.js';

/** One piece of memory: all values that are in it while it is alive, the one that it is named after first. */
export interface Piece {
	readonly values: readonly [AssignedValue, ...AssignedValue[]];
	readonly bytes: number;
	readonly place: AssignedAllocation['kind'];
	/** Number of the argument whose memory it is. */
	readonly parameter?: number;
	/** Whether the program returns it. */
	readonly output: boolean;
	readonly life?: readonly [from: number, to: number];
	/** Where it is an output: the first moment of its value. Before, its memory is free for others. */
	readonly written?: number;
	/** The piece in whose memory it is for a time: it takes none of its own. */
	readonly inside?: Piece;
	readonly line: number;
}

interface Lived {
	readonly value: AssignedValue;
	readonly life?: readonly [from: number, to: number];
}

/**
 * The pieces of memory of a buffer assignment. Values at one offset whose lives overlap are one piece: a loop's carry has a name for
 * each place that it passes. Arguments, outputs and constants are alive throughout; what else is in their memory is inside them.
 */
export function piecesOf(
	allocations: readonly AssignedAllocation[],
	lifetimes: Lifetimes | undefined,
): readonly Piece[] {
	return allocations.flatMap((allocation): Piece[] => {
		const lived = allocation.values.map((value): Lived => {
			const life = lifetimes?.get(`${value.name}{${value.index}}`);
			return {value, ...(life && {life})};
		});
		const groups = overlapping(lived).map((group) => pieceOf(allocation, group));
		if (allocation.kind === 'temporary') return groups;
		const owner = ownerOf(allocation, groups);
		if (!owner) return [];
		const {life, ...whole} = owner;
		const written = allocation.kind === 'output' ? life?.[0] : undefined;
		const holder: Piece = {...whole, bytes: allocation.bytes, ...(written !== undefined && {written})};
		return [
			holder,
			...groups
				.filter((group) => group !== owner)
				.map((group) => ({...group, place: 'temporary' as const, output: false, inside: holder})),
		];
	});
}

/** Whose memory an allocation is: the argument's, else that of what is alive last, which is returned. */
function ownerOf({kind}: AssignedAllocation, groups: readonly Piece[]): Piece | undefined {
	if (kind !== 'output')
		return groups.find(({values}) => values.some(({name}) => /^param|^Arg_|^p\d/.test(name))) ?? groups[0];
	return groups.reduce<Piece | undefined>(
		(last, group) => ((group.life?.[1] ?? 0) > (last?.life?.[1] ?? -1) ? group : last),
		undefined,
	);
}

function pieceOf(allocation: AssignedAllocation, group: readonly Lived[]): Piece {
	const largest = Math.max(...group.map(({value}) => value.bytes));
	const named = [...group].sort(
		(a, b) => rank(a, largest) - rank(b, largest) || (a.life?.[0] ?? 0) - (b.life?.[0] ?? 0),
	);
	const lives = group.flatMap(({life}) => (life ? [life] : []));
	const values = named.map(({value}) => value) as [AssignedValue, ...AssignedValue[]];
	const complete = lives.length > 0;
	return {
		values,
		bytes: largest,
		place: allocation.kind,
		...(allocation.parameter !== undefined && {parameter: allocation.parameter}),
		output: allocation.output,
		...(complete && {
			life: [Math.min(...lives.map(([from]) => from)), Math.max(...lives.map(([, to]) => to))] as const,
		}),
		line: allocation.line,
	};
}

/** Names of whole values before elements of tuples, the largest first. */
function rank({value}: Lived, largest: number): number {
	return (value.bytes === largest ? 0 : 2) + (value.index === '' ? 0 : 1);
}

/** Groups of values at one offset, in which each overlaps another. Values without a life are groups of their own. */
function overlapping(lived: readonly Lived[]): Lived[][] {
	return [...grouped(lived, ({value}) => value.offset).values()].flatMap((values) => {
		const groups: {members: Lived[]; to: number}[] = [];
		for (const one of values.toSorted((a, b) => (a.life?.[0] ?? 0) - (b.life?.[0] ?? 0))) {
			const group = groups.at(-1);
			// What ends at the moment in which the next begins is overwritten in place.
			if (group && one.life && one.life[0] <= group.to) {
				group.members.push(one);
				group.to = Math.max(group.to, one.life[1]);
			} else groups.push({members: [one], to: one.life?.[1] ?? Infinity});
		}
		return groups.map(({members}) => members);
	});
}
