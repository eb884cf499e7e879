import type {Conditions} from '../engine/index.js';
import type {FlowNode} from '../model/flow.js';
import type {Sign} from '../model/remedy.js';
import type {Draft} from './draft.js';
import {conditionsOf} from './lint/tuning.js';

/**
 * What can be walked of a draft with complaints, for authors in the middle of their work: conditions that are refused are dropped,
 * and so are answers that lead nowhere and remedies that do not exist.
 */
export function usable(draft: Draft, conditions: Conditions): Draft {
	const isSound = (source: string): boolean => {
		const check = conditions.check(source);
		return check.ok && check.type === 'bool';
	};
	const nodes: Draft['nodes'] = new Map();
	for (const [id, node] of draft.nodes) {
		const value = usableNode(node.value, draft, isSound);
		if (value) nodes.set(id, node.sub([], value));
	}
	// A node that went takes the answers that lead to it with it, and so on until nothing more goes.
	for (let before = -1; before !== nodes.size;) {
		before = nodes.size;
		for (const [id, node] of nodes) {
			const value = usableNode(node.value, {...draft, nodes}, isSound);
			if (value) nodes.set(id, node.sub([], value));
			else nodes.delete(id);
		}
	}
	const remedies: Draft['remedies'] = new Map();
	for (const [id, remedy] of draft.remedies) {
		const rest = remedy.value;
		const sound = (signs: readonly Sign[]): readonly Sign[] => signs.filter(({when}) => isSound(when.source));
		const {change, ...page} = rest;
		const value = {
			...page,
			...(change?.does.every(({when}) => !when || isSound(when.source)) && {change}),
			indicated: sound(rest.indicated),
			unlikely: sound(rest.unlikely),
			ruledOut: sound(rest.ruledOut),
			flags: rest.flags.filter((name) => draft.flags.has(name)),
		};
		remedies.set(id, {...remedy, value});
	}
	const tuning = draft.tuning.filter(({value}) => conditionsOf(value).every(({source}) => isSound(source)));
	return {...draft, nodes, remedies, tuning};
}

function usableNode(node: FlowNode, draft: Draft, isSound: (source: string) => boolean): FlowNode | undefined {
	if (node.kind === 'verdict') {
		const stages = node.stages
			.map((stage) => ({...stage, remedies: stage.remedies.filter((id) => draft.remedies.has(id))}))
			.filter(({remedies, when}) => remedies.length > 0 && (!when || isSound(when.source)));
		const remedies = [...new Set(stages.flatMap((stage) => stage.remedies))];
		return stages.length === 0 ? undefined : {...node, stages, remedies};
	}
	const [first, ...others] = node.options
		.filter(({goto}) => draft.nodes.has(goto))
		.map(({when, ...option}) => (when && isSound(when.source) ? {...option, when} : option));
	if (!first || !draft.nodes.has(node.unsure.goto)) return undefined;
	return {...node, options: [first, ...others]};
}
