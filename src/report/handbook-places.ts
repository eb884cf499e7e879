import type {Playbook} from '../model/playbook.js';
import type {Citation} from '../model/remedy.js';
import {caption} from './flow-part.js';

/** A place in the handbook where something is said. */
export interface Said {
	/** `remedies/donate-buffers`, `nodes/e1000/split`. */
	readonly target: string;
	readonly title: string;
}

/** Where each statement of the sources is said, by its id. */
export function claimPlaces(playbook: Playbook): ReadonlyMap<string, readonly Said[]> {
	const said = new Map<string, Said[]>();
	const note = (claims: readonly string[], place: Said): void => {
		for (const claim of claims) said.set(claim, [...(said.get(claim) ?? []), place]);
	};
	for (const {claims, place} of citing(playbook)) note(claims, place);
	for (const [id, node] of Object.entries(playbook.flow.nodes)) {
		const place = {target: `nodes/${id}`, title: caption(node)};
		note(node.claims, place);
		if (node.kind === 'question') for (const {claims} of node.options) note(claims, place);
	}
	return said;
}

/** Every source once, by its title, with the pages that rest on it. */
export function citedPlaces(playbook: Playbook): readonly (Citation & {readonly places: readonly Said[]})[] {
	const cited = new Map<string, Citation & {readonly places: Said[]}>();
	for (const {citations, place} of citing(playbook)) {
		for (const {title, source} of citations) {
			const key = `${title}\0${source}`;
			const known = cited.get(key) ?? {title, source, places: []};
			if (!known.places.some(({target}) => target === place.target)) known.places.push(place);
			cited.set(key, known);
		}
	}
	return [...cited].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, citation]) => citation);
}

interface Citing {
	readonly claims: readonly string[];
	readonly citations: readonly Citation[];
	readonly place: Said;
}

function citing({pages, remedies, flags}: Playbook): readonly Citing[] {
	return [
		...pages.map(({id, title, claims, citations}) => ({claims, citations, place: {target: id, title}})),
		...remedies.map(({id, title, claims, citations}) => ({
			claims,
			citations,
			place: {target: `remedies/${id}`, title},
		})),
		...flags.map(({name, claims, citations}) => ({claims, citations, place: {target: `flags/${name}`, title: name}})),
	];
}
