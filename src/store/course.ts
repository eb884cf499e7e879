import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import type {Course} from '../model/drill.js';
import type {FactDeclaration} from '../model/fact.js';
import type {Complaint} from '../model/playbook.js';
import {courseFiles} from './course-files.js';

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
