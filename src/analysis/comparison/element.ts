/** Arrays of the same extents in a wider or narrower type. */
import type {Factor} from '../../model/comparison.js';
import {isFloat, naturalBits} from '../../model/element.js';
import {printSize} from '../../model/size.js';
import {grouped} from '../../program/grouped.js';
import type {Census, Entry} from './census.js';
import {ordered, type Orientation} from './orientation.js';
import {count, signed} from './phrases.js';

/** One list of extents whose mix of types changed. */
export interface Retyping {
	readonly from: Entry;
	readonly to: Entry;
	/** Bytes that all arrays of these extents gained. */
	readonly bytes: number;
}

/** Extents whose bytes moved to wider types, most bytes first. */
export function retypings(small: Census, large: Census): readonly Retyping[] {
	const after = grouped([...large.entries.values()], (entry) => entry.core.join());
	const found: Retyping[] = [];
	for (const [core, was] of grouped([...small.entries.values()], (entry) => entry.core.join())) {
		const is = after.get(core) ?? [];
		const [a, b] = [heaviestThatFell(was, large), heaviestThatFell(is, small)];
		if (!a || !b || a.element === b.element || naturalBits(a.element) >= naturalBits(b.element)) continue;
		found.push({from: a, to: b, bytes: sum(is) - sum(was)});
	}
	return found.filter(({bytes}) => bytes > 0).toSorted((a, b) => b.bytes - a.bytes);
}

/** The widening as a factor; undefined where nothing widened. */
export function elementFactor(sides: Orientation): Factor | undefined {
	const all = retypings(sides.small.census, sides.large.census);
	const [first] = all;
	if (!first) return undefined;
	const gained = Math.max(
		all.reduce((total, one) => total + one.bytes, 0),
		widening(sides.small.census, sides.large.census),
	);
	const [from, to] = ordered(sides, first.from, first.to);
	const shown = all.slice(0, 3).map((one) => {
		const [a, b] = ordered(sides, one.from, one.to);
		return `${a.key} (${printSize(a.bytes)}) → ${b.key} (${printSize(b.bytes)}).`;
	});
	return {
		kind: 'element_type',
		change: `element type ${from.element} → ${to.element}`,
		because: [
			`${count(all.length, 'kind')} of arrays kept their extents and changed their type, together ${signed(sides.sign * gained)}.`,
			...shown,
		],
		bytes: sides.sign * gained,
	};
}

/**
 * Bytes by the mean width of the values of each list of extents. Slots of one size hold narrow arrays with more elements and wide
 * arrays with fewer in turn, so bytes alone do not say which grew.
 */
function widening(small: Census, large: Census): number {
	const before = grouped(floats(small), (entry) => entry.core.join());
	const after = grouped(floats(large), (entry) => entry.core.join());
	return [...before].reduce((total, [core, was]) => {
		const is = after.get(core);
		return is ? total + sum(was) * Math.max(0, meanBits(is) / meanBits(was) - 1) : total;
	}, 0);
}

function meanBits(entries: readonly Entry[]): number {
	const values = entries.reduce((total, entry) => total + entry.values, 0);
	return entries.reduce((total, entry) => total + entry.values * naturalBits(entry.element), 0) / values;
}

function floats(census: Census): readonly Entry[] {
	return [...census.entries.values()].filter(
		(entry) => isFloat(entry.element) && entry.core.length > 0 && entry.values > 0,
	);
}

/** The array with most bytes that the other side holds less of. */
function heaviestThatFell(entries: readonly Entry[], other: Census): Entry | undefined {
	return entries
		.filter((entry) => entry.bytes > 1.2 * (other.entries.get(entry.key)?.bytes ?? 0) && entry.bytes > 0)
		.toSorted((a, b) => b.bytes - a.bytes)[0];
}

function sum(entries: readonly Entry[]): number {
	return entries.reduce((total, entry) => total + entry.bytes, 0);
}
