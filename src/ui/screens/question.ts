// One question: what is asked, what the log says to it, and, on w, why it is asked and how to find out.
import {fill} from '../../engine/index.js';
import type {QuestionNode} from '../../model/flow.js';
import type {Visit} from '../../model/walk.js';
import {enter, type PlaceOf} from '../place.js';
import {at, go, notify, onward, record, step} from '../navigate.js';
import type {State, Step} from '../state.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, codeRows, line, span, wrap, type Line} from '../text/line.js';
import {ownLines} from './overlay.js';
import type {MenuItem, Scene, Screen} from './screen.js';

type Here = Scene<PlaceOf<'question'>>;

export const question: Screen<'question'> = {
	step: 'why',
	title: () => 'Question',
	body: (scene) => {
		const node = nodeOf(scene);
		if (!node) return [line('This question is not in the playbook any more.')];
		return [
			...wrap(line(span(said(scene, node.ask), 'strong')), scene.columns),
			...evidenceLines(scene, node),
			...(unfolded(scene, node) ? whyLines(scene, node) : []),
		];
	},
	below: (scene) => (scene.twin ? [] : soFar(scene)),
	menu: (scene) => {
		const node = nodeOf(scene);
		if (!node) return [{id: 'on', label: 'Go on'}];
		const visit = visitOf(scene, node);
		const answer = scene.view.session.answers.get(node.id);
		const items: MenuItem[] = node.options.map((option) => ({
			id: `option:${option.id}`,
			label: line(said(scene, option.label), mark(option.id, visit, answer)),
		}));
		items.push({id: 'unsure', label: line('Not sure', answer === 'unsure' ? span('  ✓ your answer', 'good') : '')});
		if (answer !== undefined) items.push({id: 'retract', label: line(span('Take the answer back', 'muted'))});
		return items;
	},
	choose: (scene, item) => {
		const node = nodeOf(scene);
		if (!node || item === 'on') return step(go(scene.state, onward(scene.view)));
		if (item === 'retract') return record(scene.state, {type: 'retract', question: node.id});
		return answer(scene, node, item === 'unsure' ? 'unsure' : item.slice('option:'.length));
	},
	command: (scene, command) => {
		const node = nodeOf(scene);
		if (command === 'why' && node && !scene.twin)
			return fits(scene, node)
				? step(notify(scene.state, 'muted', 'The reasons are shown under the question.'))
				: step(at(scene.state, {...scene.place, why: !scene.place.why, scroll: 0}));
		if (command === 'read')
			return step(
				node?.page === undefined
					? notify(scene.state, 'muted', 'There is no page about this question.')
					: go(scene.state, enter({screen: 'page', page: node.page})),
			);
		if (command !== 'copy') return undefined;
		if (node?.command === undefined) return step(notify(scene.state, 'muted', 'There is no command to copy here.'));
		return copied(scene.state, node.command);
	},
	hints: (scene) => {
		const node = nodeOf(scene);
		return [
			...(node && fits(scene, node) ? [] : ['why' as const]),
			...(node?.page === undefined ? [] : ['read' as const]),
			...(node?.command === undefined ? [] : ['copy' as const]),
			'evidence',
		];
	},
};

/** Copies, and says how sure that is. */
export function copied(state: State, text: string): Step {
	const [first = '', ...more] = text.split('\n');
	const what = more.length > 0 ? `${first} … (${more.length + 1} lines)` : first;
	return step(notify(state, 'good', `Copied, if the terminal allows it: ${what}`), {do: 'copy', text});
}

/** Records an answer unless it stands already, and leaves for the next thing: `update` knows what comes next. */
function answer({state, view, place}: Here, node: QuestionNode, option: string): Step {
	if (view.session.answers.get(node.id) === option) return step(go(at(state, place), onward(view)));
	return record(state, {type: 'answer', question: node.id, option});
}

function nodeOf({knowledge, view, place}: Here): QuestionNode | undefined {
	const {at: open, trail} = view.focus.walk;
	// Those on the way are put in the terms of the job.
	const onWay = trail.find((visit) => visit.node.id === place.question)?.node;
	const node = onWay ?? (open.id === place.question ? open : knowledge.playbook.flow.nodes[place.question]);
	return node?.kind === 'question' ? node : undefined;
}

function visitOf({view}: Here, node: QuestionNode): Visit | undefined {
	return view.focus.walk.trail.find((visit) => visit.node.id === node.id);
}

function said({view}: Here, template: string): string {
	return fill(template, view.focus.walk.facts);
}

function mark(option: string, visit: Visit | undefined, answer: string | undefined): ReturnType<typeof span> | string {
	if (answer === option) return span('  ✓ your answer', 'good');
	if (visit?.by === 'evidence' && visit.option === option) return span('  ● the log says so', 'accent');
	if (visit?.against === option) return span('  ● the log says this', 'warn');
	return '';
}

/** The reasons are shown where there is room for them, and where they were asked for. */
function unfolded(scene: Here, node: QuestionNode): boolean {
	return scene.twin || scene.place.why || fits(scene, node);
}

function fits(scene: Here, node: QuestionNode): boolean {
	const {state, columns} = scene;
	const ask = wrap(said(scene, node.ask), columns).length + evidenceLines(scene, node).length;
	const room = state.size.rows - 6 - (node.options.length + 2) - ask;
	return whyLines(scene, node).length <= room;
}

/** What the log has answered on the way here. */
function soFar({view, place, columns}: Here): Line[] {
	const known = view.focus.walk.trail.filter((visit) => visit.by === 'evidence' && visit.node.id !== place.question);
	if (known.length === 0) return [];
	return [
		line(span('Answered from the log', 'muted')),
		...known.flatMap((visit) =>
			wrap(line(span('● ', 'accent'), ...drawSentence(visit.because, 'muted')), columns, {hang: 2}),
		),
	];
}

/** What the log says to this question, or what it said to those before. */
function evidenceLines(scene: Here, node: QuestionNode): Line[] {
	const visit = visitOf(scene, node);
	// An answer of the user's own is marked in the list.
	if (visit && visit.by !== 'open' && visit.by !== 'user' && visit.because !== '')
		return [
			BLANK,
			...wrap(
				line(span(visit.by === 'evidence' ? 'From the log: ' : 'So far: ', 'accent'), ...drawSentence(visit.because)),
				scene.columns,
			),
		];
	return [];
}

function whyLines(scene: Here, node: QuestionNode): Line[] {
	const {columns} = scene;
	return [
		BLANK,
		...wrap(line(span('Why  ', 'heading'), ...drawSentence(said(scene, node.why))), columns, {hang: 5}),
		...wrap(line(span('How  ', 'heading'), ...drawSentence(said(scene, node.how))), columns, {hang: 5}),
		...(node.command === undefined
			? []
			: node.command
					.trimEnd()
					.split('\n')
					.flatMap((text) => codeRows(text, columns, 5, 'sh'))),
		...ownLines(scene.knowledge, node.place, columns),
		...(node.page === undefined
			? []
			: wrap(
					line(span('More ', 'heading'), span(pageTitle(scene, node.page), 'accent'), span(' (i)', 'muted')),
					columns,
					{hang: 5},
				)),
	];
}

function pageTitle({knowledge}: Here, id: string): string {
	return knowledge.playbook.pages.find((page) => page.id === id)?.title ?? id;
}
