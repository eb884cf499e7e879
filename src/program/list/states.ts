/** Which arguments are an optimizer's: it keeps two moments of each parameter. */
import type {Buffer} from '../../model/analysis.js';
import {isFloat} from '../../model/element.js';
import {grouped} from '../grouped.js';
import {greatestDivisor} from '../numbers.js';
import {total} from './buffers.js';
import {plainOf} from './dims.js';

/** Of equal arguments, how many are optimizer state. */
export type States = (equal: readonly Buffer[]) => number;

/** Counts mean something only where most arguments are listed. */
const MOST_LISTED = 0.6;
/** A step of at least so many equal matrices and no activations updates parameters. */
const ALL_OUTSIDE = 0.95;
const MANY = 8;
const WIDE = 64;

/**
 * Every shape occurs a multiple of three times among the arguments (a parameter and two moments; four with gradients), those that a
 * model has only once included; or the step holds nothing but equal matrices. `outside` is what arguments and outputs take, `all` what is needed.
 */
export function statesOf(buffers: readonly Buffer[], outside: number | undefined, all: number | undefined): States {
	const given = buffers.filter(({place}) => place === 'argument' || place === 'output');
	const floats = given.flatMap((buffer) => {
		const plain = plainOf(buffer.shape);
		return plain && isFloat(plain.element) && plain.core.length > 0 ? [{buffer, core: plain.core}] : [];
	});
	const named = floats.some(({buffer}) => buffer.place === 'output');
	const counted = named ? floats.filter(({buffer}) => buffer.place === 'argument') : floats;
	const classes = [...grouped(counted, ({core}) => core.join()).values()];
	const counts = classes.map((same) => same.length);
	const steps = counts.reduce(greatestDivisor, 0);
	const complete = total(given) >= MOST_LISTED * (outside ?? total(given));
	const per = steps % 3 === 0 ? 3 : steps % 4 === 0 ? 4 : undefined;
	if (complete && per !== undefined && new Set(counts).size > 1) return ({length}) => Math.floor((2 * length) / per);
	const bytes = (same: (typeof classes)[number]) => total(same.map(({buffer}) => buffer));
	const heavy = classes.toSorted((a, b) => bytes(b) - bytes(a))[0] ?? [];
	const matrix = (heavy[0]?.core ?? []).slice(-2);
	const update = outside !== undefined && all !== undefined && outside > ALL_OUTSIDE * all;
	if (update && heavy.length >= MANY && matrix.length === 2 && Math.min(...matrix) >= WIDE)
		return ({length}) => Math.floor((2 * length) / 3);
	return () => 0;
}
