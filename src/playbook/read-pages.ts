import type {ChangeStep, RemedyChange} from '../model/change.js';
import type {Sign} from '../model/remedy.js';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {isTableBroken, noteBroken} from './draft.js';
import type {Located} from './located.js';
import {readMarkdown} from './markdown.js';
import {readPage} from './page-text.js';
import type {WrittenChange} from './change-schema.js';
import {pageSchema, remedySchema} from './schema.js';
import {citationsOf, sharedSigns} from './shared.js';
import type {SourceFile} from './source.js';
import {validate} from './validate.js';

/** Reads a page that is not a remedy; its id is its path: `terms/inode`. */
export function readPlainPage(file: SourceFile, id: string, draft: Draft, complaints: Complaints): void {
	const page = readPage(file, complaints);
	const front = page && validate(pageSchema, page.front, complaints);
	if (!front) noteBroken(draft, id, file.text);
	if (!page) return;
	const {body, links} = readMarkdown(file, page.bodyStart, complaints);
	if (!front) return;
	const {cites: _, ...rest} = front.value;
	const citations = citationsOf(front, draft, complaints);
	draft.pages.set(id, {...front.sub([], {id, ...rest, citations, body, place: file.place(0)}), links});
}

/** Reads a remedy; its id is the name of its file. */
export function readRemedy(file: SourceFile, id: string, draft: Draft, complaints: Complaints): void {
	const page = readPage(file, complaints);
	const front = page && validate(remedySchema, page.front, complaints);
	if (!front) noteBroken(draft, `remedies/${id}`, file.text);
	if (!page) return;
	const {body, links} = readMarkdown(file, page.bodyStart, complaints);
	if (!front) return;
	const {indicated, unlikely, ruledOut, signs: _, cites: __, change, ...rest} = front.value;
	const [cited, ...more] = citationsOf(front, draft, complaints);
	if (!cited) {
		if (!isTableBroken(draft, 'shared')) {
			complaints.add('uncited-remedy', front.at(['citations']), 'A remedy needs at least one citation.', HINT_CITE);
		}
		noteBroken(draft, `remedies/${id}`, file.text);
		return;
	}
	const shared = sharedSigns(front, draft, complaints);
	const remedy = {
		id,
		...rest,
		...(change && {change: changeOf(change, front)}),
		citations: [cited, ...more] as const,
		indicated: [...signs(indicated, 'indicated', front), ...shared('indicated')],
		unlikely: [...signs(unlikely, 'unlikely', front), ...shared('unlikely')],
		ruledOut: [...signs(ruledOut, 'ruledOut', front), ...shared('ruledOut')],
		body,
		place: file.place(0),
	};
	draft.remedies.set(id, {...front.sub([], remedy), links});
}

const HINT_CITE =
	'Name a source of content/shared.yaml under cites, or add citations: [{title: …, source: …}]; a measurement is a source too ("measured: …").';

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
