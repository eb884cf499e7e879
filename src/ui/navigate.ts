// Moving between places, and recording events. Every function gives a new state; nothing is done here.
import type {SessionEvent} from '../model/session.js';
import type {View} from './derive.js';
import {enter, samePlace, type Place} from './place.js';
import {here, type Effect, type Notice, type State, type Step} from './state.js';

export function step(state: State, ...effects: readonly Effect[]): Step {
	return {state, effects};
}

/** Goes to a place. A place that was on the way already is gone back to, so that the way never grows in circles. */
export function go(state: State, place: Place): State {
	const [first, ...rest] = state.places;
	const before = rest.findIndex((one) => samePlace(one, place));
	if (samePlace(first, place)) return {...quiet(state), places: [place]};
	const kept = before < 0 ? rest : rest.slice(0, before);
	return {...quiet(state), places: [first, ...kept, place]};
}

/** Takes the present place off the way and goes to another. */
export function replace(state: State, place: Place): State {
	return go(back(state), place);
}

/** The place before. At the first place there is none: it stays. */
export function back(state: State): State {
	const [first, ...rest] = state.places;
	return {...quiet(state), places: [first, ...rest.slice(0, -1)], moved: state.moved + 1};
}

/** Changes the present place. */
export function at(state: State, place: Place): State {
	const [first, ...rest] = state.places;
	return {...state, places: rest.length === 0 ? [place] : [first, ...rest.slice(0, -1), place]};
}

/** Puts the cursor of the present place. `moved` tells the menu that somebody else did. */
export function cursorTo(state: State, cursor: number): State {
	return {...at(state, {...here(state), cursor}), moved: state.moved + 1};
}

export function notify(state: State, tone: Notice['tone'], text: string): State {
	return {...state, notice: {tone, text}};
}

/** Without the notice: what was said about the last action is gone with the next. */
export function quiet(state: State): State {
	if (!state.notice) return state;
	return without(state, 'notice');
}

export function withDraft(state: State, key: string, text: string): State {
	return {...state, drafts: {...state.drafts, [key]: text}};
}

export function withoutDraft(state: State, key: string): State {
	return {...state, drafts: without(state.drafts, key)};
}

/** Adds events to the session, here and on disk. */
export function record(state: State, ...events: readonly SessionEvent[]): Step {
	return {
		state: {...state, events: [...state.events, ...events]},
		effects: events.map((event) => ({do: 'append', event})),
	};
}

/** The next thing to look at after what happened: the first open question, or the verdict. */
export function onward(view: View): Place {
	const {at: node} = view.focus.walk;
	return node.kind === 'question' ? questionPlace(view, node.id) : enter({screen: 'verdict'});
}

/** A question, with the cursor on the answer that stands. */
export function questionPlace({focus, session}: View, question: string): Place {
	const visit = focus.walk.trail.find((one) => one.node.id === question);
	const node =
		visit?.node ?? (focus.walk.at.kind === 'question' && focus.walk.at.id === question ? focus.walk.at : undefined);
	const standing = session.answers.get(question) ?? visit?.option;
	const at =
		standing === 'unsure'
			? (node?.options.length ?? 0)
			: (node?.options.findIndex((option) => option.id === standing) ?? 0);
	return enter({screen: 'question', question, why: false}, Math.max(0, at));
}

/** The same without one of its properties. */
export function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
	const copy = {...value};
	Reflect.deleteProperty(copy, key);
	return copy;
}
