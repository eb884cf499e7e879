import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Course} from '../model/drill.js';
import type {FactDeclaration} from '../model/fact.js';
import type {Complaint} from '../model/playbook.js';

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

/** The drills and the tour of a folder, or those that the build put beside the program. */
export async function loadCourse(
	folder: string | undefined,
	facts: readonly FactDeclaration[],
): Promise<{readonly course: Course; readonly complaints: readonly Complaint[]}> {
	const built = new URL('./drills.json', import.meta.url);
	if (folder === undefined && existsSync(built)) {
		return {course: JSON.parse(await readFile(built, 'utf8')) as Course, complaints: []};
	}
	const {parseCourse} = await import('../playbook/drills.js');
	return parseCourse(await courseFiles(folder ?? fileURLToPath(new URL('../..', import.meta.url))), {facts});
}
