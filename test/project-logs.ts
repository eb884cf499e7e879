// The logs that come with the project, for laws that hold for any log.
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** All folders with logs that a test may hold a law against. */
export const LOG_FOLDERS: readonly string[] = [
	'content/samples',
	'content/drills',
	...['', '/comparison', '/lab', '/probe'].map((name) => `test/fixtures${name}`),
];

export interface ProjectLog {
	readonly file: string;
	/** From the folder of the project. */
	readonly name: string;
	readonly text: string;
}

/** The logs of some folders of the project. */
export function projectLogs(folders = LOG_FOLDERS): readonly ProjectLog[] {
	return folders.flatMap((folder) =>
		readdirSync(path.join(ROOT, folder))
			.filter((file) => file.endsWith('.log'))
			.map((file) => ({
				file,
				name: `${folder}/${file}`,
				text: readFileSync(path.join(ROOT, folder, file), 'utf8'),
			})),
	);
}
