import type {Fact} from '../model/fact.js';
import type {Framework} from '../model/framework.js';
import type {Job, JobSigns, LineSign} from '../model/job.js';
import {isWithin} from '../model/jobs-of.js';
import {growthOf, recoveredFrom} from './aftermath.js';
import {printFrame, userFrame} from './frame.js';
import {frameworkOf} from './framework.js';
import {phaseOf, workloadOf, type Failure} from './moment.js';
import {settingsOf} from './settings.js';

/** The jobs that one log is of: a command that is started after a failure is another job. What is not known is absent. */
export function jobsOf(
	signs: JobSigns,
	failures: readonly Failure[],
	frameworks: readonly Framework[],
): readonly Job[] {
	const starts = [1, ...restarts(signs)];
	return starts.map((from, index) => {
		const next = starts[index + 1];
		const lines: Job['lines'] = [from, next === undefined ? null : next - 1];
		return jobOf(partOf(signs, from, next ?? Infinity), failures, frameworks, lines);
	});
}

/** Lines of commands that come after a failure of the one before. */
function restarts({commands, failures}: JobSigns): readonly number[] {
	const found: number[] = [];
	for (const {line} of commands) {
		const since = found.at(-1) ?? 0;
		if (failures.some((failure) => failure > since && failure < line) && commands.some((one) => one.line < line)) {
			found.push(line);
		}
	}
	return found;
}

function jobOf(
	signs: JobSigns,
	failures: readonly Failure[],
	frameworks: readonly Framework[],
	lines: Job['lines'],
): Job {
	const failed = failures.findLast((one) => isWithin(lines, one.line));
	const printed = Math.max(failed?.line ?? 0, signs.failures.at(-1) ?? 0);
	const failure = printed > 0 ? {line: printed, code: failed?.code ?? ''} : undefined;
	const end = failure?.line ?? Infinity;
	const traceback = signs.tracebacks.findLast(({fatal}) => fatal) ?? signs.tracebacks.at(-1);
	const recognised = frameworkOf(signs, traceback, frameworks);
	const framework = recognised?.framework;
	const tables = [...(framework ? [framework] : []), ...frameworks.filter(({id}) => id === 'any')];
	const scene = {all: frameworks, tables, framework, signs, traceback, failure};
	const fact = (name: string, said: LineSign | undefined, text = said?.text): Fact | undefined =>
		said && {
			name: `job.${name}`,
			value: {kind: 'text', text: text ?? ''},
			origin:
				said.line > 0
					? {by: 'reader', reader: 'job', place: {evidence: signs.evidence, line: said.line, quote: said.text}}
					: {by: 'derivation', rule: 'what the framework is for', from: ['job.framework']},
		};
	const workload = workloadOf(scene);
	const phase = phaseOf(scene);
	const step = signs.progress.findLast((one) => one.step !== undefined && one.line <= end);
	const user = traceback && userFrame(traceback, frameworks);
	const facts = {
		framework: fact('framework', recognised, framework?.id),
		workload: fact('workload', workload, workload?.is),
		phase: fact('phase', phase, phase?.is),
		step: fact('step', step, step?.step),
		command: fact('command', signs.commands.findLast(({line}) => line <= end) ?? signs.commands[0]),
		recovered: fact('recovered', recoveredFrom(signs)),
		hbmGrowth: fact('hbm_growth', growthOf(signs.inUse)),
		userFrame: fact('user_frame', user && {text: printFrame(user), line: user.line}),
	};
	const texts = (group: string, of: Readonly<Record<string, LineSign>>): Record<string, Fact> =>
		Object.fromEntries(
			Object.entries(of).flatMap(([name, said]) => {
				const made = fact(`${group}.${name}`, said);
				return made ? [[name, made]] : [];
			}),
		);
	return {
		evidence: signs.evidence,
		lines,
		...(failure && {failedAt: failure.line}),
		...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
		versions: texts('versions', signs.versions),
		flags: texts('flags', signs.flags),
		settings: settingsOf(signs.settings, framework, frameworks),
	};
}

/** What stands in a part of the log. Signs of the framework, versions and flags hold for all of it. */
function partOf(signs: JobSigns, from: number, next: number): JobSigns {
	const within = <Sign extends {readonly line: number}>(list: readonly Sign[]): Sign[] =>
		list.filter(({line}) => line >= from && line < next);
	return {
		...signs,
		settings: within(signs.settings),
		commands: within(signs.commands),
		workloads: within(signs.workloads),
		phases: within(signs.phases),
		tracebacks: within(signs.tracebacks),
		failures: signs.failures.filter((line) => line >= from && line < next),
		progress: within(signs.progress),
		retries: within(signs.retries),
		inUse: within(signs.inUse),
	};
}
