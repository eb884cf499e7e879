// Flag tuning: the next change to try, what came of it, and the trials so far. The rules are those of the plan layer.
import {
	nextTrial,
	progressOf,
	figuresOf,
	ladderOf,
	readResult,
	readResultWords,
	RESULT_EXAMPLES,
	tuningSnippet,
	type Ground,
	type Next,
	type Progress,
	type Row,
	type RunSays,
} from '../../plan/tuning/index.js';
import type {TrialResult} from '../../model/tuning.js';
import {enter} from '../place.js';
import {back, go, notify, record, step, withoutDraft} from '../navigate.js';
import {completePath, completionLines, editPath, looksLikePath, splitPaths} from '../path-field.js';
import {here, type State, type Step} from '../state.js';
import type {Outcome} from '../wizardry.js';
import {drawBlocks} from '../text/blocks.js';
import {BLANK, codeRows, line, span, wrap} from '../text/line.js';
import {cannotBlocks, historyBlocks, nextFailureBlocks, openingBlocks, stepTitles, trialBlocks} from '../trials.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const tune: Screen<'tune'> = {
	step: 'plan',
	title: () => 'Flag tuning',
	body: (scene) => {
		const tuning = tuningOf(scene);
		if (!tuning) return [line('This playbook has no flag trials.')];
		const {ground, progress, next} = tuning;
		const [, ...opening] = openingBlocks('', ground, progress);
		const now =
			next.kind === 'trial'
				? trialBlocks(next.rung, next.trial, ground, progress)
				: [
						...nextFailureBlocks(progress, '`xla-triage LOG` with the new log'),
						...historyBlocks(progress, stepTitles(ground)),
					];
		return [
			...(next.kind === 'stop' ? [...wrap(line(span(next.because, 'strong')), scene.columns), BLANK] : []),
			...drawBlocks([...opening, ...cannotBlocks(ground, 'go back to it'), ...now], scene.columns),
		];
	},
	menu: (scene) => [
		...(tuningOf(scene)?.next.kind === 'trial'
			? [
					{id: 'result', label: 'Enter the result'},
					{id: 'skip', label: 'Skip this one'},
				]
			: []),
		...otherwiseItems(tuningOf(scene)?.progress),
		{id: 'trials', label: 'The trials so far, and what helped as a shell snippet'},
		{id: 'back', label: 'Back'},
	],
	choose: (scene, item) => {
		if (item === 'result') return step(go(scene.state, enter({screen: 'trial-result'})));
		if (item === 'trials') return step(go(scene.state, enter({screen: 'trials'})));
		if (item === 'otherwise') return decidedOtherwise(scene);
		if (item === 'skip') return recorded(scene, scene.state, {outcome: 'skipped', refused: [], by: 'words'});
		return step(back(scene.state));
	},
};

export const trialResult: Screen<'trial-result'> = {
	step: 'plan',
	title: () => 'Result of the trial',
	body: ({columns}) => [
		...wrap(line('What the run with this change said: the path of its new log, or words or figures.'), columns),
		...wrap(line(span(`Examples: logs/trial-1.log; ${RESULT_EXAMPLES}`, 'muted')), columns),
		...wrap(line(span('Automatic: xla-triage tune --run -- COMMAND.', 'muted')), columns),
	],
	field: () => ({prompt: 'Log or result', value: '', placeholder: 'fits'}),
	edit: ({state}, text) => editPath(state, 'trial-result', text),
	command: ({state}, command) => (command === 'complete' ? completePath(state, 'trial-result') : undefined),
	below: ({state, twin}) => (twin || (state.drafts['trial-result'] ?? '') === '' ? [] : completionLines(state)),
	submit: (scene, text) => {
		const tuning = tuningOf(scene);
		if (tuning?.next.kind !== 'trial') return step(back(scene.state));
		const {rung, trial} = tuning.next;
		const [path] = splitPaths(text);
		if (looksLikePath(text) && path !== undefined)
			return step(notify(scene.state, 'muted', `Reading ${path}`), {do: 'read-rerun', path, trial: trial.number});
		const flags = rung.settings.map(({name}) => name);
		const result = readResultWords(text, tuning.progress.best, flags, scene.view.focus.analysis.incident.code);
		if (!result)
			return step(notify(scene.state, 'warn', `That is not a path and not a result. Examples: ${RESULT_EXAMPLES}`));
		return recorded(scene, withoutDraft(back(scene.state), 'trial-result'), result);
	},
};

