import {NO_PATTERNS} from '../model/patterns.js';
import {createConditions} from '../engine/index.js';
import type {FactDeclaration} from '../model/fact.js';
import type {Complaint, Playbook} from '../model/playbook.js';
import {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {lintChanges} from './lint/changes.js';
import {lintClaims} from './lint/claims.js';
import {lintConditions} from './lint/conditions.js';
import {lintFacts} from './lint/facts.js';
import {lintGraph, START} from './lint/graph.js';
import {lintLengths} from './lint/lengths.js';
import {lintOptions} from './lint/options.js';
import {lintReferences} from './lint/references.js';
import {lintSigns} from './lint/signs.js';
import {lintTemplates} from './lint/templates.js';
import {lintTuning} from './lint/tuning.js';
import {lintWords} from './lint/words.js';
import type {PlaybookFile} from './read.js';
import {readDraft} from './read.js';
import {usable} from './usable.js';

export type {ComplaintId} from './complaints.js';
export {COMPLAINTS, printComplaint} from './complaints.js';
export type {PlaybookFile} from './read.js';
export {publishedSchemas} from './schema.js';

export interface PlaybookOptions {
	/** Names the state of the files in reports; a hash over them. */
	readonly edition?: string;
	/** Names of the facts that this program reads or derives; without them, facts that nothing reads are not found. */
	readonly read?: readonly string[];
	/** Gives what is usable in spite of complaints, for authors who are in the middle of their work. */
	readonly soft?: boolean;
}

/**
 * Reads, links and checks a playbook: `flows/*.yaml` and what lies in `content`. There is a playbook exactly when there are no
 * complaints (or in soft mode). Complaints come by file, line and column.
 */
export function parsePlaybook(
	files: readonly PlaybookFile[],
	options: PlaybookOptions = {},
): {readonly playbook?: Playbook; readonly complaints: readonly Complaint[]} {
	const complaints = new Complaints();
	const draft = readDraft(files, complaints);
	const facts = declarations(draft, complaints);
	const conditions = createConditions(facts);
	const reached = lintGraph(draft, complaints);
	lintConditions(draft, conditions, complaints);
	lintOptions(draft, conditions, complaints);
	lintSigns(draft, conditions, complaints);
	lintFacts(draft, conditions, options.read && new Set(options.read), complaints);
	lintLengths(draft, complaints);
	lintWords(draft, complaints);
	lintTemplates(draft, complaints);
	lintReferences(draft, complaints);
	lintChanges(draft, complaints);
	lintTuning(draft, conditions, complaints);
	lintClaims(draft, reached, complaints);
	const found = complaints.sorted();
	if (found.length > 0 && options.soft !== true) return {complaints: found};
	const whole = found.length > 0 ? usable(draft, conditions) : draft;
	return {playbook: assemble(whole, facts, options.edition ?? 'local'), complaints: found};
}

// A name may not be a fact and a group of facts at once: conditions could not tell them apart.
function declarations(draft: Draft, complaints: Complaints): readonly FactDeclaration[] {
	const names = new Set(draft.facts.keys());
	const facts: FactDeclaration[] = [];
	for (const [name, fact] of draft.facts) {
		const group = [...names].find((other) => other.startsWith(`${name}.`));
		if (group === undefined) {
			facts.push(fact.value);
			continue;
		}
		const message = `${name} is a fact, and ${group} makes it a group of facts.`;
		complaints.add('duplicate-id', fact.at([]), message, `Rename one of them, for example ${name}.value.`);
	}
	return facts;
}

// By id, so that the order of files and lines does not show in reports.
function assemble(draft: Draft, facts: readonly FactDeclaration[], edition: string): Playbook {
	const values = <T>(map: ReadonlyMap<string, {readonly value: T}>): readonly T[] =>
		[...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, {value}]) => value);
	const [tuning] = draft.tuning;
	return {
		edition,
		...(tuning ? {tuning: tuning.value} : {}),
		flow: {start: START, nodes: Object.fromEntries(values(draft.nodes).map((node) => [node.id, node]))},
		facts,
		remedies: values(draft.remedies),
		pages: values(draft.pages),
		flags: values(draft.flags),
		chips: [...draft.chips.values()].map(({value}) => value),
		responses: [...draft.responses.values()].map(({value}) => value),
		patterns: draft.patterns[0]?.value ?? NO_PATTERNS,
		claims: [...draft.claims.values()].map(({value}) => value),
		frameworks: values(draft.frameworks),
	};
}
