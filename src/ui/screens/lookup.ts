// Looking things up: search over everything, the terms on the screen one came from, and pages.
import type {Flag, Page} from '../../model/playbook.js';
import type {Block, Inline} from '../../model/document.js';
import {enter, type Place} from '../place.js';
import {back, cursorTo, go, notify, step, withDraft} from '../navigate.js';
import {search as find} from '../search.js';
import {drawBlocks, drawSentence} from '../text/blocks.js';
import {BLANK, cell, clip, fit, line, plain, span, wrap, type Line} from '../text/line.js';
import {ownLines} from './overlay.js';
import {copied} from './question.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const searchScreen: Screen<'search'> = {
	title: () => 'Search',
	body: ({columns}) => wrap('Pages, terms, remedies, flags, facts and questions.', columns),
	field: () => ({prompt: 'Find', value: '', placeholder: 'padding'}),
	edit: ({state}, text) => step(cursorTo(withDraft(state, 'search', text), 0)),
	below: (scene) => {
		const needle = scene.state.drafts['search'] ?? '';
		const found = find(scene, needle);
		if (needle.trim() !== '' && found.length === 0) return [line(span('Nothing found.', 'muted'))];
		const names = columnFor(
			found.map(({title}) => title),
			36,
		);
		return found.map((entry, index) =>
			fit(
				[
					span(index === scene.place.cursor ? '❯ ' : '  ', 'accent'),
					...cell(line(span(entry.kind, 'muted')), 10),
					span(entry.title.padEnd(names), index === scene.place.cursor ? 'accent' : 'plain'),
					...summaryOf(entry.summary, scene.wide - 14 - Math.max(names, entry.title.length)),
				],
				scene.wide,
			),
		);
	},
	command: (scene, command) => {
		const count = find(scene, scene.state.drafts['search'] ?? '').length;
		if (command === 'down')
			return step(cursorTo(scene.state, Math.max(0, Math.min(count - 1, scene.place.cursor + 1))));
		if (command === 'up') return step(cursorTo(scene.state, Math.max(0, scene.place.cursor - 1)));
		return undefined;
	},
	submit: (scene, text) => {
		const found = find(scene, text);
		const entry = found[scene.place.cursor] ?? found[0];
		return step(entry ? go(scene.state, entry.place) : notify(scene.state, 'muted', 'Nothing found.'));
	},
};

export const terms: Screen<'terms'> = {
	title: () => 'Terms',
	belowRows: 2,
	body: ({columns}) => wrap('Terms that the screen before uses come first.', columns),
	menu: (scene) => {
		const here = termsHere(scene);
		const mentioned = new Set(here);
		const rest = glossary(scene).filter((page) => !mentioned.has(page));
		const {twin, wide} = scene;
		const names = columnFor(
			[...here, ...rest].map(({title}) => title),
			Math.floor(wide * 0.4),
		);
		return [
			...[...here, ...rest].map((page) => ({
				id: page.id,
				label: twin
					? line(page.title, span(`  ${page.summary}`, 'muted'))
					: line(page.title.padEnd(names), ...summaryOf(page.summary, wide - 4 - Math.max(names, page.title.length))),
			})),
			{id: 'back', label: 'Back'},
		];
	},
	// A row has no room for a whole summary: the one under the cursor stands below.
	below: (scene) => {
		const item = scene.twin ? undefined : terms.menu?.(scene)[scene.place.cursor]?.id;
		const page = glossary(scene).find((one) => one.id === item);
		return page ? wrap(drawSentence(page.summary, 'muted'), scene.columns) : [];
	},
	choose: ({state}, item) => step(item === 'back' ? back(state) : go(state, enter({screen: 'page', page: item}))),
};

/** What a row says behind a name, where there is room for a few words. */
function summaryOf(summary: string, columns: number): Line {
	return columns < 16 ? [] : [span(`  ${clip(summary, columns)}`, 'muted')];
}

/** Columns for names, so that what is behind them is aligned; longer ones run over. */
function columnFor(names: readonly string[], most: number): number {
	return Math.max(0, ...names.map((name) => name.length).filter((length) => length <= most));
}

function glossary({knowledge}: Scene): Page[] {
	return knowledge.playbook.pages
		.filter((page) => page.id.startsWith('terms/'))
		.sort((a, b) => (a.title < b.title ? -1 : 1));
}

/** Terms whose name or alias is in the words of the verdict, the question or the remedy in view. */
function termsHere(scene: Scene): Page[] {
	const words = wordsBefore(scene).toLowerCase();
	return glossary(scene).filter((page) =>
		[page.title, ...page.aliases].some((name) => name.length > 1 && words.includes(name.toLowerCase())),
	);
}

