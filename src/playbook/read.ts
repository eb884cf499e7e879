import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {emptyDraft} from './draft.js';
import {linkStages} from './link-stages.js';
import {MAX_FILE} from './located.js';
import {readFlow, readGroups} from './read-flow.js';
import {readFramework} from './read-framework.js';
import {readPlainPage, readRemedy} from './read-pages.js';
import {TABLES} from './read-tables.js';
import {SourceFile} from './source.js';

/** A file of a playbook, by its path from the playbook's folder, with slashes. */
export interface PlaybookFile {
	readonly path: string;
	readonly text: string;
}

/** Reads every file by what its path says it is, and links the stages of verdicts. The order of the files makes no difference. */
export function readDraft(files: readonly PlaybookFile[], complaints: Complaints): Draft {
	const draft = emptyDraft();
	const rank = (path: string): string => (isShared(path) ? path : `~${path}`); // what pages share is read first
	for (const {path, text} of files.toSorted((a, b) => (rank(a.path) < rank(b.path) ? -1 : 1))) {
		if (!isIgnored(path)) read(path, text, draft, complaints);
	}
	linkStages(draft, complaints);
	return draft;
}

function read(path: string, text: string, draft: Draft, complaints: Complaints): void {
	const file = new SourceFile(path, text.length > MAX_FILE ? '' : text);
	if (text.length > MAX_FILE) {
		const message = `The file has more than the ${MAX_FILE} characters that are read.`;
		complaints.add('too-big', file.place(0), message, 'Split it: a page is for people.');
		return;
	}
	const table = TABLES[/^content\/([a-z]+)(?:-[a-z0-9-]+)?\.yaml$/.exec(path)?.[1] ?? ''];
	const [, section, name] = /^content\/([a-z]+)\/([A-Za-z0-9._-]+)\.md$/.exec(path) ?? [];
	if (table) table(file, draft, complaints);
	else if (/^flows\/groups(?:-[a-z0-9-]+)?\.yaml$/.test(path)) readGroups(file, draft, complaints);
	else if (/^flows\/[^/]+\.yaml$/.test(path)) readFlow(file, draft, complaints);
	else if (/^content\/frameworks\/[^/]+\.yaml$/.test(path)) readFramework(file, draft, complaints);
	else if (section === 'remedies' && name !== undefined) readRemedy(file, name, draft, complaints);
	else if (section !== undefined && name !== undefined && SECTIONS.has(section)) {
		readPlainPage(file, `${section}/${name}`, draft, complaints);
	} else {
		const hint = `Flows are flows/*.yaml; frameworks are content/frameworks/*.yaml; pages are content/${[...SECTIONS].join(', ')} or remedies/*.md.`;
		complaints.add('unknown-file', file.place(0), 'No file of this name belongs to a playbook.', hint);
	}
}

const SECTIONS: ReadonlySet<string> = new Set(['codes', 'terms', 'guides', 'routed', 'scenarios', 'complaints']);

function isShared(path: string): boolean {
	return path.startsWith('content/shared');
}

function isIgnored(path: string): boolean {
	return /(?:^|\/)README\.md$|^content\/(?:samples|drills|tour)\/|\.schema\.json$/.test(path);
}
