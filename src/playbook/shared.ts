import type {Citation, Sign} from '../model/remedy.js';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {isTableBroken} from './draft.js';
import type {Located} from './located.js';
import type {SharedSign} from './schema.js';
import {didYouMean} from './suggest.js';

/** The sources of a page: those it shares by name, then its own. */
export function citationsOf(
	page: Located<{readonly cites: readonly string[]; readonly citations: readonly Citation[]}>,
	draft: Draft,
	complaints: Complaints,
): readonly Citation[] {
	const shared = named(page, 'cites', page.value.cites, draft.sources, draft, complaints);
	return [...shared.map(({value}) => value), ...page.value.citations];
}

/** The signs for a standing that a remedy shares by name, with the place where each is written. */
export function sharedSigns(
	page: Located<{readonly signs: readonly string[]}>,
	draft: Draft,
	complaints: Complaints,
): (standing: SharedSign['for']) => readonly Sign[] {
	const shared = named(page, 'signs', page.value.signs, draft.signs, draft, complaints);
	return (standing) =>
		shared
			.filter(({value}) => value.for === standing)
			.map((one) => {
				const {for: _, when, ...sign} = one.value;
				return {...sign, when: {source: when, place: one.at(['when'])}};
			});
}

function named<T>(
	page: Located<unknown>,
	key: 'cites' | 'signs',
	names: readonly string[],
	known: ReadonlyMap<string, Located<T>>,
	draft: Draft,
	complaints: Complaints,
): readonly Located<T>[] {
	return names.flatMap((name, index) => {
		const found = known.get(name);
		if (found) return [found];
		if (isTableBroken(draft, 'shared')) return [];
		const hint = didYouMean(name, known.keys(), 'Look in content/shared.yaml.');
		const what = key === 'cites' ? 'source' : 'sign';
		complaints.add('unknown-shared', page.at([key, index]), `There is no shared ${what} ${name}.`, hint);
		return [];
	});
}
