import type {Effect, Response} from '../../model/change.js';
import type {Interval} from '../../model/interval.js';
import type {Program} from '../../model/program.js';
import {printSize} from '../../model/size.js';
import type {AskedChange} from './asked.js';
import {partsOf} from './parts.js';
import {sharesOf, type Cut} from './shares.js';

/** A smaller share of what changes reach is not worth words. */
const NOTABLE_REST = 0.2;
/** Less than this share beside what changes reach is within the measured ranges. */
const NOTABLE_BESIDE = 0.05;

/**
 * What the program of a list needs after changes. There are no lives to replay: each change takes a share of each part, in one part the shares
 * multiply, and what is left of all parts is the need. No more is freed than the memory that the changes act on, which the basis names.
 */
export function effectOnList(program: Program, asked: readonly AskedChange[], responses: readonly Response[]): Effect {
	const steps = asked.flatMap((one) => one.steps);
	const {cuts, reached: listed, measured} = sharesOf(program, partsOf(program), steps, responses);
	// Donation frees the outputs, in the list or not.
	const isDonation = steps.every(({changes}) => changes.every(({kind}) => kind === 'alias'));
	const outputs = isDonation ? program.donatable?.high : undefined;
	const reached = outputs ?? listed;
	// The high end may lie beyond the list: what is not listed then changes as well.
	const rest = cuts.reduce((sum, {part}) => sum + (part.term ? 0 : part.bytes.high), 0);
	const unlisted = outputs !== undefined || rest < reached * NOTABLE_REST ? 0 : rest;
	const acted = reached + unlisted;
	// What hangs on the arrays goes with them, and is no more than they are.
	const kept = Math.min(takenBy(cuts, 'high') - acted, reached);
	const beside = outputs === undefined && kept > reached * NOTABLE_BESIDE ? kept : 0;
	const beyond = [
		...(unlisted > 0 ? [`${printSize(unlisted)} that is not listed`] : []),
		...(beside > 0 ? [`${printSize(beside)} that they keep alive`] : []),
	];
	const high = Math.min(takenBy(cuts, 'high'), acted + beside);
	const listedHigh = takenBy(
		cuts.filter(({part}) => part.term),
		'high',
	);
	const extrapolated = outputs === undefined ? Math.round(high - Math.min(high, listedHigh)) : 0;
	const freed = {low: Math.round(Math.min(takenBy(cuts, 'low'), high)), high: Math.round(high)};
	const {total} = program;
	const more = beyond.length > 0 ? `, and at the high end ${beyond.join(' and ')}` : '';
	const cases = measured > 0 ? `; range from ${measured} measured ${measured === 1 ? 'program' : 'programs'}` : '';
	const words = asked.map((one) => one.words).join('; ');
	return {
		need: {low: Math.max(0, Math.round(total.low - freed.high)), high: Math.round(total.high - freed.low)},
		freed,
		...(extrapolated > high * NOTABLE_REST && {unlisted: extrapolated}),
		basis: `${words}: ${printSize(reached)} of the list changes${more}${cases}`,
	};
}

/** Bytes that the shares take. Growth is taken of the larger size and a gain of the smaller one, so that the range is safe. */
function takenBy(cuts: readonly Cut[], end: keyof Interval): number {
	return cuts.reduce((sum, {part: {bytes}, share}) => {
		const careful = end === 'low' ? share.low >= 0 : share.high < 0;
		return sum + share[end] * (careful ? bytes.low : bytes.high);
	}, 0);
}
