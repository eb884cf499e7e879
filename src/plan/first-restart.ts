import type {RankedRemedy} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import type {Chip} from '../model/playbook.js';
import {bundleOf, growBundle, type Bundle} from './bundle.js';
import type {Known} from '../model/known.js';
import type {Deficit} from './ledger.js';
import type {Part} from '../program/change/parts.js';
import {isProven} from './order.js';
import type {NamedSaving, Saving} from './saving.js';

/** What planning needs beside the order. */
export interface PlanGround {
	readonly known: Known;
	readonly parts: readonly Part[];
	/** Savings by remedy id, for those that have an estimate. */
	readonly savings: ReadonlyMap<string, Saving>;
	readonly chips: readonly Chip[];
	readonly deficit?: Deficit;
}

/** The steps that are to close the gap; with the bundle where their figures are known. */
export interface First {
	readonly steps: readonly RankedRemedy[];
	readonly bundle?: Bundle;
}

const NOTHING: Interval = {low: 0, high: 0};

/**
 * The steps of the first restart. What the user accepted is always part of it; without that it is the first of the order. Where that does
 * not close the gap by its figures, what comes next in the order joins it. A step without a figure is tried alone.
 */
export function firstRestart(closing: readonly RankedRemedy[], ground: PlanGround): First {
	const accepted = closing.filter((one) => one.decision === 'accept');
	const lead = accepted.length > 0 ? accepted : closing.slice(0, 1);
	const figures = lead.flatMap((one) => savingOf(one, ground));
	if (!ground.deficit || figures.length === 0) return {steps: lead};
	const complete = lead.some(isProven) || figures.length < lead.length;
	const others = complete ? [] : closing.filter((one) => !lead.includes(one)).flatMap((one) => savingOf(one, ground));
	const bundle = lead.some(isProven)
		? bundleOf(ground.parts, figures, NOTHING)
		: growBundle(ground.parts, figures, others, ground.deficit.toFree);
	return {steps: closing.filter((one) => lead.includes(one) || bundle.ids.includes(one.remedy.id)), bundle};
}

/** The step with its saving; empty where that has no figure. */
export function savingOf(one: RankedRemedy, ground: PlanGround): readonly NamedSaving[] {
	const saving = ground.savings.get(one.remedy.id);
	return saving ? [{id: one.remedy.id, saving, overlaps: one.remedy.overlaps}] : [];
}
