// What a team's own folder changes of the built-in playbook: told in the help, in the evidence, and on each page that is theirs.
import type {SourcePlace} from '../../model/flow.js';
import type {Knowledge} from '../derive.js';
import {enter, type Place} from '../place.js';
import {cell, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem} from './screen.js';

interface Change {
	/** As in the playbook: `content/remedies/donate.md`. */
	readonly path: string;
	readonly word: 'replaces' | 'adds';
}

/** The playbook in use: its edition, and what of it is the team's own. */
export function playbookLines(knowledge: Knowledge, columns: number): Line[] {
	const {playbook, overlay} = knowledge;
	const edition = line('Edition ', span(playbook.edition, 'code'));
	if (!overlay) return wrap([...edition, span(', as built in.')], columns);
	const changes = changesOf(knowledge);
	const end = changes.length > 0 ? ' lie over the built-in ones:' : ' change nothing.';
	return [
		...wrap([...edition, span('. Files of '), span(overlay.folder, 'code'), span(end)], columns),
		...changes.flatMap((change) =>
			wrap(line(span(change.word.padEnd(10), 'warn'), ...changeWords(knowledge, change)), columns, {
				indent: 2,
				hang: 12,
			}),
		),
	];
}

/** One line for each changed file; choosing one leads to the page. */
export function overlayItems(knowledge: Knowledge): MenuItem[] {
	return changesOf(knowledge).map((change) => ({
		id: `path:${change.path}`,
		label: [...cell(line(span(change.word, 'warn')), 10), ...changeWords(knowledge, change)],
	}));
}

/** The screen that shows a changed file; undefined where none does. */
export function placeOfPath({playbook}: Knowledge, path: string): Place | undefined {
	const remedy = playbook.remedies.find((one) => one.place.file === path);
	if (remedy) return enter({screen: 'remedy', remedy: remedy.id});
	const page = playbook.pages.find((one) => one.place.file === path);
	return page && enter({screen: 'page', page: page.id});
}

/** A line that says so where something comes from the team's own folder; none elsewhere. */
export function ownLines({overlay}: Knowledge, place: SourcePlace, columns: number): Line[] {
	if (!overlay) return [];
	const words = overlay.replaced.includes(place.file)
		? 'replaces what is built in'
		: overlay.added.includes(place.file)
			? 'is not built in'
			: undefined;
	if (words === undefined) return [];
	const file = `${overlay.folder.replace(/(?<![\\/])[\\/]+$/, '')}/${place.file}`;
	return wrap(line(span('From the team’s own playbook: ', 'warn'), span(file, 'code'), span(` ${words}.`)), columns);
}

function changesOf({overlay}: Knowledge): Change[] {
	if (!overlay) return [];
	return [
		...overlay.replaced.map((path) => ({path, word: 'replaces'}) as const),
		...overlay.added.map((path) => ({path, word: 'adds'}) as const),
	];
}

function changeWords({playbook}: Knowledge, {path}: Change): Line {
	const titled = [...playbook.remedies, ...playbook.pages].find((one) => one.place.file === path);
	return titled ? line(titled.title, span(`  ${path}`, 'muted')) : line(path);
}
