import type {Fact} from '../model/fact.js';
import type {Flow, FlowNode, Option, QuestionNode} from '../model/flow.js';
import type {Ledger} from '../model/walk.js';
import type {Conditions} from './conditions.js';

/** The answer that is always there. */
export const UNSURE = 'unsure';

export type Settled =
	| {readonly by: 'user'; readonly option: Option}
	| {
			readonly by: 'evidence';
			readonly option: Option;
			/** The answer that contradicts the evidence, where that is binding. */
			readonly refused?: Option;
	  }
	| {readonly by: 'unsure'};

/** How a question is settled by a person or by the evidence, if it is. */
export function settle(node: QuestionNode, ledger: Ledger, conditions: Conditions): Settled | undefined {
	const answer = ledger.answers.get(node.id);
	if (answer === UNSURE) return {by: 'unsure'};
	const option = node.options.find(({id}) => id === answer);
	if (option && !node.binding) return {by: 'user', option};
	const inferred = infer(node, ledger.facts, conditions);
	if (!option) return inferred && {by: 'evidence', option: inferred.option};
	if (!inferred || inferred.option.id === option.id) return {by: 'user', option};
	return {by: 'evidence', option: inferred.option, refused: option};
}

/** The node of that id; throws if there is none. */
export function nodeOf(flow: Flow, id: string): FlowNode {
	const node = flow.nodes[id];
	if (!node) throw new Error(`The flow has no node ${id}.`);
	return node;
}

/** The first option that holds, provided the ones before it are known not to. Options without a condition are for people only. */
export function infer(
	node: QuestionNode,
	facts: readonly Fact[],
	conditions: Conditions,
): {readonly option: Option; readonly facts: readonly string[]} | undefined {
	const looked = new Set<string>();
	for (const option of node.options) {
		if (!option.when) continue;
		const decision = conditions.decide(option.when.source, facts);
		for (const name of decision.facts) looked.add(name);
		if (decision.truth === 'unknown') return undefined;
		if (decision.truth) return {option, facts: [...looked].sort()};
	}
	return undefined;
}

/** Whether an open question is not to be asked, by its own condition. */
export function isExcused({unless}: QuestionNode, facts: readonly Fact[], conditions: Conditions): boolean {
	return unless !== undefined && conditions.decide(unless.source, facts).truth === true;
}

/**
 * The answers that a person is offered. One that changes nothing beside "not sure" is only a remark of the evidence: it is left out where
 * its condition is known not to hold.
 */
export function offered(
	{options, unsure}: QuestionNode,
	facts: readonly Fact[],
	conditions: Conditions,
): readonly Option[] {
	return options.filter(
		({when, states, goto}) =>
			!when ||
			goto !== unsure.goto ||
			Object.keys(states).length > 0 ||
			conditions.decide(when.source, facts).truth !== false,
	);
}
