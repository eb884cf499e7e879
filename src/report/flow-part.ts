import type {Flow, FlowNode} from '../model/flow.js';
import type {Visit, Walk} from '../model/walk.js';

/** The way that a session took: what a drawing marks. */
export type Trail = Pick<Walk, 'trail' | 'at'>;

/** One way out of a question: an option, or "not sure". */
export interface Way {
	readonly from: string;
	/** Id of the option, or `unsure`. */
	readonly option: string;
	readonly label: string;
	readonly to: string;
	/** Whether the evidence can choose it. */
	readonly inferred: boolean;
	readonly unsure: boolean;
}

/** The names of the flows in a playbook, the one that starts first. */
export function flowNames(flow: Flow): readonly string[] {
	const first = nameOf(flow.start);
	const others = new Set(Object.keys(flow.nodes).map(nameOf));
	others.delete(first);
	return [first, ...[...others].sort()];
}

/**
 * The nodes of one flow by name (`e1000`), as its own flow. Ways that lead into other flows stay; drawings end there.
 * Undefined if no node has that name.
 */
export function partOf(flow: Flow, name: string): Flow | undefined {
	const nodes = Object.entries(flow.nodes).filter(([id]) => nameOf(id) === name);
	const inside = new Set(nodes.map(([id]) => id));
	const entered = new Set(nodes.flatMap(([id]) => waysFrom(flow, id).map(({to}) => to)));
	const start = inside.has(flow.start) ? flow.start : [...inside].find((id) => !entered.has(id));
	return start === undefined ? undefined : {start, nodes: Object.fromEntries(nodes)};
}

/** The ways out of a node, in the order of its options, "not sure" last; none from a verdict. */
export function waysFrom(flow: Flow, id: string): readonly Way[] {
	const node = flow.nodes[id];
	if (node?.kind !== 'question') return [];
	const options = node.options.map((option): Way => ({
		from: id,
		option: option.id,
		label: option.label,
		to: option.goto,
		inferred: option.when !== undefined,
		unsure: false,
	}));
	const unsure = {from: id, option: 'unsure', label: 'Not sure', to: node.unsure.goto, inferred: false, unsure: true};
	return [...options, unsure];
}

/** Node ids from the start on, every node before those it leads to; ways of the first option come first. Targets outside are left out. */
export function inOrder(flow: Flow): readonly string[] {
	const done: string[] = [];
	const seen = new Set<string>();
	// An explicit stack, because flows come from files: a node is done when all that it leads to is.
	const stack: {readonly id: string; readonly ahead: string[]}[] = [];
	const enter = (id: string): void => {
		if (seen.has(id) || !flow.nodes[id]) return;
		seen.add(id);
		stack.push({id, ahead: waysFrom(flow, id).map(({to}) => to)});
	};
	for (const root of [flow.start, ...Object.keys(flow.nodes)]) {
		enter(root);
		for (let top = stack.at(-1); top; top = stack.at(-1)) {
			// Last first, so that in the reversed result the first option's way stands nearest.
			const next = top.ahead.pop();
			if (next !== undefined) enter(next);
			else {
				stack.pop();
				done.push(top.id);
			}
		}
	}
	return done.reverse();
}

/** What a drawing marks: the nodes passed, and the way taken out of each. */
export interface Marks {
	has(id: string): boolean;
	took(way: Way): boolean;
	readonly at?: string;
}

/** The marks of a trail; without one nothing is marked. */
export function marksOf(trail: Trail | undefined): Marks {
	const taken = new Map(trail?.trail.map((visit) => [visit.node.id, takenOption(visit)]));
	return {
		has: (id) => taken.has(id) || trail?.at.id === id,
		took: (way) => taken.get(way.from) === way.option,
		...(trail ? {at: trail.at.id} : {}),
	};
}

/** What is in the box of a node: its question or its title, with facts by name. */
export function caption(node: FlowNode): string {
	const said = node.kind === 'question' ? node.ask : node.title;
	return said.replace(/\[\[|\]\]/g, '').replace(/\{([a-z][a-z0-9_.]*)\}/g, '‹$1›');
}

/** `e1000` of `e1000/split`. */
export function nameOf(id: string): string {
	return id.slice(0, Math.max(0, id.indexOf('/')));
}

// Open and moot questions are passed on as "not sure".
function takenOption(visit: Visit): string {
	return visit.option ?? 'unsure';
}
