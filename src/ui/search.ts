// Search over all that can be looked at, fuzzy, best first.
import uFuzzy from '@leeoniya/ufuzzy';
import {resolve} from '../model/fact.js';
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
const fixed = new WeakMap<Playbook, {entries: Found[]; words: string[]}>();

interface Where {
	readonly knowledge: {readonly playbook: Playbook};
	readonly view: View;
}

/** What a few letters may mean; nothing for no letters. */
export function search({knowledge, view}: Where, needle: string): readonly Found[] {
	if (needle.trim() === '') return [];
	const book = indexed(knowledge.playbook);
	const facts = factEntries(knowledge.playbook, view);
	const entries = [...book.entries, ...facts];
	const words = [...book.words, ...facts.map((entry) => `${entry.title} ${entry.summary}`)];
	const [found, info, order] = matcher().search(words, needle, 1);
	if (!found) return [];
	const best = (order ? order.map((at) => info.idx[at] ?? 0) : found).flatMap((at) => entries[at] ?? []);
	return best.sort((a, b) => closeness(a, needle) - closeness(b, needle)).slice(0, MOST);
}

/** What is called just so comes first, then explanations that begin so, then the rest as the search ranks it. */
function closeness({title, kind}: Found, needle: string): number {
	const [name, wanted] = [title.toLowerCase(), needle.trim().toLowerCase()];
	if (name === wanted) return 0;
	return kind !== 'fact' && name.startsWith(wanted) ? 1 : 2;
}

function indexed(playbook: Playbook): {entries: Found[]; words: string[]} {
	const known = fixed.get(playbook);
	if (known) return known;
	const pairs: [Found, string][] = [
		...playbook.pages.map((page): [Found, string] => [
			{
				kind: KINDS[page.id.slice(0, Math.max(0, page.id.indexOf('/')))] ?? 'page',
				title: page.title,
				summary: page.summary,
				place: enter({screen: 'page', page: page.id}),
			},
			`${page.title} ${page.aliases.join(' ')} ${page.id} ${page.summary}`,
		]),
		...playbook.remedies.map((remedy): [Found, string] => [
			{kind: 'remedy', title: remedy.title, summary: remedy.gain, place: enter({screen: 'remedy', remedy: remedy.id})},
			`${remedy.title} ${remedy.id} ${remedy.kind} ${remedy.telltale}`,
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
	const index = {entries: pairs.map(([entry]) => entry), words: pairs.map(([, text]) => text)};
	fixed.set(playbook, index);
	return index;
}

function factEntries(playbook: Playbook, view: View): Found[] {
	const labels = new Map(playbook.facts.map((one) => [one.name, one.label]));
	return inOrder(playbook, [...resolve(view.focus.walk.facts).values()]).map((fact, cursor) => ({
		kind: 'fact',
		title: `${labels.get(fact.name) ?? fact.name}: ${fact.value.text}`,
		summary: fact.name,
		place: enter({screen: 'evidence', tab: 'facts', order: 'size', grouped: true} as const, cursor),
	}));
}
