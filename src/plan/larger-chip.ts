import {printSize} from '../model/size.js';
import type {Chip} from '../model/playbook.js';
import type {Known} from '../model/known.js';
import type {Remedy} from '../model/remedy.js';
import {usable} from './needs.js';
import type {Saving} from './saving.js';

/** A program grows into a larger chip, since the compiler stops recomputing; with this much to spare it mostly fits. */
const MARGIN = 1.05;

/**
 * The next chip that holds what is needed: the program is not smaller, there is more room. The compiler may grow into it
 * (measured: up to 2.7 times the size, and yet it fitted), so only the gap itself is sure.
 */
export function largerChip(
	{id, overlaps}: Pick<Remedy, 'id' | 'overlaps'>,
	known: Known,
	chips: readonly Chip[],
): Saving | undefined {
	const used = known.range('hbm.used');
	const capacity = known.range('hbm.capacity');
	if (!used || !capacity) return undefined;
	const chip = nextChip(used.high * MARGIN, capacity.high, known.text('chip.id'), chips);
	if (!chip) return undefined;
	const room = usable(chip) - capacity.low;
	// What passes the gap is sure; head-room is part of what a larger chip has in plenty.
	const low = Math.min(room, Math.round(used.high - capacity.low + capacity.high * 0.021));
	return {
		id,
		overlaps,
		freed: {low, high: room},
		isRoom: true,
		basis: `${chip.name} offers ${chip.usable[0] ?? ''}; low: the gap and head-room, all that is sure if the program grows into it; high: all ${printSize(room)} more, if it does not`,
	};
}

/** The larger sibling of a generation counts with it: v5p stands at 5.5, v6e at 6. */
const SIBLING = 0.6;

/** The smallest chip of the same or a newer generation that offers so much, and half as much again as this one. */
function nextChip(bytes: number, capacity: number, id: string | undefined, chips: readonly Chip[]): Chip | undefined {
	const own = chips.find((chip) => chip.id === id)?.order ?? 0;
	return chips
		.filter((chip) => usable(chip) >= bytes && usable(chip) > capacity * 1.5 && chip.order >= own - SIBLING)
		.toSorted((a, b) => usable(a) - usable(b) || b.order - a.order)[0];
}
