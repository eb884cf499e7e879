// Flag tuning: the next change to try, what came of it, and the trials so far. The rules are those of the plan layer.
import {
	nextTrial,
	progressOf,
	figuresOf,
	ladderOf,
	readResultWords,
	RESULT_EXAMPLES,
	tuningSnippet,
	type Ground,
	type Next,
	type Progress,
} from '../../plan/tuning/index.js';
import type {TrialResult} from '../../model/tuning.js';
import {enter} from '../place.js';
import {back, go, notify, record, step, withoutDraft} from '../navigate.js';
import type {State, Step} from '../state.js';
import {drawBlocks} from '../text/blocks.js';
import {BLANK, codeRows, line, span, wrap} from '../text/line.js';
import {cannotBlocks, historyBlocks, openingBlocks, stepTitles, trialBlocks} from '../trials.js';
import type {Scene, Screen} from './screen.js';

export const tune: Screen<'tune'> = {
	step: 'plan',
	title: () => 'Flag tuning',
	body: (scene) => {
		const tuning = tuningOf(scene);
		if (!tuning) return [line('This playbook has no ladder of flag trials.')];
		const {ground, progress, next} = tuning;
		const [, ...opening] = openingBlocks('', ground, progress);
		const now =
			next.kind === 'trial'
				? trialBlocks(next.rung, next.trial, ground, progress)
				: historyBlocks(progress, stepTitles(ground));
		return [
			...(next.kind === 'stop' ? [...wrap(line(span(next.because, 'strong')), scene.columns), BLANK] : []),
			...drawBlocks([...opening, ...cannotBlocks(ground, 'go back to it'), ...now], scene.columns),
		];
	},
	menu: (scene) => [
		...(tuningOf(scene)?.next.kind === 'trial'
			? [
					{id: 'result', label: 'Tell what came of it'},
					{id: 'skip', label: 'Skip this one'},
				]
			: []),
		{id: 'trials', label: 'The trials so far, and what helped as a shell snippet'},
		{id: 'back', label: 'Back'},
	],
	choose: (scene, item) => {
		if (item === 'result') return step(go(scene.state, enter({screen: 'trial-result'})));
		if (item === 'trials') return step(go(scene.state, enter({screen: 'trials'})));
		if (item === 'skip') return recorded(scene, scene.state, {outcome: 'skipped', refused: [], by: 'words'});
		return step(back(scene.state));
	},
};

export const trialResult: Screen<'trial-result'> = {
	step: 'plan',
	title: () => 'Result of the trial',
	body: ({columns}) => [
		...wrap(line('What the run with this change said, in words or figures.'), columns),
		...wrap(line(span(`Examples: ${RESULT_EXAMPLES}`, 'muted')), columns),
		...wrap(
			line(span('From a log: xla-triage tune --log LOG. By itself: xla-triage tune --run -- COMMAND.', 'muted')),
			columns,
		),
	],
	field: () => ({prompt: 'Result', value: '', placeholder: 'fits'}),
	submit: (scene, text) => {
		const tuning = tuningOf(scene);
		const flags = tuning?.next.kind === 'trial' ? tuning.next.rung.settings.map(({name}) => name) : [];
		const result = readResultWords(text, tuning?.progress.best, flags);
		if (!result) return step(notify(scene.state, 'warn', `That was not understood. Examples: ${RESULT_EXAMPLES}`));
		return recorded(scene, withoutDraft(back(scene.state), 'trial-result'), result);
	},
};

export const trials: Screen<'trials'> = {
	step: 'plan',
	title: () => 'Flag trials',
	body: (scene) => {
		const tuning = tuningOf(scene);
		if (!tuning) return [];
		const titles = stepTitles(tuning.ground);
		const snippet = tuningSnippet(tuning.ground, tuning.progress, titles).trimEnd().split('\n');
		return [
			...drawBlocks(historyBlocks(tuning.progress, titles), scene.wide),
			BLANK,
			...snippet.flatMap((row) => codeRows(row, scene.columns, 0)),
		];
	},
	menu: () => [{id: 'back', label: 'Back'}],
	choose: ({state}) => step(back(state)),
};

interface Tuning {
	readonly ground: Ground;
	readonly progress: Progress;
	readonly next: Next;
}

function tuningOf({knowledge, view}: Scene): Tuning | undefined {
	const {tuning, flags} = knowledge.playbook;
	if (!tuning) return undefined;
	const {facts} = view.focus.analysis;
	const libtpu = view.reading.facts.find(({name}) => name === 'libtpu.version')?.value.text;
	const ground: Ground = {
		tuning,
		flags,
		conditions: knowledge.conditions,
		facts,
		inForce: view.reading.flags,
		...(libtpu === undefined ? {} : {libtpu}),
	};
	const progress = progressOf(view.session.trials ?? [], figuresOf(facts));
	return {ground, progress, next: waiting(ground, progress) ?? nextTrial(ground, progress)};
}

/** A trial that was begun and has no result yet comes first. */
function waiting(ground: Ground, {open, ...progress}: Progress): Next | undefined {
	const rung = open && ladderOf(ground, progress).find(({id}) => id === open.step);
	return rung ? {kind: 'trial', rung, trial: open} : undefined;
}

function recorded(scene: Scene, state: State, result: TrialResult): Step {
	const tuning = tuningOf(scene);
	if (tuning?.next.kind !== 'trial') return step(state);
	const {trial} = tuning.next;
	const {number} = trial;
	const begun = tuning.progress.open?.number === number ? [] : [{type: 'trial', trial} as const];
	const {state: next, effects} = record(state, ...begun, {type: 'trialResult', trial: number, result});
	const {rows} = progressOf([...(scene.view.session.trials ?? []), {...trial, result}], figuresOf(tuning.ground.facts));
	return {state: notify(next, 'good', rows.at(-1)?.verdict.because ?? ''), effects};
}
