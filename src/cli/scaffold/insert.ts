import {isMap, isScalar, isSeq, parseDocument, type Node} from 'yaml';

/** Puts an option before the last one of a question, which is for those whose failure is none of the above. Undefined if there is no such question. */
export function withOption(flow: string, node: string, option: readonly string[]): string | undefined {
	const options = parseDocument(flow).getIn(['nodes', node, 'options'], true);
	if (!isSeq(options)) return undefined;
	const start = startOf(options.items.at(-1));
	if (start === undefined) return undefined;
	const line = flow.lastIndexOf('\n', start) + 1;
	const indent = flow.slice(line, start).replace('-', ' ');
	const [first = '', ...rest] = option;
	const text = [`${flow.slice(line, start)}${first}`, ...rest.map((one) => `${indent}${one}`)].join('\n');
	return `${flow.slice(0, line)}${text}\n${flow.slice(line)}`;
}

/** Puts a remedy into the first stage of a verdict that lists remedies. Undefined if there is no such verdict or stage. */
export function withRemedy(flow: string, node: string, remedy: string): string | undefined {
	const stages = parseDocument(flow).getIn(['nodes', node, 'stages'], true);
	if (!isSeq(stages)) return undefined;
	const lists: readonly unknown[] = stages.items.map((stage) =>
		isMap(stage) ? stage.get('remedies', true) : undefined,
	);
	const start = startOf(lists.find((list) => isSeq(list))?.items[0]);
	if (start === undefined) return undefined;
	const before = flow.slice(0, start);
	const line = before.slice(before.lastIndexOf('\n') + 1);
	// One to a line, as an entry with a dash, or several on a line: what is there shows how it is written.
	if (/^ *- $/.test(line)) return `${before}${remedy}\n${line}${flow.slice(start)}`;
	return `${before}${remedy},${/^ *$/.test(line) ? `\n${line}` : ' '}${flow.slice(start)}`;
}

function startOf(node: unknown): number | undefined {
	return isMap(node) || isScalar(node) ? ((node as Node).range?.[0] ?? undefined) : undefined;
}
