/** How much of a change is padding: bytes that grew more than the data in them. */
import type {Scaling} from './match.js';
import {ordered, type Orientation} from './orientation.js';
import {printSize} from '../../model/size.js';

export interface Padding {
	/** Bytes that the larger side has beyond what its data would take at the smaller side's expansion. */
	readonly gained: number;
	readonly because: readonly [string, ...string[]];
}

/** Undefined where padding did not change beside the data. */
export function paddingOf(scaling: Scaling, sides: Orientation): Padding | undefined {
	return shownPadding(scaling, sides) ?? misalignment(scaling);
}

/** Buffers whose bytes and extents tell their padding. */
function shownPadding({edges, bytes}: Scaling, sides: Orientation): Padding | undefined {
	const told = edges.filter(({from, to}) => from.padded > 0 && to.padded > 0 && from.unpadded > 0);
	const worse = told
		.map(({from, to}) => ({from, to, gained: to.padded - (from.padded * to.unpadded) / from.unpadded}))
		.filter(({from, to, gained}) => gained > 0.02 * Math.max(from.padded, to.padded))
		.toSorted((a, b) => b.gained - a.gained);
	const gained = worse.reduce((sum, one) => sum + one.gained, 0);
	const [first] = worse;
	if (!first || gained < 0.1 * Math.abs(bytes)) return undefined;
	const [a, b] = ordered(sides, first.from, first.to);
	const expansion = (entry: typeof a) => Number((entry.padded / entry.unpadded).toFixed(2));
	return {
		gained,
		because: [
			`${a.key} takes ${printSize(a.padded)}, ${expansion(a)}x its data; ${b.key} takes ${printSize(b.padded)}, ${expansion(b)}x its data.`,
		],
	};
}

/** Growth beyond the data, where an extent left the grid of tiles: padding, and copies into layouts that pad less. */
const BEYOND = 2;

function misalignment({edges, bytes, ratio}: Scaling): Padding | undefined {
	const factor = ratio.to / ratio.from;
	const off = edges.find(({from, to, at}) =>
		at.some((position) => GRID.some((tile) => isOff(from.core[position], to.core[position], tile))),
	);
	const data = edges.reduce((sum, {from, at}) => sum + from.bytes * (factor ** at.length - 1), 0);
	if (!off || bytes <= BEYOND * Math.max(0, data)) return undefined;
	const at = off.at.find((position) =>
		GRID.some((tile) => isOff(off.from.core[position], off.to.core[position], tile)),
	);
	const extent = off.to.core[at ?? 0] ?? 0;
	const tile = GRID.find((size) => isOff(off.from.core[at ?? 0], extent, size)) ?? 0;
	const gained = bytes - data;
	const change = (amount: number) => printSize(Math.abs(amount));
	return {
		gained,
		because: [
			`${off.to.key} has an extent of ${extent}, no multiple of ${tile}; ${off.from.key} has one.`,
			`The data alone would differ by ${change(data)}; the buffers differ by ${change(bytes)}. Tiles that are not filled, and copies between layouts that pad differently, make up the rest.`,
		],
	};
}

/** Extents of tiles: lanes and sublanes. */
const GRID = [128, 8] as const;

function isOff(from: number | undefined, to: number | undefined, tile: number): boolean {
	return from !== undefined && to !== undefined && from % tile === 0 && to % tile !== 0;
}
