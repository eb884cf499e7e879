/** Dimensions that are halved again and again, as an associative scan or a tree of sums does. */
import type {Plain} from './dims.js';

/** Extents that arrays alike but for one dimension have in it, by their extents with NaN for that dimension. */
export type Families = ReadonlyMap<string, ReadonlySet<number>>;

export function familiesOf(arrays: readonly Plain[]): Families {
	const families = new Map<string, Set<number>>();
	for (const {core} of arrays) {
		for (const [at, extent] of core.entries()) {
			const key = core.with(at, NaN).join();
			families.set(key, (families.get(key) ?? new Set()).add(extent));
		}
	}
	return families;
}

/**
 * The extents that a dimension of an array is a half, a quarter, … of, or one less, as what lies between two elements is. Of the whole, a
 * half and a quarter are seen in its place: one array of half the extent may be anything.
 */
export function halvedFrom({core}: Plain, at: number, families: Families): readonly number[] {
	const family = families.get(core.with(at, NaN).join()) ?? new Set();
	const part = core[at] ?? 0;
	return [...family].filter(
		(whole) =>
			whole > part &&
			[whole / 2, whole / 4].every((half) => family.has(half)) &&
			[part, part + 1].some((half) => Number.isInteger(Math.log2(whole / half))),
	);
}
