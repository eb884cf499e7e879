import type {Chip} from '../model/playbook.js';
import {parseSize} from '../model/size.js';
import type {Deficit} from './ledger.js';
import type {Known} from '../model/known.js';

/**
 * What would hold the program when no set of changes closes the gap: the smallest generation whose usable HBM takes what is left after
 * them, and the factor in chips. Both are lower bounds: a program may grow into a larger chip, and more chips help only
 * as far as its arrays are divided over them. Undefined where the need or the capacity is not known.
 */
export function needsOf(known: Known, deficit: Deficit, saved: number, chips: readonly Chip[]): string | undefined {
	const used = known.range('hbm.used');
	const capacity = deficit.capacity ?? known.range('hbm.capacity');
	if (!used || !capacity) return undefined;
	const left = used.low - Math.max(0, saved);
	if (left <= capacity.high) return undefined;
	const factor = Math.ceil(left / capacity.high);
	const larger = chipsThatHold(left, chips)[0];
	const generation = larger ? `, or a chip with at least ${larger.usable[0] ?? ''} (${larger.name})` : '';
	return `at least ${factor} times as many chips, with every large array divided over them${generation}`;
}

/** Generations whose usable HBM is at least so many bytes, the smallest first. */
export function chipsThatHold(bytes: number, chips: readonly Chip[]): readonly Chip[] {
	return chips.filter((chip) => usable(chip) >= bytes).toSorted((a, b) => usable(a) - usable(b) || a.order - b.order);
}

/** Bytes of HBM that programs may use on one device. */
export function usable(chip: Chip): number {
	return parseSize(chip.usable[0] ?? '')?.bytes.low ?? 0;
}
