import type {FlagInForce} from '../model/incident.js';
import type {Flag} from '../model/playbook.js';
import {acceptanceOf, type Channel, type Setting} from './flag-acceptance.js';
import {harmfulFlags} from './harmful-flags.js';
import {doubleQuoted} from './shell-words.js';

/** What to type for a set of flags: one line for each channel. */
export interface FlagCommand {
	readonly lines: readonly {readonly channel: Channel; readonly text: string}[];
	/** What was left out and why, and flags in force that make memory worse. */
	readonly warnings: readonly string[];
}

/**
 * Commands that set flags: each in its first channel, on top of what is set already, quoted for the shell. What a list variable
 * holds where the command is typed stays, and what the evidence shows of it comes along; of a flag that is given twice the last
 * value counts. A name or value that the stated libtpu refuses is never in a line: it becomes a warning, also when it was set
 * before. Where a flag has to go (`without`), or one that was set is refused, the list is written out anew.
 */
export function flagCommand(
	settings: readonly Setting[],
	inForce: readonly FlagInForce[],
	flags: readonly Flag[],
	libtpu?: string,
	without: readonly string[] = [],
): FlagCommand {
	const warnings: string[] = [];
	const wanted: {channel: Channel; setting: Setting; flag: Flag}[] = [];
	for (const setting of settings) {
		const acceptance = acceptanceOf(setting, flags, libtpu);
		const channel = acceptance.ok ? acceptance.flag.channels[0] : undefined;
		if (acceptance.ok && channel) wanted.push({channel, setting, flag: acceptance.flag});
		else if (!acceptance.ok) warnings.push(acceptance.because);
	}
	const lines = CHANNELS.flatMap((channel) => {
		const here = wanted.filter((one) => one.channel === channel);
		if (here.length === 0) return [];
		const old = alreadySet(channel, inForce, here);
		const kept = old.filter((entry) => {
			const refused = refusedOld(entry, channel, flags, libtpu);
			if (refused) warnings.push(refused);
			return !refused && !without.includes(entry.setting.name);
		});
		const anew = kept.length < old.length;
		if (anew) warnings.push(`This replaces all of ${channel}: add what is set there and not shown by the log.`);
		return [{channel, text: LINE[channel]([...kept, ...here], anew)}];
	});
	warnings.push(
		...harmfulFlags(
			inForce.filter((old) => !settings.some((one) => one.name === old.name)),
			flags,
		),
	);
	return {lines, warnings: [...new Set(warnings)]};
}

const CHANNELS = ['LIBTPU_INIT_ARGS', 'XLA_FLAGS', 'jax_config', 'compiler_options'] as const;

/** What stands in a line: what was set before, and what is new. */
interface Entry {
	readonly setting: Setting;
	readonly flag?: Flag;
}

const LINE: Readonly<Record<Channel, (entries: readonly Entry[], anew: boolean) => string>> = {
	LIBTPU_INIT_ARGS: (entries, anew) => listLine('LIBTPU_INIT_ARGS', entries, anew),
	XLA_FLAGS: (entries, anew) => listLine('XLA_FLAGS', entries, anew),
	jax_config: (entries) =>
		entries.map(({setting}) => `export ${setting.name.toUpperCase()}=${doubleQuoted(setting.value)}`).join('\n'),
	compiler_options: (entries) =>
		`compiler_options={${entries.map(({setting, flag}) => `${JSON.stringify(setting.name)}: ${python(setting.value, flag)}`).join(', ')}}`,
};

/** The line that adds flags to a list variable and leaves in it what it holds. */
export function addLine(channel: string, settings: readonly Setting[]): string {
	return listLine(channel, entriesOf(settings), false);
}

/** The line that takes flags off the end of a list variable again, which leaves what it held before they were added. */
export function undoLine(channel: string, settings: readonly Setting[]): string {
	const added = ` ${dashed(entriesOf(settings))}`;
	// Quotes inside the braces keep signs such as * from being read as a pattern.
	const plain = /^[\w@%+=:,./ -]+$/.test(added);
	return `export ${channel}="\${${channel}%${plain ? added : doubleQuoted(added)}}"`;
}

function entriesOf(settings: readonly Setting[]): readonly Entry[] {
	return settings.map((setting) => ({setting}));
}

function listLine(channel: string, entries: readonly Entry[], anew: boolean): string {
	const value = doubleQuoted(dashed(entries));
	return `export ${channel}=${anew ? value : `"\${${channel}:-} ${value.slice(1)}`}`;
}

function dashed(entries: readonly Entry[]): string {
	return entries.map(({setting}) => `--${setting.name}=${setting.value}`).join(' ');
}

function python(value: string, flag: Flag | undefined): string {
	if (flag?.type === 'bool') return value === 'true' ? 'True' : 'False';
	return flag?.type === 'int' || flag?.type === 'float' ? value : JSON.stringify(value);
}

/** Flags that the evidence shows in the same variable, without those that get a new value. */
function alreadySet(channel: Channel, inForce: readonly FlagInForce[], here: readonly Entry[]): readonly Entry[] {
	const old = new Map<string, Setting>();
	for (const flag of inForce) {
		if (flag.channel !== channel || here.some((entry) => entry.setting.name === flag.name)) continue;
		old.set(flag.name, {name: flag.name, value: flag.value});
	}
	return [...old.values()].map((setting) => ({setting}));
}

/**
 * Why an old flag is not repeated. A name that the table does not have stays: it was in force and the program got as far
 * as it did; only what is known to be refused, or known to belong elsewhere, is dropped.
 */
function refusedOld(
	entry: Entry,
	channel: Channel,
	flags: readonly Flag[],
	libtpu: string | undefined,
): string | undefined {
	const flag = flags.find((one) => one.name === entry.setting.name);
	if (/[\s\0]/.test(entry.setting.value))
		return `--${entry.setting.name} was set to a value with spaces and is left out.`;
	if (!flag) return undefined;
	const acceptance = acceptanceOf(entry.setting, flags, libtpu);
	if (!acceptance.ok) return `Left out, although it is set now: ${acceptance.because}`;
	return flag.channels.includes(channel) ? undefined : `Left out of ${channel}: ${flag.name} is not accepted there.`;
}
