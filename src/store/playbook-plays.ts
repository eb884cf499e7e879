import {lstatSync, readFileSync} from 'node:fs';
import {lstat, readdir} from 'node:fs/promises';
import path from 'node:path';
import type {PlaybookFile} from '../playbook/index.js';
import {beginningOf} from './playbook-files.js';

/** Where the plays of a playbook lie, from its folder. */
export const PLAYS_FOLDER = path.join('test', 'plays');

/** The files of plays beside a playbook, sorted by path; none where there is no folder of them. Only plain files are opened. */
export async function playFiles(folder: string): Promise<readonly PlaybookFile[]> {
	const root = path.join(folder, PLAYS_FOLDER);
	if (!(await isFolder(root))) return [];
	const names = (await readdir(root, {recursive: true})).filter((name) => name.endsWith('.yaml')).sort();
	const files: PlaybookFile[] = [];
	for (const name of names) {
		const place = path.join(PLAYS_FOLDER, name);
		if (!(await lstat(path.join(folder, place))).isFile()) continue;
		files.push({path: place.split(path.sep).join('/'), text: await beginningOf(path.join(folder, place))});
	}
	return files;
}

/** Gives the text of a log that a play names: a plain file inside the folder and nothing else. Throws for all others. */
export function playEvidence(folder: string): (file: string) => string {
	const root = path.resolve(folder);
	return (file) => {
		const place = path.resolve(root, file);
		if (!place.startsWith(root + path.sep)) throw new Error(`${file} is outside the playbook's folder`);
		if (lstatSync(place, {throwIfNoEntry: false})?.isFile() !== true) throw new Error(`${file} is not a plain file`);
		return readFileSync(place, 'utf8');
	};
}

async function isFolder(place: string): Promise<boolean> {
	try {
		return (await lstat(place)).isDirectory();
	} catch {
		return false;
	}
}
