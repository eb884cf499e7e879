// Commands of the pages in the user's own terms: their command instead of `python train.py`, their file instead of `train.log`, and
// variables given the way their launcher takes them.
import type {Framework} from '../model/framework.js';
import type {Job} from '../model/job.js';
import {scriptOf, usualCommand} from './change-command.js';
import {commandSetting, hasNoCommand, launcherOf, settingLine} from './launcher.js';

const VARIABLES = String.raw`(?:(?<![A-Z0-9_])[A-Z][A-Z0-9_]{0,60}=(?:"[^"]{0,100}"|'[^']{0,100}'|(?!["'])\S{1,100})[ \t]{1,8}){0,6}`;
const PLACEHOLDER = new RegExp(String.raw`(${VARIABLES})python train\.py`, 'g');
/** The same with where its output goes: a notebook has no such place. */
const WHOLE = new RegExp(String.raw`(${VARIABLES})python train\.py(?:\s*(?:2>&1|2>\s*\S+|\|\s*tee\s+\S+))*`, 'g');
const EXPORT = /^([ \t]*)export ((?:[A-Z][A-Z0-9_]*\+?=(?:"[^"]*"|\S+)))[ \t]*$/gm;

/** What stands in pages for the user's own command and files. Few texts have it. */
const STAND_IN = /python train\.py|\btrain[\w-]{0,64}\.log\b|^[ \t]*export [A-Z]/m;

/** Whether a text of a page is written with a stand-in for the user's command or file, or sets a variable of a shell. */
export function hasStandIn(text: string): boolean {
	return STAND_IN.test(text);
}

/** A text of a page, or a command of a question, in the terms of the job; the text itself where nothing is known. */
export function inUsersWords(page: string, job: Job | undefined, frameworks: readonly Framework[]): string {
	// The command of a conversion is the user's own where the job is one.
	const converts = job?.workload?.value.text === 'conversion';
	const text = converts ? page.replaceAll('python convert.py', 'python train.py') : page;
	if (!job || !hasStandIn(text)) return text;
	const log = shellName(job.evidence) ?? 'job.log';
	const set = text.replaceAll(EXPORT, (line, indent: string, pair: string) => {
		const own = settingLine(pair, job);
		return own === pair ? line : `${indent}${own}${launcherOf(job) === 'notebook' ? FIRST : ''}`;
	});
	if (hasNoCommand(job)) return inPlaces(set, job).replaceAll(/\btrain([\w-]{0,64})\.log\b/g, () => log);
	// A name that the log does not have is not made up.
	const command = commandOf(job, frameworks) ?? 'python SCRIPT.py';
	const own = set.replaceAll(PLACEHOLDER, (_, before: string) => commandSetting(command, before, job));
	// What is written anew gets its own name: the first log is needed to compare.
	const writes = /(?:tee|>)\s+train[\w-]*\.log/.test(own);
	const named = own.replaceAll(/\btrain([\w-]{0,64})\.log\b/g, () => (writes ? 'rerun.log' : log));
	return job.command ? named : named.split('\n').map(toFillIn).join('\n');
}

/** Words of a framework's usual command that the log does not fill in. */
const OPEN: readonly (readonly [RegExp, string])[] = [
	[/(?<=\s)SCRIPT\.\w+(?=\s|$)/, 'your script and its arguments'],
	[/(?<=\s)MODEL(?=\s|$)/, 'your model and arguments'],
	[/(?<=\s)CONFIG(?=\s|$)/, 'your configuration and arguments'],
	[/(?<=\s)ARGUMENTS(?=\s|$)/, 'those of your run'],
];

/** A runtime that is restarted forgets a variable, and a library reads it once: the first cell sets it. */
const FIRST = '   # first cell';

/** Says what to put for words in capitals, at the end of a line of code. */
function toFillIn(line: string): string {
	if (line.includes('#')) return line;
	const open = OPEN.flatMap(([word, what]) => {
		const found = word.exec(line)?.[0];
		return found === undefined ? [] : [`${found}: ${what}`];
	});
	return open.length > 0 ? `${line}   # ${open.join('; ')}` : line;
}

/** A command for a shell for a notebook, a pod or a driver. In a notebook variables count before JAX is imported. */
function inPlaces(text: string, job: Job): string {
	const isNotebook = launcherOf(job) === 'notebook';
	const own = text.replaceAll(WHOLE, (_, before: string) => {
		const set = before.trim();
		if (set !== '') return `${settingLine(set, job)}${isNotebook ? FIRST : ''}`;
		return isNotebook
			? '# restart the runtime, then run all cells: it forgets what no cell sets'
			: '# start the job again';
	});
	if (!isNotebook) return own;
	return own
		.replaceAll(/^([ \t]*)(xla-triage |export )/gm, '$1!$2')
		.replaceAll(/;[ \t]*xla-triage /g, ', then !xla-triage ');
}

/** The file as it was named, for a shell; undefined for what is not a file: a paste, or a job of an export. */
function shellName(evidence: string): string | undefined {
	if (/^[\w.~+@/-]+\.[a-z]+$/.test(evidence)) return evidence;
	return /^[^'\n]+\.[a-z]+$/.test(evidence) ? `'${evidence}'` : undefined;
}

/** The command that started the job, or how its framework starts one; undefined where no command does. */
export function commandOf(job: Job, frameworks: readonly Framework[]): string | undefined {
	if (hasNoCommand(job)) return undefined;
	const framework = frameworks.find(({id}) => id === job.framework?.value.text);
	const script = scriptOf(job);
	const usual = framework && usualCommand(framework, job);
	return job.command?.value.text ?? usual ?? (script === undefined ? undefined : `python ${script}`);
}
