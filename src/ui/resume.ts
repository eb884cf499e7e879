// Taking up a session: where its user was, from what was said last. The place is never stored; what was said last tells it.
import type {SessionEvent} from '../model/session.js';
import {counted} from '../report/phrases.js';
import type {View} from './derive.js';
import {lastPart} from './names.js';
import {go, notify, onward, questionPlace} from './navigate.js';
import {enter, type Place} from './place.js';
import type {State} from './state.js';

type ViewOf = (events: readonly SessionEvent[]) => View;

/** The state with the user back where they were: behind that place stands what happened, behind that the start. */
export function takenUp(state: State, viewOf: ViewOf): State {
	const view = viewOf(state.events);
	const start: State = {...state, places: [enter({screen: 'intake'})]};
	const seen = view.reading.evidence.length > 0 ? go(start, enter({screen: 'happened'})) : start;
	return go(
		seen,
		whereLeft(state.events, view, () => viewOf(state.events.slice(0, -1))),
	);
}

/** The same for a session that was left: one line says what it holds. */
export function resumed(state: State, viewOf: ViewOf): State {
	return notify(takenUp(state, viewOf), 'good', resumedText(viewOf(state.events)));
}

/** The place at which the last thing was said, or the one that it led to. `before`: what there was to see before that. */
export function whereLeft(events: readonly SessionEvent[], view: View, before = (): View => view): Place {
	const last = events.at(-1);
	switch (last?.type) {
		case 'answer':
		case 'retract':
			return onward(view);
		case 'decide': {
			const at = view.focus.diagnosis.remedies.findIndex(({remedy}) => remedy.id === last.remedy);
			return enter({screen: 'remedies'}, at + (last.decision === 'open' ? 0 : 1));
		}
		case 'note': {
			const at = view.focus.diagnosis.remedies.findIndex(({remedy}) => remedy.id === last.on);
			return enter({screen: 'remedies'}, Math.max(0, at));
		}
		case 'saved':
		case 'measured':
			return enter({screen: 'plan'});
		case 'trial':
		case 'trialResult':
			return enter({screen: 'tune'});
		case 'undo':
		case 'redo':
			return whereChanged(before(), view);
		case 'evidence':
		case 'focus':
			return enter({screen: 'happened'});
		case undefined:
			return onward(view);
	}
}

/** What an undo or redo changed, where it is said. */
function whereChanged(before: View, after: View): Place {
	const answer = differing(before.session.answers, after.session.answers);
	if (answer !== undefined) return questionPlace(after, answer);
	const decision =
		differing(before.session.decisions, after.session.decisions) ??
		differing(before.session.notes, after.session.notes);
	if (decision !== undefined) {
		const at = after.focus.diagnosis.remedies.findIndex(({remedy}) => remedy.id === decision);
		return enter({screen: 'remedies'}, Math.max(0, at));
	}
	return after.reading.evidence.length > 0 ? enter({screen: 'happened'}) : onward(after);
}

/** The first thing that is said otherwise. */
export function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string | undefined {
	return [...new Set([...a.keys(), ...b.keys()])].find((key) => a.get(key) !== b.get(key));
}

/** `Resumed with 2 answers, 1 decision: train.log` */
function resumedText({session, reading}: View): string {
	const [first, ...more] = reading.evidence;
	const name = first
		? `${lastPart(first.name)}${more.length > 0 ? ` +${more.length}` : ''}`
		: 'a session without a log';
	const said = [
		session.answers.size > 0 ? counted(session.answers.size, 'answer') : '',
		session.decisions.size > 0 ? counted(session.decisions.size, 'decision') : '',
		session.notes.size > 0 ? counted(session.notes.size, 'note') : '',
		session.trials ? counted(session.trials.length, 'trial') : '',
		session.saved.length > 0 ? counted(session.saved.length, 'file saved', 'files saved') : '',
	].filter((text) => text !== '');
	return `${said.length > 0 ? `Resumed with ${said.join(', ')}` : 'Resumed, nothing answered yet'}: ${name}`;
}
