import type {Incident, Reading} from '../../src/model/incident.js';

/** What must not change when only the looks of a log change: codes, facts, and the figures of every list. */
export function figures(reading: Reading): readonly unknown[] {
	return reading.incidents.map((incident) => ({
		code: incident.code,
		form: incident.form,
		facts: withoutBlanks(textsOf(incident)),
		allocations: incident.allocations.map(entry),
		arguments: incident.arguments.map(entry),
		slots: incident.slots.map(({size, offset, values, shapes}) => ({size, offset, values, shapes})),
	}));
}

/** Fact names and their texts, sorted. */
export function textsOf(incident: Incident): Readonly<Record<string, string>> {
	const texts = incident.facts.map(({name, value}): [string, string] => [name, value.text]);
	return Object.fromEntries(texts.sort());
}

/** A wrap may take a blank from the one fact that is a sentence. */
function withoutBlanks(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	const reason = texts['halt.reason'];
	return reason === undefined ? texts : {...texts, 'halt.reason': reason.replace(/\s/g, '')};
}

function entry({rank, size, shape, unpadded, padding, expansion}: Incident['allocations'][number]): unknown {
	return {rank, size, shape: shape?.replace(/\s/g, ''), unpadded, padding, expansion};
}
