// The plan: how much to free, what each step frees, what to type, restart by restart; and saving it.
import type {Diagnosis, Plan, RankedRemedy, Restart} from '../../model/diagnosis.js';
import {placesOf, typed} from '../../report/how.js';
import {bytesText, closingText, freedText, gapOf, stillMissing} from '../../report/phrases.js';
import {printSize} from '../../model/size.js';
import {enter, type PlaceOf} from '../place.js';
import {back, go, notify, replace, step, withDraft, withoutDraft} from '../navigate.js';
import {here, type State, type Step} from '../state.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, cell, codeRows, line, span, wrap, type Line} from '../text/line.js';
import type {Knowledge, View} from '../derive.js';
import type {Reading} from '../../model/incident.js';
import {neutraliseLine} from '../../model/neutral.js';
import {word} from '../../plan/shell-words.js';
import type {PlanFormat} from '../wizardry.js';
import {copied} from './question.js';
import {MARK, safetyTone} from './remedies.js';
import type {Screen} from './screen.js';

/** How to prove the plan: from the dump where one is at hand, else how to get one. */
function proof({dumps = []}: Reading): string {
	const [file] = dumps.map(({evidence}) => evidence);
	if (file === undefined)
		return 'Prove these steps without a TPU, from a dump (XLA_FLAGS=--xla_dump_to=/tmp/xla_dump): xla-triage probe /tmp/xla_dump.';
	const folder = word(neutraliseLine(file.slice(0, Math.max(0, file.lastIndexOf('/'))) || '.'));
	return `Prove these steps without a TPU and without your code: xla-triage probe ${folder}. Try flags unattended: xla-triage tune ${folder} --auto 10.`;
}

export const plan: Screen<'plan'> = {
	step: 'plan',
	title: () => 'Plan',
	menuRows: 2,
	body: ({view, columns}) => {
		const {plan: value, remedies} = view.focus.diagnosis;
		const asked = remedies.filter((ranked) => ranked.decision === 'postpone');
		return [
			...(value.toFree ? ledger(value, columns) : []),
			...value.restarts.flatMap((restart, at) => [
				...(at > 0 || value.toFree ? [BLANK] : []),
				...restartLines(restart, at, view.focus.diagnosis, columns),
			]),
			...(value.restarts.length === 0
				? [BLANK, ...wrap(line(span('The plan is empty. Accept a remedy to add it.', 'muted')), columns)]
				: []),
			...(asked.length > 0
				? [
						BLANK,
						line(span('Left for later', 'heading')),
						...asked.flatMap((ranked) => wrap(line(MARK.postpone, ` ${ranked.remedy.title}`), columns, {hang: 2})),
					]
				: []),
			...(view.focus.analysis.incident.code === 'E1000' && value.restarts.length > 0
				? [BLANK, ...wrap(line(span(proof(view.reading), 'muted')), columns)]
				: []),
			...(view.session.saved.length > 0
				? [BLANK, ...wrap(line(span(`Saved as ${view.session.saved.join(', ')}`, 'good')), columns)]
				: []),
		];
	},
	menu: ({view, state}) => [
		{id: 'markdown', label: 'Save the plan as Markdown'},
		{id: 'json', label: 'Save the diagnosis as JSON'},
		{id: 'shell', label: 'Save its commands as a shell script'},
		{id: 'remedies', label: 'Choose other remedies'},
		state.aside
			? {id: 'drill', label: 'Back to the drill'}
			: {id: 'finish', label: view.session.saved.length > 0 ? 'Finish' : 'Finish without saving (the session is kept)'},
	],
	choose: ({state, knowledge}, item) => {
		if (item === 'remedies') return step(go(state, enter({screen: 'remedies'})));
		if (item === 'drill') return step(go(state, enter({screen: 'drill-result'})));
		if (item === 'finish') return step({...state, over: {code: 0}});
		return step(savePlace(state, knowledge, item === 'json' || item === 'shell' ? item : 'markdown'));
	},
	command: ({state, view}, command) => {
		if (command !== 'copy') return undefined;
		const text = typedFirst(view.focus.diagnosis.plan);
		return text === ''
			? step(notify(state, 'muted', 'The first restart has no command to copy.'))
			: copied(state, text);
	},
	hints: ({view}) => [
		...(typedFirst(view.focus.diagnosis.plan) === '' ? [] : ['copy' as const]),
		'remedies',
		'evidence',
	],
};

