import type {Interval} from '../model/interval.js';
import type {AskedChange} from '../program/change/asked.js';

/** What a remedy saves. */
export interface Saving {
	/** Id of the remedy. */
	readonly id: string;
	/** The remedies that act in the same way and so do not add to it. */
	readonly overlaps: readonly string[];
	/** Bytes that it brings alone; below zero where the need grows. */
	readonly freed: Interval;
	/** The formula in words, with the user's figures. */
	readonly basis: string;
	/** Bytes of the high end that lie in arrays which the evidence does not list. */
	readonly unlisted?: number;
	/** Its change of the program; absent where only the bytes are known. */
	readonly change?: ProgramChange;
	/** It adds room and frees nothing: a larger chip, of which only one can be moved to. */
	readonly isRoom?: boolean;
}

/** A change of one program. */
export interface ProgramChange {
	readonly asked: AskedChange;
	/** Bytes that changes of the program free at once. */
	readonly freedBy: (asked: readonly AskedChange[]) => Interval;
}

/**
 * Bytes that remedies bring together: those that all their changes free at once, so no byte is saved twice. Of remedies whose pages declare
 * an overlap only the strongest is sure: the low end counts that one.
 */
export function together(...savings: readonly Saving[]): Interval {
	const changing = savings.filter(({isRoom}) => !isRoom);
	const rooms = savings.flatMap(({isRoom, freed}) => (isRoom ? [freed] : []));
	const sure = kinships(changing).map((kin) => kin.reduce((a, b) => (b.freed.low > a.freed.low ? b : a)));
	const low = atOnce(sure).low + Math.max(0, ...rooms.map((room) => room.low));
	const high = atOnce(changing).high + Math.max(0, ...rooms.map((room) => room.high));
	return {low: Math.min(low, high), high};
}

/** No less than the one that brings most, and no more than the sum: what was measured need not be what its change is estimated to free. */
function atOnce(savings: readonly Saving[]): Interval {
	const changes = savings.flatMap(({change}) => change ?? []);
	const replayed = changes.length > 1 ? changes[0]?.freedBy(changes.map(({asked}) => asked)) : undefined;
	const others = replayed ? savings.filter(({change}) => !change) : savings;
	const at = (end: keyof Interval): number => {
		const sum = (some: readonly Saving[]): number => some.reduce((total, {freed}) => total + freed[end], 0);
		const most = Math.max(...savings.map(({freed}) => freed[end]));
		return Math.min(sum(savings), Math.max(most, (replayed?.[end] ?? 0) + sum(others)));
	};
	return {low: at('low'), high: at('high')};
}

/**
 * What one more remedy brings where those before it brought only their low end. That is the case in which it is needed at all: had they
 * brought more, the gap would be closed.
 */
export function beyond(before: readonly Saving[], one: Saving): Interval {
	const [earlier, all] = [together(...before).low, together(...before, one)];
	const high = Math.min(all.high - earlier, Math.max(0, one.freed.high));
	return {low: Math.min(all.low - earlier, high), high};
}

/** Groups of remedies that are linked by an overlap, directly or over others. */
function kinships(acting: readonly Saving[]): readonly (readonly Saving[])[] {
	return acting.reduce<readonly (readonly Saving[])[]>((groups, one) => {
		const isKin = (other: Saving): boolean => one.overlaps.includes(other.id) || other.overlaps.includes(one.id);
		const kin = groups.filter((group) => group.some(isKin));
		return [...groups.filter((group) => !kin.includes(group)), [...kin.flat(), one]];
	}, []);
}
