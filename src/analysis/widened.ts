/** Quantised arrays that are expanded as a whole before they are used. */
import type {BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {widenedGroups} from '../model/widened.js';
import {sumOf} from './buffers.js';
import {listsOf} from './carried.js';
import {sizeFact} from './derived.js';

/** `widened.bytes`; absent where no wide copy is listed. */
export function widenedFacts(groups: readonly BufferGroup[]): readonly Fact[] {
	const wide = widenedGroups(groups);
	if (wide.length === 0) return [];
	return [
		sizeFact('widened.bytes', sumOf(wide.map((group) => group.total)), {
			rule: 'temporaries with the extents of a narrower argument',
			from: listsOf(wide.flatMap((group) => group.buffers)),
			note: `${wide.map((group) => group.shape).join(', ')} among the temporaries: wide copies of arguments in 8 bits or fewer.`,
		}),
	];
}
