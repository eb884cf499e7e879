// Quantised arrays that are expanded before they are used stand twice in memory: narrow as argument, wide as temporary.
import type {BufferGroup} from './analysis.js';
import {naturalBits} from './element.js';

/** Temporaries that are wide copies of a quantised argument: the same extents in any order, of a type at least twice as wide. */
export function widenedGroups(groups: readonly BufferGroup[]): readonly BufferGroup[] {
	const narrow = groups.filter((group) => group.place === 'argument' && isQuantised(group));
	return groups.filter((group) => group.place === 'temp' && narrow.some((one) => isWideCopy(group, one)));
}

/** Inputs in 8 bits, such as images, carry the batch; masks are no numbers. */
function isQuantised({element, dims, roles}: BufferGroup): boolean {
	if (element === undefined || element === 'pred' || dims.length < 2) return false;
	const found = Object.values(roles);
	return naturalBits(element) <= 8 && !found.includes('batch') && !found.includes('sequence');
}

function isWideCopy(wide: BufferGroup, narrow: BufferGroup): boolean {
	if (wide.element === undefined || narrow.element === undefined) return false;
	return (
		naturalBits(wide.element) >= 2 * naturalBits(narrow.element) &&
		extents(wide) === extents(narrow) &&
		wide.each.high > narrow.each.low
	);
}

function extents({dims}: BufferGroup): string {
	return dims.toSorted((a, b) => a - b).join();
}
