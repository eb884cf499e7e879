/** A matrix of every example against every other, as similarities and contrastive losses make it. */
import type {BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {isGathered} from '../program/list/seen.js';
import {middle} from '../program/list/buffers.js';
import {listsOf} from './carried.js';
import {truthFact} from './derived.js';

/** Smaller matrices are not what fills the memory. */
const NOTABLE = 0.1;

/**
 * `pairing.seen`: a large matrix of temporaries whose rows are an input and whose columns are the same rows, of this device or of
 * all. Absent where none is seen.
 */
export function pairingFacts(groups: readonly BufferGroup[]): readonly Fact[] {
	const all = groups.reduce((sum, group) => sum + middle(group.total), 0);
	const inputs = groups.filter((group) => group.place === 'argument');
	const found = groups.find((group) => {
		const [rows = 0, columns = 0, ...more] = group.dims;
		if (group.place !== 'temp' || more.length > 0 || rows < 1024 || middle(group.total) < all * NOTABLE) return false;
		const same = rows === columns || isGathered(columns, rows);
		const isInput = inputs.some(({dims}) => dims.length === 2 && dims[0] === rows && dims[1] !== columns);
		return same && isInput && !inputs.some(({dims}) => rows !== columns && dims.includes(columns));
	});
	if (!found) return [];
	const note = `${found.shape} holds the rows of an input against the same rows.`;
	return [
		truthFact('pairing.seen', true, {
			rule: 'rows of an input against the same rows',
			from: listsOf(found.buffers),
			note,
		}),
	];
}
