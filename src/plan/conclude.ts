import {fill, walk, type Conditions} from '../engine/index.js';
import type {Analysis} from '../model/analysis.js';
import type {Diagnosis, RankedRemedy} from '../model/diagnosis.js';
import type {VerdictNode} from '../model/flow.js';
import type {FlagInForce} from '../model/incident.js';
import {Known} from '../model/known.js';
import type {Playbook} from '../model/playbook.js';
import type {Remedy} from '../model/remedy.js';
import type {SessionState} from '../model/session.js';
import type {Walk} from '../model/walk.js';
import {contendersOf} from './contenders.js';
import {harmfulFlags} from './harmful-flags.js';
import {deficitOf} from './ledger.js';
import {order, withCompanion, type Contender} from './order.js';
import {planOf} from './restarts.js';

/** What a person has said of an incident, and what was measured. */
export type State = Pick<SessionState, 'answers' | 'decisions' | 'notes' | 'measured'>;

/** A diagnosis without its questions. */
export type Conclusion = Omit<Diagnosis, 'walk'>;

/** The diagnosis with all that is open passed as "not sure". */
export function conclude(
	playbook: Playbook,
	conditions: Conditions,
	analysis: Analysis,
	state: State,
	flags: readonly FlagInForce[],
): Conclusion {
	const ledger = {facts: analysis.facts, answers: state.answers};
	const passed = walk(playbook.flow, ledger, conditions, {open: 'pass'});
	const verdict = verdictOf(passed);
	const {facts} = passed;
	const known = new Known(facts);
	const deficit = deficitOf(known);
	// At run time HBM is full and the next request would fail too: what one request lacks is not what to free.
	const isAtRunTime = ['E0100', 'E0101'].includes(known.text('code') ?? '');
	const measured = state.measured ?? [];
	const contenders = contendersOf(verdict, {playbook, conditions, analysis, facts, known, deficit, measured});
	const savings = new Map(contenders.flatMap(({remedy, saving}) => (saving ? [[remedy.id, saving] as const] : [])));
	const ordered = order(contenders, deficit, known.holds('list.known') ?? analysis.buffers.length > 0);
	const ranked = withCompanion(ordered, verdict.stages).map((one, index) => rankedRemedy(one, index + 1, state));

	return {
		analysis,
		verdict,
		remedies: ranked,
		plan: planOf(ranked, {
			known,
			savings,
			chips: playbook.chips,
			frameworks: playbook.frameworks,
			...(deficit && !isAtRunTime ? {deficit} : {}),
		}),
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
