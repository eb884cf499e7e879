/** How much of a change is padding: bytes that grew more than the data in them. */
import type {Scaling} from './match.js';
import {ordered, type Orientation} from './orientation.js';
import {printSize} from '../../model/size.js';

export interface Padding {
	/** Bytes that the larger side has beyond what its data would take at the smaller side's expansion. */
	readonly gained: number;
	readonly because: readonly [string, ...string[]];
}

/** Undefined where padding is not known on both sides, or did not change beside the data. */
export function paddingOf({edges, bytes}: Scaling, sides: Orientation): Padding | undefined {
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
