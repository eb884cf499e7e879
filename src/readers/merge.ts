import type {Fact} from '../model/fact.js';
import type {Reading} from '../model/incident.js';
import {Book} from './book.js';
import {joinDumps} from './dump/index.js';

/** Puts readings of several pieces of evidence together: the same failure in several logs is one incident. */
export function mergeReadings(readings: readonly Reading[]): Reading {
	const book = new Book();
	for (const {incidents} of readings) for (const incident of incidents) book.addIncident(incident);
	const facts = new Map<string, Fact>();
	for (const fact of readings.flatMap((reading) => reading.facts)) {
		if (!facts.has(fact.name)) facts.set(fact.name, fact);
	}
	const routed = readings.flatMap((reading) => reading.routed);
	const jobs = readings.flatMap((reading) => reading.jobs ?? []);
	const dumps = readings.flatMap((reading) => reading.dumps ?? []);
	return joinDumps({
		evidence: readings
			.flatMap((reading) => reading.evidence)
			.map((info) => {
				const unshown = (info.unshown ?? 0) + book.unshown(info.name);
				return unshown > 0 ? {...info, unshown} : info;
			}),
		incidents: book.incidents('added'),
		routed: routed.filter(({kind}, index) => routed.findIndex((other) => other.kind === kind) === index),
		flags: readings.flatMap((reading) => reading.flags),
		profile: readings.flatMap((reading) => reading.profile),
		...(jobs.length > 0 && {jobs}),
		...(dumps.length > 0 && {dumps}),
		facts: [...facts.values()],
	});
}
