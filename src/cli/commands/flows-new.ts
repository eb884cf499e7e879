import {existsSync} from 'node:fs';
import path from 'node:path';
import type {PlaybookFile} from '../../playbook/index.js';
import {builtInFiles, TEAM_FOLDER} from '../../store/playbook.js';
import {saveFile} from '../../store/save.js';
import {EXIT, type Exit} from '../exit.js';
import {checkFiles, openFlowsFolder} from '../flows-folder.js';
import {sayComplaints, sayTrouble} from '../say.js';
import {newCode} from '../scaffold/code.js';
import {newDrill} from '../scaffold/drill.js';
import {newPlay} from '../scaffold/play.js';
import {newRemedy} from '../scaffold/remedy.js';
import type {Scaffold} from '../scaffold/scaffold.js';
import type {World} from '../world.js';

export const NEW_KINDS = ['code', 'remedy', 'drill', 'play'] as const;
export type NewKind = (typeof NEW_KINDS)[number];

export interface FlowsNewOptions {
	/** The folder to write to; without it the current one, or `.xla-triage` in it. */
	readonly dir?: string;
	/** A verdict where a new remedy can help. */
	readonly at?: string;
	/** Replace files that are there. */
	readonly force?: boolean;
}

/** Writes the files of a new code, remedy, drill or play, such that they pass `flows check` as they are. */
export async function flowsNewCommand(
	world: World,
	kind: NewKind,
	name: string,
	options: FlowsNewOptions,
): Promise<Exit> {
	const folder = options.dir ?? (existsSync('flows') && existsSync('content') ? '.' : TEAM_FOLDER);
	const isThere = existsSync(path.join(folder, 'flows')) || existsSync(path.join(folder, 'content'));
	const opened = isThere ? await openFlowsFolder(world, folder) : {files: await builtInFiles()};
	if (!opened) return EXIT.usage;
	const made = await scaffold(kind, name, options, opened.files);
	if ('problem' in made) {
		sayTrouble(world, {
			title: `No ${kind} was made`,
			cause: made.problem,
			todo: 'See xla-triage flows new --help.',
		});
		return EXIT.usage;
	}
	const before = new Map(opened.files.map((file) => [file.path, file.text]));
	const taken = made.files.filter(({path: place}) => existsSync(path.join(folder, place)) && !before.has(place));
	const own = made.files.filter(({path: place}) => before.has(place) && place.startsWith('content/'));
	const inTheWay = [...taken, ...own].map((file) => file.path);
	if (inTheWay.length > 0 && options.force !== true) {
		sayTrouble(world, {
			title: `No ${kind} was made`,
			cause: `There is already ${inTheWay.join(', ')}.`,
			todo: 'Choose another name, or replace it with --force.',
		});
		return EXIT.usage;
	}
	if (!(await isSound(world, made.files, opened.files))) return EXIT.nothing;
	for (const file of made.files) {
		const target = path.join(folder, file.path);
		const verb = existsSync(target) ? 'changed' : 'wrote';
		const saved = saveFile(target, file.text, {overwrite: true});
		if ('trouble' in saved) {
			sayTrouble(world, saved.trouble);
			return EXIT.usage;
		}
		world.stdout.write(`${verb} ${target}\n`);
	}
	world.stdout.write(
		`\nNext:\n${made.next.map((one) => `- ${one}\n`).join('')}- xla-triage flows check ${folder}; xla-triage flows test ${folder}\n`,
	);
	return EXIT.done;
}

async function scaffold(
	kind: NewKind,
	name: string,
	{at}: FlowsNewOptions,
	files: readonly PlaybookFile[],
): Promise<Scaffold> {
	switch (kind) {
		case 'code':
			return newCode(name, files);
		case 'remedy': {
			const made = newRemedy(name, at, files);
			if ('problem' in made) return made;
			const {playbook} = await checkFiles(merged(files, made.files), {soft: true});
			const play = playbook && newPlay(name, playbook);
			return play && 'files' in play ? {files: [...made.files, ...play.files], next: made.next} : made;
		}
		case 'drill':
			return newDrill(name);
		case 'play': {
			const {playbook} = await checkFiles(files, {soft: true});
			return playbook ? newPlay(name, playbook) : {problem: 'The playbook cannot be read.'};
		}
	}
}

// Nothing is written that would be refused: what is new is checked with what is there.
async function isSound(world: World, made: readonly PlaybookFile[], files: readonly PlaybookFile[]): Promise<boolean> {
	const pages = made.filter((file) => !file.path.startsWith('test/') && !file.path.startsWith('content/drills/'));
	if (pages.length === 0) return true;
	const {complaints: before} = await checkFiles(files, {soft: true});
	const {complaints} = await checkFiles(merged(files, pages), {soft: true});
	const known = new Set(before.map(({id, message}) => `${id} ${message}`));
	const added = complaints.filter(({id, message}) => !known.has(`${id} ${message}`));
	if (added.length === 0) return true;
	sayComplaints(world, added);
	sayTrouble(world, {
		title: 'Nothing was written',
		cause: 'It would be refused, as listed above.',
		todo: 'Choose another name or place.',
	});
	return false;
}

function merged(files: readonly PlaybookFile[], over: readonly PlaybookFile[]): readonly PlaybookFile[] {
	const names = new Set(over.map((file) => file.path));
	return [...files.filter((file) => !names.has(file.path)), ...over];
}
