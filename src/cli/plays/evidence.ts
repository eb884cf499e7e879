import {analyse, type Knowledge} from '../../analysis/index.js';
import {NO_PROGRAM} from '../../model/program.js';
import type {Analysis} from '../../model/analysis.js';
import type {Fact, FactDeclaration} from '../../model/fact.js';
import type {Framework} from '../../model/framework.js';
import type {Code, Incident, Reading} from '../../model/incident.js';
import {tableFacts} from '../../playbook/fact-table.js';
import {mergeReadings, readText} from '../../readers/index.js';
import type {EvidenceForm} from './play-file.js';

/** Evidence of a play as it arrived: what was read from logs, and what was given as facts. */
export interface Arrived {
	readonly readings: readonly Reading[];
	readonly facts: readonly Fact[];
}

/** One more piece of evidence. Throws with words for the author if a fact or file is not what it should be. */
export function arrive(
	before: Arrived,
	{log, file, facts}: EvidenceForm,
	declared: ReadonlyMap<string, FactDeclaration>,
	frameworks: readonly Framework[],
	open: (file: string) => string,
): Arrived {
	const texts = [
		...(log === undefined ? [] : [{name: 'train.log', text: log}]),
		...(file === undefined ? [] : [{name: file, text: open(file)}]),
	];
	return {
		readings: [...before.readings, ...texts.map(({name, text}) => readText(name, text, frameworks))],
		facts: [...before.facts, ...tableFacts(facts ?? {}, declared)],
	};
}

/** What the evidence adds up to: the first incident of the logs with all that follows from it, and the facts that were given. */
export function analysisOf(arrived: Arrived, knowledge: Knowledge): Analysis {
	let analysis = ANALYSED.get(arrived);
	if (!analysis) ANALYSED.set(arrived, (analysis = analysed(arrived, knowledge)));
	return analysis;
}

// A scene looks at the same evidence at every step.
const ANALYSED = new WeakMap<Arrived, Analysis>();

function analysed({readings, facts}: Arrived, knowledge: Knowledge): Analysis {
	const reading = readings.length > 0 ? mergeReadings(readings) : undefined;
	const incident = reading?.incidents[0];
	if (!reading || !incident) return {...NOTHING, incident: bare(facts), facts};
	const analysis = analyse(incident, reading, knowledge);
	return {...analysis, facts: [...analysis.facts, ...facts]};
}

const NOTHING = {buffers: [], program: NO_PROGRAM, groups: [], parts: [], story: [], missing: []};

function bare(facts: readonly Fact[]): Incident {
	const said = (name: string): string => facts.find((fact) => fact.name === name)?.value.text ?? '';
	return {
		id: '1',
		code: (said('code') === '' ? 'E0000' : said('code')) as Code,
		form: said('incident.form'),
		at: {evidence: 'play', line: 1, quote: ''},
		occurrences: 1,
		hosts: [],
		facts,
		allocations: [],
		arguments: [],
		slots: [],
		live: [],
		hints: [],
	};
}
