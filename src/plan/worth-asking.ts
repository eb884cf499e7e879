import {walk, type Conditions} from '../engine/index.js';
import type {Plan} from '../model/diagnosis.js';
import type {Flow, QuestionNode, VerdictNode} from '../model/flow.js';
import type {Ledger, Walk} from '../model/walk.js';

/** What a person gets: the verdict, and what to do first. */
export interface Outcome {
	readonly verdict: VerdictNode;
	readonly plan: Plan;
}

/**
 * The walk up to the first open question of which some answer changes the outcome. A question that changes nothing alone is passed,
 * and so are those that only its answers lead to. `unsure`: the outcome if nothing more is answered.
 */
export function untilItMatters(
	flow: Flow,
	ledger: Ledger,
	conditions: Conditions,
	unsure: Outcome,
	outcomeOf: (answers: Ledger['answers']) => Outcome,
): Walk {
	const needless = new Set<string>();
	const otherwise = firstOf(unsure);
	for (;;) {
		const stopped = walk(flow, ledger, conditions, {open: 'stop', needless});
		if (stopped.at.kind === 'verdict' || matters(stopped.at)) return stopped;
		needless.add(stopped.at.id);
	}

	function matters({id, options}: QuestionNode): boolean {
		return options.some((option) => firstOf(outcomeOf(new Map(ledger.answers).set(id, option.id))) !== otherwise);
	}
}

/** The verdict and the steps up to the first restart that changes something, with their settings. */
function firstOf({verdict, plan: {restarts}}: Outcome): string {
	const end = restarts.findIndex(({steps}) => steps.some(({role}) => role !== 'inform'));
	const steps = restarts.slice(0, end < 0 ? restarts.length : end + 1).map((restart) => restart.steps);
	return [verdict.id, ...steps.map((one) => one.map(({remedy, knob}) => `${remedy.id} ${knob?.to ?? ''}`).join())].join(
		'\n',
	);
}
