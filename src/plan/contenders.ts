import type {Conditions} from '../engine/index.js';
import {inOwnTerms} from '../job/advice.js';
import type {Analysis} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import type {VerdictNode} from '../model/flow.js';
import type {Known} from '../model/known.js';
import type {Playbook} from '../model/playbook.js';
import type {Remedy} from '../model/remedy.js';
import type {Measurement} from '../model/session.js';
import {amountOf, withAmount} from './amount.js';
import {eachOf} from './each-step.js';
import {estimatedSaving} from './estimate.js';
import {largerChip} from './larger-chip.js';
import type {Deficit} from './ledger.js';
import {calibrated, measuredEstimate, measuredStand, measurementOf} from './measured.js';
import type {Contender} from './order.js';
import {roleOf} from './role.js';
import type {Saving} from './saving.js';
import {ofCut, smallestCut} from './smallest-cut.js';
import {standIn, standOf} from './standing.js';
import {stepHolds} from './step-holds.js';

/** What remedies of a verdict are held against. */
export interface Case {
	readonly playbook: Playbook;
	readonly conditions: Conditions;
	readonly analysis: Analysis;
	readonly facts: readonly Fact[];
	readonly known: Known;
	readonly deficit: Deficit | undefined;
	/** What the compiler said of remedies. */
	readonly measured: readonly Measurement[];
}

/** The remedies of a verdict's stages and what was proven beside them, in the terms of the job, with what each frees. */
export function contendersOf(verdict: VerdictNode, against: Case): readonly (Contender & {readonly saving?: Saving})[] {
	const {playbook, conditions, facts, measured} = against;
	const stages = stagesOf(verdict, conditions, facts);
	// What the compiler has proven comes first, also where the verdict does not name it.
	const proven = measured.filter(({result, remedy}) => result === 'fits' && !stages.has(remedy));
	const found = new Map([...stages, ...proven.map(({remedy}) => [remedy, 1] as const)]);
	return [...found].flatMap(([id, stage]) => {
		const page = playbook.remedies.find((one) => one.id === id);
		return page ? [contenderOf(page, stage, against)] : [];
	});
}

/** Each remedy of a verdict with the number of its stage, from 1. A stage whose condition does not hold leaves its remedies to a later one. */
export function stagesOf(
	{stages}: Pick<VerdictNode, 'stages'>,
	conditions: Conditions,
	facts: readonly Fact[],
): ReadonlyMap<string, number> {
	const found = new Map<string, number>();
	for (const [index, {when, remedies}] of stages.entries()) {
		if (when && conditions.evaluate(when.source, facts) !== true) continue;
		for (const id of remedies) if (!found.has(id)) found.set(id, index + 1);
	}
	return found;
}

function contenderOf(
	page: Remedy,
	stage: number,
	{playbook, conditions, analysis, facts, known, deficit, measured: all}: Case,
): Contender & {readonly saving?: Saving} {
	const {program} = analysis;
	const ground = {program, responses: playbook.responses ?? [], conditions, facts};
	const missing = deficit && {
		bytes: deficit.over.high,
		...(deficit.capacity && {capacity: deficit.capacity.low}),
	};
	const half = page.kind === 'reduce_batch' ? estimatedSaving(page, ground) : undefined;
	const cut = smallestCut(page.kind, half, known, deficit);
	const gap = missing && {...missing, ...(cut !== undefined && {cut})};
	const {
		remedy: own,
		said,
		names,
	} = inOwnTerms(page, analysis.job, playbook.frameworks, gap, known.text('kernel.name'));
	const isStep = stepHolds(conditions, facts);
	const edit = page.change?.does.find((one) => one.edit !== undefined && isStep(one))?.edit;
	const setting = said?.is === 'knob' && edit === undefined ? said.knob : undefined;
	const amount = amountOf(page, setting, program);
	const numbered = (code: string) => withAmount(code, page, amount);
	const written = edit ?? own.edit;
	const remedy = {...own, ...(written !== undefined && {edit: numbered(written)})};
	const measured = measurementOf(page.id, all);
	const evident = standIn(standOf(remedy, conditions, facts), said);
	// More room is no smaller need, so what a program was measured to need there is no gain.
	const gain = remedy.room ? undefined : measured;
	const stand = measured ? measuredStand(evident, measured, gain, all) : evident;
	// What was proven to close the gap is its own step.
	const role = measured?.result === 'fits' ? 'close' : roleOf(remedy, stand.standing);
	// What a check would find is not known before it is made.
	const counts = stand.standing === 'indicated' || (stand.standing === 'possible' && remedy.role !== 'check');
	const estimated = !counts
		? undefined
		: remedy.room
			? largerChip(remedy, known, playbook.chips)
			: half
				? ofCut(half, setting ?? {})
				: estimatedSaving(remedy, ground, amount);
	const saving = gain ? calibrated(remedy, estimated, gain) : estimated;
	const estimate =
		(gain && measuredEstimate(gain)) ??
		(saving && {...saving.freed, basis: saving.basis, ...(saving.unlisted && {unlisted: saving.unlisted})});
	const knob = setting && {
		...setting,
		how: setting.to === undefined ? numbered(setting.how) : setting.how,
		...eachOf(setting, remedy, estimate, missing),
	};
	return {
		remedy,
		stand,
		role,
		stage,
		names: edit === undefined ? names : [],
		...(knob && {knob}),
		...(estimate && {estimate}),
		...(measured && {measured}),
		...(saving && {saving}),
	};
}
