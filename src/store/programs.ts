import type {Dump, Reading} from '../model/incident.js';
import {moduleOf, partsOf} from '../readers/dump/join.js';
import {programFromDump} from '../program/dump/index.js';

/**
 * Puts the program of each module on one of its dumps, and drops the texts that it was built from: they are a hundred times
 * larger. A dump too damaged to give a program gives none.
 */
export function withPrograms(readings: readonly Reading[]): Reading[] {
	const modules = new Map<string, Dump[]>();
	for (const dump of readings.flatMap(({dumps}) => dumps ?? [])) {
		const key = moduleOf(dump);
		modules.set(key, [...(modules.get(key) ?? []), dump]);
	}
	const programs = new Map<Dump, Dump['program']>();
	for (const dumps of modules.values()) {
		const [first] = dumps;
		const parts = partsOf(dumps);
		if (first && (parts.before ?? parts.after)) programs.set(first, programFromDump(parts));
	}
	return readings.map((reading) => {
		if (!reading.dumps) return reading;
		const dumps = reading.dumps.map((dump): Dump => {
			const {parts: _, ...rest} = dump;
			const program = programs.get(dump);
			return program ? {...rest, program} : rest;
		});
		return {...reading, dumps};
	});
}

/** Which modules' HLO texts are worth reading: those that failed, else the one that needs the most memory. */
export function tellingModules(readings: readonly Reading[]): ReadonlySet<string> {
	const dumps = readings.flatMap(({dumps}) => dumps ?? []);
	const failed = new Set(dumps.filter(({outcome}) => outcome === 'fails').map(moduleOf));
	if (failed.size > 0) return new Set([...failed].slice(0, MOST_FAILED));
	const size = ({total}: Dump): number => (total?.value.kind === 'size' ? total.value.bytes.low : 0);
	const [largest] = dumps.toSorted((a, b) => size(b) - size(a));
	return new Set(largest ? [moduleOf(largest)] : []);
}

const MOST_FAILED = 3;
