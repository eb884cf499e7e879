/** Whether a step gives back what it takes as parameters: a training step returns each updated, or its gradient. */
import {carries, type BufferGroup} from '../model/analysis.js';
import {divide} from '../model/interval.js';
import {middle, sumOf} from '../program/list/buffers.js';
import {grouped} from '../program/grouped.js';
import type {Halves} from './shares.js';
import {fillingOf, slotBytes, type SlotTables} from '../program/list/slots.js';

/** Matrices of parameters are at least so wide; what is smaller may come out by chance. */
const LEAST_WIDTH = 64;

/**
 * True where tables show all that is needed, and every matrix among the arguments that holds no examples stands there an odd number of times,
 * in slots that it shares with no output. Arguments and outputs in pairs would be even; a single even one, such as an adapter that is
 * trained beside frozen weights, leaves it open.
 */
export function returnsNoParameters(
	tables: SlotTables | undefined,
	halves: Halves | undefined,
	groups: readonly BufferGroup[],
): boolean {
	const inputs = groups.filter((group) => group.place === 'argument' && carries(group, 'batch'));
	const isComputed = groups.some((group) => group.place === 'temp' && carries(group, 'batch'));
	if (!tables?.heapBytes || !halves || !isComputed) return false;
	const shown = divide(sumOf([tables.heapBytes, tables.outsideBytes]), halves.all);
	if (!shown || middle(shown) < 0.99) return false;
	const examples = new Set(inputs.map(({dims}) => dims.filter((extent) => extent > 1).join()));
	const matrices = tables.outside.flatMap((slot) => {
		const core = fillingOf(slot)?.plain.core ?? [];
		const weight = core.length >= 2 && Math.min(...core.slice(-2)) >= LEAST_WIDTH && !examples.has(core.join());
		return weight && middle(slotBytes(slot)) > 0 ? [{key: core.join(), values: slot.values}] : [];
	});
	const shapes = [...grouped(matrices, ({key}) => key).values()];
	return shapes.length > 0 && shapes.every((same) => same.length % 2 === 1 && same.every(({values}) => values === 1));
}
