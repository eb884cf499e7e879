/** Remedies and playbooks made by hand, and what is diagnosed with them. */
import {NO_PATTERNS} from '../../src/model/patterns.js';
import {createConditions} from '../../src/engine/index.js';
import type {BufferGroup} from '../../src/model/analysis.js';
import type {FactDeclaration} from '../../src/model/fact.js';
import type {RemedyChange} from '../../src/model/change.js';
import type {Playbook} from '../../src/model/playbook.js';
import type {Remedy, Sign} from '../../src/model/remedy.js';
import type {Decision} from '../../src/model/session.js';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import {diagnose} from '../../src/plan/diagnose.js';
import {projectPlaybook} from '../playbook/folder.js';
import {analysis, facts, G, group} from './hand-made.js';

export const place = {file: 'test.md', line: 1, column: 1};

export function sign(when: string, because = when, weight = 0): Sign {
	return {when: {source: when, place}, because, weight, basis: 'reasoned'};
}

export function remedy(id: string, over: Partial<Remedy> = {}): Remedy {
	return {
		id,
		title: `Do ${id}`,
		kind: 'microbatch',
		safety: 'safe',
		safetyNote: '',
		gain: '',
		costs: [],
		telltale: `signs of ${id}.`,
		effort: 2,
		lastResort: false,
		role: 'change',
		room: false,
		oneByOne: false,
		anyRestart: false,
		indicated: [],
		unlikely: [],
		ruledOut: [],
		verify: '',
		flags: [],
		claims: [],
		citations: [{title: 'a', source: 'b'}],
		overlaps: [],
		body: [],
		place,
		...over,
	};
}

const DECLARED: readonly FactDeclaration[] = [
	...(['hbm.used', 'hbm.capacity', 'hbm.over', 'hbm.temp', 'request.size', 'request.short'] as const).map((name) =>
		declare(name, 'size'),
	),
	declare('temp.share', 'number'),
	declare('list.known', 'truth'),
	declare('loop.seen', 'truth'),
	declare('allocation.cause', 'text'),
];

function declare(name: string, kind: FactDeclaration['kind']): FactDeclaration {
	return {name, kind, label: name, meaning: name, from: 'derivation'};
}

function playbook(remedies: readonly Remedy[], stages: readonly (readonly string[])[]): Playbook {
	return {
		edition: 'test',
		frameworks: [],
		patterns: NO_PATTERNS,
		flow: {
			start: 't/end',
			nodes: {
				't/end': {
					kind: 'verdict',
					id: 't/end',
					verdict: 'aggregate',
					title: 'All together',
					says: 'It needs {hbm.used}.',
					retryable: false,
					stages: stages.map((ids) => ({remedies: ids})),
					remedies: stages.flat(),
					claims: ['c'],
					place,
				},
			},
		},
		facts: DECLARED,
		remedies,
		pages: [],
		flags: [],
		chips: [{id: 'v5p', name: 'TPU v5p', usable: ['95.74G'], devicesPerChip: 1, vmem: '', order: 5.5}],
		claims: [],
		responses: projectPlaybook().responses ?? [],
	};
}

interface Given {
	readonly values?: Readonly<Record<string, string | number | boolean>>;
	readonly groups?: readonly BufferGroup[];
	readonly decisions?: Readonly<Record<string, Decision>>;
	/** Ids by stage; all in one stage where it is left out. */
	readonly stages?: readonly (readonly string[])[];
}

export function run(remedies: readonly Remedy[], given: Given = {}): Diagnosis {
	const {values = {}, groups = [], decisions = {}, stages = [remedies.map((one) => one.id)]} = given;
	const base = {'hbm.used': '20.00G', 'hbm.capacity': '15.75G', 'hbm.over': '4.25G', 'list.known': groups.length > 0};
	const found = analysis(facts({...base, ...values}), groups);
	const state = {
		answers: new Map<string, string>(),
		decisions: new Map(Object.entries(decisions)),
		notes: new Map([['a', 'mine']]),
	};
	return diagnose(playbook(remedies, stages), createConditions(DECLARED), found, state, []);
}

export const batch = group('bf16[4,8,4096]', 8, 2 * G, 'temp', {0: 'layers', 1: 'batch'});
export const halve = changing({kind: 'substitute', symbol: 'batch', factor: '1/2'});

/** A remedy with such a change. */
export function changing(...does: RemedyChange['does']): {readonly change: RemedyChange} {
	return {change: {does, adds: [], missing: 'nothing to change', basis: 'made'}};
}
