// The command of a job with settings changed: the one that the log shows, or the usual one of its framework with what the log prints.
import type {SettingChange} from '../model/diagnosis.js';
import type {Framework} from '../model/framework.js';
import type {Job, Setting} from '../model/job.js';
import {valueIn, withChanges} from '../model/with-changes.js';
import {launcherOf} from './launcher.js';

/** How a setting is written in a command: `{key}` as printed, `{flag}` with dashes. */
export function written(write: string, key: string, to: string): string {
	return write.replace('{key}', key).replace('{flag}', key.replaceAll('_', '-')).replace('{to}', to);
}

/** How a setting is written in Python: `optim="adafactor"`. */
export function inPython(key: string, to: string): string {
	if (/^(?:true|false|none)$/i.test(to)) return `${key}=${to.charAt(0).toUpperCase()}${to.slice(1).toLowerCase()}`;
	return `${key}=${/^-?[\d.]+$|^[a-z]\w*\.[\w.]+$/i.test(to) ? to : JSON.stringify(to)}`;
}

/**
 * The command with some changes: the one that the log shows, or the usual one of the framework, if the log says all that belongs into it.
 * Undefined where there is neither.
 */
export function commandWith(
	changes: readonly SettingChange[],
	job: Job,
	framework: Framework | undefined,
): string | undefined {
	const isNotebook = launcherOf(job) === 'notebook';
	const command = job.command?.value.text ?? (framework && !isNotebook ? completeCommand(framework, job) : undefined);
	return command === undefined ? undefined : changed(command, changes);
}

/** The changes alone, with a comment that says where they belong. */
export function argumentsFor(changes: readonly SettingChange[], job: Job): string {
	const isNotebook = launcherOf(job) === 'notebook';
	const texts = changes.map(({text}) => text);
	return isNotebook ? `${texts.join(', ')}   # in your code` : `${texts.join(' ')}   # in your command`;
}

/** The usual command of a framework in the words of the job; what the log does not say stays a word in capitals. */
export function usualCommand({command, keeps, write}: Framework, job: Job): string | undefined {
	const script = scriptOf(job);
	const model = job.settings.find(({name}) => name === 'model')?.text;
	const filled = command?.replace('MODEL', model ?? 'MODEL').replace('SCRIPT.py', script ?? 'SCRIPT.py');
	if (filled === undefined) return undefined;
	const kept = keeps.flatMap((key) => {
		const text = valueOf(key, job)?.text;
		return text === undefined || /^(?:none|null|auto|)$/i.test(text) ? [] : [written(write ?? '', key, quoted(text))];
	});
	return [filled, ...kept].join(' ');
}

/** The user's own Python file, from the frame of their code. */
export function scriptOf({userFrame}: Job): string | undefined {
	return /(?<![\w-])([\w-]+\.py):\d/.exec(userFrame?.value.text ?? '')?.[1];
}

function completeCommand(framework: Framework, job: Job): string | undefined {
	const command = usualCommand(framework, job);
	// A script has arguments of its own, so its name alone is not its command.
	const open = /(?:^|\s)(?:MODEL|CONFIG|ARGUMENTS|SCRIPT\.\w+)(?=\s|$)|\.py$/;
	return command === undefined || open.test(command) ? undefined : command;
}

/** The value of a native key that was in force. */
export function valueOf(key: string, {settings, failedAt = Infinity}: Job): Setting | undefined {
	const plain = (text: string): string => text.toLowerCase().replaceAll('-', '_').replace(/^.*\./, '');
	const all = settings.filter((one) => plain(one.key) === plain(key));
	return all.findLast(({line}) => line <= failedAt) ?? all.at(-1);
}

function quoted(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command with its settings changed in place; settings that it does not have are added at its end. */
export function changed(command: string, changes: readonly SettingChange[]): string {
	return changes.reduce((text, change) => {
		const inPlace = withChanges(text, [change]);
		if (inPlace !== text || new RegExp(valueIn(change.key)).test(text)) return inPlace;
		// A command inside quotes ends before the last of them.
		const quote = /(?:--command[= ]|\s-l?c\s{1,8})(["'])/.exec(text)?.[1];
		const isInside = quote !== undefined && text.endsWith(quote);
		return isInside ? `${text.slice(0, -1)} ${change.text}${quote}` : `${text} ${change.text}`;
	}, command);
}
