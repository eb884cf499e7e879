/** The change that explains one program from another best. */
import type {Held} from './arrays.js';
import {scaledExtents} from './extents.js';
import {knownChanges} from './known.js';
import {scalingOf, type Scaling} from './scaling.js';
import {explained, type Explanation, type Subjects} from './subject.js';
import {keptActivations, lostDonation, moreLayers, moreState, paddedWorse} from './surplus.js';

export interface Explained {
	/** The one that explains most first. */
	readonly explanations: readonly Explanation[];
	/** Which arrays are which, where extents or types changed. */
	readonly scaling?: Scaling;
}

/** What is scaled by chance is less than this share of the growth and of the bytes. */
const LEAST_SHARE = 0.25;
/** Changes are sought until this share of the growth is explained. */
const ENOUGH = 0.6;

export function explain(subjects: Subjects): Explained {
	const {small, large, growth, sign} = subjects;
	const found = scalingOf(small.inventory, large.inventory);
	const scaling = found && isPlausible(found, subjects) ? found : undefined;
	const known = knownChanges(subjects);
	// What shrank a little beside a large growth is memory that the compiler shared out otherwise.
	const scaled = scaling && growth > 0 ? scaledExtents(scaling, subjects) : [];
	const grown = scaled.filter(({bytes}) => bytes * sign > 0 || Math.abs(bytes) > growth);
	const changes = withDebug(known.length > 0 ? known : grown, subjects).toSorted((a, b) => size(b) - size(a));
	const open = (): number => growth - changes.reduce((sum, one) => sum + size(one), 0);
	const donation = known.length > 0 || growth === 0 ? undefined : lostDonation(subjects);
	if (donation) changes.push(donation);
	const taken = new Set(scaling?.edges.flatMap(({from, to}) => [from.key, to.key]));
	for (const next of known.length > 0 ? [] : [paddedWorse, moreLayers, moreState, keptActivations]) {
		const isOpen = open() > (1 - ENOUGH) * growth;
		const one = isOpen ? next(subjects, taken) : undefined;
		if (one && size(one) >= LEAST_SHARE * growth) changes.push(one);
	}
	return {explanations: changes, ...(scaling && {scaling})};
}

function size({bytes}: Explanation): number {
	return Math.abs(bytes);
}

function isPlausible({edges}: Scaling, {small, growth}: Subjects): boolean {
	const bytes = (arrays: readonly Held[]): number => arrays.reduce((sum, one) => sum + one.bytes, 0);
	const [from, to] = [bytes(edges.map((edge) => edge.from)), bytes(edges.map((edge) => edge.to))];
	return from >= LEAST_SHARE * small.inventory.total || to - from >= LEAST_SHARE * growth;
}

/** A print does not change arguments; what it gathers looks like arrays that are no longer divided. */
function withDebug(found: readonly Explanation[], subjects: Subjects): readonly Explanation[] {
	const {small, large, sign, growth} = subjects;
	if (large.callback === undefined || small.callback !== undefined) return found;
	const pairs = [...large.inventory.arrays.values()]
		.filter(({bytes, key, core}) => bytes > 0 && !small.inventory.arrays.has(key) && core.length > 0)
		.toSorted((a, b) => b.bytes - a.bytes)
		.map((to) => ({to}));
	const words = `a debug print or callback was ${sign > 0 ? 'added' : 'removed'}`;
	const reasons = [large.callback, 'A print gathers the whole array.'];
	const debug = explained(subjects, 'debug_print', words, growth, reasons, pairs);
	return [...found.filter((one) => size(one) >= 0.5 * growth && one.kind !== 'sharding'), debug];
}
