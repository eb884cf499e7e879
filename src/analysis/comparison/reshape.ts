/** Arrays with as many elements as before in other extents, which tiles pad worse: `[…,8,128]` as `[…,16,64]`. */
import type {Factor} from '../../model/comparison.js';
import {printSize} from '../../model/size.js';
import type {Census, Entry} from './census.js';
import {moved} from './match.js';
import {ordered, type Orientation} from './orientation.js';
import {signed} from './phrases.js';

/** An array and the one that holds as many elements of its type. */
export interface Reshaping {
	readonly from: Entry;
	readonly to: Entry;
}

export function reshapings(small: Census, large: Census, taken: ReadonlySet<string>): readonly Reshaping[] {
	const open = moved(large, small).filter((entry) => entry.bytes > 0 && !taken.has(entry.key));
	const used = new Set<string>();
	return moved(small, large)
		.filter((entry) => entry.bytes > 0 && !taken.has(entry.key))
		.toSorted((a, b) => b.bytes - a.bytes)
		.flatMap((from) => {
			const to = open
				.filter((entry) => !used.has(entry.key) && entry.element === from.element && size(entry) === size(from))
				.toSorted((a, b) => b.bytes - a.bytes)[0];
			if (!to || to.key === from.key) return [];
			used.add(to.key);
			return [{from, to}];
		});
}

/** The padding that other extents cost, where it shows. */
export function reshapeFactor(sides: Orientation, taken: ReadonlySet<string>): Factor | undefined {
	const worse = reshapings(sides.small.census, sides.large.census, taken)
		.filter(({from, to}) => to.padded > 0 && to.padded / to.unpadded > 1.02 * expansion(from))
		.map((one) => ({...one, gained: one.to.bytes - one.from.bytes}))
		.filter(({gained}) => gained > 0)
		.toSorted((a, b) => b.gained - a.gained);
	const [first] = worse;
	if (!first) return undefined;
	const gained = worse.reduce((sum, one) => sum + one.gained, 0);
	const [a, b] = ordered(sides, first.from, first.to);
	return {
		kind: 'padding',
		change: `same data in other extents: ${a.key} → ${b.key}`,
		because: [
			`Both hold as many elements; ${a.key} takes ${printSize(a.bytes)} and ${b.key} ${printSize(b.bytes)}, because tiles pad their last two dimensions.`,
			`Together ${signed(sides.sign * gained)}.`,
		],
		bytes: sides.sign * gained,
	};
}

function size(entry: Entry): number {
	return entry.core.reduce((product, extent) => product * extent, 1);
}

function expansion(entry: Entry): number {
	return entry.unpadded > 0 ? entry.padded / entry.unpadded : 1;
}
