import type {Plan, RankedRemedy, Restart} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import type {Chip} from '../model/playbook.js';
import {printRange} from '../model/size.js';
import {bundleOf, cheapestBundle, type Bundle, type Candidate} from './bundle.js';
import type {Known} from './known.js';
import {deficitOf, type Deficit} from './ledger.js';
import type {Memory} from './memory.js';
import {needsOf} from './needs.js';
import {planPrice} from './price.js';
import type {Saving} from './saving.js';

/** What planning needs beside the ranking. */
export interface PlanGround {
	readonly known: Known;
	readonly memory: Memory;
	/** Savings by remedy id, for those that have an estimate. */
	readonly savings: ReadonlyMap<string, Saving>;
	readonly chips: readonly Chip[];
}

/** Restarts after the first are fallbacks; more than this is a guess about the future. */
const MOST_RESTARTS = 3;

/**
 * Makes the plan: the cheapest bundle that closes the gap in the first restart, free wins in the same one, and the next best
 * remedies as restarts of their own in case it does not. What the user rejected is left out, what they postponed comes last, what they
 * accepted is always taken.
 */
export function planOf(ranked: readonly RankedRemedy[], ground: PlanGround): Plan {
	const deficit = deficitOf(ground.known);
	const open = ranked.filter((one) => one.standing !== 'ruled out' && one.decision !== 'reject');
	const now = open.filter((one) => one.decision !== 'postpone');
	const closing = now.filter(
		(one) => one.role === 'close' && (one.standing !== 'unlikely' || one.decision === 'accept'),
	);
	const first = firstBundle(closing, ground, deficit);
	const evidence = now.filter((one) => one.role === 'inform' && one.rank === 1);
	const wins = now.filter((one) => one.role === 'alongside' && one.standing !== 'unlikely' && one.remedy.effort <= 2);
	const taken = [...first.steps, ...wins];
	const later = [...closing, ...open.filter((one) => one.decision === 'postpone')].filter(
		(one) => !taken.includes(one),
	);
	const bundles: {steps: readonly RankedRemedy[]; brings?: Interval}[] = [];
	if (evidence.length > 0) bundles.push({steps: evidence});
	if (taken.length > 0) {
		const brings = sumOf(taken, ground);
		bundles.push({steps: taken, ...(brings ? {brings} : {})});
	}
	for (const one of later) {
		if (bundles.length >= MOST_RESTARTS) break;
		bundles.push({steps: [one], ...(one.estimate ? {brings: {low: one.estimate.low, high: one.estimate.high}} : {})});
	}
	const restarts = bundles.map((bundle, index) => restartOf(bundle, bundles[index + 1]?.steps ?? [], deficit));
	return {...ledgerOf(first.bundle, taken, ground, deficit), restarts};
}

interface First {
	readonly steps: readonly RankedRemedy[];
	readonly bundle?: Bundle;
}

/** The steps of the first restart: a bundle that closes the gap, or the best single step where figures are lacking. */
function firstBundle(closing: readonly RankedRemedy[], ground: PlanGround, deficit: Deficit | undefined): First {
	const chosen = closing.filter((one) => one.decision === 'accept');
	const proven = chosen.some(isProven) ? undefined : closing.find(isProven);
	const mistakes = closing.slice(0, 1).filter(isMistake);
	const accepted = [...new Set([...chosen, ...(proven ? [proven] : []), ...mistakes])].map((one) => one.remedy.id);
	const candidates = closing.flatMap((one) => candidateOf(one, ground));
	// What the compiler has proven needs nothing beside it.
	const need = closing.some((one) => isProven(one) && accepted.includes(one.remedy.id)) ? NOTHING : deficit?.toFree;
	const bundle = need && cheapestBundle(ground.memory, candidates, accepted, need);
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

const NOTHING: Interval = {low: 0, high: 0};

/** Whether the compiler said that this step alone makes the program fit. */
function isProven(one: RankedRemedy): boolean {
	return one.measured?.result === 'fits';
}

/** A mistake that heads the list is repaired, not worked around. */
function isMistake(one: RankedRemedy): boolean {
	return one.standing === 'indicated' && (one.remedy.kind === 'remove_debug' || one.remedy.kind === 'fix_sharding');
}

function candidateOf(one: RankedRemedy, ground: PlanGround): readonly Candidate[] {
	const saving = ground.savings.get(one.remedy.id);
	if (!saving) return [];
	const price = planPrice(one.remedy, one.rank, ground.known.holds('chips.can_grow') === true);
	return [{id: one.remedy.id, saving, overlaps: one.remedy.overlaps, price, rank: one.rank}];
}

function sumOf(steps: readonly RankedRemedy[], ground: PlanGround): Interval | undefined {
	const candidates = steps.flatMap((one) => candidateOf(one, ground));
	return candidates.length > 0 ? bundleOf(ground.memory, candidates, {low: 0, high: 0}).brings : undefined;
}

function ledgerOf(
	bundle: Bundle | undefined,
	taken: readonly RankedRemedy[],
	ground: PlanGround,
	deficit: Deficit | undefined,
): Omit<Plan, 'restarts'> {
	if (!deficit) return {headroom: 0, closes: 'unknown'};
	const {toFree, headroom} = deficit;
	if (taken.some(isProven)) return {toFree, headroom, closes: 'yes', uncovered: NOTHING};
	if (!bundle) return {toFree, headroom, closes: taken.length > 0 ? 'unknown' : 'no', uncovered: toFree};
	const uncovered = {
		low: Math.max(0, toFree.low - bundle.brings.high),
		high: Math.max(0, toFree.high - bundle.brings.low),
	};
	const unknown = taken.some((one) => one.role === 'close' && !one.estimate);
	const closes = bundle.chance === 1 ? 'yes' : bundle.chance > 0 || unknown ? 'likely' : 'no';
	const needs = closes === 'no' ? needsOf(ground.known, deficit, bundle.brings.high, ground.chips) : undefined;
	return {toFree, headroom, uncovered, closes, ...(needs ? {needs} : {})};
}

function restartOf(
	bundle: {steps: readonly RankedRemedy[]; brings?: Interval},
	next: readonly RankedRemedy[],
	deficit: Deficit | undefined,
): Restart {
	const titles = next.map((one) => one.remedy.title).join('; ');
	const informs = bundle.steps.every((one) => one.role === 'inform');
	return {
		...bundle,
		watch: informs ? (bundle.steps[0]?.remedy.verify ?? '') : watchOf(bundle.brings, deficit),
		fallback: informs
			? 'If it does not come, go on with the next step.'
			: titles
				? `If it does not, compare the new log with this one, keep what helped, and go on with: ${titles}.`
				: 'If it does not, compare the new log with this one: what did not move tells where the memory is.',
	};
}

function watchOf(brings: Interval | undefined, deficit: Deficit | undefined): string {
	const limit = deficit?.capacity ? ` below ${printRange(deficit.capacity)}` : '';
	const by = brings && brings.high > 0 ? `, by ${printRange({low: Math.max(0, brings.low), high: brings.high})}` : '';
	if (!limit && !by) return 'The failure should not come back; the next log tells what changed.';
	return `Used should fall${limit}${by}.`;
}
