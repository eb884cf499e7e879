// The first screen, and the ways to bring evidence: the bundled sample, a file, a paste, an earlier session, or none.
import {counted} from '../../report/phrases.js';
import {enter} from '../place.js';
import {go, notify, onward, replace, step, withDraft, withoutDraft} from '../navigate.js';
import {completePath, completionLines, editPath, splitPaths} from '../path-field.js';
import {whereLeft} from '../resume.js';
import {rememberedMessage} from '../remembered.js';
import {BLANK, cell, line, span, wrap, type Line} from '../text/line.js';
import type {State} from '../state.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const intake: Screen<'intake'> = {
	step: 'read',
	title: () => 'Start',
	body: ({columns, state}) => [
		...wrap(line(span('Why did the TPU job fail, and what makes it fit?', 'strong')), columns),
		BLANK,
		...wrap(
			'Open the log of the crash. You get the cause, the first fix to try and a plan with commands. Nothing leaves this machine.',
			columns,
		),
		...jobLines(state),
	],
	menu: ({knowledge, view, state}) => {
		// While a log is read nothing else can be begun, and enter pressed too early does nothing.
		if (state.job)
			return [
				{id: 'wait', label: 'Wait'},
				{id: 'cancel', label: 'Stop reading'},
				{id: 'quit', label: 'Quit'},
			];
		const sample = knowledge.samples[0];
		const begun = view.reading.evidence.length > 0 || state.events.length > 0;
		return [
			...(begun ? [{id: 'on', label: 'Continue this session'}] : []),
			...(sample ? [{id: `sample:${sample.id}`, label: `Try a sample crash: ${uncapital(sample.title)}`}] : []),
			{id: 'open', label: 'Open a log file'},
			{id: 'paste', label: 'Paste a log'},
			{id: 'describe', label: 'No log: describe what you saw'},
			...(knowledge.samples.length > 1 ? [{id: 'samples', label: 'Other sample crashes'}] : []),
			{id: 'practice', label: 'Practice: a tour and drills'},
			{id: 'sessions', label: 'Continue an earlier session'},
			{id: 'quit', label: 'Quit'},
		];
	},
	choose: ({state, view}, item) => {
		const [kind, id = ''] = item.split(':');
		switch (kind) {
			case 'sample':
				return step(state, {do: 'read-sample', sample: id});
			case 'wait':
				return step(state);
			case 'cancel':
				return step(state, {do: 'cancel-reading'});
			case 'on':
				return step(go(state, whereLeft(state.events, view)));
			case 'open':
				return step(go(state, enter({screen: 'open-file'})), {do: 'complete', prefix: state.drafts['open-file'] ?? ''});
			case 'paste':
				return step(go(state, enter({screen: 'paste'})));
			case 'describe':
				return step(go(state, enter({screen: 'describe'})));
			case 'samples':
				return step(go(state, enter({screen: 'samples'})));
			case 'sessions':
				return step(go(state, enter({screen: 'sessions'})), {do: 'sessions'});
			case 'practice':
				return step(go(state, enter({screen: 'practice'})), {do: 'practice'});
			default:
				return step({...state, over: {code: 0}});
		}
	},
	paste: ({state}, text) => step(state, {do: 'read-text', name: 'pasted text', text}),
};

/** In the middle of a sentence; a name in capitals stays. */
function uncapital(words: string): string {
	return /^[A-Z][a-z ]/.test(words) ? words.slice(0, 1).toLowerCase() + words.slice(1) : words;
}

function jobLines({job}: State): Line[] {
	if (!job) return [];
	const share =
		job.total !== undefined && job.total > 0 ? ` · ${Math.min(100, Math.floor((job.done / job.total) * 100))} %` : '';
	return [
		BLANK,
		line(span('Reading ', 'accent'), job.name, span(` · ${(job.done / 2 ** 20).toFixed(1)} MiB${share}`, 'muted')),
	];
}

export const openFile: Screen<'open-file'> = {
	step: 'read',
	title: () => 'Open a log file',
	body: ({columns, state}) => [
		...wrap('The path of a log, compiler dump or memory profile. Separate several paths by spaces.', columns),
		...jobLines(state),
	],
	field: () => ({prompt: 'Path', value: '', placeholder: 'train.log'}),
	edit: ({state}, text) => editPath(state, 'open-file', text),
	submit: ({state}, text) => {
		const paths = splitPaths(text);
		if (paths.length === 0) return step(notify(state, 'warn', 'Type a path; tab completes it.'));
		return step(state, {do: 'read-files', paths});
	},
	command: ({state}, command) => (command === 'complete' ? completePath(state, 'open-file') : undefined),
	below: ({state, twin}) => (twin ? [] : completionLines(state)),
};

