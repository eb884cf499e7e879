// A question of a drill with the log beside it; where a line is asked for, the cursor chooses it in the log.
import {linesOf, nextHintCost, type RoundItem} from '../../plan/practice/index.js';
import {counted} from '../../report/phrases.js';
import {cursorTo, notify, step} from '../navigate.js';
import {answer, hint, roundOf, toMenu} from '../practice.js';
import type {State} from '../state.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, line, span, wrap, type Line} from '../text/line.js';
import {numbered} from '../text/numbered.js';
import {drillHeader, later, logHead, logPanel} from './drill-log.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const drill: Screen<'drill'> = {
	header: ({state}) => drillHeader(state),
	title: ({state}) => {
		const open = roundOf(state);
		return `Question ${(open?.now.at ?? 0) + 1} of ${open?.round.items.length ?? 0}`;
	},
	split: ({state}) => (roundOf(state)?.item?.options ? 'panel' : 'menu'),
	numbered: ({state}) => linesHere(state) > 0,
	panel: ({state}, columns) => logPanel(roundOf(state)?.item, columns),
	menuHead: ({state}) => logHead(roundOf(state)?.item, `choose one of ${counted(linesHere(state), 'line')}`),
	belowRows: 3,
	body: (scene) => {
		const open = roundOf(scene.state);
		if (!open?.item) return [];
		const {item, now} = open;
		// On plain streams a hint prints the screen anew: the story and the log are above it already.
		const fresh = isNew(scene.state, item) && !(scene.twin && now.hints.length > 0);
		return [
			...(fresh ? [...wrap(item.drill.story, scene.columns), BLANK] : []),
			...(fresh && scene.twin && item.options ? [...numbered(linesOf(item.drill), scene.columns).rows, BLANK] : []),
			...wrap(line(...drawSentence(item.question.ask, 'strong')), scene.columns),
			...now.hints.flatMap((words) =>
				wrap(line(span('Hint: ', 'accent'), ...drawSentence(words)), scene.columns, {hang: 6}),
			),
			...(keysText(scene) === '' ? [] : wrap(line(span(keysText(scene), 'muted')), scene.columns)),
		];
	},
	menu: (scene) => {
		const item = roundOf(scene.state)?.item;
		if (!item) return [{id: 'menu', label: 'Back to practice'}];
		if (!item.options)
			return linesOf(item.drill).map((text, at) => ({id: `answer:${at + 1}`, label: lineLabel(item, text, at)}));
		return item.options.map(({label}, at) => choice(`answer:${at + 1}`, label, scene));
	},
	// A row of the log may be cut: the one under the cursor is shown in full.
	below: ({state, place, columns, twin}) => {
		const item = roundOf(state)?.item;
		if (twin || !item || item.options) return [];
		const text = linesOf(item.drill)[place.cursor] ?? '';
		return [line(span(`Line ${place.cursor + 1}`, 'muted')), ...wrap(text, columns)];
	},
	choose: ({state}, item) => {
		const [kind, number] = item.split(':');
		return kind === 'answer' ? answer(state, Number(number)) : step(toMenu(state));
	},
	command: ({state, place}, name) => {
		const open = roundOf(state);
		if (name === 'hint') {
			return step(
				open && nextHintCost(open.round, open.now) === undefined
					? notify(state, 'muted', 'There is no other hint.')
					: {...hint(state), moved: state.moved + 1},
			);
		}
		const lines = linesHere(state);
		if (lines > 0 && (name === 'page-down' || name === 'page-up')) {
			const by = (state.size.rows - 8) * (name === 'page-down' ? 1 : -1);
			return step(cursorTo(state, Math.min(lines - 1, Math.max(0, place.cursor + by))));
		}
		return later(state, name);
	},
	hints: ({state}) => [...(nextCost(state) === undefined ? [] : ['hint' as const]), 'log'],
};

/** Lines to choose from; none where answers are given in words. */
function linesHere(state: State): number {
	const item = roundOf(state)?.item;
	return item && !item.options ? linesOf(item.drill).length : 0;
}

/** A choice in as many rows as its words take. */
export function choice(id: string, words: string, {wide, twin}: Scene): MenuItem {
	const [label = BLANK, ...more] = twin ? [line(words)] : wrap(line(...drawSentence(words)), wide - 2);
	return {id, label, ...(more.length > 0 ? {more} : {})};
}

/** Whether a question is the first about its log: then the story is told. */
function isNew(state: State, item: RoundItem): boolean {
	const open = roundOf(state);
	return open !== undefined && open.round.items[open.now.at - 1]?.drill !== item.drill;
}

function nextCost(state: State): number | undefined {
	const open = roundOf(state);
	return open && nextHintCost(open.round, open.now);
}

/** What can be typed besides an answer; on a screen, only what has a price. */
function keysText({state, twin}: Scene): string {
	const cost = nextCost(state);
	const forHint = cost === undefined ? '' : `h: a hint (−${cost} points)`;
	return twin
		? ['Type the number of an answer', forHint, 'l: the log'].filter((words) => words !== '').join('; ')
		: forHint;
}

function lineLabel({drill: {log}}: RoundItem, text: string, at: number): Line {
	const digits = String(log.text.split('\n').length).length;
	return line(span(`${String(at + 1).padStart(digits)}  `, 'muted'), text);
}
