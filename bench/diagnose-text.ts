/** The whole way from a log to a diagnosis, in this process and without the command line. */
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {analyse} from '../src/analysis/index.js';
import {createConditions} from '../src/engine/index.js';
import type {Diagnosis} from '../src/model/diagnosis.js';
import type {Playbook} from '../src/model/playbook.js';
import {diagnose} from '../src/plan/index.js';
import {parsePlaybook} from '../src/playbook/index.js';
import {readText} from '../src/readers/index.js';

const ROOT = path.resolve(import.meta.dirname, '..');

let tree: Playbook | undefined;

/** The playbook of the working tree, read once; what complaints leave of it while pages are being written. */
export function playbookOfTree(): Playbook {
	return (tree ??= readTree());
}

function readTree(): Playbook {
	const files = ['flows', 'content'].flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), {recursive: true, encoding: 'utf8'})
			.filter((file) => /\.(ya?ml|md)$/.test(file))
			.map((file) => ({path: `${folder}/${file}`, text: readFileSync(path.join(ROOT, folder, file), 'utf8')})),
	);
	const {playbook, complaints} = parsePlaybook(files, {soft: true});
	if (complaints.length > 0)
		console.error(`${complaints.length} complaints about the playbook, first: ${JSON.stringify(complaints[0])}`);
	if (!playbook) throw new Error('No playbook.');
	return playbook;
}

/** Diagnoses of all incidents in a text, in order. */
export function diagnoseText(playbook: Playbook, name: string, text: string): readonly Diagnosis[] {
	const conditions = createConditions(playbook.facts);
	const reading = readText(name, text);
	const state = {
		answers: new Map<string, string>(),
		decisions: new Map<string, never>(),
		notes: new Map<string, string>(),
	};
	return reading.incidents.map((incident) =>
		diagnose(playbook, conditions, analyse(incident, reading, playbook), state, reading.flags),
	);
}
