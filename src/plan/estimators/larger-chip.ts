import {printSize} from '../../model/size.js';
import {parseSize} from '../../model/size.js';
import {chipsThatHold} from '../needs.js';
import type {Estimator} from './situation.js';

/**
 * The next chip that holds what is needed: the program is not smaller, there is more room. The compiler may grow into it when it stops
 * recomputing (measured: up to 2.7 times the size, and yet it fitted), so only the gap itself is sure.
 */
export const largerChip: Estimator = ({known, chips}) => {
	const used = known.range('hbm.used');
	const capacity = known.range('hbm.capacity');
	if (!used || !capacity) return undefined;
	const chip = chipsThatHold(used.high, chips).find((one) => usable(one.usable[0]) > capacity.high);
	if (!chip) return undefined;
	const room = usable(chip.usable[0]) - capacity.low;
	const name = `${chip.name} offers ${chip.usable[0] ?? ''}, ${printSize(room)} more`;
	// What passes the gap is sure; the head-room beside it is part of what a larger chip has in plenty.
	return {
		cuts: [],
		room: {low: Math.min(room, (used.high - capacity.low) * 1.05 + capacity.high * 0.02), high: room},
		basis: name,
	};
};

function usable(text: string | undefined): number {
	return parseSize(text ?? '')?.bytes.low ?? 0;
}
