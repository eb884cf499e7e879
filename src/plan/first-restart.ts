import type {RankedRemedy} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import type {Chip} from '../model/playbook.js';
import {bundleOf, cheapestBundle, priceOf, RESTART_PRICE, type Bundle, type Candidate} from './bundle.js';
import type {Known} from './known.js';
import type {Deficit} from './ledger.js';
import type {Memory} from './memory.js';
import {planPrice} from './price.js';
import {closingChance} from './rank.js';
import type {Saving} from './saving.js';

/** What planning needs beside the ranking. */
export interface PlanGround {
	readonly known: Known;
	readonly memory: Memory;
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

/** The steps of the first restart: a bundle that closes the gap, or the best single step where figures are lacking. */
export function firstRestart(closing: readonly RankedRemedy[], ground: PlanGround): First {
	const {deficit} = ground;
	const chosen = closing.filter((one) => one.decision === 'accept');
	const proven = chosen.some(isProven) ? undefined : closing.find(isProven);
	const mistakes = closing.slice(0, 1).filter(isMistake);
	const accepted = [...new Set([...chosen, ...(proven ? [proven] : []), ...mistakes])].map((one) => one.remedy.id);
	const candidates = closing.flatMap((one) => candidateOf(one, ground));
	// What the compiler has proven needs nothing beside it.
	const need = closing.some((one) => isProven(one) && accepted.includes(one.remedy.id)) ? NOTHING : deficit?.toFree;
	const bundle = need && cheapestBundle(ground.memory, candidates, accepted, need);
	const guess = accepted.length === 0 && bundle ? cheaperGuess(bundle, candidates, closing, ground) : undefined;
	if (guess) return {steps: [guess]};
	const ids = new Set([...accepted, ...(bundle?.ids ?? [])]);
	const steps = closing.filter((one) => ids.has(one.remedy.id));
	if (bundle && steps.length > 0) return {steps, bundle};
	if (steps.length > 0) return {steps};
	// Nothing reaches the gap: the most that can be done, or the first of the list where nothing has a figure.
	const most = candidates.filter((one) => (ground.savings.get(one.id)?.cuts.length ?? 0) > 0).slice(0, 4);
	if (deficit && most.length > 0) {
		const strongest = closing.filter((one) => most.some((candidate) => candidate.id === one.remedy.id));
		return {steps: strongest, bundle: bundleOf(ground.memory, most, deficit.toFree)};
	}
	return {steps: closing.slice(0, 1)};
}

/** What a step that merely may help costs more than one that the evidence points to, in steps. */
const DOUBT = 0.5;

/**
 * Expected price of trying one step alone, in steps: its own, the risk of one more restart, and that nothing in the evidence asks
 * for it. Steps without a figure count with how often they helped where it was measured.
 */
export function trialPrice(one: RankedRemedy, {known, deficit}: PlanGround): number {
	const own = planPrice(one.remedy, one.rank, known.holds('chips.can_grow') === true);
	return own + RESTART_PRICE * (1 - closingChance(one, deficit)) + (one.standing === 'indicated' ? 0 : DOUBT);
}

/** The step as part of a bundle; empty where its saving has no figure. */
export function candidateOf(one: RankedRemedy, ground: PlanGround): readonly Candidate[] {
	const saving = ground.savings.get(one.remedy.id);
	if (!saving) return [];
	const price = planPrice(one.remedy, one.rank, ground.known.holds('chips.can_grow') === true);
	return [{id: one.remedy.id, saving, overlaps: one.remedy.overlaps, price, rank: one.rank}];
}

const NOTHING: Interval = {low: 0, high: 0};

/** Whether the compiler said that this step alone makes the program fit. */
export function isProven(one: RankedRemedy): boolean {
	return one.measured?.result === 'fits';
}

/** A mistake that heads the list is repaired, not worked around. */
function isMistake(one: RankedRemedy): boolean {
	return one.standing === 'indicated' && (one.remedy.kind === 'remove_debug' || one.remedy.kind === 'fix_sharding');
}

/** Without a list few savings have a figure, such as that of a larger chip: a step without one can still be the better first try. */
function cheaperGuess(
	bundle: Bundle,
	candidates: readonly Candidate[],
	closing: readonly RankedRemedy[],
	ground: PlanGround,
): RankedRemedy | undefined {
	const sure = priceOf(
		candidates.filter((one) => bundle.ids.includes(one.id)),
		bundle.chance,
	);
	const [best] = closing
		.filter((one) => !one.estimate)
		.toSorted((a, b) => trialPrice(a, ground) - trialPrice(b, ground));
	return best && trialPrice(best, ground) < sure ? best : undefined;
}
