import type {Plan, RankedRemedy} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import {bundleOf, type Bundle} from './bundle.js';
import {candidateOf, firstRestart, isProven, trialPrice, type PlanGround} from './first-restart.js';
import {needsOf} from './needs.js';
import {beyond} from './saving.js';
import {aimOf, restartOf, type Steps} from './watch.js';

export type {PlanGround} from './first-restart.js';

/** Restarts after the first are fallbacks; more than this is a guess about the future. */
const MOST_RESTARTS = 3;

/**
 * Makes the plan: the cheapest bundle that closes the gap in the first restart, free wins in the same one, and then, each in a restart
 * of its own in case it does not, the steps that are cheapest to try. What the user rejected is left out, what they postponed comes
 * last, what they accepted is always taken.
 */
export function planOf(ranked: readonly RankedRemedy[], ground: PlanGround): Plan {
	const open = ranked.filter((one) => one.standing !== 'ruled out' && one.decision !== 'reject');
	const now = open.filter((one) => one.decision !== 'postpone');
	const closing = now.filter(
		(one) => one.role === 'close' && (one.standing !== 'unlikely' || one.decision === 'accept'),
	);
	const first = firstRestart(closing, ground);
	const evidence = now.filter((one) => one.role === 'inform' && one.rank === 1);
	const taken = [...new Set([...first.steps, ...now.filter((one) => isWin(one, ground))])];
	const fallbacks = closing.toSorted((a, b) => trialPrice(a, ground) - trialPrice(b, ground));
	const later = [...fallbacks, ...open.filter((one) => one.decision === 'postpone')].filter(
		(one) => !taken.includes(one),
	);
	const restarts: Steps[] = [];
	if (evidence.length > 0) restarts.push({steps: evidence});
	if (taken.length > 0)
		restarts.push({steps: taken.map((one) => alongside(one, first.steps)), ...broughtBy(taken, ground)});
	for (const one of later.slice(0, Math.max(0, MOST_RESTARTS - restarts.length))) {
		const before = restarts.flatMap(({steps}) => steps);
		restarts.push({steps: [one], ...broughtBeyond(one, before, ground)});
	}
	const aim = aimOf(ground.known, ground.deficit);
	return {
		...coverOf(first.bundle, taken, ground),
		restarts: restarts.map((steps, at) => restartOf(steps, restarts.slice(0, at), restarts[at + 1], aim)),
	};
}

/** A free win goes along with the first restart: it changes no result and takes a line. With a figure it may close the gap by itself. */
function isWin(one: RankedRemedy, {deficit}: PlanGround): boolean {
	const {remedy, role, standing, estimate} = one;
	if (standing === 'unlikely' || remedy.effort > 2) return false;
	if (role === 'alongside') return true;
	const may = estimate && deficit && estimate.high >= deficit.over.high;
	return remedy.alongside !== undefined && remedy.safety === 'safe' && may === true;
}

/** What goes along with the first restart says why it does; evidence for it is not needed. */
function alongside(one: RankedRemedy, first: readonly RankedRemedy[]): RankedRemedy {
	if (one.role !== 'close' || one.standing !== 'possible' || first.includes(one)) return one;
	return {...one, because: ['It costs little and may close the gap by itself; it can be done in the same restart.']};
}

function broughtBy(steps: readonly RankedRemedy[], ground: PlanGround): {brings?: Interval} {
	const candidates = steps.flatMap((one) => candidateOf(one, ground));
	return candidates.length > 0 ? {brings: bundleOf(ground.memory, candidates, {low: 0, high: 0}).brings} : {};
}

/** What a step brings on top of those that were taken before it and stay. */
function broughtBeyond(one: RankedRemedy, before: readonly RankedRemedy[], ground: PlanGround): {brings?: Interval} {
	const [own] = candidateOf(one, ground);
	const earlier = before.flatMap((step) => candidateOf(step, ground));
	return own ? {brings: beyond(ground.memory, earlier, own)} : {};
}

function coverOf(
	bundle: Bundle | undefined,
	taken: readonly RankedRemedy[],
	{known, chips, deficit}: PlanGround,
): Omit<Plan, 'restarts'> {
	if (!deficit) return {headroom: 0, closes: 'unknown'};
	const {toFree, headroom} = deficit;
	if (taken.some(isProven)) return {toFree, headroom, closes: 'yes', uncovered: {low: 0, high: 0}};
	if (!bundle)
		return taken.length > 0
			? {toFree, headroom, closes: 'unknown'}
			: {toFree, headroom, closes: 'no', uncovered: toFree};
	const uncovered = {
		low: Math.max(0, toFree.low - bundle.brings.high),
		high: Math.max(0, toFree.high - bundle.brings.low),
	};
	const unknown = taken.some((one) => one.role === 'close' && !one.estimate);
	const closes = bundle.chance === 1 ? 'yes' : bundle.chance > 0 || unknown ? 'likely' : 'no';
	const needs = closes === 'no' ? needsOf(known, deficit, bundle.brings.high, chips) : undefined;
	return {toFree, headroom, uncovered, closes, ...(needs ? {needs} : {})};
}
