import {existsSync} from 'node:fs';
import path from 'node:path';
import {replay} from '../../engine/index.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import type {Document} from '../../model/document.js';
import {neutraliseLine} from '../../model/neutral.js';
import type {Measurement, SessionEvent} from '../../model/session.js';
import {parseSize} from '../../model/size.js';
import {
	provenUpgrade,
	readProbeResults,
	resultText,
	type ProbeLine,
	type ProbeResults,
} from '../../plan/probe/index.js';
import {paragraph, printPlain, table} from '../../report/index.js';
import {counted} from '../../report/phrases.js';
import type {SessionLog} from '../../store/session-log.js';
import {readFileOrPipe} from '../../store/small-file.js';
import {causeOf, type Trouble} from '../../store/trouble.js';
import type {Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {say, sayTrouble} from '../say.js';
import {readNamed} from '../sources.js';
import type {World} from '../world.js';
import {factOf, inFocus} from './probe-plan.js';
import {userSessions} from './sessions.js';

/** Takes results into a session: the one named, a new one of the log named, or the last. */
export async function takeBack(world: World, desk: Desk, file: string, from: string | undefined): Promise<Exit> {
	let text: string;
	try {
		text = (await readFileOrPipe(file)).toString('utf8');
	} catch (error) {
		sayTrouble(world, {
			title: `Cannot read ${file}`,
			cause: causeOf(error),
			todo: 'Give the file that the script wrote: python3 probe_remedies.py > probe.jsonl',
		});
		return EXIT.usage;
	}
	const unusable = whyNot(readProbeResults(text), file);
	if (unusable) {
		sayTrouble(world, unusable);
		return EXIT.usage;
	}
	const session = await sessionFor(world, desk, from);
	if (!session) return EXIT.usage;
	const {log, events: began} = session;
	const state = replay(began);
	const earlier = state.measured?.findLast(({before}) => before !== undefined)?.before;
	const job = state.readings.flatMap(({facts}) => facts).findLast(({name}) => name === 'libtpu.version')?.value.text;
	const results = readProbeResults(text, earlier, job);
	const needed = factOf(inFocus(desk, began), 'hbm.used');
	const upgrade = provenUpgrade(results.baseline, desk.playbook.remedies, needed, job);
	const measurements = [...(upgrade ? [upgrade] : []), ...results.measurements];
	const events = measurements.map((one): SessionEvent => ({type: 'measured', ...one}));
	const trouble = append(log, events);
	if (trouble) {
		sayTrouble(world, trouble);
		return EXIT.usage;
	}
	const diagnosis = inFocus(desk, [...began, ...events]);
	world.stdout.write(printPlain(resultsDocument(results, diagnosis, desk, job, upgrade !== undefined), world));
	if (results.refused.length > 0)
		say(world, `Skipped, not results: lines ${results.refused.slice(0, 20).join(', ')} of ${file}.`);
	say(
		world,
		`${counted(measurements.length, 'measurement is', 'measurements are')} in session ${log.id}. The plan with them: xla-triage resume ${log.id}`,
	);
	return EXIT.done;
}

/** Why a file of results proves nothing. */
function whyNot({lines, baseline}: ProbeResults, file: string): Trouble | undefined {
	if (lines.length === 0) {
		return {
			title: `${file} holds no results`,
			cause: 'No line is a result of the probe script (schema xla-triage.probe/1).',
			todo: 'python3 probe_remedies.py > probe.jsonl',
		};
	}
	if (baseline?.result === 'fits' && baseline.libtpu === undefined) {
		return {
			title: 'The step in the script fits as it is',
			cause: `It needs ${baseline.used ?? 'little enough'}, so it is not the program that failed, and its results prove nothing.`,
			todo: 'Give step_and_args the shapes, types and shardings of the failed run, and its number of devices (--chip v5e:4x4).',
		};
	}
	if (baseline && baseline.result !== 'oom' && baseline.result !== 'fits') {
		const cause = neutraliseLine(baseline.text) || 'The script gives no reason.';
		if (baseline.libtpu !== undefined) {
			const todo = 'Install the versions of jax and libtpu that the script names, and run it again.';
			return {title: 'The unchanged program of the dump does not compile', cause, todo};
		}
		return {
			title: 'The unchanged step of the script does not compile',
			cause,
			todo: 'Fix step_and_args until this says oom: python3 probe_remedies.py --only as-it-is',
		};
	}
	return undefined;
}

interface Session {
	readonly log: SessionLog;
	readonly events: readonly SessionEvent[];
}

/** The session to write to; undefined where the trouble has been said. */
async function sessionFor(world: World, {playbook}: Desk, from: string | undefined): Promise<Session | undefined> {
	const sessions = userSessions();
	if (from !== undefined && existsSync(from)) {
		const reading = await readNamed(world, [from], playbook.frameworks);
		if (!reading) return undefined;
		const log = sessions.create(path.basename(from));
		const evidence: SessionEvent = {type: 'evidence', reading};
		const trouble = log.append(evidence) ?? log.trouble;
		if (!trouble) return {log, events: [evidence]};
		sayTrouble(world, trouble);
		log.close();
		return undefined;
	}
	const id = from ?? sessions.list()[0]?.id;
	if (id === undefined) {
		sayTrouble(world, {
			title: 'There is no session for the results',
			cause: 'None has been saved yet.',
			todo: 'Name the log of the failure: xla-triage probe train.log --read probe.jsonl',
		});
		return undefined;
	}
	const opened = sessions.open(id);
	if ('trouble' in opened) {
		sayTrouble(world, opened.trouble);
		return undefined;
	}
	if (opened.repaired !== undefined) say(world, opened.repaired);
	return {log: opened.log, events: opened.log.events};
}

function append(log: SessionLog, events: readonly SessionEvent[]): Trouble | undefined {
	try {
		for (const event of events) {
			const trouble = log.append(event);
			if (trouble) return trouble;
		}
		return undefined;
	} finally {
		log.close();
	}
}

function resultsDocument(
	{lines, measurements, baseline}: ProbeResults,
	diagnosis: Diagnosis | undefined,
	{playbook}: Desk,
	job: string | undefined,
	upgrade: boolean,
): Document {
	const titles = new Map(playbook.remedies.map((remedy) => [remedy.id, remedy.title]));
	const was = baseline?.used ?? measurements.find(({before}) => before !== undefined)?.before;
	const rows = lines.map((one) => [
		plain(one.variant),
		one === baseline ? 'the program as it is' : (titles.get(one.remedy) ?? (plain(one.remedy) || '–')),
		resultText(one, was),
		one.used === undefined ? '–' : one === baseline || was === undefined ? one.used : `${was} → ${one.used}`,
	]);
	const failed = lines.filter(({result}) => result === 'error' || result === 'timeout');
	const needed = factOf(diagnosis, 'hbm.used');
	const unlike = baseline?.used === undefined ? undefined : unlikeness(baseline, needed);
	const compilers = lines.flatMap(({libtpu, date}) =>
		libtpu === undefined ? [] : [`libtpu ${libtpu}, ${date ?? ''}`],
	);
	const first = diagnosis?.plan.restarts[0]?.steps.map(({remedy}) => remedy.title) ?? [];
	return {
		title: 'What the compiler said',
		blocks: [
			table('lllr', ['Variant', 'Remedy', 'Result', 'HBM'], rows),
			...[...new Set(compilers)].map((compiler) =>
				paragraph(`Compiled with ${plain(compiler)}${otherJob(compiler, job)}.`),
			),
			...(baseline?.result === 'fits' ? [paragraph(asItIsSentence(baseline.used, needed, upgrade))] : []),
			...(unlike === undefined ? [] : [paragraph(unlike)]),
			...failed.map(({variant, text}) => paragraph(`${plain(variant)}: ${plain(text)}`)),
			...(lines.some(({result}) => result === 'skipped')
				? [paragraph('skipped: step_and_args does not read the variant, so the program stayed the same.')]
				: []),
			...(baseline?.result === 'fits' ? [] : [paragraph(verdictOf(measurements, first))]),
		],
	};
}

/** What follows: the measurements in one sentence, and what the plan now begins with. */
function verdictOf(measurements: readonly Measurement[], first: readonly string[]): string {
	const begins = first.length > 0 ? ` The plan begins with: ${first.join(', ')}.` : '';
	if (measurements.some(({result}) => result === 'fits')) return `What fits alone comes first.${begins}`;
	return `No single change makes it fit. The plan combines them, with the measured savings.${begins}`;
}

/** The caveat where the job ran another compiler than the one that measured. */
function otherJob(compiler: string, job: string | undefined): string {
	return job === undefined || compiler.startsWith(`libtpu ${job},`) ? '' : `; your job ran libtpu ${plain(job)}`;
}

/** What follows from a program of a dump that fits as it is. */
function asItIsSentence(used: string | undefined, failed: string | undefined, upgrade: boolean): string {
	const needs = used === undefined ? '' : `, in ${used}`;
	if (failed === undefined)
		return `The program fits unchanged${needs}. The other figures show how much room each change leaves.`;
	return upgrade
		? `The program that failed with ${failed} fits as it is with this compiler${needs}: upgrading alone fixes it.`
		: `The program that failed with ${failed} fits as it is${needs}, with no newer compiler than that of your job. Compare flags and environment.`;
}

/** Said where the program of the script needs something else than the one that failed. */
function unlikeness({used, libtpu, result}: ProbeLine, failed: string | undefined): string | undefined {
	if (result === 'fits') return undefined;
	const [is, was] = [used, failed].map((text) => (text === undefined ? undefined : parseSize(text)?.bytes));
	if (!is || !was || Math.abs(is.low - was.low) <= CLOSE_ENOUGH * was.low) return undefined;
	if (libtpu !== undefined)
		return `As it is, the program needs ${used ?? ''} here and needed ${failed ?? ''} when it failed: another compiler or other flags. Use the results only as a direction.`;
	return (
		`The step in the script needs ${used ?? ''} as it is, the program that failed ${failed ?? ''}: they are not the same program. ` +
		'Read the results as a direction, or give step_and_args the shapes, types, shardings and devices of the failed run.'
	);
}

/** Share by which the two figures may differ; another version of the compiler moves them as much. */
const CLOSE_ENOUGH = 0.05;

function plain(text: string): string {
	return neutraliseLine(text).replaceAll('`', "'");
}