/** What to type for the first restart, all steps together; empty where no step has a short command. */
function typedFirst({restarts}: Plan): string {
	return (restarts[0]?.steps ?? []).flatMap((one) => typed(one)?.text ?? []).join('\n');
}

function savePlace(state: State, knowledge: Knowledge, format: PlanFormat): State {
	const key = `save:${format}`;
	const offered = state.drafts[key] === undefined ? withDraft(state, key, knowledge.suggest(format)) : state;
	return go(offered, enter({screen: 'save', format}));
}

function ledger(value: Plan, columns: number): Line[] {
	// Only the restart that should be enough is summed up. Later ones are for the case that it is not.
	const first = value.restarts.find((restart) => restart.steps.some(({role}) => role !== 'inform'))?.steps ?? [];
	const steps = first.filter(({estimate}) => estimate !== undefined);
	const {headroom} = value;
	const missing = gapOf(value);
	const gap = missing ? bytesText(missing) : 'unknown';
	const amounts = Math.max(...[gap, left(value), ...steps.map(brings)].map((text) => text.length));
	const words = Math.max(20, Math.min(columns, 80) - amounts - 2);
	const figure = (label: Line, amount: Line): Line => [
		...cell(label, words),
		span('  '),
		...cell(amount, amounts, 'right'),
	];
	return [
		figure(
			line(span('To free', 'strong'), span(headroom > 0 ? `  plus ${printSize(headroom)} of headroom` : '', 'muted')),
			line(span(gap, 'strong')),
		),
		...steps.map((ranked) =>
			figure(
				line(span('– ', 'muted'), ranked.remedy.title),
				line(span(brings(ranked), ranked.estimate ? 'good' : 'muted')),
			),
		),
		...(steps.length === 0 || !value.uncovered
			? []
			: [
					figure(
						line(span('Still missing', 'strong')),
						line(span(left(value), value.closes === 'no' ? 'danger' : 'strong')),
					),
				]),
		...(value.toFree && first.length > 0 ? wrap(line(span(closingText(value), 'muted')), columns) : []),
		...(value.needs === undefined ? [] : wrap(line(span(value.needs, 'warn')), columns)),
	];
}

function brings(ranked: RankedRemedy): string {
	return freedText(ranked);
}

function left(value: Plan): string {
	const missing = stillMissing(value);
	if (!missing) return 'unknown';
	return missing.high === 0 ? 'nothing' : bytesText(missing);
}

function restartLines(restart: Restart, at: number, diagnosis: Diagnosis, columns: number): Line[] {
	const count = diagnosis.plan.restarts.length;
	const {edit, run} = at === 0 ? placesOf(restart.steps, diagnosis) : {};
	const entry = (label: string, words: string): Line[] =>
		wrap(line(span(label.padEnd(8), 'muted'), ...drawSentence(words)), columns, {indent: 2, hang: 10});
	return [
		line(
			span(count === 1 ? 'One restart' : `Restart ${at + 1}`, 'heading'),
			span(at > 0 ? ', if needed' : ''),
			span(restart.brings ? `  frees ${bytesText(restart.brings)}` : '', 'muted'),
		),
		...restart.steps.flatMap((ranked) => [
			...wrap(
				line(
					ranked.decision ? MARK[ranked.decision] : span('•', 'muted'),
					' ',
					span(ranked.remedy.title, 'strong'),
					span(`  ${ranked.remedy.safety}`, safetyTone(ranked.remedy.safety)),
				),
				columns,
				{hang: 2},
			),
			...typeLines(ranked, columns, at === 0 ? Infinity : LATER_LINES),
			...ranked.because.slice(0, 1).flatMap((reason) => wrap(drawSentence(reason, 'muted'), columns, {indent: 2})),
			...(ranked.note === undefined ? [] : entry('Note', ranked.note)),
		]),
		...(edit === undefined ? [] : entry('Where', `${edit}.`)),
		...(run === undefined ? [] : entry('Run', run)),
		...entry('Watch', restart.watch),
		...wrap(drawSentence(restart.fallback), columns, {indent: 10}),
	];
}

