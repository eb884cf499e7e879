import {existsSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** Whether a folder is the one that the program itself stands in: a clone of it, or where it was installed. */
export function isInstallation(folder: string): boolean {
	const own = installationFolder();
	return own !== undefined && path.resolve(folder) === own;
}

/** The nearest folder above this file that has a package.json: so it is found in the bundle as well as in the sources. */
function installationFolder(): string | undefined {
	let folder = path.dirname(realpathSync(fileURLToPath(import.meta.url)));
	while (!existsSync(path.join(folder, 'package.json'))) {
		const parent = path.dirname(folder);
		if (parent === folder) return undefined;
		folder = parent;
	}
	return folder;
}
