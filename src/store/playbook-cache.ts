// Playbooks that were read from folders, so that the next command does not check the same files again: that takes seconds.
import {createHash} from 'node:crypto';
import {lstatSync, readdirSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import envPaths from 'env-paths';
import type {Playbook} from '../model/playbook.js';
import type {PlaybookFile} from '../playbook/index.js';
import {makeFolder} from './make-folder.js';
import {saveFile} from './save.js';
import {readSmallFile} from './small-file.js';

/** Playbooks that are kept; the oldest go. */
const MOST_KEPT = 8;
const NAME = /^playbook-[\da-f]{64}\.json$/;

/** The place of a playbook in the user's cache folder, by the texts of its files and by the build of this program. */
export function playbookCache(files: readonly PlaybookFile[]): {
	/** The playbook that these files gave before; undefined where none is kept, or it cannot be read or trusted. */
	readonly read: () => Playbook | undefined;
	/** Keeps it. A folder that cannot be written costs only time. */
	readonly keep: (playbook: Playbook) => void;
} {
	const folder = envPaths('xla-triage', {suffix: ''}).cache;
	const key = keyOf(files);
	const file = path.join(folder, `playbook-${key}.json`);
	return {
		read() {
			try {
				if (!isOwn(folder) || !isOwn(file)) return undefined;
				const kept = JSON.parse(readSmallFile(file).toString('utf8')) as {key?: string; playbook?: Playbook};
				return kept.key === key ? kept.playbook : undefined;
			} catch {
				return undefined;
			}
		},
		keep(playbook) {
			try {
				makeFolder(folder, 0o700);
				if (!isOwn(folder)) return;
				saveFile(file, JSON.stringify({key, playbook}), {overwrite: true});
				dropOldest(folder);
			} catch {
				// Without a cache the files are checked again.
			}
		},
	};
}

function keyOf(files: readonly PlaybookFile[]): string {
	const own = statSync(fileURLToPath(import.meta.url));
	const hash = createHash('sha256').update(
		JSON.stringify([XLA_TRIAGE_VERSION, XLA_TRIAGE_BUILD, own.size, own.mtimeMs]),
	);
	const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
	return hash.update(JSON.stringify(sorted.map((file) => [file.path, file.text]))).digest('hex');
}

/** Whether nobody else can have written it. */
function isOwn(place: string): boolean {
	const {uid, mode} = lstatSync(place);
	return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function dropOldest(folder: string): void {
	const kept = readdirSync(folder).filter((name) => NAME.test(name));
	const byAge = kept
		.map((name) => ({place: path.join(folder, name), time: lstatSync(path.join(folder, name)).mtimeMs}))
		.sort((a, b) => b.time - a.time);
	for (const {place} of byAge.slice(MOST_KEPT)) rmSync(place, {force: true});
}
