import type {Dump} from '../../src/model/incident.js';
import type {Program} from '../../src/model/program.js';
import {programFromDump} from '../../src/program/dump/index.js';
import {createDumpReader, dumpForm} from '../../src/readers/dump/index.js';
import {partsOf} from '../../src/readers/dump/join.js';

/** Reads the program out of made files, by name. */
export function programOf(files: Readonly<Record<string, string>>): Program {
	const dumps = Object.entries(files).flatMap(([name, text]) => dumpOf(name, text) ?? []);
	const made = programFromDump(partsOf(dumps));
	if (!made) throw new Error('no program');
	return made;
}

/** Reads one file as what its content says. */
export function dumpOf(name: string, text: string): Dump | undefined {
	const form = dumpForm(text);
	if (form === undefined || form === 'flagfile') return undefined;
	const reader = createDumpReader(form, name);
	for (const line of text.split('\n')) reader.push(line);
	return reader.end();
}
