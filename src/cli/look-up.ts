import uFuzzy from '@leeoniya/ufuzzy';
import type {Document} from '../model/document.js';
import type {Playbook} from '../model/playbook.js';
import type {FactDeclaration} from '../model/fact.js';
import {flagDocument, nodeDocument, pageDocument, paragraph, remedyDocument, table} from '../report/index.js';
import {distance} from './distance.js';
import {linkNames} from './link-names.js';

/** Something that `explain` can print, and the names it is known by. */
export interface Entry {
	/** `terms/padding`, `remedies/donate-buffers`, `flags/xla_tpu_…` */
	readonly id: string;
	readonly title: string;
	readonly summary: string;
	readonly names: readonly string[];
	/** Words by which other pages refer to it. */
	readonly called?: readonly string[];
	readonly document: () => Document;
}

/** Everything that can be explained, by id. */
export function entriesOf(playbook: Playbook): Entry[] {
	const pages = playbook.pages.map((page): Entry => ({
		id: page.id,
		title: page.title,
		summary: page.summary,
		names: [page.id, tail(page.id), page.title, ...page.aliases],
		document: () => pageDocument(page),
	}));
	const remedies = playbook.remedies.map((remedy): Entry => ({
		id: `remedies/${remedy.id}`,
		title: remedy.title,
		summary: remedy.gain,
		names: [`remedies/${remedy.id}`, remedy.id, remedy.title, remedy.kind],
		document: () => remedyDocument(remedy),
	}));
	const flags = playbook.flags.map((flag): Entry => ({
		id: `flags/${flag.name}`,
		title: flag.name,
		summary: flag.effect,
		names: [`flags/${flag.name}`, flag.name],
		document: () => flagDocument(flag),
	}));
	const nodes = Object.values(playbook.flow.nodes).map((node): Entry => {
		const says = node.kind === 'question' ? node.ask : node.title;
		return {
			id: `questions/${node.id}`,
			title: says,
			summary: node.kind === 'question' ? node.why : node.says,
			names: [`questions/${node.id}`, node.id, says],
			document: () => nodeDocument(playbook, node.id) ?? {title: says, blocks: []},
		};
	});
	const facts = playbook.facts.map((fact): Entry => ({
		id: `facts/${fact.name}`,
		title: fact.label,
		summary: fact.meaning,
		names: [`facts/${fact.name}`, fact.name],
		document: () => factDocument(fact),
	}));
	const links = linkNames(playbook);
	return [...pages, ...remedies, ...flags, ...nodes, ...facts]
		.map((entry) => ({...entry, called: [...(links.get(entry.id) ?? [])]}))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a name means: exactly, else as the beginning of names, else what is spelled nearly so. */
export function lookUp(
	entries: readonly Entry[],
	name: string,
): {readonly found: readonly Entry[]; readonly near: readonly Entry[]} {
	const wanted = fold(name);
	const exact = entries.filter((entry) => entry.names.some((known) => fold(known) === wanted));
	if (exact.length > 0) {
		// One name can be written with the signs of another: what is spelled just so comes first.
		const literal = (entry: Entry) => entry.names.some((known) => known === name.trim());
		return {found: [...exact.filter(literal), ...exact.filter((entry) => !literal(entry))], near: []};
	}
	const called = entries.filter((entry) => entry.called?.some((words) => fold(words) === wanted) === true);
	if (called.length > 0) return {found: called, near: []};
	if (wanted.length >= 3) {
		const begun = entries.filter((entry) => entry.names.some((known) => fold(known).includes(wanted)));
		if (begun.length === 1) return {found: begun, near: []};
		if (begun.length > 0) return {found: [], near: begun};
	}
	const misspelt = entries
		.map((entry) => ({entry, steps: Math.min(...entry.names.map((known) => distance(wanted, fold(known))))}))
		.filter(({steps}) => steps <= Math.max(1, Math.floor(wanted.length / 4)))
		.sort((a, b) => a.steps - b.steps || (a.entry.id < b.entry.id ? -1 : 1));
	if (misspelt.length > 0) return {found: [], near: misspelt.map(({entry}) => entry)};
	return {found: [], near: fuzzy(entries, name)};
}

/** Entries that have most of the words, or their letters, in title, names or summary. */
function fuzzy(entries: readonly Entry[], name: string): readonly Entry[] {
	const said = entries.map(({names, title, summary}) => `${title} ${names.join(' ')} ${summary}`);
	const search = new uFuzzy();
	const votes = new Map<number, number>();
	for (const word of name.split(/[^\p{L}\d]+/u)) {
		const found = word.length < 3 ? null : search.filter(said, word);
		for (const at of found ?? []) votes.set(at, (votes.get(at) ?? 0) + 1);
	}
	const most = Math.max(0, ...votes.values());
	return [...votes].filter(([, count]) => count === most).flatMap(([at]) => entries[at] ?? []);
}

function factDocument({name, label, meaning, kind, from}: FactDeclaration): Document {
	const origins = {reader: 'printed in the evidence', derivation: 'derived', answer: 'only a person can say'};
	return {
		title: label,
		blocks: [
			paragraph(meaning),
			table(
				'll',
				['', ''],
				[
					['Name', `\`${name}\``],
					['Kind', kind],
					['From', origins[from]],
				],
			),
		],
	};
}

/** How a person may write it: `--xla_tpu_x=1`, `Donate Buffers`, `0100` for `E0100`. */
function fold(name: string): string {
	return name
		.toLowerCase()
		.replace(/^--/, '')
		.replace(/=.*$/, '')
		.replace(/^(\d{4})$/, 'e$1')
		.replace(/[\s_-]+/g, '-');
}

function tail(id: string): string {
	return id.slice(id.lastIndexOf('/') + 1);
}