export const describe: Screen<'describe'> = {
	step: 'read',
	title: () => 'What you saw',
	body: ({columns}) => [
		...wrap('Type what you remember of the message: the code, the figures, the name of the error.', columns),
		...wrap(
			line(
				'For example ',
				span('about 34.9G of 31.25G', 'code'),
				' or ',
				span('E0100', 'code'),
				'. Leave it empty to answer questions instead.',
			),
			columns,
		),
	],
	field: () => ({prompt: 'Remembered', value: '', placeholder: 'about 34.9G of 31.25G'}),
	submit: ({state, view}, text) => {
		if (text.trim() === '') return step(replace(state, onward(view)));
		const message = rememberedMessage(text);
		return message === undefined
			? step(
					notify(replace(state, onward(view)), 'warn', 'No figures or code in that. These questions find the cause.'),
				)
			: step(state, {do: 'read-text', name: 'what you remember', text: message});
	},
};

export const paste: Screen<'paste'> = {
	step: 'read',
	title: () => 'Paste a log',
	body: ({columns, state, twin}) => {
		const text = state.drafts['paste'] ?? '';
		const lines = text === '' ? 0 : text.split('\n').length;
		return [
			...wrap(
				twin
					? 'Paste the log. End it with a line that has only a full stop.'
					: 'Paste the log into the terminal, in one piece or several.',
				columns,
			),
			BLANK,
			lines === 0
				? line(span('Nothing pasted yet.', 'muted'))
				: line(span(counted(lines, 'line'), 'good'), ` (${(text.length / 1024).toFixed(0)} KiB) pasted.`),
			...jobLines(state),
		];
	},
	menu: ({state}) => [
		...((state.drafts['paste'] ?? '') === ''
			? []
			: [
					{id: 'read', label: 'Read what was pasted'},
					{id: 'clear', label: 'Discard it and paste again'},
				]),
		{id: 'back', label: 'Back'},
	],
	choose: ({state}, item) => {
		const text = state.drafts['paste'] ?? '';
		if (item === 'read') return step(state, {do: 'read-text', name: 'pasted text', text});
		if (item === 'clear') return step(withoutDraft(state, 'paste'));
		return step(replace(state, enter({screen: 'intake'})));
	},
	paste: ({state}, text) => {
		const before = state.drafts['paste'] ?? '';
		return step({...withDraft(state, 'paste', before + text), moved: state.moved + 1});
	},
};

export const samples: Screen<'samples'> = {
	step: 'read',
	title: () => 'Sample crashes',
	belowRows: 2,
	side: () => true,
	body: ({columns}) => wrap('Made-up crashes, one for each kind of failure.', columns),
	menu: ({knowledge, twin}) =>
		knowledge.samples.map(({id, title, summary}) => ({id, label: twin ? `${title}. ${summary}` : title})),
	below: ({knowledge, place, columns, twin}) =>
		twin ? [] : wrap(knowledge.samples[place.cursor]?.summary ?? '', columns),
	choose: ({state}, sample) => step(state, {do: 'read-sample', sample}),
};

export const sessions: Screen<'sessions'> = {
	step: 'read',
	title: () => 'Earlier sessions',
	body: ({state, columns}) =>
		!state.sessions
			? [line(span('Looking …', 'muted'))]
			: wrap(state.sessions.length === 0 ? 'There is no earlier session.' : 'The latest first.', columns),
	menu: (scene) => [...sessionItems(scene), {id: 'back', label: 'Back'}],
	choose: ({state}, item) =>
		item === 'back'
			? step(replace(state, enter({screen: 'intake'})))
			: step(state, {do: 'resume', session: item.slice(2)}),
};

/** Titles, times and ids in columns; a title gives way to the others. */
function sessionItems({state, wide, twin}: Scene): MenuItem[] {
	const kept = state.sessions ?? [];
	const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
	const when = longest(kept.map((session) => session.when));
	const room = wide - 2 - when - longest(kept.map(({id}) => id)) - 4;
	const title = twin ? 0 : Math.max(16, Math.min(room, longest(kept.map((session) => session.title))));
	return kept.map((session) => ({
		id: `s:${session.id}`,
		label: [
			...(twin ? [span(session.title)] : cell(session.title, title)),
			span(`  ${session.when.padEnd(twin ? 0 : when)}  ${session.id}`, 'muted'),
		],
	}));
}
