import {existsSync, readFileSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Complaint, Playbook} from '../model/playbook.js';
import {causeOf, type Trouble} from './trouble.js';

export type LoadedPlaybook =
	{readonly playbook: Playbook} | {readonly complaints: readonly Complaint[]} | {readonly trouble: Trouble};

/** The playbook of a folder with `flows` and `content`, or, without a folder, the one that was built in. */
export async function loadPlaybook(folder?: string): Promise<LoadedPlaybook> {
	if (folder !== undefined) return readPlaybook(folder);
	const built = new URL('./playbook.json', import.meta.url);
	if (existsSync(built)) return {playbook: JSON.parse(readFileSync(built, 'utf8')) as Playbook};
	return (fromSources ??= readPlaybook(sourceRoot()));
}

/** Read once: the sources do not change under a running program. */
let fromSources: Promise<LoadedPlaybook> | undefined;

/** The files of a playbook, by paths relative to its folder, sorted. */
export async function playbookFiles(folder: string): Promise<{path: string; text: string}[]> {
	const files: {path: string; text: string}[] = [];
	for (const part of ['content', 'flows']) {
		const names = await readdir(path.join(folder, part), {recursive: true});
		for (const name of names.sort()) {
			if (!/\.(?:md|yaml)$/.test(name)) continue;
			const place = path.join(part, name);
			files.push({path: place.split(path.sep).join('/'), text: await readFile(path.join(folder, place), 'utf8')});
		}
	}
	return files;
}

/** The folder of the project, when the code runs from its sources. */
function sourceRoot(): string {
	return fileURLToPath(new URL('../..', import.meta.url));
}

async function readPlaybook(folder: string): Promise<LoadedPlaybook> {
	let files: {path: string; text: string}[];
	try {
		files = await playbookFiles(folder);
	} catch (error) {
		return {
			trouble: {
				title: `Cannot read a playbook from ${folder}`,
				cause: causeOf(error),
				todo: 'A playbook is a folder with the folders flows and content in it.',
			},
		};
	}
	const {parsePlaybook} = await import('../playbook/index.js');
	const {playbook, complaints} = parsePlaybook(files);
	return playbook ? {playbook} : {complaints};
}
