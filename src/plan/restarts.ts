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
		const brings =
			one.estimate &&
			besides(
				one,
				bundles.flatMap(({steps}) => steps),
				ground,
			);
		bundles.push({steps: [one], ...(brings ? {brings} : {})});
	}
	const aim = aimOf(ground.known, deficit);
	const restarts = bundles.map((bundle, index) =>
		restartOf(bundle, bundles[index + 1]?.steps ?? [], {...aim, later: bundles.slice(0, index).some(isTaken)}),
	);
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

/** What a step brings on top of those that were taken before it and stay. */
function besides(one: RankedRemedy, before: readonly RankedRemedy[], ground: PlanGround): Interval | undefined {
	const own = sumOf([one], ground);
	const earlier = sumOf(before, ground);
	const all = sumOf([...before, one], ground);
	if (!own || !earlier || !all) return own;
	const [a, b] = [all.low - earlier.low, all.high - earlier.high];
	return {low: Math.max(0, Math.min(a, b)), high: Math.min(own.high, Math.max(a, b, 0))};
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

/** What success looks like: a smaller program, or only that the failure stays away. */
interface Aim {
	/** Whether the next log prints a total that can be compared. */
	readonly total: boolean;
	/** What that total must get below. */
	readonly capacity?: Interval;
	readonly mismatch: boolean;
	/** Whether steps were taken in a restart before. */
	readonly later?: boolean;
}

/** Only failures at compile time print a total: at run time and for a mismatch the failure itself is what to watch. */
function aimOf(known: Known, deficit: Deficit | undefined): Aim {
	const code = known.text('code');
	const total = code === undefined || code === 'E1000';
	return {
		...(total && deficit?.capacity ? {capacity: deficit.capacity} : {}),
		total,
		mismatch: code === 'E0102',
	};
}

function restartOf(
	bundle: {steps: readonly RankedRemedy[]; brings?: Interval},
	next: readonly RankedRemedy[],
	aim: Aim,
): Restart {
	const titles = next.map((one) => one.remedy.title).join('; ');
	if (bundle.steps.every((one) => one.role === 'inform')) {
		const fallback = 'If it does not come, go on with the next step.';
		return {...bundle, watch: bundle.steps[0]?.remedy.verify ?? '', fallback};
	}
	const compare = 'compare the new log with this one';
	const fallback = titles
		? `If it comes back, ${compare}, keep what helped, and go on with: ${titles}.`
		: `If it comes back, ${compare}: ${aim.mismatch ? 'the sizes tell whether the difference moved' : 'what did not move tells where the memory is'}.`;
	return {...bundle, watch: watchOf(bundle, aim), fallback};
}

function isTaken({steps}: {steps: readonly RankedRemedy[]}): boolean {
	return steps.some((one) => one.role !== 'inform');
}

function watchOf({steps, brings}: {steps: readonly RankedRemedy[]; brings?: Interval}, aim: Aim): string {
	const chip = steps.find((one) => one.remedy.kind === 'bigger_tpu' && one.estimate);
	if (chip?.estimate && steps.length === 1)
		return `The usable HBM in messages is that of the larger chip: ${chip.estimate.basis}. Used may grow with it, and has to stay below.`;
	const limit = aim.capacity ? ` below ${printRange(aim.capacity)}` : '';
	const by = brings && brings.high > 0 ? `, by ${printRange({low: Math.max(0, brings.low), high: brings.high})}` : '';
	if (!aim.total || (!limit && !by)) return 'The failure should not come back.';
	return `Used should fall${limit}${by}${by && aim.later ? ' beside what the steps before brought' : ''}.`;
}
