// Commands of the pages in the user's own terms: their command instead of `python train.py`, their file instead of `train.log`, and
// variables given the way their launcher takes them.
import type {Framework} from '../model/framework.js';
import type {Job} from '../model/job.js';
import {scriptOf, usualCommand} from './change-command.js';

const VARIABLES = String.raw`(?:(?<![A-Z0-9_])[A-Z][A-Z0-9_]{0,60}=(?:"[^"]{0,100}"|'[^']{0,100}'|(?!["'])\S{1,100})\s{1,8}){0,6}`;
const PLACEHOLDER = new RegExp(String.raw`(${VARIABLES})python train\.py`, 'g');

/** What stands in pages for the user's own command and files. Few texts have it. */
const STAND_IN = /python train\.py|\btrain[\w-]{0,64}\.log\b/;

/** Whether a text of a page is written with a stand-in for the user's command or file. */
export function hasStandIn(text: string): boolean {
	return STAND_IN.test(text);
}

/** A text of a page, or a command of a question, in the terms of the job; the text itself where nothing is known. */
export function inUsersWords(text: string, job: Job | undefined, frameworks: readonly Framework[]): string {
	if (!job || !hasStandIn(text)) return text;
	const command = commandOf(job, frameworks);
	const log = shellName(job.evidence) ?? 'job.log';
	const own =
		command === undefined ? text : text.replaceAll(PLACEHOLDER, (_, set: string) => withVariables(command, set));
	// What is written anew gets its own name: the first log is needed to compare.
	const writes = /(?:tee|>)\s+train[\w-]*\.log/.test(own);
	return own.replaceAll(/\btrain([\w-]{0,64})\.log\b/g, () => (writes ? 'rerun.log' : log));
}

/** The file as it was named, for a shell; undefined for what is not a file: a paste, or a job of an export. */
function shellName(evidence: string): string | undefined {
	if (/^[\w.~+@/-]+\.[a-z]+$/.test(evidence)) return evidence;
	return /^[^'\n]+\.[a-z]+$/.test(evidence) ? `'${evidence}'` : undefined;
}

/** The command that started the job, or how its framework starts one. */
export function commandOf(job: Job, frameworks: readonly Framework[]): string | undefined {
	const framework = frameworks.find(({id}) => id === job.framework?.value.text);
	const script = scriptOf(job);
	const usual = framework && usualCommand(framework, job);
	return job.command?.value.text ?? usual ?? (script === undefined ? undefined : `python ${script}`);
}

/** Puts `NAME="value" ` before a command, or where its launcher takes variables of the job. */
function withVariables(command: string, set: string): string {
	const pairs = [...set.matchAll(/(?<![A-Z0-9_])([A-Z][A-Z0-9_]*)=("[^"]*"|'[^']*'|\S+)/g)];
	if (pairs.length === 0) return command;
	const options = (flag: string): string => pairs.map(([pair]) => `${flag} ${pair}`).join(' ');
	if (/^\S*docker\s+run\b/.test(command)) return command.replace(/docker\s+run\b/, `docker run ${options('-e')}`);
	if (/^\S*xpk\s+workload\s+create\b/.test(command)) {
		return command.replace(/xpk\s+workload\s+create\b/, `xpk workload create ${options('--env')}`);
	}
	if (/^\S*ray\s+job\s+submit\b/.test(command)) {
		const env = Object.fromEntries(
			pairs.map(([, name = '', value = '']) => [name, value.replaceAll(/^["']|["']$/g, '')]),
		);
		const json = JSON.stringify({env_vars: env});
		return command.replace(/ray\s+job\s+submit\b/, `ray job submit --runtime-env-json '${json}'`);
	}
	const inside = /--command[= ]["']/.exec(command);
	if (inside) {
		const at = inside.index + inside[0].length;
		return `${command.slice(0, at)}${set.replaceAll('"', '')}${command.slice(at)}`;
	}
	return `${set}${command}`;
}
