import {offered, walk, type Conditions} from '../engine/index.js';
import {inOwnTerms} from '../job/advice.js';
import {inUsersWords} from '../job/users-words.js';
import type {Analysis} from '../model/analysis.js';
import type {Diagnosis, RankedRemedy} from '../model/diagnosis.js';
import type {Fact} from '../model/fact.js';
import type {QuestionNode, VerdictNode} from '../model/flow.js';
import {fill} from '../engine/index.js';
import type {FlagInForce} from '../model/incident.js';
import type {Playbook} from '../model/playbook.js';
import type {Remedy} from '../model/remedy.js';
import type {SessionState} from '../model/session.js';
import type {Walk} from '../model/walk.js';
import {amountOf, withAmount} from './amount.js';
import {estimatedSaving} from './estimate.js';
import {harmfulFlags} from './harmful-flags.js';
import {largerChip} from './larger-chip.js';
import {Known} from '../model/known.js';
import {deficitOf} from './ledger.js';
import {calibrated, measuredEstimate, measuredStand, measurementOf} from './measured.js';
import {order, withCompanion, type Contender} from './order.js';
import {planOf} from './restarts.js';
import {roleOf} from './role.js';
import type {Saving} from './saving.js';
import {eachOf} from './each-step.js';
import {ofCut, smallestCut} from './smallest-cut.js';
import {untilItMatters} from './worth-asking.js';
import {standIn, standOf} from './standing.js';
import {stepHolds} from './step-holds.js';

/**
 * Everything that is said about one incident: the verdict that facts and answers lead to, each remedy of the verdict with its standing,
 * rank and estimate, and the plan. Pure: the same input gives the same diagnosis.
 */
export function diagnose(
	playbook: Playbook,
	conditions: Conditions,
	analysis: Analysis,
	state: State,
	flags: readonly FlagInForce[],
): Diagnosis {
	const ledger = {facts: analysis.facts, answers: state.answers};
	const said = concluded(playbook, conditions, analysis, state, flags);
	const asked = untilItMatters(playbook.flow, ledger, conditions, said, (answers) =>
		concluded(playbook, conditions, analysis, {...state, answers}, []),
	);
	return {...said, walk: inTheirTerms(asked)};

	/** The questions as they are put: with the answers that the figures leave, and the user's own command. */
	function inTheirTerms({trail, at, facts}: Walk): Walk {
		return {
			facts,
			trail: trail.map((visit) => ({...visit, node: put(visit.node, facts, visit.option)})),
			at: at.kind === 'question' ? put(at, facts) : at,
		};
	}

	/** What only searches a log that was read is not needed. */
	function put({command, options, ...node}: QuestionNode, facts: readonly Fact[], chosen?: string): QuestionNode {
		const open = offered({...node, options}, facts, conditions);
		const [first = options[0], ...others] = options.filter((one) => open.includes(one) || one.id === chosen);
		const isSearch = command !== undefined && /^(?:grep|tail)\b.*\btrain\.log\b/.test(command);
		const own = command !== undefined && inUsersWords(command, analysis.job, playbook.frameworks);
		return {...node, options: [first, ...others], ...(own && !(isSearch && analysis.job) && {command: own})};
	}
}

type State = Pick<SessionState, 'answers' | 'decisions' | 'notes' | 'measured'>;

