// The last line of a screen: the keys that matter here. Moving, choosing, back, help and leaving are always there, at 60 columns
// too; the others as far as there is room, in the order in which the screen names them.
import {BINDINGS, keySign, type Binding, type Command} from './keys.js';
import {screenOf} from './screens/index.js';
import type {Scene} from './screens/screen.js';
import {line, lineWidth, span, type Line} from './text/line.js';

/** What moving does here: the arrows go over choices, or over the text where there is but one choice. */
export type Moves = 'choices' | 'text' | 'nothing';

/** The footer in at most `room` columns. */
export function footer(scene: Scene, moves: Moves, room: number): Line {
	return screenOf(scene).field ? fieldFooter(scene, room) : menuFooter(scene, moves, room);
}

function menuFooter(scene: Scene, moves: Moves, room: number): Line {
	const {state} = scene;
	const screen = screenOf(scene);
	// The plan is one key away from the first screen on.
	const plan = screen.step !== undefined && screen.step !== 'plan' && scene.view.seen ? (['plan'] as const) : [];
	const hints = screen.hints?.(scene) ?? [];
	const marks = hints.filter((command) => command === 'accept' || command === 'postpone' || command === 'reject');
	const own = [...new Set([...marks, ...plan, ...hints, 'undo', 'search'] as const)]
		.filter((command) => command !== 'undo' || scene.view.session.canUndo)
		.flatMap((command) => bindingOf(scene, command, false) ?? []);
	const first = [
		...(moves === 'nothing' ? [] : [key('↑↓', moves === 'choices' ? 'move' : 'scroll')]),
		key('enter', 'choose'),
		...(state.places.length > 1 ? [key('←', 'back')] : []),
	];
	const last = [key('?', 'help'), key('q', 'quit')];
	const saved = [key('?', 'help'), key('q', 'quit (saved)')];
	const short = !state.inMemory && !state.aside && state.events.length > 0 ? saved : last;
	const each = own.map(entry);
	const together = decisionsTogether(own);
	return (
		whole([...first, ...each, ...short], 3, room) ??
		whole([...first, ...each, ...last], 3, room) ??
		whole([...first, ...together, ...last], 3, room) ??
		asManyAsFit(first, together, last, room)
	);
}

/** In a field letters are text: the keys that work there are few, and all of another kind. */
function fieldFooter(scene: Scene, room: number): Line {
	const first = [key('enter', 'take it'), key('esc', 'leave')];
	const own = (['down', 'complete', 'clear'] as const).flatMap((command) => {
		const binding = bindingOf(scene, command, true);
		return binding ? [command === 'down' ? key('↑↓', 'move') : entry(binding)] : [];
	});
	const last = [key('ctrl-c', 'quit')];
	return whole([...first, ...own, ...last], 3, room) ?? asManyAsFit(first, own, last, room);
}

function bindingOf({place}: Scene, command: Command, inText: boolean): Binding | undefined {
	return BINDINGS.find(
		(one) => one.command === command && (one.inText ?? false) === inText && (!one.on || one.on.includes(place.screen)),
	);
}

function entry({keys, label, short}: Binding): Line {
	return key(keySign(keys[0] ?? ''), short ?? label);
}

function key(sign: string, words: string): Line {
	return [span(sign, 'code'), span(` ${words}`, 'muted')];
}

/** `a l x mark` instead of three entries. */
function decisionsTogether(own: readonly Binding[]): Line[] {
	const decisions = own.filter(({command}) => ['accept', 'postpone', 'reject'].includes(command));
	if (decisions.length < 3) return own.map(entry);
	const together = key(decisions.map(({keys}) => keys[0]).join(' '), 'mark');
	return own.flatMap((one) => (one === decisions[0] ? [together] : decisions.includes(one) ? [] : [entry(one)]));
}

function whole(entries: readonly Line[], gap: number, room: number): Line | undefined {
	const made = line(...entries.flatMap((one, index) => (index === 0 ? [...one] : [span(' '.repeat(gap)), ...one])));
	return lineWidth(made) <= room ? made : undefined;
}

/** The room between entries gives way only where the terminal is narrow. */
const NARROW = 70;

function asManyAsFit(first: readonly Line[], own: readonly Line[], last: readonly Line[], room: number): Line {
	const gap = room < NARROW ? 2 : 3;
	const kept: Line[] = [];
	for (const one of own) if (whole([...first, ...kept, one, ...last], gap, room)) kept.push(one);
	return whole([...first, ...kept, ...last], 3, room) ?? whole([...first, ...kept, ...last], 2, room) ?? [];
}
