import {changed} from '../job/change-command.js';
import type {Plan, RankedRemedy} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import {withChanges} from '../model/with-changes.js';
import {bundleOf} from './bundle.js';
import {firstRestart, savingsOf, type First, type PlanGround} from './first-restart.js';
import {needsOf} from './needs.js';
import {isProven} from './order.js';
import {beyond, together} from './saving.js';
import {aimOf, restartOf, type Steps} from './watch.js';

export type {PlanGround} from './first-restart.js';

/** Restarts that change something. Those after the first are fallbacks; more than this is a guess about the future. */
const MOST_RESTARTS = 3;

/**
 * Makes the plan: the first of the order, with what it needs beside it to close the gap; checks and free wins in the same restart; and
 * then, each in its own restart in case it does not, what comes next in the order. What the user rejected is left out, what they
 * postponed comes last, what they accepted is always taken.
 */
export function planOf(ranked: readonly RankedRemedy[], ground: PlanGround): Plan {
	const open = ranked.filter((one) => one.standing !== 'ruled out' && one.decision !== 'reject');
	const now = open.filter((one) => one.decision !== 'postpone');
	const closing = now.filter((one) => one.role === 'close' && counts(one));
	const first = firstRestart(closing, ground);
	const lead = first.steps[0];
	const evidence = now.filter((one) => one.rank === 1 && isEvidence(one) && !(lead && one.remedy.anyRestart));
	const along = now.filter(
		(one) =>
			one.role === 'alongside' || (isEvidence(one) && one.stage <= (lead?.stage ?? 0) && !evidence.includes(one)),
	);
	const taken = inRestart(first.steps, along);
	const later = [...now.filter(isFallback), ...open.filter((one) => one.decision === 'postpone')].filter(
		(one) => !taken.includes(one),
	);
	const restarts: Steps[] = [];
	if (evidence.length > 0) restarts.push({steps: evidence});
	if (taken.length > 0) restarts.push({steps: taken, ...broughtBy(taken, ground)});
	const isNew = (one: RankedRemedy, at: number): boolean =>
		![...taken, ...later.slice(0, at)].some((earlier) => isSameChange(earlier, one));
	for (const one of later.filter(isNew).slice(0, MOST_RESTARTS - 1)) {
		const before = restarts.flatMap(({steps}) => steps);
		restarts.push({steps: [one], ...broughtBeyond(one, before, ground)});
	}
	const aim = aimOf(ground.known, ground.deficit, ground.frameworks);
	return {
		...coverOf(first, taken, ground),
		restarts: withEarlier(restarts).map((steps, at) => restartOf(steps, restarts.slice(0, at), restarts[at + 1], aim)),
	};
}

/** What gets figures that the evidence lacks: before all else where it leads the order, beside the first change where it shares its stage. */
function isEvidence(one: RankedRemedy): boolean {
	return one.remedy.role === 'evidence' && one.standing === 'indicated';
}

function counts(one: RankedRemedy): boolean {
	return one.standing !== 'unlikely' || one.decision === 'accept';
}

/** A change that may help, or a report that the evidence asks for. */
function isFallback(one: RankedRemedy): boolean {
	return one.role === 'close' ? counts(one) : one.remedy.role === 'report' && one.standing === 'indicated';
}

/** Two remedies may turn one setting of a framework to one value: that is tried once. */
function isSameChange({knob: a}: RankedRemedy, {knob: b}: RankedRemedy): boolean {
	return (
		a !== undefined && b !== undefined && a.key === b.key && a.to === b.to && (a.to !== undefined || a.how === b.how)
	);
}

/** The commands of each restart with the settings of those before it, and of its other steps. */
function withEarlier(restarts: readonly Steps[]): readonly Steps[] {
	return restarts.map((one, at) => {
		const all = restarts.slice(0, at + 1).flatMap(({steps}) => steps);
		return {
			...one,
			steps: one.steps.map((step) =>
				withSettingsOf(
					step,
					all.filter((other) => other !== step),
				),
			),
		};
	});
}

function withSettingsOf(step: RankedRemedy, others: readonly RankedRemedy[]): RankedRemedy {
	const {knob} = step;
	if (!knob?.isCommand) return step;
	const own = new Set(knob.set?.map(({key}) => key));
	const how = others.reduce((text, {knob: other}) => {
		const changes = other?.set?.filter(({key}) => !own.has(key)) ?? [];
		return other?.isCommand ? changed(text, changes) : withChanges(text, changes);
	}, knob.how);
	if (how === knob.how) return step;
	const body = step.remedy.body.map((block) =>
		block.kind === 'code' && block.text === knob.how ? {...block, text: how} : block,
	);
	return {...step, knob: {...knob, how}, remedy: {...step.remedy, body}};
}

/** Checks come right after the step that leads, since they can make the rest needless; free wins come last. */
function inRestart([lead, ...rest]: readonly RankedRemedy[], along: readonly RankedRemedy[]): readonly RankedRemedy[] {
	const checks = along.filter(({remedy}) => remedy.role === 'check');
	const [companions, others] = [rest.filter(({beside}) => beside), rest.filter(({beside}) => !beside)];
	return [
		...(lead ? [lead] : []),
		...companions,
		...checks,
		...others,
		...along.filter((one) => !checks.includes(one)),
	];
}

/** What the steps bring together; nothing where one of them may be enough and has no figure, since the rest would be too low a promise. */
function broughtBy(steps: readonly RankedRemedy[], ground: PlanGround): {brings?: Interval} {
	if (steps.some((one) => one.role === 'close' && !ground.savings.has(one.remedy.id))) return {};
	const candidates = savingsOf(steps, ground);
	return candidates.length > 0 ? {brings: together(...candidates)} : {};
}

/** What a step brings on top of those that were taken before it and stay. */
function broughtBeyond(one: RankedRemedy, before: readonly RankedRemedy[], ground: PlanGround): {brings?: Interval} {
	const own = ground.savings.get(one.remedy.id);
	return own ? {brings: beyond(savingsOf(before, ground), own)} : {};
}

function coverOf({hasFigures}: First, taken: readonly RankedRemedy[], ground: PlanGround): Omit<Plan, 'restarts'> {
	const {known, chips, deficit} = ground;
	if (!deficit) return {headroom: 0, closes: 'unknown'};
	const {toFree, headroom} = deficit;
	if (taken.some(isProven)) return {toFree, headroom, closes: 'yes', uncovered: {low: 0, high: 0}};
	if (!hasFigures)
		return taken.length > 0
			? {toFree, headroom, closes: 'unknown'}
			: {toFree, headroom, closes: 'no', uncovered: toFree};
	// Free wins of the restart count as well.
	const {brings, chance} = bundleOf(savingsOf(taken, ground), toFree);
	const uncovered = {low: Math.max(0, toFree.low - brings.high), high: Math.max(0, toFree.high - brings.low)};
	const unknown = taken.some((one) => one.role === 'close' && !one.estimate);
	const closes = chance === 1 ? 'yes' : chance > 0 || unknown ? 'likely' : 'no';
	const needs = closes === 'no' ? needsOf(known, deficit, brings.high, chips) : undefined;
	return {toFree, headroom, uncovered, closes, ...(needs ? {needs} : {})};
}
