import type {Complaints} from './complaints.js';
import type {Located} from './located.js';
import {readYaml} from './located.js';
import type {SourceFile} from './source.js';

/** A page as it lies in its file: front matter read, body still text. */
export interface PageText {
	readonly front: Located<unknown>;
	/** Where the body begins, in characters. */
	readonly bodyStart: number;
}

/** Parts a page into front matter and body. Undefined when a complaint was made. */
export function readPage(file: SourceFile, complaints: Complaints): PageText | undefined {
	const match = FRONT_MATTER.exec(file.text);
	if (!match) {
		const hint = 'A page begins with a line ---, its keys, and a second line ---.';
		complaints.add('schema', file.place(0), 'The page has no front matter.', hint);
		return undefined;
	}
	const front = readYaml(file, complaints, match[0].length - (match[1] ?? '').length);
	return front && {front, bodyStart: match[0].length};
}

const FRONT_MATTER = /^---\r?\n(?:[^]*?\r?\n)??(---[ \t]*(?:\r?\n|$))/;
