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
 * Commands that set flags: each in its first channel, merged with what is set already (a new value replaces the old one),
 * quoted for the shell. A name or value that the stated libtpu refuses is never in a line: it becomes a warning, also when it was set before.
 */
export function flagCommand(
	settings: readonly Setting[],
	inForce: readonly FlagInForce[],
	flags: readonly Flag[],
	libtpu?: string,
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
		const kept = alreadySet(channel, inForce, here).filter((old) => {
			const refused = refusedOld(old, channel, flags, libtpu);
			if (refused) warnings.push(refused);
			return !refused;
		});
		return [{channel, text: LINE[channel]([...kept, ...here])}];
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

const LINE: Readonly<Record<Channel, (entries: readonly Entry[]) => string>> = {
	LIBTPU_INIT_ARGS: (entries) => `export LIBTPU_INIT_ARGS=${doubleQuoted(dashed(entries))}`,
	XLA_FLAGS: (entries) => `export XLA_FLAGS=${doubleQuoted(dashed(entries))}`,
	jax_config: (entries) =>
		entries.map(({setting}) => `export ${setting.name.toUpperCase()}=${doubleQuoted(setting.value)}`).join('\n'),
	compiler_options: (entries) =>
		`compiler_options={${entries.map(({setting, flag}) => `${JSON.stringify(setting.name)}: ${python(setting.value, flag)}`).join(', ')}}`,
};

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
