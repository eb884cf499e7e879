// A question of a drill with the log beside it; where a line is asked for, the cursor chooses it in the log.
import {linesOf, nextHintCost, POINTS, type RoundItem} from '../../plan/practice/index.js';
import {counted} from '../../report/phrases.js';
import type {Command} from '../keys.js';
import {back, cursorTo, go, notify, step} from '../navigate.js';
import {enter} from '../place.js';
import {answer, hint, roundOf, toMenu} from '../practice.js';
import type {State, Step} from '../state.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, line, span, wrap, type Line} from '../text/line.js';
import {numbered, type LineMark} from '../text/numbered.js';
import type {MenuItem, Panel, Scene, Screen} from './screen.js';

export const drill: Screen<'drill'> = {
	header: ({state}) => drillHeader(state),
	title: ({state}) => {
		const open = roundOf(state);
		return `Question ${(open?.now.at ?? 0) + 1} of ${open?.round.items.length ?? 0}`;
	},
	split: ({state}) => (roundOf(state)?.item?.options ? 'panel' : 'menu'),
	panel: ({state}, columns) => logPanel(roundOf(state)?.item, columns),
	belowRows: 3,
	body: (scene) => {
		const open = roundOf(scene.state);
		if (!open?.item) return [];
		const {item, now} = open;
		const fresh = isNew(scene.state, item) && now.hints.length === 0;
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
		const lines = open?.item && !open.item.options ? linesOf(open.item.drill).length : 0;
		if (lines > 0 && (name === 'page-down' || name === 'page-up')) {
			const by = (state.size.rows - 8) * (name === 'page-down' ? 1 : -1);
			return step(cursorTo(state, Math.min(lines - 1, Math.max(0, place.cursor + by))));
		}
		return later(state, name);
	},
	hints: ({state}) => [...(nextCost(state) === undefined ? [] : ['hint' as const]), 'log'],
};

/** The drill, and what was reached in it. */
export function drillHeader(state: State): readonly [string, string] {
	const open = roundOf(state);
	if (!open) return ['Practice', ''];
	const {round, now} = open;
	return [open.drill?.title ?? 'Review', `${now.points} of ${counted(round.items.length * POINTS, 'point')}`];
}

/** The log of a drill beside a question or an explanation. */
export function logPanel(
	item: RoundItem | undefined,
	columns: number,
	marks: ReadonlyMap<number, LineMark> = new Map(),
): Panel {
	const lines = item ? linesOf(item.drill) : [];
	const text = numbered(lines, columns, marks);
	const [focus = 1] = marks.keys();
	return {
		rows: text.rows,
		focus: text.rowOf(focus),
		heading: ([from, to]) => {
			const [first, last] = [text.lineOf(from - 1), text.lineOf(to - 1)];
			const seen = first === last ? `line ${first}` : `lines ${first} to ${last}`;
			const all = from === 1 && to === text.rows.length;
			const part = all ? counted(lines.length, 'line') : `${seen} of ${lines.length} (space, pgup)`;
			return line(span(item?.drill.log.name ?? '', 'strong'), span(`  ${part}`, 'muted'));
		},
	};
}

/** What the program says is for afterwards; so are other places that would show it. */
export function later(state: State, name: Command): Step | undefined {
	if (name === 'log') return step(go(state, enter({screen: 'drill-log'})));
	const early: readonly Command[] = [
		'why',
		'evidence',
		'remedies',
		'plan',
		'terms',
		'undo',
		'redo',
		'next-step',
		'previous-step',
	];
	return early.includes(name)
		? step(notify(state, 'muted', 'What the program says comes after the last question.'))
		: undefined;
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

/** The log of the open question over the whole screen. */
export const drillLog: Screen<'drill-log'> = {
	header: ({state}) => drillHeader(state),
	title: () => 'Log',
	body: ({state, wide}) => {
		const item = shownItem(state);
		return item ? numbered(linesOf(item.drill), wide, new Map(marksHere(state))).rows : [];
	},
	menu: () => [{id: 'back', label: 'Back'}],
	choose: ({state}) => step(back(state)),
	command: ({state}, name) => (name === 'log' ? step(back(state)) : later(state, name)),
};

/** The item that is explained, else the one that is open. */
export function shownItem(state: State): RoundItem | undefined {
	const explained = state.places.findLast((place) => place.screen === 'drill-answer');
	return explained?.screen === 'drill-answer' ? state.round?.round.items[explained.item] : roundOf(state)?.item;
}

/** Lines that decide the question that is explained, the one to look at first; and the one that was chosen and does not. */
export function marksHere(state: State): readonly (readonly [number, LineMark])[] {
	const explained = state.places.findLast((place) => place.screen === 'drill-answer');
	const item = shownItem(state);
	if (explained?.screen !== 'drill-answer' || !item) return [];
	if (!item.options) {
		const right = item.question.lines.map(({line: number}) => number);
		return [
			...right.map((number) => [number, 'right'] as const),
			...(right.includes(explained.answer) ? [] : [[explained.answer, 'wrong'] as const]),
		];
	}
	const chosen = item.options[explained.answer - 1];
	const truth = item.options.find(({right}) => right);
	return [
		...(truth ? [[truth.decides.line, 'right'] as const] : []),
		...(chosen ? [[chosen.decides.line, 'right'] as const] : []),
	];
}
