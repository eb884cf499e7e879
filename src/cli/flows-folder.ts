import {existsSync} from 'node:fs';
import path from 'node:path';
import type {Complaint} from '../model/playbook.js';
import {parsePlaybook, type PlaybookFile} from '../playbook/index.js';
import {builtInFiles, layeredFiles, TEAM_FOLDER, type Overlay} from '../store/playbook.js';
import {causeOf} from '../store/trouble.js';
import {overlayText} from './desk.js';
import {say, sayTrouble} from './say.js';
import type {World} from './world.js';

/** A folder that an author works in: its files over the built-in ones, as they will be read. */
export interface FlowsFolder {
	readonly folder: string;
	readonly files: readonly PlaybookFile[];
	/** About files that were not opened. */
	readonly complaints: readonly Complaint[];
	readonly overlay?: Overlay;
}

/** The folder that is meant where none is named: the current one if it holds a playbook, else that of the team in it. */
export function authorsFolder(folder: string | undefined): string {
	if (folder !== undefined) return folder;
	return existsSync('flows') || existsSync('content') || !existsSync(TEAM_FOLDER) ? '.' : TEAM_FOLDER;
}

/** Opens an author's folder; says why and gives nothing when it cannot be read. */
export async function openFlowsFolder(world: World, named: string | undefined): Promise<FlowsFolder | undefined> {
	const folder = authorsFolder(named);
	try {
		const layered = await layeredFiles(folder);
		if (layered.overlay) say(world, overlayText(layered.overlay));
		return {folder, ...layered};
	} catch (error) {
		sayTrouble(world, {
			title: `Cannot read a playbook from ${path.resolve(folder)}`,
			cause: causeOf(error),
			todo: 'A playbook folder contains flows, content, or both.',
		});
		return undefined;
	}
}

/** Checks files as strictly as can be: with the facts that this program reads. */
export async function checkFiles(
	files: readonly PlaybookFile[],
	options: {readonly soft?: boolean} = {},
): Promise<ReturnType<typeof parsePlaybook>> {
	const facts = (await builtInFiles()).filter((file) => file.path.startsWith('content/facts'));
	const known = parsePlaybook(facts, {soft: true}).playbook?.facts ?? [];
	const read = known.filter(({from}) => from !== 'answer').map(({name}) => name);
	return parsePlaybook(files, {read, ...options});
}
