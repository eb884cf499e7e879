import type {z} from 'zod';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import type {Located} from './located.js';
import {readYaml} from './located.js';
import {chipsSchema, claimsSchema, factsSchema, flagsSchema} from './schema.js';
import type {SourceFile} from './source.js';
import {validate} from './validate.js';

/** The tables of a playbook, by path. */
export const TABLES: Readonly<Record<string, (file: SourceFile, draft: Draft, complaints: Complaints) => void>> = {
	'content/facts.yaml'(file, draft, complaints) {
		rows(
			file,
			factsSchema,
			({facts}) => facts,
			'facts',
			complaints,
			({name}) => name,
			draft.facts,
		);
	},
	'content/flags.yaml'(file, draft, complaints) {
		const found = new Map<string, Located<z.infer<typeof flagsSchema>['flags'][number]>>();
		rows(
			file,
			flagsSchema,
			({flags}) => flags,
			'flags',
			complaints,
			({name}) => name,
			found,
		);
		for (const [name, row] of found) draft.flags.set(name, row.sub([], {...row.value, place: row.at([])}));
	},
	'content/chips.yaml'(file, draft, complaints) {
		rows(
			file,
			chipsSchema,
			({chips}) => chips,
			'chips',
			complaints,
			({id}) => id,
			draft.chips,
		);
	},
	'content/claims.yaml'(file, draft, complaints) {
		const found = new Map<string, Located<z.infer<typeof claimsSchema>['claims'][number]>>();
		rows(
			file,
			claimsSchema,
			({claims}) => claims,
			'claims',
			complaints,
			({id}) => id,
			found,
		);
		for (const [id, row] of found) {
			const {must, ...claim} = row.value;
			draft.claims.set(id, row.sub([], {...claim, mustSay: must, place: row.at([])}));
		}
	},
};

function rows<File, Row>(
	file: SourceFile,
	schema: z.ZodType<File>,
	list: (table: File) => readonly Row[],
	key: string,
	complaints: Complaints,
	name: (row: Row) => string,
	into: Map<string, Located<Row>>,
): void {
	const yaml = readYaml(file, complaints);
	const table = yaml && validate(schema, yaml, complaints);
	if (!table) return;
	for (const [index, row] of list(table.value).entries()) {
		const at = table.sub([key, index], row);
		if (into.has(name(row))) {
			complaints.add('duplicate-id', at.at([]), `${name(row)} is given twice in ${key}.`, 'Keep one of the two.');
			continue;
		}
		into.set(name(row), at);
	}
}
