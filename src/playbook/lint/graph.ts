import type {SourcePlace} from '../../model/flow.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import {didYouMean, nearest} from '../suggest.js';

/** The node that every walk starts from. */
export const START = 'triage/start';

/** Every way leads to a node, every node has a way to it, and no way leads back. Gives the nodes that a walk can reach. */
export function lintGraph(draft: Draft, complaints: Complaints): ReadonlySet<string> {
	for (const [id, node] of draft.nodes) {
		for (const way of waysFrom(draft, id)) {
			if (isNode(draft, way.goto)) continue;
			const [flow = ''] = id.split('/');
			const hint = didYouMean(way.goto, draft.nodes.keys(), `Nodes of this flow: ${namesIn(draft, flow)}.`);
			complaints.add('unknown-node', way.place, `There is no node ${way.goto}.`, hint);
		}
		if (id === START && node.value.kind === 'verdict') {
			complaints.add('schema', node.at([]), `${START} is a verdict.`, 'A walk starts with a question.');
		}
	}
	if (isBroken(draft, START)) return new Set(draft.nodes.keys());
	if (!draft.nodes.has(START)) {
		const place = {file: `flows/${START.split('/', 1)[0] ?? ''}.yaml`, line: 1, column: 1};
		const message = `There is no node ${START}, where every walk starts.`;
		complaints.add('unknown-node', place, message, didYouMean(START, draft.nodes.keys(), 'Add it.'));
		return new Set(draft.nodes.keys());
	}
	const reached = new Set<string>();
	for (const start of [START, ...draft.broken.words]) {
		if (draft.nodes.has(start) && !reached.has(start)) search(draft, start, reached, complaints);
	}
	for (const [id, node] of draft.nodes) {
		if (reached.has(id)) continue;
		const hint = `Lead an answer to it (goto: ${id}), or remove it.`;
		complaints.add('unreachable-node', node.key([]), `No way from ${START} leads to ${id}.`, hint);
	}
	return reached;
}

interface Way {
	readonly goto: string;
	readonly place: SourcePlace;
}

function isNode(draft: Draft, id: string): boolean {
	return draft.nodes.has(id) || isBroken(draft, id);
}

function isBroken(draft: Draft, id: string): boolean {
	const {names} = draft.broken;
	return names.has(id) || names.has(id.replace(/[^/]*$/, ''));
}

function waysFrom(draft: Draft, id: string): readonly Way[] {
	const node = draft.nodes.get(id);
	if (node?.value.kind !== 'question') return [];
	const options = node.value.options.map(({goto}, index) => ({goto, place: node.at(['options', index, 'goto'])}));
	return [...options, {goto: node.value.unsure.goto, place: node.at(['unsure', 'goto'])}];
}

// Depth first with its own stack: the way that is being followed is `path`, and a way back into it is a loop.
function search(draft: Draft, start: string, reached: Set<string>, complaints: Complaints): void {
	reached.add(start);
	const path: {id: string; rest: Way[]}[] = [{id: start, rest: [...waysFrom(draft, start)]}];
	const onPath = new Set([start]);
	for (let top = path.at(-1); top; top = path.at(-1)) {
		const way = top.rest.shift();
		if (!way) {
			path.pop();
			onPath.delete(top.id);
			continue;
		}
		if (onPath.has(way.goto)) {
			const round = path.slice(path.findIndex(({id}) => id === way.goto)).map(({id}) => id);
			const message = `The flow leads back: ${[...round, way.goto].join(' → ')}.`;
			complaints.add('loop', way.place, message, 'Lead on to a node that has not been passed; a walk never goes back.');
			continue;
		}
		// A misspelt name is followed to where it most likely leads, so that it makes one complaint and not three.
		const next = draft.nodes.has(way.goto) ? way.goto : nearest(way.goto, draft.nodes.keys());
		if (next === undefined || reached.has(next) || isBroken(draft, way.goto)) continue;
		reached.add(next);
		onPath.add(next);
		path.push({id: next, rest: [...waysFrom(draft, next)]});
	}
}

function namesIn(draft: Draft, flow: string): string {
	const names = [...draft.nodes.keys()].filter((id) => id.startsWith(`${flow}/`));
	return names.map((id) => id.slice(flow.length + 1)).join(', ');
}
