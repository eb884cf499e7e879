// The log itself, a window of it at a time, with the places marked that facts were read from.
import type {Effect} from '../state.js';
import {fit, line, span, wrap, type Line} from '../text/line.js';
import type {Scene} from './screen.js';

/** Asks for the lines around one. */
export function logStart({state, view}: Scene, number: number, name = view.focus.incident.at.evidence): Effect[] {
	return name === '' ? [] : [{do: 'log', evidence: name, from: Math.max(1, number - 3), count: state.size.rows}];
}

/** Lines that facts were read from, and the failures, in order. */
export function marksOf({view}: Scene, name: string): number[] {
	const facts = view.focus.walk.facts.flatMap(({origin}) =>
		origin.by === 'reader' && origin.place.evidence === name ? [origin.place.line] : [],
	);
	const failures = view.reading.incidents.filter(({at}) => at.evidence === name).map(({at}) => at.line);
	const buffers =
		view.focus.incident.at.evidence === name ? view.focus.analysis.buffers.map((buffer) => buffer.line) : [];
	return [...new Set([...facts, ...failures, ...buffers])].sort((a, b) => a - b);
}

/** As many lines as the screen takes, numbered. */
export function logBody(scene: Scene): Line[] {
	const {log, size} = scene.state;
	if (!log)
		return wrap(
			'The evidence is not at hand any more, or is being looked for. The facts quote the lines that matter.',
			scene.columns,
		);
	const marks = new Set(marksOf(scene, log.evidence));
	const digits = String(log.total).length;
	const room = Math.max(4, size.rows - 10);
	const shown = log.lines.slice(0, room);
	const rows = shown.map((text, index) => {
		const number = log.from + index;
		const marked = marks.has(number);
		return fit(
			line(
				span(`${String(number).padStart(digits)} `, marked ? 'accent' : 'muted'),
				span(marked ? '┃ ' : '  ', 'accent'),
				span(text, marked ? 'quote' : 'muted'),
			),
			scene.wide,
		);
	});
	const last = log.from + shown.length - 1;
	return [
		...rows,
		line(
			span(`lines ${log.from} to ${last} of ${log.total}   `, 'muted'),
			span('┃', 'accent'),
			span(' a fact was read here', 'muted'),
		),
	];
}
