import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import {isTableBroken} from '../draft.js';
import type {Located, Path} from '../located.js';
import {didYouMean} from '../suggest.js';

/** Everything that is named exists, and every remedy is named. */
export function lintReferences(draft: Draft, complaints: Complaints): void {
	const pages = pageIds(draft);
	const named = new Set(draft.broken.words);
	for (const node of draft.nodes.values()) {
		const {page} = node.value;
		if (page !== undefined && !pages.has(page)) {
			const hint = didYouMean(page, pages, 'Pages are named by their path in content, without ending: terms/inode.');
			complaints.add('unknown-page', node.at(['page']), `There is no page ${page}.`, hint);
		}
		if (node.value.kind !== 'verdict') continue;
		for (const id of node.value.remedies) named.add(id);
	}
	for (const [id, remedy] of draft.remedies) {
		if (!isTableBroken(draft, 'flags')) {
			lintNames(draft, remedy, ['flags'], remedy.value.flags, draft.flags, 'unknown-flag', 'flag', complaints);
		}
		lintNames(
			draft,
			remedy,
			['overlaps'],
			remedy.value.overlaps,
			draft.remedies,
			'unknown-remedy',
			'remedy',
			complaints,
		);
		if (!named.has(id)) {
			const hint = `Name ${id} in a stage of the verdicts where it can help, or remove the page.`;
			complaints.add('unused-remedy', remedy.at([]), `No verdict names the remedy ${id}.`, hint);
		}
	}
	for (const framework of draft.frameworks.values()) {
		for (const [index, knob] of framework.value.knobs.entries()) {
			const path = ['knobs', index, 'for'];
			lintNames(draft, framework, path, knob.for, draft.remedies, 'unknown-remedy', 'remedy', complaints);
		}
	}
	for (const {links} of [...draft.pages.values(), ...draft.remedies.values()]) {
		for (const {target, place} of links) {
			if (/^https?:\/\//.test(target) || pages.has(target)) continue;
			const hint = didYouMean(
				target,
				pages,
				'A link is a URL, or the id of a page: terms/inode, remedies/delete-logs.',
			);
			complaints.add('dead-link', place, `There is no page ${target}.`, hint);
		}
	}
}

/** Ids of all pages, remedies by the path they are linked with. */
export function pageIds(draft: Draft): ReadonlySet<string> {
	return new Set([
		...draft.pages.keys(),
		...[...draft.remedies.keys()].map((id) => `remedies/${id}`),
		...draft.broken.names,
	]);
}

function lintNames(
	draft: Draft,
	owner: Located<unknown>,
	path: Path,
	names: readonly string[],
	known: ReadonlyMap<string, unknown>,
	id: 'unknown-remedy' | 'unknown-flag',
	what: string,
	complaints: Complaints,
): void {
	for (const [index, name] of names.entries()) {
		if (known.has(name) || draft.broken.names.has(`remedies/${name}`)) continue;
		const table = what === 'flag' ? 'content/flags.yaml' : 'content/remedies';
		complaints.add(
			id,
			owner.at([...path, index]),
			`There is no ${what} ${name}.`,
			didYouMean(name, known.keys(), `Look in ${table}.`),
		);
	}
}
