/** What a remedy would free: the change that its page names, applied to the program. */
import type {Conditions} from '../engine/index.js';
import type {ChangeStep, Response} from '../model/change.js';
import type {Fact} from '../model/fact.js';
import type {Program} from '../model/program.js';
import type {Remedy} from '../model/remedy.js';
import {printSize} from '../model/size.js';
import {askedOf, isRefused, type AskedChange} from '../program/change/asked.js';
import {effectOf, isMeasured} from '../program/change/effect.js';
import type {Part} from '../program/change/parts.js';
import {sharesOf} from '../program/change/shares.js';
import {broughtTo, type Saving} from './saving.js';

/** A smaller share of what a change reaches is not worth words. */
const NOTABLE_REST = 0.2;

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
	const holds = ({when}: ChangeStep): boolean => !when || conditions.evaluate(when.source, facts) !== false;
	const asked = askedOf(page, program, id, amount, holds);
	if (isRefused(asked)) return undefined;
	const {cuts, reached, measured} = sharesOf(program, parts, asked.steps, responses);
	const replayed = replay(asked, ground);
	if (replayed) return broughtTo(replayed, {id, overlaps, cuts, basis: replayed.basis}, parts);
	if (cuts.every(({share}) => share.high <= 0)) return undefined;
	const range = measured > 0 ? `; range from ${measured} measured programs` : '';
	// The high end may lie beyond the list: what is not listed then changes as well.
	const rest = cuts.reduce((sum, {part}) => sum + (part.term ? 0 : part.bytes.high), 0);
	const beyond = rest < reached * NOTABLE_REST ? '' : `, and at the high end ${printSize(rest)} that is not listed`;
	return {id, overlaps, cuts, basis: `${asked.words}: ${printSize(reached)} of the list changes${beyond}${range}`};
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
