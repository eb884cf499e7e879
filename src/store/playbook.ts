import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Complaint, Playbook} from '../model/playbook.js';
import type {PlaybookFile} from '../playbook/index.js';
import {isFolder} from './file-kind.js';
import {playbookCache} from './playbook-cache.js';
import {editionOf, playbookFiles} from './playbook-files.js';
import {causeOf, type Trouble} from './trouble.js';

/** What a team's own folder changes of the built-in playbook. */
export interface Overlay {
	readonly folder: string;
	/** Paths of files that stand instead of built-in ones, sorted. */
	readonly replaced: readonly string[];
	/** Paths of files that the built-in playbook does not have, sorted. */
	readonly added: readonly string[];
}

/** A team's own folder that cannot be used, and why. */
export interface PassedOver {
	readonly folder: string;
	readonly complaints?: readonly Complaint[];
	readonly trouble?: Trouble;
}

export type LoadedPlaybook =
	| {readonly playbook: Playbook; readonly overlay?: Overlay; readonly passedOver?: PassedOver}
	| {readonly complaints: readonly Complaint[]; readonly folder?: string}
	| {readonly trouble: Trouble};

export interface LoadOptions {
	/** Where a team's folder `.xla-triage` is looked for; without it none is. */
	readonly workingFolder?: string;
}

/** Instead of a folder: the built-in playbook and nothing else. */
export const BUILT_IN = 'builtin';

/** Name of a team's own folder in its working tree. */
export const TEAM_FOLDER = '.xla-triage';

/**
 * The playbook to work with. A folder that is whole (it has flows/triage.yaml and content/facts.yaml) replaces the built-in
 * playbook; any other folder lies over it, file by file. Without a folder, `.xla-triage` in the working tree is used in the same
 * way if it is there, and else the built-in playbook as it is. A team's folder with faults is passed over; one that was named is not.
 */
export async function loadPlaybook(folder?: string, options: LoadOptions = {}): Promise<LoadedPlaybook> {
	if (folder === BUILT_IN) return builtIn();
	const own = folder ?? (options.workingFolder === undefined ? undefined : teamFolder(options.workingFolder));
	if (own === undefined) return builtIn();
	const read = await readPlaybook(own);
	if (folder !== undefined || 'playbook' in read) return read;
	// A fault in the team's folder costs its changes, and not the diagnosis.
	const base = await builtIn();
	return 'playbook' in base ? {...base, passedOver: {folder: own, ...read}} : read;
}

async function builtIn(): Promise<LoadedPlaybook> {
	const built = new URL('./playbook.json', import.meta.url);
	if (existsSync(built)) return {playbook: JSON.parse(readFileSync(built, 'utf8')) as Playbook};
	return (fromSources ??= readPlaybook(sourceRoot()));
}

/** Read once: the sources do not change under a running program. */
let fromSources: Promise<LoadedPlaybook> | undefined;

/** The files that a folder amounts to: its own, over the built-in ones if it is not whole. */
export async function layeredFiles(folder: string): Promise<{
	readonly files: readonly PlaybookFile[];
	readonly complaints: readonly Complaint[];
	readonly overlay?: Overlay;
}> {
	const own = await playbookFiles(folder);
	if (isWhole(own.files)) return own;
	const base = await builtInFiles();
	const names = new Set(own.files.map((file) => file.path));
	const known = new Set(base.map((file) => file.path));
	const replaced = [...names].filter((name) => known.has(name)).sort();
	const added = [...names].filter((name) => !known.has(name)).sort();
	const files = [...base.filter((file) => !names.has(file.path)), ...own.files];
	return {files, complaints: own.complaints, overlay: {folder, replaced, added}};
}

/** The files of the built-in playbook. */
export async function builtInFiles(): Promise<readonly PlaybookFile[]> {
	const built = new URL('./playbook-files.json', import.meta.url);
	if (existsSync(built)) return JSON.parse(readFileSync(built, 'utf8')) as PlaybookFile[];
	return (await playbookFiles(sourceRoot())).files;
}

async function readPlaybook(folder: string): Promise<LoadedPlaybook> {
	let layered: Awaited<ReturnType<typeof layeredFiles>>;
	try {
		layered = await layeredFiles(folder);
	} catch (error) {
		return {
			trouble: {
				title: `Cannot read a playbook from ${folder}`,
				cause: causeOf(error),
				todo: 'A playbook folder contains flows, content, or both.',
			},
		};
	}
	const {files, overlay} = layered;
	const cache = layered.complaints.length === 0 && isBuilt() ? playbookCache(files) : undefined;
	const known = cache?.read();
	if (known) return {playbook: known, ...(overlay ? {overlay} : {})};
	const {parsePlaybook} = await import('../playbook/index.js');
	const parsed = parsePlaybook(files, {edition: editionOf(files)});
	const complaints = [...layered.complaints, ...parsed.complaints];
	if (!parsed.playbook || complaints.length > 0) return {complaints, folder};
	cache?.keep(parsed.playbook);
	return {playbook: parsed.playbook, ...(overlay ? {overlay} : {})};
}

/** Whether this is a build; the sources change while they are worked on. */
function isBuilt(): boolean {
	return existsSync(new URL('./playbook.json', import.meta.url));
}

function isWhole(files: readonly PlaybookFile[]): boolean {
	const names = new Set(files.map((file) => file.path));
	return WHOLE.every((name) => names.has(name));
}

const WHOLE = ['flows/triage.yaml', 'content/facts.yaml'];

/**
 * The team's folder: from the folder of work upwards to the root of its repository, so that it is found from every folder of a
 * checkout, and nothing that lies outside of it is.
 */
export function teamFolder(from: string): string | undefined {
	let folder = path.resolve(from);
	const passed: string[] = [];
	for (;;) {
		passed.push(folder);
		if (existsSync(path.join(folder, '.git'))) break;
		const above = path.dirname(folder);
		if (above === folder) {
			passed.length = 1;
			break;
		}
		folder = above;
	}
	return passed.map((one) => path.join(one, TEAM_FOLDER)).find(isFolder);
}

/** The folder of the project, when the code runs from its sources. */
function sourceRoot(): string {
	return fileURLToPath(new URL('../..', import.meta.url));
}
