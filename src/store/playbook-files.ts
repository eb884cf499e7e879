import {createHash} from 'node:crypto';
import {lstat, open, readdir} from 'node:fs/promises';
import path from 'node:path';
import type {Complaint} from '../model/playbook.js';
import type {PlaybookFile} from '../playbook/index.js';

/** More than this is read of no file; the linter refuses what is that large. In bytes: four for each of 400,000 characters, and some. */
const MOST_BYTES = 1_700_000;

/** A folder of more files than this is not a playbook; it is most likely a wrong path. */
const MOST_FILES = 5_000;

/**
 * The files of a playbook folder, by paths relative to it, sorted. Only plain files are opened: a link could show any file of this
 * machine, and a pipe or a device could hang; each of those gives a complaint. Throws what the system throws if the folder cannot
 * be read, and if neither `flows` nor `content` is in it.
 */
export async function playbookFiles(
	folder: string,
): Promise<{readonly files: readonly PlaybookFile[]; readonly complaints: readonly Complaint[]}> {
	const files: PlaybookFile[] = [];
	const complaints: Complaint[] = [];
	for (const place of await placesIn(folder)) {
		const name = place.split(path.sep).join('/');
		const full = path.join(folder, place);
		if ((await lstat(full)).isFile()) files.push({path: name, text: await beginningOf(full)});
		else complaints.push(noPlainFile(name));
	}
	return {files, complaints};
}

/** Names the state of the files: the first 12 hexadecimal digits of a hash over all paths and texts. */
export function editionOf(files: readonly PlaybookFile[]): string {
	const hash = createHash('sha256');
	for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) hash.update(`${file.path}\0${file.text}\0`);
	return hash.digest('hex').slice(0, 12);
}

async function placesIn(folder: string): Promise<readonly string[]> {
	const places: string[] = [];
	let missing: Error | undefined;
	for (const part of PARTS) {
		try {
			if (!(await lstat(path.join(folder, part))).isDirectory()) {
				places.push(part);
				continue;
			}
			const entries = await readdir(path.join(folder, part), {recursive: true});
			places.push(...entries.filter((name) => /\.(?:md|yaml)$/.test(name)).map((name) => path.join(part, name)));
		} catch (error) {
			missing ??= error instanceof Error ? error : new Error(String(error));
		}
	}
	if (missing !== undefined && places.length === 0) throw missing;
	if (places.length > MOST_FILES)
		throw new Error(`there are ${places.length} files in it, and a playbook has less than ${MOST_FILES}`);
	return places.sort();
}

const PARTS = ['content', 'flows'];

/** The text of a file, or as much of it as is ever looked at. */
export async function beginningOf(file: string): Promise<string> {
	const handle = await open(file);
	try {
		const {size} = await handle.stat();
		const buffer = Buffer.alloc(Math.min(size, MOST_BYTES));
		let filled = 0;
		while (filled < buffer.length) {
			const {bytesRead} = await handle.read(buffer, filled);
			if (bytesRead === 0) break;
			filled += bytesRead;
		}
		return buffer.toString('utf8', 0, filled);
	} finally {
		await handle.close();
	}
}

function noPlainFile(file: string): Complaint {
	return {
		id: 'unknown-file',
		place: {file, line: 1, column: 1},
		message: 'It is a link, pipe, device or folder, not a plain file.',
		hint: 'Copy the text here: a playbook consists of plain files.',
	};
}
