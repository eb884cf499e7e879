import type {Hint, Incident} from '../model/incident.js';

/** Hints belong to the incident that comes next, or to the last one. */
export function withHints(incidents: readonly Incident[], hints: readonly Hint[]): readonly Incident[] {
	const added = new Map<Incident, Hint[]>();
	for (const hint of hints) {
		const owner = incidents.find(({at}) => at.line >= hint.place.line) ?? incidents.at(-1);
		if (!owner) continue;
		const known = [...owner.hints, ...(added.get(owner) ?? [])];
		if (!known.some(({kind}) => kind === hint.kind)) added.set(owner, [...(added.get(owner) ?? []), hint]);
	}
	return incidents.map((incident) => {
		const more = added.get(incident);
		return more ? {...incident, hints: [...incident.hints, ...more]} : incident;
	});
}
