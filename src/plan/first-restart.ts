import type {Framework} from '../model/framework.js';
import type {RankedRemedy} from '../model/diagnosis.js';
import type {Chip} from '../model/playbook.js';
import {growBundle} from './bundle.js';
import type {Known} from '../model/known.js';
import type {Deficit} from './ledger.js';
import {isProven} from './order.js';
import type {Saving} from './saving.js';

/** What planning needs beside the order. */
export interface PlanGround {
	readonly known: Known;
	/** Savings by remedy id, for those that have an estimate. */
	readonly savings: ReadonlyMap<string, Saving>;
	readonly chips: readonly Chip[];
	readonly deficit?: Deficit;
	/** Tables of the frameworks, which say what ends a phase. */
	readonly frameworks?: readonly Framework[];
}

/** The steps that are to close the gap. */
export interface First {
	readonly steps: readonly RankedRemedy[];
	/** Whether their figures are known. */
	readonly hasFigures: boolean;
}

/**
 * The steps of the first restart. What the user accepted is always part of it; without that it is the first of the order. Where that does
 * not close the gap by its figures, what comes next in the order joins it. A step without a figure is tried alone.
 */
export function firstRestart(closing: readonly RankedRemedy[], ground: PlanGround): First {
	const accepted = closing.filter((one) => one.decision === 'accept');
	const lead = accepted.length > 0 ? accepted : closing.slice(0, closing[1]?.beside ? 2 : 1);
	const figures = savingsOf(lead, ground);
	if (!ground.deficit || figures.length === 0) return {steps: lead, hasFigures: false};
	if (lead.some(isProven) || figures.length < lead.length) return {steps: lead, hasFigures: true};
	// Another chip and last resorts wait until changes of the program did not suffice.
	const others = closing.filter((one) => !lead.includes(one) && !one.remedy.room && !one.remedy.lastResort);
	const {ids} = growBundle(figures, savingsOf(others, ground), ground.deficit.toFree);
	return {steps: closing.filter((one) => lead.includes(one) || ids.includes(one.remedy.id)), hasFigures: true};
}

/** Savings of the steps that have an estimate. */
export function savingsOf(steps: readonly RankedRemedy[], {savings}: PlanGround): readonly Saving[] {
	return steps.flatMap(({remedy}) => savings.get(remedy.id) ?? []);
}
