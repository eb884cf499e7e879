import {add, atLeastZero, point, subtract, type Interval} from '../model/interval.js';
import type {Known} from '../model/known.js';

/** What must be freed. */
export interface Deficit {
	/** The gap itself. */
	readonly over: Interval;
	/** Bytes asked for on top. */
	readonly headroom: number;
	/** Gap and head-room. */
	readonly toFree: Interval;
	/** The limit that `used` must get below, where there is one. */
	readonly capacity?: Interval;
}

/**
 * Head-room as a share of the capacity. The compiler's figure is exact for the program it compiled (measured: every program that passed
 * its check by 0.5 % compiled to the end), yet not for what surrounds it: another program loaded beside it, arrays that
 * are still alive. Two per cent is about what the system itself keeps (258M of 16G on v5e), and small against what remedies bring.
 */
export const HEADROOM = 0.02;

/**
 * How much to free: the printed excess at compile time, the missing part of the request at run time. Undefined where the
 * evidence gives no figure, or where the request failed because no contiguous block was large enough: bytes would not show it.
 */
export function deficitOf(known: Known): Deficit | undefined {
	if (known.text('allocation.cause') === 'fragmentation') return undefined;
	const capacity = known.range('hbm.capacity');
	const used = known.range('hbm.used');
	const total = known.range('hbm.over') ?? (used && capacity && subtract(used, capacity));
	const gap = total ?? known.range('request.short');
	if (!gap) return undefined;
	const over = atLeastZero(gap);
	if (over.high === 0) return undefined;
	const headroom = Math.round(total && capacity ? capacity.low * HEADROOM : over.high * HEADROOM);
	return {over, headroom, toFree: add(over, point(headroom)), ...(capacity ? {capacity} : {})};
}

/** Whether the gap is one of the program itself, found at compile time or when it was loaded, and not of the next of many requests. */
export function hasDeficitOfProgram(known: Known): boolean {
	const code = known.text('code');
	return code === undefined || code === 'E1000' || code === 'E0101';
}
