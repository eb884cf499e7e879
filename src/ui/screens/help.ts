// The keys, from the one table; and leaving a session that could not be kept.
import {BINDINGS, keySign} from '../keys.js';
import {back, step} from '../navigate.js';
import type {ScreenName} from '../place.js';
import {BLANK, cell, line, span, wrap, type Line} from '../text/line.js';
import {playbookLines} from './overlay.js';
import type {Screen} from './screen.js';

export const help: Screen<'help'> = {
	title: () => 'Help',
	body: ({columns, twin, knowledge}) => [
		...(twin
			? wrap(
					'Type the number of a choice, or one of: b back, u undo, r redo, w why, i read more, e evidence, m remedies, p plan, n note, / search, t terms, ? help, q quit (saved).',
					columns,
				)
			: keyLines(columns)),
		BLANK,
		line(span('Playbook', 'heading')),
		...playbookLines(knowledge, columns),
	],
	menu: () => [{id: 'back', label: 'Back'}],
	choose: ({state}) => step(back(state)),
};

/** Screens that are called otherwise than their name. */
const CALLED: Readonly<Partial<Record<ScreenName, string>>> = {
	happened: 'what happened',
	verdict: 'why',
	remedy: 'one remedy',
};

function keyLines(columns: number): Line[] {
	const groups = [...new Set(BINDINGS.map((binding) => binding.group))];
	return [
		...wrap('Everything is saved as it happens; nothing asks to be saved but the plan.', columns),
		...groups.flatMap((group) => [
			BLANK,
			line(
				span(group, 'heading'),
				span(group === 'Type' ? '  while a field has the focus, letters are text' : '', 'muted'),
			),
			...BINDINGS.filter((binding) => binding.group === group).map((binding) =>
				line(
					'  ',
					...cell(line(span(binding.keys.map(keySign).join(' '), 'code')), 14),
					binding.label,
					span(
						binding.on && !binding.inText ? `  on ${binding.on.map((name) => CALLED[name] ?? name).join(', ')}` : '',
						'muted',
					),
				),
			),
		]),
		line('  ', span('ctrl-c', 'code'), '        ends at once, from a field too; the session is kept'),
		line('  ', span('ctrl-z', 'code'), '        suspends; fg goes on'),
		BLANK,
		line(span('Marks', 'heading')),
		line('  ', span('● ◐ ○', 'code'), '         step done, begun, not begun'),
		line('  ', span('✓ ◦ ✗', 'code'), '         accepted, left for later, rejected'),
	];
}

export const quit: Screen<'quit'> = {
	title: () => 'Quit?',
	body: ({columns}) =>
		wrap(
			line(
				span('This session could not be written to disk', 'warn'),
				' and is lost when the wizard ends. The plan can still be saved to another place.',
			),
			columns,
		),
	menu: () => [
		{id: 'stay', label: 'Stay'},
		{id: 'quit', label: line(span('Quit and lose the session', 'danger'))},
	],
	choose: ({state}, item) => step(item === 'quit' ? {...state, over: {code: 0}} : back(state)),
};