/** The log of a rerun was read: what it says of its trial, as if it had been told, and the advice. */
export function reran(
	scene: Scene,
	{trial, path, outcome}: {readonly trial: number; readonly path: string; readonly outcome: Outcome<RunSays>},
): Step {
	const {state, view} = scene;
	if (!outcome.ok) return step(notify(state, 'danger', outcome.message));
	const tuning = tuningOf(scene);
	// Told in words meanwhile: what a person says counts.
	if (tuning?.next.kind !== 'trial' || tuning.next.trial.number !== trial) return step(state);
	const result = readResult(outcome.value, view.focus.analysis.incident.code);
	const there = here(state).screen === 'trial-result' ? back(state) : state;
	const done = recorded(scene, withoutDraft(there, 'trial-result'), result);
	return result.next === undefined
		? done
		: {
				...done,
				state: notify(done.state, 'good', `${verdictIn(done.state)} It has its own diagnosis: xla-triage ${path}`),
			};
}

function verdictIn({notice}: State): string {
	return notice?.text ?? '';
}

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
			...snippet.flatMap((row) => codeRows(row, scene.columns, 0, 'sh')),
		];
	},
	menu: () => [{id: 'back', label: 'Back'}],
	choose: ({state}) => step(back(state)),
};

function otherwiseItems(progress: Progress | undefined): readonly MenuItem[] {
	const row = progress && disputable(progress);
	if (!row) return [];
	const {number} = row.trial;
	return [
		{id: 'otherwise', label: row.kept ? `Take trial ${number} back after all` : `Keep trial ${number} after all`},
	];
}

interface Tuning {
	readonly ground: Ground;
	readonly progress: Progress;
	readonly next: Next;
}

function tuningOf({knowledge, view}: Scene): Tuning | undefined {
	const {tuning, flags} = knowledge.playbook;
	if (!tuning) return undefined;
	const {facts, story} = view.focus.analysis;
	const [headline] = story;
	const libtpu = view.reading.facts.find(({name}) => name === 'libtpu.version')?.value.text;
	const ground: Ground = {
		tuning,
		flags,
		conditions: knowledge.conditions,
		facts,
		inForce: view.reading.flags,
		...(headline === undefined ? {} : {headline}),
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
	const row = rows.at(-1);
	if (!row || result.outcome === 'skipped') return {state: next, effects};
	const stays = row.kept ? 'It stays set.' : 'It is taken back.';
	return {state: notify(next, row.kept ? 'good' : 'warn', `${row.verdict.because} ${stays}`), effects};
}

/** The last trial, where a person may still decide otherwise: neither refused nor the end of the path. */
function disputable({rows, fits}: Progress): Row | undefined {
	const row = rows.at(-1);
	return !row || fits || row.result.outcome === 'skipped' || row.verdict.effect === 'refused' ? undefined : row;
}

/** The last trial's change is kept against the advice, or taken back against it. */
function decidedOtherwise(scene: Scene): Step {
	const row = disputable(tuningOf(scene)?.progress ?? NOTHING_TRIED);
	if (!row) return step(scene.state);
	const {trial, result, kept} = row;
	const decision = kept ? 'revert' : 'keep';
	const {state, effects} = record(scene.state, {
		type: 'trialResult',
		trial: trial.number,
		result: {...result, decision},
	});
	const words = kept ? `Trial ${trial.number} is taken back.` : `Trial ${trial.number} stays set.`;
	return {state: notify(state, 'good', words), effects};
}

const NOTHING_TRIED = progressOf([], undefined);
