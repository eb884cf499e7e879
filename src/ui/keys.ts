// Every key, once. The footer, the help screen and the plain twin are made from this table.
import type {ScreenName} from './place.js';

export type Command =
	| 'up'
	| 'down'
	| 'page-up'
	| 'page-down'
	| 'top'
	| 'bottom'
	| 'enter'
	| 'back'
	| 'next-step'
	| 'previous-step'
	| 'undo'
	| 'redo'
	| 'why'
	| 'read'
	| 'evidence'
	| 'remedies'
	| 'plan'
	| 'note'
	| 'terms'
	| 'search'
	| 'copy'
	| 'accept'
	| 'postpone'
	| 'reject'
	| 'sort'
	| 'group'
	| 'next-table'
	| 'hint'
	| 'log'
	| 'next'
	| 'clear'
	| 'complete'
	| 'help'
	| 'quit';

export interface Binding {
	readonly command: Command;
	/** As `keyName` names them. The first is the one that is shown. */
	readonly keys: readonly string[];
	/** What it does, in few words. */
	readonly label: string;
	/** The same in one word, for the footer. */
	readonly short?: string;
	readonly group: 'Move' | 'Look' | 'Decide' | 'Type' | 'Leave';
	/** Screens where it means this; absent: everywhere. A binding of a screen goes before one of everywhere. */
	readonly on?: readonly ScreenName[];
	/** Works while a text field has the focus. Letters never do. */
	readonly inText?: boolean;
	/** Handled by the menu itself on screens that have one. */
	readonly byMenu?: boolean;
}

export const BINDINGS: readonly Binding[] = [
	{command: 'up', keys: ['up', 'k'], label: 'up', group: 'Move', byMenu: true},
	{command: 'down', keys: ['down', 'j'], label: 'down', group: 'Move', byMenu: true},
	{command: 'enter', keys: ['enter'], label: 'choose; a digit chooses that line', group: 'Move', byMenu: true},
	{command: 'back', keys: ['left', 'b', 'esc'], label: 'back', group: 'Move'},
	{command: 'back', keys: ['esc'], label: 'leave the field, keep the text', group: 'Type', inText: true},
	{command: 'page-down', keys: ['pgdn', 'space'], label: 'more text', group: 'Move'},
	{command: 'page-up', keys: ['pgup'], label: 'text before', group: 'Move'},
	{command: 'top', keys: ['home'], label: 'first', group: 'Move'},
	{command: 'bottom', keys: ['end'], label: 'last', group: 'Move'},
	{
		command: 'next-table',
		keys: ['tab', 'right'],
		label: 'next table',
		short: 'tables',
		group: 'Look',
		on: ['evidence'],
	},
	{command: 'next-step', keys: ['tab'], label: 'next step', group: 'Move'},
	{command: 'previous-step', keys: ['shift-tab'], label: 'step before', group: 'Move'},
	{
		command: 'why',
		keys: ['w'],
		label: 'why: the verdict; on a question, the reasons for asking',
		short: 'why',
		group: 'Look',
	},
	{
		command: 'read',
		keys: ['i'],
		label: 'read more about it',
		short: 'read more',
		group: 'Look',
		on: ['happened', 'question', 'verdict'],
	},
	{command: 'evidence', keys: ['e'], label: 'evidence', group: 'Look'},
	{command: 'remedies', keys: ['m'], label: 'remedies', group: 'Look'},
	{command: 'plan', keys: ['p'], label: 'plan', group: 'Look'},
	{command: 'terms', keys: ['t'], label: 'terms on this screen', short: 'terms', group: 'Look'},
	{command: 'search', keys: ['/'], label: 'search', group: 'Look'},
	{
		command: 'copy',
		keys: ['c'],
		label: 'copy the command',
		short: 'copy',
		group: 'Look',
		on: ['question', 'remedy', 'page', 'plan'],
	},
	{command: 'sort', keys: ['s'], label: 'sort the buffers', short: 'sort', group: 'Look', on: ['evidence']},
	{
		command: 'group',
		keys: ['g'],
		label: 'equal buffers together or one by one',
		short: 'group',
		group: 'Look',
		on: ['evidence'],
	},
	{command: 'hint', keys: ['h'], label: 'a hint, which costs points', short: 'hint', group: 'Look', on: ['drill']},
	{
		command: 'log',
		keys: ['l'],
		label: 'the log over the whole screen',
		short: 'log',
		group: 'Look',
		on: ['drill', 'drill-answer', 'drill-log'],
	},
	{command: 'next', keys: ['right'], label: 'next stop of the tour', short: 'next', group: 'Move', on: ['tour']},
	{command: 'accept', keys: ['a'], label: 'accept', group: 'Decide', on: ['remedies', 'remedy']},
	{command: 'postpone', keys: ['l'], label: 'later', group: 'Decide', on: ['remedies', 'remedy']},
	{command: 'reject', keys: ['x'], label: 'reject', group: 'Decide', on: ['remedies', 'remedy']},
	{command: 'note', keys: ['n'], label: 'note', group: 'Decide', on: ['remedies', 'remedy']},
	{command: 'undo', keys: ['u'], label: 'undo', group: 'Decide'},
	{command: 'redo', keys: ['ctrl-r'], label: 'redo', group: 'Decide'},
	{
		command: 'complete',
		keys: ['tab'],
		label: 'complete the path',
		short: 'complete',
		group: 'Type',
		on: ['open-file', 'trial-result'],
		inText: true,
	},
	{command: 'up', keys: ['up'], label: 'result before', group: 'Type', on: ['search'], inText: true},
	{command: 'down', keys: ['down'], label: 'next result', group: 'Type', on: ['search'], inText: true},
	{command: 'clear', keys: ['ctrl-u'], label: 'clear the field', short: 'clear', group: 'Type', inText: true},
	{command: 'help', keys: ['?'], label: 'help', group: 'Leave'},
	{command: 'quit', keys: ['q'], label: 'quit (saved)', group: 'Leave'},
];

/** The command that a key gives on a screen; undefined when it gives none. */
export function commandFor(key: string, screen: ScreenName, inText: boolean): Binding | undefined {
	const fits = BINDINGS.filter(
		(binding) =>
			binding.keys.includes(key) &&
			(binding.inText ?? false) === inText &&
			(!binding.on || binding.on.includes(screen)),
	);
	return fits.find((binding) => binding.on) ?? fits[0];
}

/** What Ink says about a key. */
export interface InkKey {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageDown: boolean;
	readonly pageUp: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly tab: boolean;
}

/** One name for a key, however Ink tells it. */
export function keyName(input: string, key: InkKey): string {
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	for (const [name, pressed] of [
		['up', key.upArrow],
		['down', key.downArrow],
		['left', key.leftArrow],
		['right', key.rightArrow],
		['pgdn', key.pageDown],
		['pgup', key.pageUp],
		['home', key.home],
		['end', key.end],
		['enter', key.return],
		['esc', key.escape],
	] as const)
		if (pressed) return name;
	if (key.ctrl) return `ctrl-${input}`;
	return input === ' ' ? 'space' : input;
}

const SIGNS: Readonly<Record<string, string>> = {up: '↑', down: '↓', left: '←', right: '→'};

/** A key as it is shown: `↑`, `ctrl-r`. */
export function keySign(key: string): string {
	return SIGNS[key] ?? key;
}
