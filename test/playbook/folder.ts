import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Playbook} from '../../src/model/playbook.js';
import {playbookOfTree} from '../../bench/diagnose-text.js';
import type {PlaybookFile} from '../../src/playbook/index.js';

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The files of a playbook in a folder, as the store reads them. */
export function filesOf(folder: string): readonly PlaybookFile[] {
	return ['content', 'flows']
		.filter((part) => existsSync(path.join(folder, part)))
		.flatMap((part) =>
			readdirSync(path.join(folder, part), {recursive: true, encoding: 'utf8'})
				.filter((name) => /\.(?:md|yaml)$/.test(name))
				.sort()
				.map((name) => path.join(part, name)),
		)
		.map((place) => ({
			path: place.split(path.sep).join('/'),
			text: readFileSync(path.join(folder, place), 'utf8'),
		}));
}

/** The playbook of this project, read once for all tests that share their modules. */
export function projectPlaybook(): Playbook {
	return playbookOfTree();
}

/** The files of plays in a folder. */
export function playsOf(folder: string): readonly PlaybookFile[] {
	const root = path.join(folder, 'test', 'plays');
	return readdirSync(root, {recursive: true, encoding: 'utf8'})
		.filter((name) => name.endsWith('.yaml'))
		.sort()
		.map((name) => ({
			path: `test/plays/${name.split(path.sep).join('/')}`,
			text: readFileSync(path.join(root, name), 'utf8'),
		}));
}
