/** What was alive when a device memory profile was taken, by the line of code that made it. */
import type {AliveGroup} from '../model/analysis.js';
import type {ProfileEntry} from '../model/incident.js';
import {point} from '../model/interval.js';
import {printSize} from '../model/size.js';

/** Entries of a profile grouped by their innermost frame, kind and device; most bytes first. */
export function aliveGroups(profile: readonly ProfileEntry[]): readonly AliveGroup[] {
	const groups = new Map<string, {readonly first: ProfileEntry; bytes: number; count: number}>();
	for (const entry of profile) {
		if (entry.bytes <= 0) continue;
		const key = [entry.kind, entry.device, entry.frames[0] ?? ''].join('\n');
		const known = groups.get(key);
		if (known) {
			known.bytes += entry.bytes;
			known.count += entry.count;
		} else groups.set(key, {first: entry, bytes: entry.bytes, count: entry.count});
	}
	return [...groups.entries()]
		.sort(([a, x], [b, y]) => y.bytes - x.bytes || (a < b ? -1 : 1))
		.map(([, {first, bytes, count}]) => ({
			kind: first.kind,
			device: first.device,
			made: first.frames[0] ?? 'unknown',
			count,
			bytes: point(bytes),
			text: printSize(bytes),
		}));
}

/** One sentence on the largest group; undefined where the profile shows nothing alive. */
export function aliveSentence(groups: readonly AliveGroup[]): string | undefined {
	const [largest] = groups;
	if (!largest) return undefined;
	const total = groups.reduce((sum, group) => sum + group.bytes.high, 0);
	const arrays = largest.count === 1 ? 'one array' : `${String(largest.count)} arrays`;
	return `The memory profile shows ${printSize(total)} alive; most of it, ${largest.text} in ${arrays}, was made at ${largest.made}.`;
}
