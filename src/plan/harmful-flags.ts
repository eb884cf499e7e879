import type {FlagInForce} from '../model/incident.js';
import type {Flag} from '../model/playbook.js';

/** A flag in force that makes memory worse. */
export interface Harm {
	readonly name: string;
	readonly value: string;
	readonly because: string;
}

/** Flags in force that make memory worse, each once, with the reason. Those that stand in a place where they do nothing are left out. */
export function harmsAmong(inForce: readonly FlagInForce[], flags: readonly Flag[]): readonly Harm[] {
	// A flag for debugging harms in other ways.
	const isDebug = (name: string): boolean => flags.some((flag) => flag.name === name && flag.purpose === 'debug');
	const set = lastOfEach(inForce).filter(({name}) => !isDebug(name));
	return set.flatMap((one) => (placeOf(one, flags).length === 0 ? harmOf(one, flags) : []));
}

/** What to say about flags in force that make memory worse, or that stand where they are not taken. Nothing for the rest. */
export function harmfulFlags(inForce: readonly FlagInForce[], flags: readonly Flag[]): readonly string[] {
	return lastOfEach(inForce).flatMap((set) => [
		...harmOf(set, flags).map(({name, value, because}) => `${name}=${value} is set: ${because}.`),
		...placeOf(set, flags),
	]);
}

/** What a flag file of a dump lists are mostly defaults, which nobody set. */
function lastOfEach(inForce: readonly FlagInForce[]): readonly FlagInForce[] {
	const set = new Map(inForce.filter(({channel}) => channel !== 'flagfile').map((flag) => [flag.name, flag]));
	return [...set.values()];
}

function harmOf({name, value}: FlagInForce, flags: readonly Flag[]): readonly Harm[] {
	const harm = flags.find((flag) => flag.name === name)?.harm;
	return harm && holds(harm.when, value) ? [{name, value, because: harm.because}] : [];
}

const ON = /^(?:true|1|enabled|kEnabled)$/i;
const OFF = /^(?:false|0|disabled|kDisabled)$/i;

/** The conditions that the table of flags knows: `on`, `off`, `above N`. */
function holds(when: string, value: string): boolean {
	if (when === 'on') return ON.test(value);
	if (when === 'off') return OFF.test(value);
	const limit = /^above (-?\d+)$/.exec(when)?.[1];
	return limit !== undefined && Number(value) > Number(limit);
}

/** A flag in a variable that does not take it aborts the process or does nothing. */
function placeOf(flag: FlagInForce, flags: readonly Flag[]): readonly string[] {
	const known = flags.find((one) => one.name === flag.name);
	if (!known || (flag.channel !== 'XLA_FLAGS' && flag.channel !== 'LIBTPU_INIT_ARGS')) return [];
	if (known.channels.includes(flag.channel)) return [];
	const where = known.channels.length > 0 ? `it belongs in ${known.channels.join(' or ')}` : 'it is accepted nowhere';
	const instead = known.instead && known.instead.length > 0 ? `; use ${known.instead.join(' or ')} in its place` : '';
	return [`${flag.name} is set in ${flag.channel}, which does not take it: ${where}${instead}.`];
}
