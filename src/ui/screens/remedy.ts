// One remedy: why here, what it brings and costs, how it is done and checked; and the decision.
import type {RankedRemedy} from '../../model/diagnosis.js';
import type {Decision} from '../../model/session.js';
import {DECISION, freedText, roleText, SAFETY, STANDING} from '../../report/phrases.js';
import {typed} from '../../report/how.js';
import {typedRemedy} from '../../plan/index.js';
import {enter, type PlaceOf} from '../place.js';
import {back, cursorTo, go, notify, record, step, withoutDraft} from '../navigate.js';
import {here, type State, type Step} from '../state.js';
import {drawBlocks, drawSentence} from '../text/blocks.js';
import {BLANK, codeRows, line, span, wrap, type Line} from '../text/line.js';
import {ownLines} from './overlay.js';
import {copied} from './question.js';
import {decide, MARK, safetyTone} from './remedies.js';
import type {Scene, Screen} from './screen.js';

type Here = Scene<PlaceOf<'remedy'>>;
const DECISIONS = ['accept', 'postpone', 'reject'] as const satisfies readonly Decision[];
const OFFER: Readonly<Record<Decision, string>> = {
	accept: 'Accept it into the plan',
	postpone: 'Leave it for later',
	reject: 'Reject it',
};

export const remedy: Screen<'remedy'> = {
	step: 'remedies',
	title: (scene) => {
		const ranked = rankedOf(scene);
		return ranked && ranked.standing !== 'ruled out' ? `Remedy ${ranked.rank}` : 'Remedy';
	},
	body: (scene) => {
		const ranked = rankedOf(scene);
		return ranked ? detail(ranked, scene) : [line('This remedy cannot help here.')];
	},
	menu: (scene) => {
		const ranked = rankedOf(scene);
		if (!ranked) return [{id: 'list', label: 'Back to the list'}];
		return [
			...DECISIONS.map((decision) => ({
				id: decision,
				label:
					ranked.decision === decision
						? line(MARK[decision], ' ', span(`${DECISION[decision]}; choose again to take it back`, 'strong'))
						: line(span(MARK[decision].text, 'muted'), ' ', OFFER[decision]),
			})),
			...(isTunable(scene, ranked) ? [{id: 'tune', label: line('  ', 'Tune flags, one at a time')}] : []),
			...(changeOf(scene, ranked) === undefined
				? []
				: [{id: 'what-if', label: line('  ', 'What if: change its number and see the need')}]),
			{id: 'note', label: line('  ', ranked.note === undefined ? 'Write a note' : 'Change the note')},
			{id: 'list', label: line('  ', 'Back to the list')},
		];
	},
	choose: (scene, item) => {
		const ranked = rankedOf(scene);
		if (item === 'note' && ranked) return step(go(scene.state, notePlace(ranked.remedy.id, ranked.remedy.title)));
		if (item === 'tune') return step(go(scene.state, enter({screen: 'tune'})));
		const change = ranked && changeOf(scene, ranked);
		if (item === 'what-if' && change !== undefined) return step(go(scene.state, enter({screen: 'what-if', change})));
		const decision = DECISIONS.find((one) => one === item);
		if (!decision || !ranked) return step(toList(scene.state));
		return decided(scene, ranked, decision);
	},
	command: (scene, command) => {
		const ranked = rankedOf(scene);
		if (!ranked) return undefined;
		const decision = DECISIONS.find((one) => one === command);
		if (decision) return decided(scene, ranked, decision);
		if (command === 'note') return step(go(scene.state, notePlace(ranked.remedy.id, ranked.remedy.title)));
		if (command !== 'copy') return undefined;
		const block = typed(ranked) ?? ranked.remedy.body.find((one) => one.kind === 'code');
		return block
			? copied(scene.state, block.text)
			: step(notify(scene.state, 'muted', 'There is no command to copy here.'));
	},
	hints: (scene) => [
		'accept',
		'postpone',
		'reject',
		'note',
		...(rankedOf(scene)?.remedy.body.some(({kind}) => kind === 'code') === true ? ['copy' as const] : []),
	],
};

export function notePlace(on: string, title: string): PlaceOf<'note'> {
	return enter({screen: 'note', on, title});
}

