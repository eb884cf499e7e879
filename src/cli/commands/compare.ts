import {existsSync} from 'node:fs';
import {analyse} from '../../analysis/index.js';
import {compare} from '../../analysis/comparison/index.js';
import {outcomeOf, type AcceptedStep} from '../../analysis/comparison/outcome.js';
import {replay} from '../../engine/index.js';
import type {Analysis} from '../../model/analysis.js';
import type {Incident, Reading} from '../../model/incident.js';
import type {SessionState} from '../../model/session.js';
import {joinDumps} from '../../readers/dump/join.js';
import {mergeReadings} from '../../readers/index.js';
import {jsonText} from '../../report/json-text.js';
import {comparisonDocument, comparisonJson, printMarkdown, printPlain} from '../../report/index.js';
import {diagnoseReading, openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import {readNamed} from '../sources.js';
import {unrecognisedDocument} from '../unrecognised.js';
import type {World} from '../world.js';
import {exitOf} from './diagnose.js';
import {userSessions} from './sessions.js';

export interface CompareOptions {
	readonly format: 'text' | 'markdown' | 'json';
	readonly playbook?: string;
}

/** Sets two failures side by side; each is a log, a folder of dumps (of a program that fits, too), `-` for standard input, or a session. */
export async function compareCommand(
	world: World,
	names: readonly [string, string],
	{format, playbook}: CompareOptions,
): Promise<Exit> {
	const desk = await openDesk(world, playbook);
	if (!desk) return EXIT.usage;
	const same = names[0] === names[1];
	const before = await given(world, desk, names[0], same ? 'first' : 'last');
	const after = before && (await given(world, desk, names[1], 'last'));
	if (!before || !after) return EXIT.usage;
	const [a, b] = [analysisOf(desk, before), analysisOf(desk, after)];
	if (!a || !b) return nothingIn(world, desk, a ? after : before);
	const comparison = compare({analysis: a, flags: before.reading.flags}, {analysis: b, flags: after.reading.flags});
	const outcome = outcomeOf(acceptedSteps(desk, before, a), a, b);
	if (format === 'json') {
		world.stdout.write(`${jsonText(comparisonJson(comparison, outcome), 2)}\n`);
		return EXIT.done;
	}
	const document = comparisonDocument(comparison, {
		before: nameOf(before, a),
		after: nameOf(after, b),
		facts: desk.playbook.facts,
		...(outcome ? {outcome} : {}),
	});
	world.stdout.write(format === 'markdown' ? printMarkdown(document) : printPlain(document, world));
	return EXIT.done;
}

/** One of the two, read. */
interface Given {
	readonly name: string;
	readonly reading: Reading;
	/** A dump of a program that was compiled: it fits, or its folder does not say. */
	readonly compiled?: boolean;
	/** What was said in the session that it comes from. */
	readonly state?: SessionState;
}

/** A file by its path, else a session: its id, the beginning of it, or its name; `ID:2` is the second evidence of one. */
async function given(
	world: World,
	{playbook: {frameworks}}: Desk,
	name: string,
	which: 'first' | 'last',
): Promise<Given | undefined> {
	if (name === '-' || existsSync(name)) {
		const reading = await readNamed(world, [name], frameworks);
		if (!reading) return undefined;
		return reading.incidents.length > 0 ? {name, reading} : {name, reading: asIncident(reading), compiled: true};
	}
	const [, id = name, number] = /^(.+?)(?::(\d+))?$/.exec(name) ?? [];
	const looked = userSessions().look(id);
	if ('trouble' in looked) {
		sayTrouble(world, {
			title: `${name} is not a file and not a session`,
			cause: looked.trouble.cause,
			todo: 'Give two logs, or ids of sessions; xla-triage sessions lists them.',
		});
		return undefined;
	}
	const state = replay(looked.events);
	const failures = state.readings.filter((reading) => reading.incidents.length > 0);
	const reading =
		number === undefined ? (which === 'first' ? failures[0] : failures.at(-1)) : state.readings[Number(number) - 1];
	if (!reading) {
		sayTrouble(world, {
			title: `Session ${looked.id} has no such evidence`,
			cause: `It has ${state.readings.length} pieces of evidence; ${failures.length} show a failure.`,
			todo: `Give ${looked.id}:1 for the first one.`,
		});
		return undefined;
	}
	return {name: `session ${looked.id} (${looked.name})`, reading, state};
}

/** A dump of a program that fits compares like one of a failure, without its code. */
function asIncident(reading: Reading): Reading {
	const dumps = (reading.dumps ?? []).map((dump) => ({...dump, outcome: 'unknown' as const}));
	const joined = joinDumps({...reading, dumps});
	const incidents = joined.incidents.map((incident) => ({
		...incident,
		facts: incident.facts.filter(({name}) => name !== 'code'),
	}));
	return {...joined, incidents};
}

/** The incident in focus, else the first that says how much memory is needed, else the first. */
function incidentOf({reading, state}: Given): Incident | undefined {
	const {incidents} = reading;
	const inFocus = incidents.find((incident) => incident.id === state?.focus);
	const withFigures = incidents.find(({facts}) =>
		facts.some(({name}) => name === 'hbm.used' || name === 'request.size'),
	);
	return inFocus ?? withFigures ?? incidents[0];
}

function analysisOf(desk: Desk, side: Given): Analysis | undefined {
	const incident = incidentOf(side);
	return incident && analyse(incident, mergeReadings([side.reading]), desk.playbook);
}

/** The steps that were accepted in the session before, with their estimates of then. */
function acceptedSteps(desk: Desk, {reading, state}: Given, analysis: Analysis): readonly AcceptedStep[] {
	if (!state || state.decisions.size === 0) return [];
	const diagnosis = diagnoseReading(desk, reading, state).find(
		(one) => one.analysis.incident.id === analysis.incident.id,
	);
	return (diagnosis?.remedies ?? [])
		.filter(({decision}) => decision === 'accept')
		.map(({remedy, estimate}) => ({id: remedy.id, title: remedy.title, ...(estimate ? {estimate} : {})}));
}

function nothingIn(world: World, desk: Desk, side: Given): Exit {
	world.stderr.write(
		printPlain(unrecognisedDocument(side.reading, desk.playbook), {width: world.width, colour: false}),
	);
	sayTrouble(world, {
		title: `${side.name} shows no failure to compare`,
		cause: 'compare needs a recognised failure on both sides.',
		todo: 'Give the log of the failed run.',
	});
	return exitOf(side.reading) === EXIT.routed ? EXIT.routed : EXIT.nothing;
}

function nameOf({name, compiled}: Given, {incident}: Analysis): string {
	if (compiled) return `the program of ${name}`;
	return `${incident.code} at ${name}:${incident.at.line}`;
}
