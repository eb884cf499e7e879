import {words} from '../../model/document.js';
import type {Block} from '../../model/document.js';
import type {FlowNode, SourcePlace} from '../../model/flow.js';
import type {Complaints} from '../complaints.js';
import type {Draft, Linked} from '../draft.js';
import {isTableBroken} from '../draft.js';
import type {Located} from '../located.js';
import {didYouMean} from '../suggest.js';

/**
 * Every statement of the sources is cited by exactly one place that a user can reach, and that place says its decisive words.
 * One place, so that taking a citation away is always noticed.
 */
export function lintClaims(draft: Draft, reachedNodes: ReadonlySet<string>, complaints: Complaints): void {
	if (isTableBroken(draft, 'claims')) return;
	const reached = reachable(draft, reachedNodes);
	const citations = new Map<string, Citing[]>();
	for (const citing of citingPlaces(draft)) {
		if (!draft.claims.has(citing.claim)) {
			const hint = didYouMean(
				citing.claim,
				draft.claims.keys(),
				'Statements and their ids are in content/claims.yaml and claims-beyond.yaml.',
			);
			complaints.add('unknown-claim', citing.place, `There is no statement ${citing.claim}.`, hint);
		}
		citations.set(citing.claim, [...(citations.get(citing.claim) ?? []), citing]);
	}
	for (const [id, claim] of draft.claims) {
		const all = citations.get(id) ?? [];
		const [citing, ...others] = all.filter(({owner}) => reached.has(owner));
		if (!citing && draft.broken.words.has(id)) continue;
		if (!citing) {
			const where = all.map(({owner}) => owner).join(', ');
			const message = where === '' ? `Nothing cites ${id}.` : `${id} is cited only where no walk leads: ${where}.`;
			complaints.add(
				'claim-uncovered',
				claim.at([]),
				message,
				`Say it where it helps, and cite it there: ${claim.value.says}`,
			);
			continue;
		}
		for (const other of others) {
			const message = `${id} is cited by ${citing.owner} as well.`;
			complaints.add('claim-cited-twice', other.place, message, 'Keep the citation in the place that says it best.');
		}
		for (const {text, place, owner} of [citing, ...others]) {
			const missing = claim.value.mustSay.filter((must) => !text.includes(plain(must)));
			if (missing.length === 0) continue;
			const message = `${owner} cites ${id} and does not say ${missing.map((must) => `"${must}"`).join(', ')}.`;
			complaints.add('claim-must-say-missing', place, message, `The statement: ${claim.value.says}`);
		}
	}
}

interface Citing {
	readonly claim: string;
	readonly place: SourcePlace;
	/** `disk/full`, `terms/inode`, `remedies/delete-logs`, `flags/name`. */
	readonly owner: string;
	/** All that it says, in plain small letters. */
	readonly text: string;
}

function* citingPlaces(draft: Draft): Generator<Citing> {
	for (const [id, node] of draft.nodes) {
		const text = plain(nodeText(node.value));
		yield* cited(node, id, text);
		if (node.value.kind !== 'question') continue;
		for (const [index, {claims}] of node.value.options.entries()) {
			for (const [position, claim] of claims.entries()) {
				yield {claim, owner: id, text, place: node.at(['options', index, 'claims', position])};
			}
		}
	}
	for (const [id, page] of draft.pages) yield* cited(page, id, plain(pageText(page)));
	for (const [id, remedy] of draft.remedies) yield* cited(remedy, `remedies/${id}`, plain(pageText(remedy)));
	for (const [name, flag] of draft.flags) yield* cited(flag, `flags/${name}`, plain(frontText(flag.value)));
}

function* cited(owner: Located<{readonly claims: readonly string[]}>, id: string, text: string): Generator<Citing> {
	for (const [index, claim] of owner.value.claims.entries()) {
		yield {claim, owner: id, text, place: owner.at(['claims', index])};
	}
}

// What a user can come to: nodes of some walk, their pages and remedies, the pages of codes and routed failures (the evidence
// leads there), all that these link to, and the flags that a reached page or step names.
function reachable(draft: Draft, nodes: ReadonlySet<string>): ReadonlySet<string> {
	const reached = new Set<string>();
	const ahead: string[] = [...draft.pages.keys()].filter((id) => /^(?:codes|routed)\//.test(id));
	let said = '';
	for (const id of nodes) {
		reached.add(id);
		const node = draft.nodes.get(id)?.value;
		if (!node) continue;
		said += `\n${nodeText(node)}`;
		if (node.page !== undefined) ahead.push(node.page);
		if (node.kind === 'verdict') ahead.push(...node.remedies.map((remedy) => `remedies/${remedy}`));
	}
	for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
		const page = linked(draft, id);
		if (!page || reached.has(id)) continue;
		reached.add(id);
		said += `\n${pageText(page)}`;
		ahead.push(...page.links.map(({target}) => target));
	}
	for (const name of draft.flags.keys()) if (said.includes(name)) reached.add(`flags/${name}`);
	return reached;
}

function linked(draft: Draft, id: string): Linked<{readonly body: readonly Block[]}> | undefined {
	return id.startsWith('remedies/') ? draft.remedies.get(id.slice('remedies/'.length)) : draft.pages.get(id);
}

function nodeText(node: FlowNode): string {
	if (node.kind === 'verdict') return [node.title, node.says].join('\n');
	const options = node.options.flatMap(({label, because}) => [label, because ?? '']);
	return [node.ask, node.why, node.how, node.command ?? '', ...options, node.unsure.because].join('\n');
}

function pageText(page: Linked<{readonly body: readonly Block[]}>): string {
	const {body, ...front} = page.value;
	return [frontText(front), ...body.map(blockText)].join('\n');
}

// Front matter that is shown; ids, places and sources are not words to a reader.
function frontText(front: object): string {
	return Object.entries(front)
		.filter(([key]) => !HIDDEN.has(key))
		.map(([, value]) => stringsIn(value).join('\n'))
		.join('\n');
}

const HIDDEN: ReadonlySet<string> = new Set([
	'id',
	'claims',
	'place',
	'when',
	'overlaps',
	'citations',
	'aliases',
	'kind',
]);

function stringsIn(value: unknown): readonly string[] {
	if (typeof value === 'string' || typeof value === 'number') return [String(value)];
	if (Array.isArray(value)) return value.flatMap(stringsIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => (HIDDEN.has(key) ? [] : stringsIn(part)));
}

function blockText(block: Block): string {
	switch (block.kind) {
		case 'heading':
		case 'paragraph':
			return words(block.text);
		case 'list':
			return block.items.map((item) => item.map(blockText).join('\n')).join('\n');
		case 'checklist':
			return block.items.map((item) => item.blocks.map(blockText).join('\n')).join('\n');
		case 'code':
		case 'quote':
			return block.text;
		case 'table':
			return [block.head, ...block.rows].map((row) => row.map(words).join(' ')).join('\n');
	}
}

function plain(text: string): string {
	return text.toLowerCase().replace(/[`*]/g, '').replace(/\s+/g, ' ');
}
