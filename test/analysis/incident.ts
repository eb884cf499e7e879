import type {Program} from '../../src/model/program.js';
import {readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {analyse, type Knowledge} from '../../src/analysis/index.js';
import {patternsSchema} from '../../src/playbook/schema.js';
import type {Analysis} from '../../src/model/analysis.js';
import type {Fact} from '../../src/model/fact.js';
import type {Allocation, Hint, Incident, LiveBuffer, Reading, Slot} from '../../src/model/incident.js';
import type {Chip} from '../../src/model/playbook.js';
import {parseSize} from '../../src/model/size.js';

const PLACE = {evidence: 'crash.log', line: 1, quote: ''};

/** Chips and patterns as the playbook has them. */
export const KNOWLEDGE: Knowledge = {
	chips: (table('chips') as {chips: Chip[]}).chips,
	patterns: patternsSchema.parse(table('patterns')),
};

function table(name: string): unknown {
	return parse(readFileSync(new URL(`../../content/${name}.yaml`, import.meta.url), 'utf8'));
}

/** Incidents by hand, short to write. */
export interface Sketch {
	code?: Incident['code'];
	space?: Incident['space'];
	/** Name to printed text: sizes are read as sizes, all else is text. */
	facts?: Record<string, string>;
	allocations?: readonly Partial<Allocation>[];
	arguments?: readonly Partial<Allocation>[];
	slots?: readonly (Partial<Slot> & Pick<Slot, 'size'>)[];
	live?: readonly LiveBuffer[];
	hints?: readonly Hint['kind'][];
	framework?: string;
	workload?: string;
	profile?: Reading['profile'];
	/** As a dump shows it. */
	program?: Program;
}

/** The analysis of a sketch. */
export function analysisOf(sketch: Sketch): Analysis {
	const incident = incidentOf(sketch);
	return analyse(incident, readingOf(incident, sketch), KNOWLEDGE);
}

/** Texts of derived facts by name: what a person would see. */
export function derived(analysis: Analysis): Record<string, string> {
	const facts = analysis.facts.filter((fact) => fact.origin.by === 'derivation');
	return Object.fromEntries(facts.map((fact) => [fact.name, fact.value.text]));
}

/** A slot row's shapes from `5×bf16[8,8]` and the like. */
export function shapes(...texts: readonly string[]): Slot['shapes'] {
	return texts.map((text) => {
		const [, count, shape] = /^(?:(\d+)×)?(.*)$/.exec(text) ?? [];
		return {count: Number(count ?? 1), shape: shape ?? ''};
	});
}

export function incidentOf(sketch: Sketch): Incident {
	return {
		id: '1',
		code: sketch.code ?? 'E1000',
		form: 'by_hand',
		space: sketch.space ?? 'hbm',
		at: PLACE,
		occurrences: 1,
		hosts: [],
		facts: Object.entries(sketch.facts ?? {}).map(([name, text]) => fact(name, text)),
		allocations: (sketch.allocations ?? []).map((one, index) => ({rank: index + 1, line: index + 1, ...one})),
		arguments: (sketch.arguments ?? []).map((one, index) => ({rank: index + 1, line: index + 1, ...one})),
		slots: (sketch.slots ?? []).map((one, index) => ({
			offset: 0,
			values: 1,
			shapes: [],
			table: 0,
			line: index + 1,
			...one,
		})),
		live: sketch.live ?? [],
		hints: (sketch.hints ?? []).map((kind) => ({kind, place: PLACE})),
		...(sketch.program && {program: sketch.program}),
	};
}

export function readingOf(incident: Incident, sketch: Sketch): Reading {
	const facts = [
		...(sketch.framework === undefined ? [] : [fact('job.framework', sketch.framework)]),
		...(sketch.workload === undefined ? [] : [fact('job.workload', sketch.workload)]),
	];
	return {evidence: [], incidents: [incident], routed: [], flags: [], profile: sketch.profile ?? [], facts};
}

function fact(name: string, text: string): Fact {
	const size = /^(?:hbm|request|tc|sc|vmem)\.|\.bytes$/.test(name) ? parseSize(text) : undefined;
	const origin = {by: 'reader', reader: 'by hand', place: PLACE} as const;
	return size ? {name, value: {kind: 'size', ...size}, origin} : {name, value: {kind: 'text', text}, origin};
}
