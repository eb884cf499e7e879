import type {Document} from '../model/document.js';
import type {Playbook} from '../model/playbook.js';
import type {FactDeclaration} from '../model/fact.js';
import {
	flagDocument,
	nodeDocument,
	pageDocument,
	paragraph,
	rank,
	remedyDocument,
	remedyText,
	table,
	textOf,
	vocabulary,
	type SearchText,
} from '../report/index.js';
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
	/** Words to search beyond those of the document: settings of frameworks. */
	readonly text?: () => string;
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
		text: () => remedyText(remedy, playbook.frameworks),
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

/** Pages found for a name. Not more than one of the lists is filled. */
export interface LookedUp {
	/** What is called so. */
	readonly found: readonly Entry[];
	/** What has the words in its names or its text, best first. */
	readonly mentions: readonly Entry[];
	/** What is spelled nearly so. */
	readonly near: readonly Entry[];
}

const NOTHING: LookedUp = {found: [], mentions: [], near: []};

/** What a name means: exactly, else as a part of names, else every page that has the words, else what is spelled nearly so. */
export function lookUp(entries: readonly Entry[], name: string): LookedUp {
	const wanted = fold(name);
	const exact = entries.filter((entry) => entry.names.some((known) => fold(known) === wanted));
	if (exact.length > 0) {
		// One name can be written with the signs of another: what is spelled just so comes first.
		const literal = (entry: Entry) => entry.names.some((known) => known === name.trim());
		return {...NOTHING, found: [...exact.filter(literal), ...exact.filter((entry) => !literal(entry))]};
	}
	const called = entries.filter((entry) => entry.called?.some((words) => fold(words) === wanted) === true);
	if (called.length > 0) return {...NOTHING, found: called};
	const begun =
		wanted.length < 3 ? [] : entries.filter((entry) => entry.names.some((known) => fold(known).includes(wanted)));
	const [only] = begun;
	if (only && begun.length === 1) return {...NOTHING, found: [only]};
	const texts = entries.map(searched);
	const mentions = [...new Set([...begun, ...rank(texts, name).flatMap((at) => entries[at] ?? [])])];
	if (mentions.length > 0) return {...NOTHING, mentions};
	const misspelt = entries
		.map((entry) => ({entry, steps: Math.min(...entry.names.map((known) => distance(wanted, fold(known))))}))
		.filter(({steps}) => steps <= Math.max(1, Math.floor(wanted.length / 4)))
		.sort((a, b) => a.steps - b.steps || (a.entry.id < b.entry.id ? -1 : 1));
	if (misspelt.length > 0) return {...NOTHING, near: misspelt.map(({entry}) => entry)};
	const meant = spelled(vocabulary(texts), name);
	const all = rank(texts, meant.join(' '));
	// Where no page has all of the words, the pages of the longest one are closest.
	const [longest = ''] = meant.toSorted((a, b) => b.length - a.length);
	return {...NOTHING, near: (all.length > 0 ? all : rank(texts, longest)).flatMap((at) => entries[at] ?? [])};
}

function searched({names, title, summary, document, text}: Entry): SearchText {
	return {head: `${title} ${names.join(' ')}`, body: [summary, textOf(document().blocks), text?.() ?? ''].join('\n')};
}

/** A few words as pages spell them; words that are like no other are left out. */
function spelled(known: readonly string[], name: string): string[] {
	const words = name.toLowerCase().match(/[\p{L}\d_-]{3,}/gu) ?? [];
	return words.flatMap((word) => {
		const most = Math.max(1, Math.floor(word.length / 4));
		const [best] = known
			.map((one) => ({one, steps: Math.abs(one.length - word.length) > most ? most + 1 : distance(word, one)}))
			.filter(({steps}) => steps <= most)
			.sort((a, b) => a.steps - b.steps || (a.one < b.one ? -1 : 1));
		return best ? [best.one] : [];
	});
}

function factDocument({name, label, meaning, kind, from}: FactDeclaration): Document {
	const origins = {reader: 'printed in the evidence', derivation: 'derived', answer: 'only a person can say'};
	return {
		title: label,
		blocks: [
			...(meaning === label ? [] : [paragraph(meaning)]),
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
