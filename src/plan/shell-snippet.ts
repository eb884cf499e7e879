import type {Plan, RankedRemedy} from '../model/diagnosis.js';
import type {FlagInForce} from '../model/incident.js';
import type {Flag} from '../model/playbook.js';
import type {Setting} from './flag-acceptance.js';
import {flagCommand} from './flag-command.js';

/**
 * Flags that a plan sets, with the values to try first: those of the steps in its restarts, in order, each once. What a page only mentions
 * is not set. Of a remedy that is a list of flags to try, the first: together nobody could see which of them helped.
 */
export function planSettings(plan: Plan, flags: readonly Flag[], restart?: number): readonly Setting[] {
	const restarts = restart === undefined ? plan.restarts : plan.restarts.slice(restart, restart + 1);
	const settings = restarts.flatMap((one) => one.steps.flatMap((step) => settingsOf(step, flags)));
	return [...new Map(settings.map((setting) => [setting.name, setting])).values()];
}

function settingsOf({remedy, knob}: RankedRemedy, flags: readonly Flag[]): readonly Setting[] {
	const {oneByOne, flags: all, kind, edit, body} = remedy;
	const code = body.flatMap((block) => (block.kind === 'code' ? block.text : []));
	const text = knob?.how ?? edit ?? code.join('\n');
	const names = kind === 'flags' ? all : all.filter((name) => text.includes(name));
	const settings = names.flatMap((name) => {
		const value = flags.find((flag) => flag.name === name)?.suggested;
		return value === undefined ? [] : [{name, value}];
	});
	return oneByOne ? settings.slice(0, 1) : settings;
}

/**
 * The plan as a shell script: one section a restart, its steps with what to type (`typedOf`) and what to watch as comments, its flags as commands. Comments hold one line each,
 * so nothing in a title can become a command.
 */
export function shellSnippet(
	plan: Plan,
	inForce: readonly FlagInForce[],
	flags: readonly Flag[],
	libtpu?: string,
	typedOf: (step: RankedRemedy) => string | undefined = () => undefined,
): string {
	const lines: string[] = [];
	let commands = 0;
	plan.restarts.forEach((restart, index) => {
		lines.push('', comment(`Restart ${index + 1}`));
		for (const step of restart.steps) {
			lines.push(comment(`- ${step.remedy.title}`));
			// A command may come from the log, so it is shown and never run.
			for (const text of typedOf(step)?.split('\n') ?? []) lines.push(`#     ${comment(text).slice(2)}`);
		}
		const command = flagCommand(planSettings(plan, flags, index), inForce, flags, libtpu);
		commands += command.lines.filter(({channel}) => channel !== 'compiler_options').length;
		for (const line of command.lines) {
			lines.push(...(line.channel === 'compiler_options' ? line.text.split('\n').map(comment) : line.text.split('\n')));
		}
		for (const warning of command.warnings) lines.push(comment(`Note: ${warning}`));
		lines.push(comment(`Watch: ${restart.watch}`), comment(restart.fallback));
	});
	const how =
		commands > 0
			? 'Set variables on every host, before Python starts.'
			: 'No step of it is a shell command: there is nothing to run here.';
	return `# Plan, one section a restart. ${how}\n${lines.join('\n')}\n`;
}

function comment(text: string): string {
	return `# ${text.replaceAll(/\s+/g, ' ').trim()}`;
}
