import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {frameworkSchema} from './framework-schema.js';
import {readYaml} from './located.js';
import type {SourceFile} from './source.js';
import {validate} from './validate.js';

/** Reads what one framework prints and how its settings are called: `content/frameworks/NAME.yaml`. */
export function readFramework(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const yaml = readYaml(file, complaints);
	const table = yaml && validate(frameworkSchema, yaml, complaints);
	if (!table) {
		draft.broken.files.add(file.path);
		return;
	}
	const {framework: id, ...rest} = table.value;
	if (draft.frameworks.has(id)) {
		complaints.add('duplicate-id', table.at(['framework']), `${id} is given twice.`, 'Keep one of the two.');
	} else draft.frameworks.set(id, table.sub([], {id, ...rest, place: table.at([])}));
}
