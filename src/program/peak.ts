/** The memory of a program over its schedule, on one device. */
import type {Interval} from '../model/interval.js';
import type {Program, Term} from '../model/program.js';

/** Memory at one moment of the schedule. */
interface Moment {
	readonly at: number;
	/** Bytes alive on one device. */
	readonly bytes: number;
}

/** The memory of a program over time, on one device. */
interface Timeline {
	/** Each moment at which it changes, in order; empty where no life is known. */
	readonly moments: readonly Moment[];
	/** Bytes of what is alive throughout. */
	readonly base: number;
	/** The first moment at which most is alive. */
	readonly peak: Moment;
}

/** Bytes of the terms at their peak: the largest sum over time of what is alive, the plain sum where no life is known. */
export function peakBytes(terms: readonly Term[]): Interval {
	const most = (end: keyof Interval): number => timelineOf({terms}, end).peak.bytes;
	return {low: most('low'), high: most('high')};
}

/** Sums up what is alive, moment by moment. What has no life of its own is alive throughout; a life includes its last moment. */
export function timelineOf({terms}: Pick<Program, 'terms'>, end: keyof Interval = 'high'): Timeline {
	const steps = new Map<number, number>();
	let base = 0;
	for (const {life, bytes, count} of terms.filter(takesMemory)) {
		const size = bytes[end] * count;
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

/** The pieces of memory that are alive at the peak, largest first; all of them where no life is known. */
export function aliveAtPeak(program: Pick<Program, 'terms'>): readonly Term[] {
	return aliveAt(program, timelineOf(program).peak.at);
}

/** Bytes at the peak of the arrays that have each symbol, by its id. */
export function bytesBySymbol({terms}: Pick<Program, 'terms'>): ReadonlyMap<string, number> {
	const bytes = new Map<string, number>();
	for (const {
		dims,
		bytes: {high},
		count,
	} of aliveAtPeak({terms})) {
		for (const id of new Set(dims.flatMap(({symbols}) => symbols))) bytes.set(id, (bytes.get(id) ?? 0) + high * count);
	}
	return bytes;
}

/** The pieces of memory that are alive at one moment, largest first. */
export function aliveAt({terms}: Pick<Program, 'terms'>, at: number): readonly Term[] {
	return terms
		.filter((term) => takesMemory(term) && (!term.life || (term.life[0] <= at && at <= term.life[1])))
		.toSorted((a, b) => b.bytes.high * b.count - a.bytes.high * a.count);
}

/** Whether a term takes memory of its own: an alias of an argument, and what is inside another term, take none. */
function takesMemory({aliasOf, inside}: Term): boolean {
	return aliasOf === undefined && inside === undefined;
}