const FORMAT: Readonly<Record<PlanFormat, string>> = {markdown: 'Markdown', json: 'JSON', shell: 'a shell script'};

/** Lines of what to type that a restart shows which may not be needed. */
const LATER_LINES = 2;

/** What to type, at most so many lines, or the page that says how. */
function typeLines(ranked: RankedRemedy, columns: number, most: number): Line[] {
	const code = typed(ranked);
	const page = wrap(drawSentence(`How: \`xla-triage explain ${ranked.remedy.id}\``), columns, {indent: 4});
	if (!code) return page;
	const lines = code.text.split('\n');
	return [
		...lines.slice(0, most).flatMap((text) => codeRows(text, columns, 4, code.language)),
		...(lines.length > most ? page : []),
	];
}

export const save: Screen<'save'> = {
	step: 'plan',
	title: ({place}) => `Save as ${FORMAT[place.format]}`,
	body: ({columns, knowledge: {folder}}) =>
		wrap(`Save as (asks before overwriting)${folder === undefined ? '' : ` in ${folder}`}:`, columns),
	field: ({knowledge, place}) => ({
		prompt: 'File',
		value: knowledge.suggest(place.format),
		placeholder: knowledge.suggest(place.format),
	}),
	submit: ({state, view, knowledge, place}, text) => {
		const path = text.trim() === '' ? knowledge.suggest(place.format) : text.trim();
		return step(state, request(view, place.format, path, false));
	},
};

export const overwrite: Screen<'overwrite'> = {
	step: 'plan',
	title: () => 'Overwrite?',
	body: ({place, columns}) => wrap(line(span(place.path, 'strong'), ' already exists.'), columns),
	menu: () => [
		{id: 'other', label: 'Keep it; choose another name'},
		{id: 'overwrite', label: line(span('Overwrite it', 'danger'))},
	],
	choose: ({state, view, place}, item) =>
		item === 'overwrite' ? step(state, request(view, place.format, place.path, true)) : step(back(state)),
};

function request(view: View, format: PlanFormat, path: string, allowed: boolean): Step['effects'][number] {
	const diagnoses = view.all().map((one) => one.diagnosis);
	return {do: 'save', path, format, overwrite: allowed, reading: view.reading, diagnoses};
}

/** What follows when the disk has answered. */
export function afterSaving(
	state: State,
	format: PlanFormat,
	saved: {kind: 'saved' | 'exists'; path: string} | {kind: 'failed'; message: string},
): State {
	const place = here(state);
	const asking = place.screen === 'save' || place.screen === 'overwrite';
	switch (saved.kind) {
		case 'exists':
			return asking ? go(state, enter({screen: 'overwrite', format, path: saved.path})) : state;
		case 'failed':
			return notify(state, 'danger', saved.message);
		case 'saved': {
			const done = withoutDraft(
				asking ? replace(place.screen === 'overwrite' ? back(state) : state, planPlace) : state,
				`save:${format}`,
			);
			return notify(done, 'good', `Saved as ${saved.path}`);
		}
	}
}

const planPlace: PlaceOf<'plan'> = enter({screen: 'plan'}, 4);
