import type {FlagInForce} from '../model/incident.js';
import type {Flag} from '../model/playbook.js';
import {acceptanceOf} from '../plan/flag-acceptance.js';
import {harmsAmong} from '../plan/harmful-flags.js';
import {distance} from './distance.js';

/** What to say about one flag in force. */
export interface FlagCheck {
	readonly name: string;
	readonly value: string;
	/** Where it is set. */
	readonly channel: FlagInForce['channel'];
	/** Whether the table of flags has it. */
	readonly known: boolean;
	/** Versions of libtpu for which it was measured. */
	readonly accepted: readonly {readonly libtpu: string; readonly accepted: boolean}[];
	/** Where it may be set; empty for a name that must not be used. */
	readonly channels: readonly string[];
	/** What is wrong, each in a sentence; empty where nothing is. */
	readonly problems: readonly string[];
	/** What to use in its place. */
	readonly instead: readonly string[];
}

/** Holds every flag in force against the table: whether it is known, accepted, in the right place, harmful. */
export function checkFlags(
	inForce: readonly FlagInForce[],
	flags: readonly Flag[],
	libtpu?: string,
): readonly FlagCheck[] {
	return inForce.map((set) => {
		const flag = flags.find(({name}) => name === set.name);
		const common = {name: set.name, value: set.value, channel: set.channel};
		if (!flag) {
			const near = nearest(set.name, flags);
			const problems = [`${set.name} is not a known flag.`];
			return {...common, known: false, accepted: [], channels: [], problems, instead: near};
		}
		const acceptance = acceptanceOf(set, flags, libtpu);
		const harms = harmsAmong([set], flags).map(({because}) => `It makes memory worse: ${because}.`);
		return {
			...common,
			known: true,
			accepted: flag.measured.map((one) => ({libtpu: one.libtpu, accepted: one.accepted})),
			channels: flag.channels,
			problems: [...(acceptance.ok ? [] : [acceptance.because]), ...misplaced(set, flag), ...harms],
			instead: flag.instead ?? [],
		};
	});
}

function misplaced({channel}: FlagInForce, {channels}: Flag): readonly string[] {
	const isVariable = channel === 'LIBTPU_INIT_ARGS' || channel === 'XLA_FLAGS';
	if (!isVariable || channels.length === 0 || channels.includes(channel)) return [];
	const effect = channel === 'XLA_FLAGS' ? 'there it aborts the process' : 'there it does nothing';
	return [`${channel} does not take it, ${effect}: it belongs in ${channels.join(' or ')}.`];
}

/** Names that differ by a slip of the keys. */
function nearest(name: string, flags: readonly Flag[]): readonly string[] {
	return flags.map((flag) => flag.name).filter((known) => distance(name, known) <= 2);
}
