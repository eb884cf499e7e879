/** What a remedy would free: the change that its page names, applied to the program. */
import type {Conditions} from '../engine/index.js';
import type {Response} from '../model/change.js';
import type {Fact} from '../model/fact.js';
import type {Program} from '../model/program.js';
import type {Remedy} from '../model/remedy.js';
import {printSize} from '../model/size.js';
import {askedOf, isRefused, type AskedChange} from '../program/change/asked.js';
import {effectOf, isMeasured} from '../program/change/effect.js';
import type {Part} from '../program/change/parts.js';
import {sharesOf, type Cut} from '../program/change/shares.js';
import {broughtTo, type Saving} from './saving.js';
import {stepHolds} from './step-holds.js';

/** A smaller share of what a change reaches is not worth words. */
const NOTABLE_REST = 0.2;
/** Less than this share beside what a change reaches is within the measured ranges. */
const NOTABLE_BESIDE = 0.05;

/** What is changed, and what is known of it. */
export interface Ground {
	readonly program: Program;
	readonly parts: readonly Part[];
	readonly responses: readonly Response[];
	readonly conditions: Conditions;
	readonly facts: readonly Fact[];
}

/**
 * What a remedy saves, part by part, with the number of parts that is advised; undefined where its change does not apply to the program: a
 * figure is never invented.
 */
export function estimatedSaving(
	{change: page, id, overlaps}: Remedy,
	ground: Ground,
	amount?: string,
): Saving | undefined {
	const {program, parts, responses, conditions, facts} = ground;
	if (!page || parts.length === 0) return undefined;
	const asked = askedOf(page, program, id, amount, stepHolds(conditions, facts));
	if (isRefused(asked)) return undefined;
	const {cuts, reached: listed, measured} = sharesOf(program, parts, asked.steps, responses);
	// Donation saves the outputs, in the list or not.
	const isDonation = asked.steps.every(({changes}) => changes.every(({kind}) => kind === 'alias'));
	const outputs = isDonation ? program.donatable?.high : undefined;
	const reached = outputs ?? listed;
	const replayed = replay(asked, ground);
	if (replayed) return broughtTo(replayed, {id, overlaps, cuts, basis: replayed.basis}, parts);
	if (cuts.every(({share}) => share.high <= 0)) return undefined;
	const range = measured > 0 ? `; range from ${measured} measured programs` : '';
	// The high end may lie beyond the list: what is not listed then changes as well.
	const rest = cuts.reduce((sum, {part}) => sum + (part.term ? 0 : part.bytes.high), 0);
	const unlisted = outputs !== undefined || rest < reached * NOTABLE_REST ? 0 : rest;
	const acted = reached + unlisted;
	// What hangs on the arrays goes with them, and is no more than they are.
	const beside = Math.min(highOf(cuts) - acted, reached);
	const most = outputs === undefined && beside > reached * NOTABLE_BESIDE ? acted + beside : acted;
	const beyond = [
		...(unlisted > 0 ? [`${printSize(unlisted)} that is not listed`] : []),
		...(most > acted ? [`${printSize(beside)} that they keep alive`] : []),
	];
	const more = beyond.length > 0 ? `, and at the high end ${beyond.join(' and ')}` : '';
	return {
		id,
		overlaps,
		cuts: atMost(most, cuts),
		basis: `${asked.words}: ${printSize(reached)} of the list changes${more}${range}`,
	};
}

/** Cuts that together take no more than a change acts on: the compiler's answer was wider in other programs. */
function atMost(most: number, cuts: readonly Cut[]): readonly Cut[] {
	const high = highOf(cuts);
	if (high <= most) return cuts;
	return cuts.map(({part, share}) => {
		const less = share.high > 0 ? (share.high * most) / high : share.high;
		return {part, share: {low: Math.min(share.low, less), high: less}};
	});
}

function highOf(cuts: readonly Cut[]): number {
	return cuts.reduce((sum, {part, share}) => sum + part.bytes.high * share.high, 0);
}

/** A program with lives is replayed, where the compiler's answer to such a change was measured. */
function replay(asked: AskedChange, {program, responses}: Ground) {
	if (program.from === 'list' || !isMeasured(asked, responses)) return undefined;
	const {need, basis} = effectOf(program, [asked], responses, program.capacity);
	return (
		need && {
			low: program.total.low - need.high,
			high: program.total.high - need.low,
			basis: `${basis}, from ${printSize(program.total.high)}`,
		}
	);
}
