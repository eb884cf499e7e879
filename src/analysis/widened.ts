/** Quantised arrays that are expanded as a whole before they are used. */
import type {BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {sumOf} from '../program/list/buffers.js';
import {listsOf} from './carried.js';
import {sizeFact} from './derived.js';

/** `widened.bytes`; absent where no wide copy is listed. */
export function widenedFacts(groups: readonly BufferGroup[]): readonly Fact[] {
	const wide = groups.filter(({use}) => use === 'copy');
	if (wide.length === 0) return [];
	return [
		sizeFact('widened.bytes', sumOf(wide.map((group) => group.total)), {
			rule: 'temporaries with the extents of a narrower argument',
			from: listsOf(wide.flatMap((group) => group.buffers)),
			note: `${wide.map((group) => group.shape).join(', ')} among the temporaries: wide copies of arguments in 8 bits or fewer.`,
		}),
	];
}
