import type {ChangeStep, RemedyChange} from '../model/change.js';
import type {Sign} from '../model/remedy.js';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {noteBroken} from './draft.js';
import type {Located} from './located.js';
import {readMarkdown} from './markdown.js';
import {readPage} from './page-text.js';
import type {WrittenChange} from './change-schema.js';
import {pageSchema, remedySchema} from './schema.js';
import type {SourceFile} from './source.js';
import {validate} from './validate.js';

/** Reads a page that is not a remedy; its id is its path: `terms/inode`. */
export function readPlainPage(file: SourceFile, id: string, draft: Draft, complaints: Complaints): void {
	const page = readPage(file, complaints);
	const front = page && validate(pageSchema, page.front, complaints);
	if (!front) noteBroken(draft, id, file.text);
	if (!page) return;
	const {body, links} = readMarkdown(file, page.bodyStart, complaints);
	if (front) draft.pages.set(id, {...front.sub([], {id, ...front.value, body, place: file.place(0)}), links});
}

/** Reads a remedy; its id is the name of its file. */
export function readRemedy(file: SourceFile, id: string, draft: Draft, complaints: Complaints): void {
	const page = readPage(file, complaints);
	const front = page && validate(remedySchema, page.front, complaints);
	if (!front) noteBroken(draft, `remedies/${id}`, file.text);
	if (!page) return;
	const {body, links} = readMarkdown(file, page.bodyStart, complaints);
	if (!front) return;
	const {indicated, unlikely, ruledOut, change, ...rest} = front.value;
	const remedy = {
		id,
		...rest,
		...(change && {change: changeOf(change, front)}),
		indicated: signs(indicated, 'indicated', front),
		unlikely: signs(unlikely, 'unlikely', front),
		ruledOut: signs(ruledOut, 'ruledOut', front),
		body,
		place: file.place(0),
	};
	draft.remedies.set(id, {...front.sub([], remedy), links});
}

function changeOf({does, ...rest}: WrittenChange, front: Located<unknown>): RemedyChange {
	const step = ({when, ...written}: WrittenChange['does'][number], index: number): ChangeStep => {
		const place = front.at(['change', 'does', index, 'when']);
		return when === undefined ? written : {...written, when: {source: when, place}};
	};
	const [first, ...more] = does;
	return {...rest, does: [step(first, 0), ...more.map((one, index) => step(one, index + 1))]};
}

function signs(
	given: readonly (Omit<Sign, 'when'> & {readonly when: string})[],
	key: 'indicated' | 'unlikely' | 'ruledOut',
	front: Located<unknown>,
): readonly Sign[] {
	return given.map(({when, ...sign}, index) => ({
		...sign,
		when: {source: when, place: front.at([key, index, 'when'])},
	}));
}
