// Why it happened: the verdict, its reasons, and every question on the way with the answer and who gave it.
import {fill} from '../../engine/index.js';
import type {Visit} from '../../model/walk.js';
import {enter} from '../place.js';
import {counted, isByAnswer} from '../../report/phrases.js';
import {go, notify, questionPlace, step} from '../navigate.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, cell, fit, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const verdict: Screen<'verdict'> = {
	step: 'why',
	title: () => 'Why',
	belowRows: 2,
	body: (scene) => {
		const {diagnosis, walk} = scene.view.focus;
		const node = diagnosis.verdict;
		const open = walk.at.kind === 'question';
		return [
			...wrap(line(span(fill(node.title, walk.facts), 'strong')), scene.columns),
			...wrap(drawSentence(fill(node.says, diagnosis.walk.facts)), scene.columns),
			...(open
				? [
						BLANK,
						...wrap(line(span('Preliminary: ', 'warn'), 'a question is open that may change this.'), scene.columns),
					]
				: []),
			...list('Because', reasons(scene), scene.columns),
			...list('Your log does not show', diagnosis.missing, scene.columns),
			...(shown(scene).length > 0
				? [
						BLANK,
						line(
							span('Questions on the way', 'heading'),
							span(
								scene.twin ? '' : '   ● from the log   ✓ your answer   choose one to answer it differently',
								'muted',
							),
						),
					]
				: []),
		];
	},
	menu: (scene) => {
		const {diagnosis, walk} = scene.view.focus;
		const count = diagnosis.remedies.length;
		return [
			...(walk.at.kind === 'question'
				? [
						{
							id: `open:${walk.at.id}`,
							label: line(span('Answer the open question: ', 'accent'), fill(walk.at.ask, walk.facts)),
						},
					]
				: []),
			{id: 'remedies', label: `See what helps: ${counted(count, 'remedy', 'remedies')}`},
			...shown(scene).map((visit) => ({id: `visit:${visit.node.id}`, ...visitLine(visit, scene)})),
			...(diagnosis.verdict.page === undefined
				? []
				: [{id: `page:${diagnosis.verdict.page}`, label: 'Read more about it'}]),
		];
	},
	below: (scene) => {
		const item = scene.twin ? undefined : verdict.menu?.(scene)[scene.place.cursor]?.id;
		const visit = shown(scene).find((one) => `visit:${one.node.id}` === item);
		return visit ? wrap(drawSentence(visit.because, 'muted'), scene.columns, {indent: 2}) : [];
	},
	choose: ({state, view}, item) => {
		const at = item.indexOf(':');
		const [kind, id] = at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
		if (kind === 'page') return step(go(state, enter({screen: 'page', page: id})));
		if (kind === 'remedies') return step(go(state, enter({screen: 'remedies'})));
		return step(go(state, questionPlace(view, id)));
	},
	command: ({state, view}, command) => {
		const {page} = view.focus.diagnosis.verdict;
		if (command !== 'read') return undefined;
		return step(
			page === undefined
				? notify(state, 'muted', 'There is no page about this.')
				: go(state, enter({screen: 'page', page})),
		);
	},
	hints: ({view}) => ['evidence', ...(view.focus.diagnosis.verdict.page === undefined ? [] : ['read' as const])],
};

/** A question that two flows ask in the same words is shown once. */
function shown({view}: Scene): Visit[] {
	const visits = view.focus.walk.trail.filter((visit) => visit.by !== 'moot');
	return visits.filter((visit, at) => visits.findIndex(({node}) => node.ask === visit.node.ask) === at);
}

/** Reasons that the verdict and the answers below do not say already. */
function reasons(scene: Scene): string[] {
	const {diagnosis, walk} = scene.view.focus;
	const said = new Set([
		fill(diagnosis.verdict.says, diagnosis.walk.facts),
		...walk.trail.map((visit) => visit.because),
	]);
	return diagnosis.because.filter((reason) => !said.has(reason));
}

/** `● Is one buffer large?   Yes`: the mark says who answered. */
function visitLine(visit: Visit, {view, wide, twin}: Scene): Omit<MenuItem, 'id'> {
	const {facts} = view.focus.walk;
	const option = visit.node.options.find((one) => one.id === visit.option);
	const answer = option ? fill(option.label, facts) : 'Not sure';
	const ask = fill(visit.node.ask, facts);
	const isRead = visit.by === 'evidence' && !isByAnswer(visit, facts);
	if (twin) return {label: line(`${ask} ${answer} (${isRead ? 'from the log' : 'your answer'})`)};
	const half = Math.floor((wide - 4) / 2);
	const [asks, answers] = [wrap(ask, half), wrap(line(span(answer, 'accent')), wide - half - 8)];
	const rows = Array.from({length: Math.max(asks.length, answers.length)}, (_, at) => [
		...(at > 0 ? [span('  ')] : []),
		...cell(asks[at] ?? [], half),
		span('  '),
		...(answers[at] ?? []),
	]);
	const [first = [], ...more] = rows;
	const mark = isRead ? span('● ', 'accent') : span(visit.by === 'unsure' ? '◦ ' : '✓ ', 'good');
	const short = [...cell(ask, half), span('  '), ...fit(line(span(answer, 'accent')), wide - half - 8)];
	return {label: [mark, ...first], ...(more.length > 0 && {more, short: [mark, ...short]})};
}

function list(title: string, sentences: readonly string[], columns: number): Line[] {
	if (sentences.length === 0) return [];
	return [
		BLANK,
		line(span(title, 'heading')),
		...sentences.flatMap((sentence) => wrap(line(span('• ', 'muted'), ...drawSentence(sentence)), columns, {hang: 2})),
	];
}
