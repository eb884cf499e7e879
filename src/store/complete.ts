import {readdir, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';

/** Paths that begin like this, folders with a slash at the end, hidden ones only when asked for, sorted, at most fifty. */
export async function completePath(prefix: string): Promise<readonly string[]> {
	const slash = prefix.lastIndexOf('/') + 1;
	const shown = prefix.slice(0, slash);
	const begin = prefix.slice(slash);
	const folder = expandHome(shown === '' ? '.' : shown);
	let names: string[];
	try {
		names = await readdir(folder);
	} catch {
		return []; // no such folder: nothing begins like this
	}
	const fitting = names
		.filter((name) => name.startsWith(begin) && (begin.startsWith('.') || !name.startsWith('.')))
		.sort()
		.slice(0, 50);
	return Promise.all(
		fitting.map(async (name) => {
			const stats = await stat(path.join(folder, name)).catch(() => undefined);
			return `${shown}${name}${stats?.isDirectory() === true ? '/' : ''}`;
		}),
	);
}

/** `~/train.log` as the shell would read it. */
export function expandHome(file: string): string {
	return file === '~' || file.startsWith('~/') ? path.join(homedir(), file.slice(1)) : file;
}