function wordsBefore({state, view, knowledge}: Scene): string {
	const before = state.places.at(-2);
	const {diagnosis, analysis} = view.focus;
	switch (before?.screen) {
		case 'question': {
			const node = knowledge.playbook.flow.nodes[before.question];
			return node?.kind === 'question'
				? [node.ask, node.why, node.how, ...node.options.map((option) => option.label)].join(' ')
				: '';
		}
		case 'remedy': {
			const ranked = diagnosis.remedies.find((one) => one.remedy.id === before.remedy);
			return ranked
				? [
						ranked.remedy.title,
						ranked.remedy.telltale,
						...ranked.because,
						...drawBlocks(ranked.remedy.body, 80).map(plain),
					].join(' ')
				: '';
		}
		case 'page': {
			const page = knowledge.playbook.pages.find((one) => one.id === before.page);
			return page ? [page.summary, ...drawBlocks(page.body, 80).map(plain)].join(' ') : '';
		}
		default:
			return [
				...analysis.story,
				...analysis.groups.map(({what}) => what),
				diagnosis.verdict.title,
				diagnosis.verdict.says,
				...diagnosis.because,
				...diagnosis.remedies.map((one) => one.remedy.title),
			].join(' ');
	}
}

export const page: Screen<'page'> = {
	title: (scene) => pageOf(scene)?.title ?? flagOf(scene)?.name ?? 'Page',
	body: (scene) => {
		const {columns} = scene;
		const found = pageOf(scene);
		if (found)
			return [
				...wrap(line(span(found.title, 'strong')), columns),
				...wrap(drawSentence(found.summary), columns),
				...ownLines(scene.knowledge, found.place, columns),
				BLANK,
				...drawBlocks(found.body, columns),
				...sources(found.citations, columns),
			];
		const flag = flagOf(scene);
		return flag
			? [...flagLines(flag, columns), ...ownLines(scene.knowledge, flag.place, columns)]
			: [line('This page is not in the playbook.')];
	},
	menu: (scene) => [...links(scene), {id: 'back', label: 'Back'}],
	choose: ({state}, item) => step(item === 'back' ? back(state) : go(state, placeOf(item))),
	command: (scene, command) => {
		if (command !== 'copy') return undefined;
		const block = pageOf(scene)?.body.find((one) => one.kind === 'code');
		return block
			? copied(scene.state, block.text)
			: step(notify(scene.state, 'muted', 'There is no command to copy here.'));
	},
};

/** Where a page id leads: remedies have their own screen. */
function placeOf(id: string): Place {
	return id.startsWith('remedies/')
		? enter({screen: 'remedy', remedy: id.slice('remedies/'.length)})
		: enter({screen: 'page', page: id});
}

function pageOf({knowledge, place}: Scene): Page | undefined {
	return place.screen === 'page' ? knowledge.playbook.pages.find((one) => one.id === place.page) : undefined;
}

function flagOf({knowledge, place}: Scene): Flag | undefined {
	return place.screen === 'page'
		? knowledge.playbook.flags.find((one) => `flag:${one.name}` === place.page)
		: undefined;
}

function links(scene: Scene): MenuItem[] {
	const {knowledge} = scene;
	const targets = new Set((pageOf(scene)?.body ?? []).flatMap(targetsOf));
	return [...targets].flatMap((target) => {
		const remedy = knowledge.playbook.remedies.find((one) => `remedies/${one.id}` === target);
		const other = knowledge.playbook.pages.find((one) => one.id === target);
		const title = remedy?.title ?? other?.title;
		return title === undefined ? [] : [{id: target, label: line(span('see ', 'muted'), title)}];
	});
}

function targetsOf(block: Block): string[] {
	const fromRuns = (runs: readonly Inline[]): string[] =>
		runs.flatMap((run) => (run.kind === 'link' && !/^[a-z]+:/.test(run.target) ? [run.target] : []));
	switch (block.kind) {
		case 'heading':
		case 'paragraph':
			return fromRuns(block.text);
		case 'list':
			return block.items.flatMap((item) => item.flatMap(targetsOf));
		case 'checklist':
			return block.items.flatMap((item) => item.blocks.flatMap(targetsOf));
		case 'table':
			return [block.head, ...block.rows].flatMap((row) => row.flatMap(fromRuns));
		case 'code':
		case 'quote':
			return [];
	}
}

function flagLines(flag: Flag, columns: number): Line[] {
	const entry = (label: string, words: string): Line[] =>
		wrap(line(span(label.padEnd(10), 'muted'), ...drawSentence(words)), columns, {hang: 10});
	return [
		...wrap(line(span(flag.name, 'strong')), columns),
		BLANK,
		...entry('Effect', flag.effect),
		...entry('Cost', flag.cost),
		...entry(
			'Type',
			`${flag.type}${flag.unit === undefined ? '' : `, ${flag.unit}`}${flag.values === undefined ? '' : `: ${flag.values.join(', ')}`}`,
		),
		...entry('Default', flag.default),
		...(flag.suggested === undefined ? [] : entry('Try first', flag.suggested)),
		...entry('Set in', flag.channels.join(', ')),
		...flag.measured.flatMap((one) =>
			entry(
				'Measured',
				`libtpu ${one.libtpu}: ${one.accepted ? 'accepted' : 'refused'}${one.note === undefined ? '' : `; ${one.note}`}`,
			),
		),
		...(flag.instead === undefined ? [] : entry('Instead', flag.instead.join(', '))),
		...(flag.correction === undefined ? [] : entry('But', flag.correction)),
		...sources(flag.citations, columns),
	];
}

function sources(citations: Page['citations'], columns: number): Line[] {
	if (citations.length === 0) return [];
	return [
		BLANK,
		...citations.flatMap((one) => wrap(line(span(`${one.title}: ${one.source}`, 'muted')), columns, {hang: 2})),
	];
}