/** The diagnosis with all that is open passed as "not sure". */
function concluded(
	playbook: Playbook,
	conditions: Conditions,
	analysis: Analysis,
	state: State,
	flags: readonly FlagInForce[],
): Omit<Diagnosis, 'walk'> {
	const ledger = {facts: analysis.facts, answers: state.answers};
	const passed = walk(playbook.flow, ledger, conditions, {open: 'pass'});
	const verdict = verdictOf(passed);
	const {facts} = passed;
	const known = new Known(facts);
	const {program} = analysis;
	const ground = {program, responses: playbook.responses ?? [], conditions, facts};
	const deficit = deficitOf(known);
	// At run time HBM is full and the next request would fail too: what one request lacks is not what to free.
	const isAtRunTime = ['E0100', 'E0101'].includes(known.text('code') ?? '');
	const missing = deficit && {
		bytes: deficit.over.high,
		...(deficit.capacity && {capacity: deficit.capacity.low}),
	};

	const savings = new Map<string, Saving>();
	const isStep = stepHolds(conditions, facts);
	const stages = stagesOf(verdict, conditions, facts);
	// What the compiler has proven comes first, also where the verdict does not name it.
	const proven = (state.measured ?? []).filter(({result, remedy}) => result === 'fits' && !stages.has(remedy));
	const found = new Map([...stages, ...proven.map(({remedy}) => [remedy, 1] as const)]);
	const contenders = [...found].flatMap(([id, stage]): readonly Contender[] => {
		const page = playbook.remedies.find((one) => one.id === id);
		if (!page) return [];
		const isBatch = page.kind === 'reduce_batch';
		const half = isBatch ? estimatedSaving(page, ground) : undefined;
		const cut =
			page.kind === 'reduce_batch' || page.kind === 'microbatch'
				? smallestCut(page.kind, half, known, deficit)
				: undefined;
		const gap = missing && {...missing, ...(cut !== undefined && {cut})};
		const {remedy: own, said, names} = inOwnTerms(page, analysis.job, playbook.frameworks, gap);
		const edit = page.change?.does.find((one) => one.edit !== undefined && isStep(one))?.edit;
		const setting = said?.is === 'knob' && edit === undefined ? said.knob : undefined;
		const amount = amountOf(page, setting, program);
		const numbered = (code: string) => withAmount(code, page, amount);
		const written = edit ?? own.edit;
		const remedy = {...own, ...(written !== undefined && {edit: numbered(written)})};
		const measured = measurementOf(id, state.measured);
		const evident = standIn(standOf(remedy, conditions, facts), said);
		// More room is no smaller need, so what a program was measured to need there is no gain.
		const gain = remedy.room ? undefined : measured;
		const stand = measured ? measuredStand(evident, measured, gain, state.measured ?? []) : evident;
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
		if (saving) savings.set(id, saving);
		const knob = setting && {
			...setting,
			how: setting.to === undefined ? numbered(setting.how) : setting.how,
			...eachOf(setting, remedy, estimate, missing),
		};
		return [
			{
				remedy,
				stand,
				role,
				stage,
				...(knob && {knob}),
				names: edit === undefined ? names : [],
				...(estimate ? {estimate} : {}),
				...(measured ? {measured} : {}),
			},
		];
	});
	const ordered = order(contenders, deficit, known.holds('list.known') ?? analysis.buffers.length > 0);
	const ranked = withCompanion(ordered, verdict.stages).map((one, index) => rankedRemedy(one, index + 1, state));

	return {
		analysis,
		verdict,
		remedies: ranked,
		plan: planOf(ranked, {known, savings, chips: playbook.chips, ...(deficit && !isAtRunTime ? {deficit} : {})}),
		because: [
			...new Set([
				fill(verdict.says, facts) || verdict.title,
				...reasonsOf(passed),
				...harmfulFlags(flags, playbook.flags),
			]),
		],
		missing: analysis.missing,
	};
}

function verdictOf(passed: Walk): VerdictNode {
	if (passed.at.kind === 'verdict') return passed.at;
	throw new Error(`A walk that passes open questions ended at a question: ${passed.at.id}.`);
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

/** Why the way led there: what the evidence or the user decided, in order. */
function reasonsOf(passed: Walk): readonly string[] {
	return passed.trail.filter((visit) => visit.by === 'evidence' || visit.by === 'user').map((visit) => visit.because);
}

function rankedRemedy(one: Contender, rank: number, state: Pick<SessionState, 'decisions' | 'notes'>): RankedRemedy {
	const {remedy, stand, role, stage, estimate, measured} = one;
	const decision = state.decisions.get(remedy.id);
	const note = noteOf(remedy, state.notes);
	return {
		remedy,
		standing: stand.standing,
		role,
		rank,
		stage,
		...(one.beside ? {beside: true} : {}),
		...(one.knob ? {knob: one.knob} : {}),
		...(one.names && one.names.length > 0 ? {names: one.names} : {}),
		...(estimate ? {estimate} : {}),
		because: stand.because,
		citations: remedy.citations,
		...(decision ? {decision} : {}),
		...(note === undefined ? {} : {note}),
		...(measured ? {measured} : {}),
	};
}

function noteOf(remedy: Remedy, notes: ReadonlyMap<string, string>): string | undefined {
	return notes.get(remedy.id) ?? notes.get(`remedies/${remedy.id}`);
}
