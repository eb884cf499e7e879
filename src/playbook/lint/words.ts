import type {Block, Inline} from '../../model/document.js';
import type {FlowNode} from '../../model/flow.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import type {Located} from '../located.js';

/**
 * Every abbreviation that a user reads (HBM, FSDP) is the title, an alias or the name of a page, or is exempted as a word that everyone
 * knows. Commands and code are not looked at.
 */
export function lintWords(draft: Draft, complaints: Complaints): void {
	const known = glossary(draft);
	const exempt = new Set(
		[...draft.exemptions.keys()].flatMap((key) => (key.startsWith('words ') ? [key.slice(6)] : [])),
	);
	const used = new Set<string>();
	const told = new Set<string>();
	const check = (owner: Located<unknown>, name: string, texts: readonly string[]): void => {
		for (const [word] of texts.join('\n').matchAll(ABBREVIATION)) {
			const bare = word.replace(/s$/, '');
			if (known.has(bare.toLowerCase()) || draft.facts.has(bare)) continue;
			used.add(bare);
			if (exempt.has(bare) || told.has(bare)) continue;
			told.add(bare);
			const hint = 'Write a page content/terms for it, add it to the aliases of one, or say it in plain words.';
			complaints.add('unknown-term', owner.at([]), `${name} says ${bare}, and no page explains it.`, hint);
		}
	};
	for (const [id, node] of draft.nodes) check(node, id, nodeTexts(node.value));
	for (const [id, page] of draft.pages) {
		const {title, summary, body} = page.value;
		check(page, id, [title, summary, ...body.flatMap(proseIn)]);
	}
	for (const [id, remedy] of draft.remedies) {
		const {title, gain, telltale, safetyNote, verify, costs, indicated, unlikely, ruledOut, body} = remedy.value;
		const reasons = [...indicated, ...unlikely, ...ruledOut].map(({because}) => because);
		check(remedy, `remedies/${id}`, [
			title,
			gain,
			telltale,
			safetyNote,
			verify,
			...costs,
			...reasons,
			...body.flatMap(proseIn),
		]);
	}
	for (const [key, exemption] of draft.exemptions) {
		if (!key.startsWith('words ') || used.has(key.slice(6))) continue;
		complaints.add('stale-exemption', exemption.at([]), `No text says ${key.slice(6)}.`, 'Remove this line.');
	}
}

const ABBREVIATION = /(?<![\w./{-])[A-Z][A-Z0-9]{2,}s?(?![\w}])/g;

function glossary(draft: Draft): ReadonlySet<string> {
	const names = [...draft.pages].flatMap(([id, {value}]) => [id.replace(/^.*\//, ''), value.title, ...value.aliases]);
	return new Set([...names, ...draft.broken.words].flatMap((name) => name.toLowerCase().split(/[^a-z0-9]+/)));
}

function nodeTexts(node: FlowNode): readonly string[] {
	if (node.kind === 'verdict') return [node.title, node.says];
	const options = node.options.flatMap(({label, because}) => [label, because ?? '']);
	return [node.ask, node.why, node.how, node.unsure.because, ...options].map((text) => text.replace(/"[^"]*"/g, ''));
}

// Prose only: what stands in code is typed, not read. Words in quotes are those of a log.
function proseIn(block: Block): readonly string[] {
	switch (block.kind) {
		case 'heading':
		case 'paragraph':
			return [prose(block.text)];
		case 'list':
			return block.items.flatMap((item) => item.flatMap(proseIn));
		case 'checklist':
			return block.items.flatMap((item) => item.blocks.flatMap(proseIn));
		case 'table':
			return [block.head, ...block.rows].flatMap((row) => row.map(prose));
		case 'code':
		case 'quote':
			return [];
	}
}

function prose(runs: readonly Inline[]): string {
	const text = runs.map((run) => (run.kind === 'code' ? '' : run.text)).join('');
	return text.replace(/"[^"]*"/g, '');
}
