import type {Interval} from '../../model/interval.js';

/** One number for a range, to draw a bar by. */
export function midpoint(range: Interval): number {
	return (range.low + range.high) / 2;
}
