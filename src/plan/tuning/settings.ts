import type {FlagInForce} from '../../model/incident.js';
import type {Flag} from '../../model/playbook.js';
import type {TrialSetting} from '../../model/tuning.js';

/** Settings with others on top: a new one takes the place of an old one of the same name, and goes to the end. */
export function withSettings(
	settings: readonly TrialSetting[],
	more: readonly TrialSetting[],
): readonly TrialSetting[] {
	return [...settings.filter(({name}) => !more.some((other) => other.name === name)), ...more];
}

/** Whether two sets are the same, in any order. */
export function sameSettings(a: readonly TrialSetting[], b: readonly TrialSetting[]): boolean {
	return a.length === b.length && a.every((one) => has(b, one));
}

/** Whether a set holds a setting. */
export function has(settings: readonly TrialSetting[], wanted: TrialSetting): boolean {
	return settings.some(({name, value}) => name === wanted.name && equalValue(value, wanted.value));
}

/** `name=value`, or that it is taken out. */
export function settingText({name, value}: TrialSetting): string {
	return value === null ? `${name} taken out` : `${name}=${value}`;
}

/** The flags in a variable such as LIBTPU_INIT_ARGS. `--name` alone means true. */
export function flagsInText(text: string, channel: FlagInForce['channel']): readonly FlagInForce[] {
	return text
		.split(/\s+/)
		.filter((word) => word.startsWith('-'))
		.map((word) => {
			const [, name = '', value] = /^-{1,2}([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
			return {name, value: value ?? 'true', channel, place: {evidence: channel, line: 1, quote: word}};
		});
}

/** A variable of the environment with its value for a trial; undefined takes it away. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables that put settings in force, merged with what is set already: other flags in the same variable stay, in
 * their order. Each setting goes into the first channel of its flag; one that has no variable is left out.
 */
export function variablesFor(settings: readonly TrialSetting[], env: Variables, flags: readonly Flag[]): Variables {
	const changed: Record<string, string | undefined> = {};
	for (const {name, value} of settings) {
		const channel = flags.find((flag) => flag.name === name)?.channels[0] ?? 'LIBTPU_INIT_ARGS';
		if (channel === 'compiler_options') continue;
		if (channel === 'jax_config') {
			changed[name.toUpperCase()] = value ?? undefined;
			continue;
		}
		const before = Object.hasOwn(changed, channel) ? changed[channel] : env[channel];
		const others = (before ?? '').split(/\s+/).filter((word) => word !== '' && nameIn(word) !== name);
		const words = value === null ? others : [...others, `--${name}=${value}`];
		changed[channel] = words.length > 0 ? words.join(' ') : undefined;
	}
	return changed;
}

function nameIn(word: string): string {
	return /^-{1,2}([^=]*)/.exec(word)?.[1] ?? word;
}

function equalValue(a: string | null, b: string | null): boolean {
	if (a === null || b === null) return a === b;
	return a.toLowerCase() === b.toLowerCase() || (a !== '' && b !== '' && Number(a) === Number(b));
}
