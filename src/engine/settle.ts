import type {Fact} from '../model/fact.js';
import type {Flow, FlowNode, Option, QuestionNode} from '../model/flow.js';
import type {Ledger} from '../model/walk.js';
import type {Conditions} from './conditions.js';

/** The answer that is always there. */
export const UNSURE = 'unsure';

/** How a question is settled by a person or by the evidence, if it is. */
export function settle(
	node: QuestionNode,
	ledger: Ledger,
	conditions: Conditions,
): {readonly by: 'user' | 'evidence'; readonly option: Option} | {readonly by: 'unsure'} | undefined {
	const answer = ledger.answers.get(node.id);
	if (answer === UNSURE) return {by: 'unsure'};
	const option = node.options.find(({id}) => id === answer);
	if (option) return {by: 'user', option};
	const inferred = infer(node, ledger.facts, conditions);
	return inferred && {by: 'evidence', option: inferred.option};
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
