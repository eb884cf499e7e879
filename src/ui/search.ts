// Search over all that can be looked at, fuzzy, best first.
import uFuzzy from '@leeoniya/ufuzzy';
import {resolve, shownText} from '../model/fact.js';
import {rank, remedyText, textOf, type SearchText} from '../report/index.js';
import type {Playbook} from '../model/playbook.js';
import type {View} from './derive.js';
import {inOrder} from './names.js';
import {enter, type Place} from './place.js';

export interface Found {
	readonly kind: string;
	readonly title: string;
	readonly summary: string;
	readonly place: Place;
}

const MOST = 30;
const KINDS: Readonly<Record<string, string>> = {codes: 'code', terms: 'term', guides: 'guide', routed: 'failure'};
let fuzzy: uFuzzy | undefined;
/** Made when it is first needed: it is made of large expressions, and most sessions never search. */
const matcher = (): uFuzzy =>
	(fuzzy ??= new uFuzzy({
		unicode: true,
		interSplit: "[^\\p{L}\\d']+",
		intraSplit: '\\p{Ll}\\p{Lu}',
		intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
		intraChars: "[\\p{L}\\d']",
		intraContr: "'\\p{L}{1,2}\\b",
	}));
const fixed = new WeakMap<Playbook, Index>();

interface Index {
	readonly entries: readonly Found[];
	readonly words: readonly string[];
	readonly texts: readonly SearchText[];
}

interface Where {
	readonly knowledge: {readonly playbook: Playbook};
	readonly view: View;
}

/** What a few letters may mean, by name first, then every page whose text has the words. Nothing for no letters. */
export function search({knowledge, view}: Where, needle: string): readonly Found[] {
	if (needle.trim() === '') return [];
	const book = indexed(knowledge.playbook);
	const facts = factEntries(knowledge.playbook, view);
	const entries = [...book.entries, ...facts];
	const words = [...book.words, ...facts.map((entry) => `${entry.title} ${entry.summary}`)];
	const [found, info, order] = matcher().search(words, needle, 1);
	const places = order ? order.map((at) => info.idx[at] ?? 0) : (found ?? []);
	const named = places.flatMap((at) => entries[at] ?? []).sort((a, b) => closeness(a, needle) - closeness(b, needle));
	const mentioned = rank(book.texts, needle).flatMap((at) => book.entries[at] ?? []);
	return [...new Set([...named, ...mentioned])].slice(0, MOST);
}

/** What is called just so comes first, then explanations that begin so, then the rest as the search ranks it. */
function closeness({title, kind}: Found, needle: string): number {
	const [name, wanted] = [title.toLowerCase(), needle.trim().toLowerCase()];
	if (name === wanted) return 0;
	return kind !== 'fact' && name.startsWith(wanted) ? 1 : 2;
}

function indexed(playbook: Playbook): Index {
	const known = fixed.get(playbook);
	if (known) return known;
	const pairs: [Found, string, string?][] = [
		...playbook.pages.map((page): [Found, string, string] => [
			{
				kind: KINDS[page.id.slice(0, Math.max(0, page.id.indexOf('/')))] ?? 'page',
				title: page.title,
				summary: page.summary,
				place: enter({screen: 'page', page: page.id}),
			},
			`${page.title} ${page.aliases.join(' ')} ${page.id} ${page.summary}`,
			textOf(page.body),
		]),
		...playbook.remedies.map((remedy): [Found, string, string] => [
			{kind: 'remedy', title: remedy.title, summary: remedy.gain, place: enter({screen: 'remedy', remedy: remedy.id})},
			`${remedy.title} ${remedy.id} ${remedy.kind} ${remedy.telltale}`,
			remedyText(remedy, playbook.frameworks),
		]),
		...playbook.flags.map((flag): [Found, string] => [
			{kind: 'flag', title: flag.name, summary: flag.effect, place: enter({screen: 'page', page: `flag:${flag.name}`})},
			`${flag.name} ${flag.name.replace(/_/g, ' ')} ${flag.effect}`,
		]),
		...Object.values(playbook.flow.nodes).flatMap((node): [Found, string][] =>
			node.kind === 'question'
				? [
						[
							{
								kind: 'question',
								title: node.ask,
								summary: '',
								place: enter({screen: 'question', question: node.id, why: false}),
							},
							`${node.ask} ${node.id}`,
						],
					]
				: [],
		),
	];
	const index = {
		entries: pairs.map(([entry]) => entry),
		words: pairs.map(([, text]) => text),
		texts: pairs.map(([{title}, words, body = '']) => ({head: title, body: `${words}\n${body}`})),
	};
	fixed.set(playbook, index);
	return index;
}

function factEntries(playbook: Playbook, view: View): Found[] {
	const declared = new Map(playbook.facts.map((one) => [one.name, one]));
	return inOrder(playbook, [...resolve(view.focus.walk.facts).values()]).map((fact, cursor) => ({
		kind: 'fact',
		title: `${declared.get(fact.name)?.label ?? fact.name}: ${shownText(fact, declared.get(fact.name))}`,
		summary: fact.name,
		place: enter({screen: 'evidence', tab: 'facts', order: 'size', grouped: true} as const, cursor),
	}));
}
