// The tour, stop by stop, and the calculator for shapes.
import type {TourStop} from '../../model/drill.js';
import {describeShapes} from '../../report/shape.js';
import {at, go, notify, step, withoutDraft} from '../navigate.js';
import {enter} from '../place.js';
import {toDrills, toMenu} from '../practice.js';
import type {State} from '../state.js';
import {drawBlocks} from '../text/blocks.js';
import {BLANK, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const tour: Screen<'tour'> = {
	header: ({state, place}) => ['Tour', `${place.stop + 1} of ${stopsOf(state).length}`],
	title: ({state, place}) => stopsOf(state)[place.stop]?.title ?? '',
	body: ({state, place, columns}) => {
		const stop = stopsOf(state)[place.stop];
		return stop ? [...quoteLines(stop, columns), ...drawBlocks(stop.body, columns)] : [];
	},
	menu: ({state, place}) => {
		const stops = stopsOf(state);
		const stop = stops[place.stop];
		const next = stops[place.stop + 1];
		return [
			...(stop?.kind === 'shape' ? shapeItems(stop) : []),
			{id: 'next', label: next ? `Next: ${next.title}` : 'End of the tour: go on to the drills'},
			...(place.stop > 0 && next ? [{id: 'menu', label: 'Back to practice'}] : []),
		];
	},
	choose: (scene, item) => {
		const {state, place} = scene;
		const [kind, index] = item.split(':');
		if (kind === 'next') return step(next(scene));
		if (kind !== 'shape') return step(toMenu(state));
		const stop = stopsOf(state)[place.stop];
		const shape = (stop?.kind === 'shape' ? stop.shapes[Number(index)]?.text : undefined) ?? '';
		return step(go(withoutDraft(state, 'calculator'), enter({screen: 'calculator', stop: place.stop, shape})));
	},
	command: (scene, name) => (name === 'next' ? step(next(scene)) : undefined),
	hints: () => ['next'],
};

function next({state, place}: Scene & {readonly place: {readonly stop: number}}): State {
	const stop = place.stop + 1;
	return stop < stopsOf(state).length
		? go(state, enter({screen: 'tour', stop}))
		: notify(toDrills(state), 'good', 'That was the tour. Now a drill.');
}

function stopsOf({practice}: State): readonly TourStop[] {
	return practice?.course.tour ?? [];
}

/** Lines of a report, as they are printed. */
function quoteLines(stop: TourStop, columns: number): Line[] {
	if (stop.kind !== 'report') return [];
	const rows = stop.quote.flatMap((text) => {
		const indent = /^ */.exec(text)?.[0].length ?? 0;
		return wrap(line(span(text.trimStart(), 'quote')), columns - 2, {indent, hang: indent + 2});
	});
	return [...rows.map((row) => [span('│ ', 'accent'), ...row]), BLANK];
}

function shapeItems({shapes}: Extract<TourStop, {kind: 'shape'}>): MenuItem[] {
	return [
		...shapes.map(({text}, index) => ({id: `shape:${index}`, label: line(span(text, 'code'))})),
		{id: 'shape:', label: 'Type a shape of your own'},
	];
}

/** Bytes and padding of a shape; another can be typed. */
export const calculator: Screen<'calculator'> = {
	header: ({state, place}) => ['Tour', `${place.stop + 1} of ${stopsOf(state).length}`],
	title: () => 'The calculator',
	body: ({state, place, columns}) => {
		const answer = place.shape === '' ? undefined : describeShapes([place.shape]);
		if (answer?.ok !== true)
			return wrap('Type a shape as XLA prints it. Its bytes and its padding are computed here.', columns);
		const stop = stopsOf(state)[place.stop];
		const says = stop?.kind === 'shape' ? stop.shapes.find(({text}) => text === place.shape)?.says : undefined;
		const {blocks} = answer.document;
		const advice = blocks.findIndex(({kind}) => kind === 'heading');
		return [
			...wrap(line(span(place.shape, 'strong')), columns),
			...(says === undefined ? [] : wrap(says, columns)),
			BLANK,
			...drawBlocks(advice < 0 ? blocks : blocks.slice(0, advice), columns),
		];
	},
	field: () => ({prompt: 'Shape', value: '', placeholder: 'another, such as f32[100,7]{1,0:T(8,128)}'}),
	submit: ({state, place}, text) => {
		if (text.trim() === '') return step(notify(state, 'muted', 'Type a shape, or press esc to go back.'));
		const answer = describeShapes([text.trim()]);
		if (!answer.ok)
			return step(notify(state, 'warn', `This is not a shape: at character ${answer.offset + 1}, ${answer.message}`));
		return step({
			...withoutDraft(at(state, {...place, shape: text.trim(), scroll: 0}), 'calculator'),
			moved: state.moved + 1,
		});
	},
};
