import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** Files of drills and tour in a playbook's folder, sorted; none where it has none. */
export async function courseFiles(folder: string): Promise<{path: string; text: string}[]> {
	const files: {path: string; text: string}[] = [];
	for (const part of ['content/drills', 'content/tour']) {
		if (!existsSync(path.join(folder, part))) continue;
		for (const name of (await readdir(path.join(folder, part))).sort()) {
			if (!/\.(?:yaml|md|log)$/.test(name)) continue;
			files.push({path: `${part}/${name}`, text: await readFile(path.join(folder, part, name), 'utf8')});
		}
	}
	return files;
}
