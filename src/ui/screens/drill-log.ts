// The log of a drill: beside a question, over the whole screen, and with the lines that decide marked.
import {linesOf, POINTS, type RoundItem} from '../../plan/practice/index.js';
import {counted} from '../../report/phrases.js';
import type {Command} from '../keys.js';
import {back, go, notify, step} from '../navigate.js';
import {enter} from '../place.js';
import {roundOf} from '../practice.js';
import type {State, Step} from '../state.js';
import {line, span, type Line} from '../text/line.js';
import {numbered, type LineMark} from '../text/numbered.js';
import type {Panel, Screen} from './screen.js';

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
			return logHead(item, part);
		},
	};
}

/** The name of the log, and what is seen of it. */
export function logHead(item: RoundItem | undefined, words: string): Line {
	return line(span(item?.drill.log.name ?? '', 'strong'), span(`  ${words}`, 'muted'));
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
