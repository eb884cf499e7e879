import type {Block, Document, Inline} from '../model/document.js';
import type {FlowNode, QuestionNode, VerdictNode} from '../model/flow.js';
import type {Playbook} from '../model/playbook.js';
import {paragraph, strong} from './blocks.js';
import {caption, flowNames, inOrder, nameOf, partOf} from './flow-part.js';
import {links, withClaims} from './handbook-links.js';
import type {HandbookEntry} from './handbook-entry.js';

/** Every flow: its questions with all ways, its verdicts with their remedies. */
export function flowEntries(playbook: Playbook): HandbookEntry[] {
	const {flow} = playbook;
	const titles = titlesOf(playbook);
	const labels = labelsOf(playbook);
	return flowNames(flow).flatMap((name): HandbookEntry[] => {
		const part = partOf(flow, name);
		if (!part) return [];
		const nodes = inOrder(part).flatMap((id) => part.nodes[id] ?? []);
		const blocks = nodes.flatMap((node) =>
			node.kind === 'question' ? question(node, flow.nodes, titles, labels) : verdict(node, titles),
		);
		return [
			{
				id: `flows/${name}`,
				title: name === nameOf(flow.start) ? `Where it starts: ${name}` : `Decision tree of ${name}`,
				blocks,
				drawn: name,
			},
		];
	});
}

/** One question or verdict as a document. */
export function nodeDocument(playbook: Playbook, id: string): Document | undefined {
	const node = playbook.flow.nodes[id];
	if (!node) return undefined;
	const titles = titlesOf(playbook);
	if (node.kind === 'verdict') {
		return {title: caption(node), blocks: [paragraph(`\`${id}\``), ...verdict(node, titles).slice(1)]};
	}
	const [, ...blocks] = question(node, playbook.flow.nodes, titles, labelsOf(playbook));
	const answer = paragraph('In a file for ', {kind: 'code', text: '--answers'}, ' an answer is given by its id: ', {
		kind: 'code',
		text: `${id}: ${node.options[0].id}`,
	});
	return {title: caption(node), blocks: [paragraph(`\`${id}\``), ...blocks, answer]};
}

function titlesOf({remedies, pages}: Playbook): ReadonlyMap<string, string> {
	return new Map([
		...remedies.map(({id, title}): [string, string] => [`remedies/${id}`, title]),
		...pages.map(({id, title}): [string, string] => [id, title]),
	]);
}

/** Labels of facts by name. */
function labelsOf({facts}: Playbook): ReadonlyMap<string, string> {
	return new Map(facts.map(({name, label}) => [name, label]));
}

function question(
	node: QuestionNode,
	nodes: Readonly<Record<string, FlowNode>>,
	titles: ReadonlyMap<string, string>,
	labels: ReadonlyMap<string, string>,
): Block[] {
	const leads = (to: string): Inline => ({
		kind: 'link',
		text: nodes[to] ? caption(nodes[to]) : to,
		target: `nodes/${to}`,
	});
	const ways = node.options.map((option): Block[] => [
		paragraph(
			{kind: 'code', text: option.id},
			': ',
			strong(option.label),
			' leads to: ',
			leads(option.goto),
			...claimed(option.claims),
		),
		...(option.when
			? [
					paragraph(
						`The evidence chooses it by ${factsIn(option.when.source, labels)}`,
						...(option.because === undefined ? ['.'] : [`, and then says: ${bare(option.because)}`]),
						' The condition: ',
						{kind: 'code', text: option.when.source},
					),
				]
			: []),
	]);
	return [
		anchored(node.id, node.ask),
		paragraph(strong('Why: '), anyLog(node.why)),
		paragraph(strong('How to find out: '), anyLog(node.how)),
		...(node.command === undefined ? [] : [{kind: 'code', language: 'sh', text: node.command} as const]),
		{
			kind: 'list',
			ordered: false,
			items: [
				...ways,
				[
					paragraph(
						{kind: 'code', text: 'unsure'},
						': ',
						strong('Not sure'),
						' leads to: ',
						leads(node.unsure.goto),
						` (${node.unsure.because})`,
					),
				],
			],
		},
		...more(node, titles),
	];
}

/** A text that holds for any log: without what is only said where a fact is known. */
function anyLog(text: string): string {
	return bare(text.replaceAll(/\[\[[^[\]]*\]\]/g, ''));
}

/** A sentence of the playbook as it stands, facts in angle brackets. */
function bare(sentence: string): string {
	return sentence
		.replaceAll(']][[', ' ')
		.replace(/\[\[|\]\]/g, '')
		.replace(/\{([a-z][a-z0-9_.]*)\}/g, '‹$1›');
}

/** The labels of the facts that a condition looks at: `Replica and What went on`. */
function factsIn(source: string, labels: ReadonlyMap<string, string>): string {
	const names = new Set(source.match(/[a-z]\w*(?:\.[a-z]\w*)*/g) ?? []);
	const found = [...names].flatMap((name) => {
		const label = labels.get(name);
		return label === undefined ? [] : [`“${label}”`];
	});
	return found.length < 2 ? (found[0] ?? 'a fact') : `${found.slice(0, -1).join(', ')} and ${found.at(-1) ?? ''}`;
}

function verdict(node: VerdictNode, titles: ReadonlyMap<string, string>): Block[] {
	const named = node.remedies.map((id) => `remedies/${id}`);
	return [
		anchored(node.id, `Verdict: ${caption(node)}`),
		paragraph(bare(node.says)),
		{
			kind: 'paragraph',
			text: [
				strong('Remedies in question: '),
				...links(
					named,
					named.map((id) => titles.get(id) ?? id),
				),
			],
		},
		...more(node, titles),
	];
}

function more({page, claims}: FlowNode, titles: ReadonlyMap<string, string>): Block[] {
	const read: Inline[] =
		page === undefined ? [] : [strong('More: '), {kind: 'link', text: titles.get(page) ?? page, target: page}];
	return [...(read.length > 0 ? [{kind: 'paragraph', text: read} as const] : []), ...withClaims([], claims)];
}

function claimed(claims: readonly string[]): Inline[] {
	if (claims.length === 0) return [];
	return [
		{kind: 'text', text: '; says '},
		...links(
			claims.map((id) => `claims/${id}`),
			claims,
		),
	];
}

/** A heading that other places can lead to: the printers make an anchor of a heading that is one link to a node. */
function anchored(id: string, words: string): Block {
	return {kind: 'heading', level: 2, text: [{kind: 'link', text: words, target: `nodes/${id}`}]};
}
