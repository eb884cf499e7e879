import type {Flag} from '../model/playbook.js';

/** A value to give to a flag. */
export interface Setting {
	/** Without leading dashes. */
	readonly name: string;
	readonly value: string;
}

export type Channel = Flag['channels'][number];

/** Whether a setting may be emitted, and why not. */
export type Acceptance = {readonly ok: true; readonly flag: Flag} | {readonly ok: false; readonly because: string};

/**
 * Holds a setting against the flags table: a name that no measured libtpu of that version knows, a channel it has none of,
 * or a value that its parser refuses is not emitted. A name that the table does not have is refused too: nothing is known
 * about it. With no version stated, acceptance by every measured version counts.
 */
export function acceptanceOf(setting: Setting, flags: readonly Flag[], libtpu?: string): Acceptance {
	const flag = flags.find((one) => one.name === setting.name);
	if (!flag) return {ok: false, because: `${setting.name} is not in the table of known flags.`};
	const refused = refusal(flag, libtpu);
	if (refused) return {ok: false, because: refused};
	if (!isValue(flag, setting.value)) {
		const wanted = flag.values ? `one of ${flag.values.join(', ')}` : WANTED[flag.type];
		return {ok: false, because: `${setting.name} does not take ${JSON.stringify(setting.value)}: it wants ${wanted}.`};
	}
	return {ok: true, flag};
}

const WANTED = {
	bool: 'true or false',
	int: 'a whole number',
	float: 'a number',
	enum: 'a word that its parser knows',
	string: 'a text without line breaks',
	effort: 'an effort level',
} as const;

function refusal(flag: Flag, libtpu: string | undefined): string | undefined {
	const measured = flag.measured.filter((one) => one.libtpu === libtpu);
	const counting = measured.length > 0 ? measured : flag.measured;
	const against = counting.find((one) => !one.accepted);
	if (against) return `libtpu ${against.libtpu} refuses ${flag.name}.${insteadOf(flag)}`;
	if (flag.channels.length === 0) return `${flag.name} has no channel in which it is accepted.${insteadOf(flag)}`;
	return undefined;
}

function insteadOf(flag: Flag): string {
	return flag.instead && flag.instead.length > 0 ? ` Use ${flag.instead.join(' or ')} in its place.` : '';
}

function isValue(flag: Flag, value: string): boolean {
	if (/[\n\r\0]/.test(value)) return false;
	if (flag.values) return flag.values.some((one) => one.toLowerCase() === value.toLowerCase());
	switch (flag.type) {
		case 'bool':
			return value === 'true' || value === 'false';
		case 'int':
			return /^-?\d+$/.test(value);
		case 'float':
			return /^-?\d+(\.\d+)?$/.test(value);
		case 'string':
			return value !== '';
		case 'enum':
		case 'effort':
			return value === flag.suggested;
	}
}
