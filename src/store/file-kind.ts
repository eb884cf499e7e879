import {statSync, type Stats} from 'node:fs';

/** Whether a folder is there. A name that the system refuses, for its length or its permissions, is none. */
export function isFolder(place: string): boolean {
	return statsOf(place)?.isDirectory() === true;
}

/** Whether a plain file is there, by the same rule. */
export function isPlainFile(place: string): boolean {
	return statsOf(place)?.isFile() === true;
}

function statsOf(place: string): Stats | undefined {
	try {
		return statSync(place);
	} catch {
		return undefined; // whoever reads it says why it cannot be read
	}
}
