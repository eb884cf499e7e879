import type {z} from 'zod';
import type {Condition} from '../model/flow.js';
import type {Objection, Tuning} from '../model/tuning.js';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import type {Located, Path} from './located.js';
import {readYaml} from './located.js';
import type {ClaimRow} from './schema.js';
import {
	chipsSchema,
	claimsSchema,
	exemptionsSchema,
	factsSchema,
	flagsSchema,
	patternsSchema,
	responsesSchema,
	sharedSchema,
	tuningSchema,
} from './schema.js';
import type {SourceFile} from './source.js';
import {citationsOf} from './shared.js';
import {validate} from './validate.js';

/** Reads one table into the draft. */
type TableReader = (file: SourceFile, draft: Draft, complaints: Complaints) => void;

/** The tables of a playbook, by name. A table may have several files, as in claims.yaml and claims-beyond.yaml: they are read as one. */
export const TABLES: Readonly<Record<string, TableReader>> = {
	facts(file, draft, complaints) {
		for (const row of rows('facts', factsSchema, file, draft, complaints)) {
			const {meaning = row.value.label, ...fact} = row.value;
			keep(row.sub([], {...fact, meaning}), fact.name, draft.facts, complaints);
		}
	},
	flags(file, draft, complaints) {
		for (const row of rows('flags', flagsSchema, file, draft, complaints)) {
			const {cites: _, ...flag} = row.value;
			const citations = citationsOf(row, draft, complaints);
			keep(row.sub([], {...flag, citations, place: row.at([])}), flag.name, draft.flags, complaints);
		}
	},
	chips(file, draft, complaints) {
		for (const row of rows('chips', chipsSchema, file, draft, complaints)) {
			keep(row, row.value.id, draft.chips, complaints);
		}
	},
	responses(file, draft, complaints) {
		for (const row of rows('responses', responsesSchema, file, draft, complaints)) {
			keep(row, row.value.regime, draft.responses, complaints);
		}
	},
	shared: readShared,
	patterns: readPatterns,
	claims: readClaims,
	tuning: readTuning,
	exemptions: readExemptions,
};

/** Statements of the seed documents and of other sources: one form, and one name space. */
function readClaims(file: SourceFile, draft: Draft, complaints: Complaints): void {
	for (const row of rows<'claims', ClaimRow>('claims', claimsSchema, file, draft, complaints)) {
		const {must, ...claim} = row.value;
		keep(row.sub([], {...claim, mustSay: must, place: row.at([])}), claim.id, draft.claims, complaints);
	}
}

function readShared(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const table = wholeTable(sharedSchema, file, draft, complaints);
	if (!table) return;
	for (const [name, source] of Object.entries(table.value.sources)) {
		keep(table.sub(['sources', name], source), name, draft.sources, complaints);
	}
	for (const [name, sign] of Object.entries(table.value.signs)) {
		keep(table.sub(['signs', name], sign), name, draft.signs, complaints);
	}
}

function readPatterns(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const table = wholeTable(patternsSchema, file, draft, complaints);
	if (table) draft.patterns.push(table);
}

function readExemptions(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const table = wholeTable(exemptionsSchema, file, draft, complaints);
	if (!table) return;
	for (const kind of ['facts', 'words'] as const) {
		for (const [name, reason] of Object.entries(table.value[kind])) {
			draft.exemptions.set(`${kind} ${name}`, table.sub([kind, name], reason));
		}
	}
}

/** The ladder of flag trials, each condition with its place. */
function readTuning(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const table = wholeTable(tuningSchema, file, draft, complaints);
	if (!table) return;
	const condition = (source: string, path: Path): Condition => ({source, place: table.at(path)});
	const objections = (list: readonly {when: string; because: string}[], path: Path): Objection[] =>
		list.map(({when, because}, index) => ({when: condition(when, [...path, index, 'when']), because}));
	const {cannot, levels, steps, ...rest} = table.value;
	const tuning: Tuning = {
		...rest,
		cannot: objections(cannot, ['cannot']),
		levels: levels.map((level, index) => ({
			...level,
			unless: objections(level.unless, ['levels', index, 'unless']),
		})),
		steps: steps.map(({needs, ...step}, index) => ({
			...step,
			...(needs === undefined ? {} : {needs: condition(needs, ['steps', index, 'needs'])}),
			unless: objections(step.unless, ['steps', index, 'unless']),
			place: table.at(['steps', index]),
		})),
	};
	draft.tuning.push(table.sub([], tuning));
}

function rows<Key extends string, Row>(
	key: Key,
	schema: z.ZodType<Readonly<Record<Key, readonly Row[]>>>,
	file: SourceFile,
	draft: Draft,
	complaints: Complaints,
): readonly Located<Row>[] {
	const table = wholeTable(schema, file, draft, complaints);
	return table?.value[key].map((row, index) => table.sub([key, index], row)) ?? [];
}

/** A file in the form of its schema; else complaints are made, and the file is known to be broken. */
function wholeTable<Table>(
	schema: z.ZodType<Table>,
	file: SourceFile,
	draft: Draft,
	complaints: Complaints,
): Located<Table> | undefined {
	const yaml = readYaml(file, complaints);
	const table = yaml && validate(schema, yaml, complaints);
	if (!table) draft.broken.files.add(file.path);
	return table;
}

function keep<Row>(row: Located<Row>, name: string, into: Map<string, Located<Row>>, complaints: Complaints): void {
	if (into.has(name)) complaints.add('duplicate-id', row.at([]), `${name} is given twice.`, 'Keep one of the two.');
	else into.set(name, row);
}
