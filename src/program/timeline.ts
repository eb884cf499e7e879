import type {Program, Term} from '../model/program.js';

/** Memory at one moment of the schedule. */
export interface Moment {
	readonly at: number;
	/** Bytes alive on one device. */
	readonly bytes: number;
}

/** The memory of a program over time, on one device. */
export interface Timeline {
	/** Each moment at which it changes, in order; empty where no life is known. */
	readonly moments: readonly Moment[];
	/** Bytes of what is alive throughout. */
	readonly base: number;
	/** The first moment at which most is alive. */
	readonly peak: Moment;
}

/** Sums up what is alive, moment by moment. What has no life of its own is alive throughout. */
export function timelineOf({terms}: Program): Timeline {
	const own = terms.filter((term) => takesMemory(term));
	const steps = new Map<number, number>();
	let base = 0;
	for (const {life, bytes, count} of own) {
		const size = bytes.high * count;
		if (!life) base += size;
		else {
			steps.set(life[0], (steps.get(life[0]) ?? 0) + size);
			steps.set(life[1] + 1, (steps.get(life[1] + 1) ?? 0) - size);
		}
	}
	let bytes = base;
	let peak: Moment = {at: 0, bytes: base};
	const moments = [...steps]
		.sort(([a], [b]) => a - b)
		.map(([at, change]): Moment => {
			bytes += change;
			if (bytes > peak.bytes) peak = {at, bytes};
			return {at, bytes};
		});
	return {moments, base, peak};
}

/** The pieces of memory that are alive at one moment, largest first. */
export function aliveAt({terms}: Program, at: number): readonly Term[] {
	return terms
		.filter((term) => takesMemory(term) && (!term.life || (term.life[0] <= at && at <= term.life[1])))
		.toSorted((a, b) => b.bytes.high * b.count - a.bytes.high * a.count);
}

/** Whether a term takes memory of its own, and not that of another one. */
function takesMemory({aliasOf, inside}: Term): boolean {
	return aliasOf === undefined && inside === undefined;
}
