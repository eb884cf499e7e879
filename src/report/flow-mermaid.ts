import type {Flow} from '../model/flow.js';
import {caption, inOrder, marksOf, waysFrom, type Trail} from './flow-part.js';

/**
 * A flow as a Mermaid flowchart: questions as boxes, verdicts rounded, ways into other flows dashed at their end; what the evidence
 * can choose is a full line, what only a person can choose a thin one, "not sure" a dotted one. A trail is drawn thick.
 */
export function flowMermaid(flow: Flow, trail?: Trail): string {
	const marks = marksOf(trail);
	const order = inOrder(flow);
	const ways = order.flatMap((id) => waysFrom(flow, id));
	const outside = [...new Set(ways.map(({to}) => to))].filter((to) => !flow.nodes[to]);
	const lines = ['flowchart TD'];
	for (const id of order) {
		const node = flow.nodes[id];
		if (!node) continue;
		const text = quoted(caption(node));
		lines.push(`\t${key(id)}${node.kind === 'question' ? `[${text}]:::question` : `([${text}]):::verdict`}`);
	}
	for (const id of outside) lines.push(`\t${key(id)}>${quoted(id)}]:::elsewhere`);
	for (const way of ways) {
		const arrow = way.unsure ? '-.->' : '-->';
		lines.push(`\t${key(way.from)} ${arrow}|${quoted(way.label)}| ${key(way.to)}`);
	}
	lines.push('\tclassDef question fill:#eef4ff,stroke:#3b5b92,color:#111');
	lines.push('\tclassDef verdict fill:#eaf6ec,stroke:#2f6b3c,color:#111');
	lines.push('\tclassDef elsewhere fill:#f5f5f5,stroke:#666,color:#111,stroke-dasharray:4');
	const passed = [...order, ...outside].filter((id) => marks.has(id));
	if (passed.length > 0) {
		lines.push('\tclassDef passed stroke:#b45309,stroke-width:4px');
		lines.push(`\tclass ${passed.map(key).join(',')} passed`);
	}
	const taken = ways.flatMap((way, index) => (marks.took(way) ? [index] : []));
	if (taken.length > 0) lines.push(`\tlinkStyle ${taken.join(',')} stroke:#b45309,stroke-width:4px`);
	return `${lines.join('\n')}\n`;
}

// Words such as "end" mean something to Mermaid when they stand alone, so every name gets a letter before it.
function key(id: string): string {
	return `n_${id.replace(/[^A-Za-z0-9]/g, (character) => `_${character.codePointAt(0) ?? 0}_`)}`;
}

function quoted(text: string): string {
	return `"${text.replace(/[#;&"<>`\\]/g, (character) => `#${character.codePointAt(0) ?? 0};`)}"`;
}
