import type {Flow} from '../model/flow.js';
import type {Ledger} from '../model/walk.js';
import type {Conditions} from './conditions.js';
import {isExcused, nodeOf, settle} from './settle.js';

/** Says where the ways from a node meet again. */
export interface Ends {
	/** The first node that every way from this one leads to with nothing more stated: a verdict or a later question. The node's own id where its ways differ. */
	of(node: string): string;
}

/**
 * Looks ahead from open questions under one ledger; a question that is not its own end need not be asked. Each node is looked at
 * once for any number of ways to it. A question whose answer would state a fact is always an end: the fact may change the
 * plan although the verdict stays the same.
 */
export function createEnds(flow: Flow, ledger: Ledger, conditions: Conditions): Ends {
	const ends = new Map<string, string>();
	const waysFrom = new Map<string, readonly string[]>();
	return {
		of(start) {
			// An explicit stack: flows come from files, and a deep one must not overflow the call stack.
			const stack = [start];
			const open = new Set(stack);
			for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
				let ways = waysFrom.get(id);
				if (!ways) waysFrom.set(id, (ways = lookAhead(id)));
				const next = ways.find((way) => !ends.has(way));
				if (next !== undefined) {
					if (open.has(next)) throw new Error(`The flow goes round in a loop at ${next}.`);
					stack.push(next);
					open.add(next);
					continue;
				}
				ends.set(id, meeting(ways.map((way) => ends.get(way))) ?? id);
				stack.pop();
				open.delete(id);
			}
			return ends.get(start) ?? start;
		},
	};

	// No ways: the node is an end.
	function lookAhead(id: string): readonly string[] {
		const node = nodeOf(flow, id);
		if (node.kind === 'verdict') return [];
		const settled = settle(node, ledger, conditions);
		if (settled?.by === 'unsure' || (!settled && isExcused(node, ledger.facts, conditions))) return [node.unsure.goto];
		if (settled?.by === 'evidence') return [settled.option.goto];
		const options = settled ? [settled.option] : node.options;
		if (options.some(({states}) => Object.keys(states).length > 0)) return [];
		const ways = options.map((option) => option.goto);
		return settled ? ways : [...ways, node.unsure.goto];
	}
}

function meeting(ends: readonly (string | undefined)[]): string | undefined {
	return ends.every((end) => end === ends[0]) ? ends[0] : undefined;
}
