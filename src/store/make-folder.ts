import {existsSync, mkdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from './trouble.js';

/**
 * Makes a folder and those above it. Not Node's own recursive way: that never returns where the system says ENOENT although the
 * folder above is there, as `/proc` does. Throws what the file system says.
 */
export function makeFolder(folder: string, mode = 0o777): void {
	try {
		mkdirSync(folder, {mode});
	} catch (error) {
		const above = path.dirname(folder);
		if (errorCode(error) === 'EEXIST' && statSync(folder).isDirectory()) return;
		if (errorCode(error) !== 'ENOENT' || existsSync(above)) throw error;
		makeFolder(above, mode);
		mkdirSync(folder, {mode});
	}
}