/** After a decision the list comes back, with the next remedy under the cursor. */
function decided({state, view}: Here, ranked: RankedRemedy, decision: Decision): Step {
	const at = view.focus.diagnosis.remedies.indexOf(ranked);
	const list = toList(state);
	const taken = ranked.decision === decision;
	return decide(here(list).screen === 'remedies' ? cursorTo(list, taken ? at : at + 1) : list, ranked, decision);
}

function toList(state: State): State {
	const kept = back(state);
	return here(kept).screen === 'remedies' ? kept : go(kept, enter({screen: 'remedies'}));
}

function rankedOf({view, place}: Here): RankedRemedy | undefined {
	return view.focus.diagnosis.remedies.find((ranked) => ranked.remedy.id === place.remedy);
}

/** Flags are tried one after the other, and only where there is a failure to hold the results against. */
function isTunable({knowledge, view}: Here, {remedy: page}: RankedRemedy): boolean {
	return page.oneByOne && view.seen && knowledge.playbook.tuning !== undefined;
}

function changeOf({view}: Here, {remedy: page}: RankedRemedy): string | undefined {
	return typedRemedy(view.focus.analysis.program, page);
}

function detail(ranked: RankedRemedy, {columns, knowledge, view}: Here): Line[] {
	const {remedy: page, estimate} = ranked;
	const {plan} = view.focus.diagnosis;
	const lacking = plan.toFree !== undefined;
	// What to type comes first, for what is advised.
	const code = ranked.standing === 'unlikely' || ranked.standing === 'ruled out' ? undefined : typed(ranked);
	const entry = (label: string, ...words: Line): Line[] =>
		label === ''
			? wrap(words, columns, {indent: 9})
			: wrap(line(span(label.padEnd(9), 'muted'), ...words), columns, {hang: 9});
	return [
		...wrap(line(span(page.title, 'strong')), columns),
		...wrap(line(span(`${STANDING[ranked.standing]}; ${roleText(ranked, plan)}`, 'accent')), columns),
		...ownLines(knowledge, page.place, columns),
		BLANK,
		...(code === undefined ? [] : code.text.split('\n').flatMap((text) => codeRows(text, columns, 2, code.language))),
		...ranked.because.flatMap((reason) => wrap(line(span('• ', 'muted'), ...drawSentence(reason)), columns, {hang: 2})),
		BLANK,
		...(lacking && ranked.role !== 'inform'
			? entry('Frees', span(freedText(ranked), estimate ? 'strong' : 'muted'))
			: []),
		...(estimate ? entry('', span(estimate.basis, 'muted')) : []),
		...entry('Usually', span(page.gain)),
		...entry('Safety', span(SAFETY[page.safety], safetyTone(page.safety)), span(`. ${page.safetyNote}`)),
		...(page.costs.length > 0 ? entry('Cost', span(page.costs.join('; '))) : []),
		...entry('Effort', span(`${page.effort} of 5`), span(page.lastResort ? '  a last resort' : '', 'warn')),
		...entry('Sign', ...drawSentence(page.telltale)),
		...(ranked.note === undefined ? [] : entry('Note', span(ranked.note, 'accent'))),
		BLANK,
		...drawBlocks(page.body, columns),
		BLANK,
		...entry('Check', ...drawSentence(page.verify)),
		...(page.flags.length > 0 ? entry('Flags', span(page.flags.join(', '), 'code')) : []),
		...entry(
			'Source',
			span(ranked.citations.map((citation) => `${citation.title} (${citation.source})`).join('; '), 'muted'),
		),
	];
}

export const note: Screen<'note'> = {
	title: () => 'Note',
	body: ({place, columns}) =>
		wrap(
			line('A note on ', span(place.title, 'strong'), '. It goes into the plan; an empty note is removed.'),
			columns,
		),
	field: ({view, place}) => ({prompt: 'Note', value: view.session.notes.get(place.on) ?? '', placeholder: ''}),
	submit: ({state, view, place}, text) => {
		const words = text.trim();
		const left = withoutDraft(back(state), `note:${place.on}`);
		if (words === (view.session.notes.get(place.on) ?? '')) return step(left);
		const {state: next, effects} = record(left, {type: 'note', on: place.on, text: words});
		return {state: notify(next, 'good', words === '' ? 'Note removed' : 'Note kept'), effects};
	},
};
