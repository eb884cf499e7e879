// The wizard as one function: a state and an action give a state and effects. No screen is drawn and nothing is done here.
import type {SessionEvent} from '../model/session.js';
import {compose, reach, sceneOf} from './compose.js';
import {deriverOf, type Knowledge, type View} from './derive.js';
import type {Command} from './keys.js';
import {
	at,
	back,
	cursorTo,
	go,
	notify,
	onward,
	questionPlace,
	quiet,
	record,
	step,
	withDraft,
	without,
	withoutDraft,
} from './navigate.js';
import {enter, identity, type Place} from './place.js';
import {afterSaving} from './screens/plan.js';
import {evidencePlace} from './screens/evidence.js';
import {loaded, unkept} from './practice.js';
import {differing, resumed} from './resume.js';
import {screenOf} from './screens/index.js';
import {reran} from './screens/tune.js';
import type {Scene} from './screens/screen.js';
import {here, type Action, type State, type Step} from './state.js';

/** The rules of one wizard: what follows from an action, and what there is to see. */
export interface Rules {
	readonly update: (state: State, action: Action) => Step;
	readonly scene: (state: State) => Scene;
	readonly view: (events: readonly SessionEvent[]) => View;
	readonly knowledge: Knowledge;
}

export function createRules(knowledge: Knowledge): Rules {
	const view = deriverOf(knowledge);
	const scene = (state: State): Scene => sceneOf(knowledge, view(state.events), state);
	const rules: Rules = {
		knowledge,
		view,
		scene,
		update: (state, action) => {
			if (state.over) return step(state);
			const next = unkept(react(rules, state, action));
			return {...next, state: next.state.over ? next.state : settle(rules, next.state)};
		},
	};
	return rules;
}

function react(rules: Rules, state: State, action: Action): Step {
	const scene = rules.scene(state);
	const screen = screenOf(scene);
	switch (action.type) {
		case 'command':
			return screen.command?.(scene, action.command as Command) ?? command(rules, scene, action.command as Command);
		case 'highlight':
			return step(at(state, {...scene.place, cursor: action.cursor}));
		case 'choose':
			return chosen(rules, scene, action.item);
		case 'edit':
			return screen.edit?.(scene, action.text) ?? step(withDraft(state, identity(scene.place), action.text));
		case 'submit':
			return screen.submit?.({...scene, state: quiet(state)}, action.text) ?? step(state);
		case 'pasted':
			if (action.text.trim() === '') return step(state);
			return (
				screen.paste?.(scene, lineFeeds(action.text)) ??
				step(notify(state, 'muted', 'A pasted log is read on the first screen, or under “Paste a log”.'))
			);
		case 'resized':
			return step({...state, size: action.size, moved: state.moved + 1});
		case 'appended':
			if (action.outcome.ok || state.inMemory) return step(state);
			return step({
				...notify(state, 'warn', `${action.outcome.message} The session goes on in memory.`),
				inMemory: true,
			});
		case 'reading':
			return step({...state, job: action.job});
		case 'read':
			return arrived(state, action.outcome);
		case 'reran':
			return reran(scene, action);
		case 'completed':
			return step({...state, completions: action.paths});
		case 'log':
			return step(action.window ? {...state, log: {...action.window, evidence: action.evidence}} : withoutLog(state));
		case 'sessions':
			return step({...state, sessions: action.sessions});
		case 'practice':
			return step(loaded(state, action.outcome));
		case 'resumed': {
			if (!action.outcome.ok) return step(notify(state, 'danger', action.outcome.message));
			const events = action.outcome.value;
			return step(resumed({...state, events, drafts: {}}, rules.view));
		}
		case 'saved': {
			const next = afterSaving(state, action.format, action.saved);
			return action.saved.kind === 'saved' ? record(next, {type: 'saved', path: action.saved.path}) : step(next);
		}
	}
}

/** Choosing; an answer that was recorded leads on to no matter what is open next. */
function chosen(rules: Rules, scene: Scene, item: string): Step {
	const state = quiet(scene.state);
	const next = screenOf(scene).choose?.({...scene, state}, item) ?? step(state);
	const event = next.state.events.at(-1);
	if (next.state.events.length === state.events.length || event?.type !== 'answer') return next;
	return {...next, state: go(next.state, onward(rules.view(next.state.events)))};
}

function arrived(state: State, outcome: Extract<Action, {type: 'read'}>['outcome']): Step {
	const idle: State = without(state, 'job');
	if (!outcome.ok) return step(notify(idle, 'danger', outcome.message));
	const next = record(withoutDraft(withoutDraft(idle, 'paste'), 'open-file'), {
		type: 'evidence',
		reading: outcome.value,
	});
	const left = here(idle).screen;
	// Someone who has gone on meanwhile is not torn away; the news is told.
	const moves = ['intake', 'open-file', 'paste', 'samples', 'happened'].includes(left);
	return {
		...next,
		state: moves
			? go({...next.state, places: [enter({screen: 'intake'})]}, enter({screen: 'happened'}))
			: notify(next.state, 'good', 'More evidence was read.'),
	};
}

function withoutLog(state: State): State {
	return without(state, 'log');
}

/** What a key means where the screen gives it no meaning of its own. */
function command(rules: Rules, scene: Scene, name: Command): Step {
	const {state, view, place} = scene;
	switch (name) {
		case 'up':
		case 'down':
		case 'page-up':
		case 'page-down':
		case 'top':
		case 'bottom':
			return step(scrolled(scene, name));
		case 'back':
			return step(back(state));
		case 'next-step':
		case 'previous-step':
			return step(go(state, otherStep(scene, name === 'next-step' ? 1 : -1)));
		case 'undo':
		case 'redo':
			return retrace(rules, state, name);
		case 'why':
			return step(go(state, enter({screen: 'verdict'})));
		case 'evidence':
			return step(go(state, evidencePlace));
		case 'remedies':
			return step(go(state, enter({screen: 'remedies'})));
		case 'plan':
			return step(go(state, enter({screen: 'plan'})));
		case 'terms':
			return step(go(state, enter({screen: 'terms'})));
		case 'search':
			return step(go(state, enter({screen: 'search'})));
		case 'help':
			return step(go(state, enter({screen: 'help'})));
		case 'clear':
			return step({...withDraft(state, identity(place), ''), moved: state.moved + 1});
		case 'quit':
			if (state.inMemory && view.session.canUndo) return step(go(state, enter({screen: 'quit'})));
			return step({...quiet(state), over: {code: 0}});
		default:
			return step(state);
	}
}

function scrolled(scene: Scene, name: Command): State {
	const {state, place} = scene;
	const menu = screenOf(scene).menu?.(scene).length ?? 0;
	// A menu of one line has no ends to go to: the text has.
	if (menu > 1 && name === 'top') return cursorTo(state, 0);
	if (menu > 1 && name === 'bottom') return cursorTo(state, menu - 1);
	const shown = compose(scene);
	// Where all of the text is seen, pages are those of a list that is not.
	const turns = name === 'page-up' ? -1 : name === 'page-down' ? 1 : undefined;
	if (turns !== undefined && !shown.panel && shown.body.length <= shown.bodyRows && menu > shown.menuRows)
		return cursorTo(state, Math.min(menu - 1, Math.max(0, place.cursor + turns * shown.menuRows)));
	const page = Math.max(
		1,
		(shown.panel && shown.body.length <= shown.bodyRows ? shown.panel.rows : shown.bodyRows) - 2,
	);
	const by: Partial<Record<Command, number>> = {
		up: -1,
		down: 1,
		'page-up': -page,
		'page-down': page,
		top: -Infinity,
		bottom: Infinity,
	};
	return at(state, {...place, scroll: within(reach(shown), place.scroll + (by[name] ?? 0))});
}

function within([least, most]: readonly [number, number], scroll: number): number {
	return Math.min(most, Math.max(least, scroll));
}

const STEPS = ['read', 'why', 'remedies', 'plan'] as const;

function otherStep(scene: Scene, by: 1 | -1): Place {
	const now = screenOf(scene).step ?? 'read';
	const next = STEPS[(STEPS.indexOf(now) + by + STEPS.length) % STEPS.length] ?? 'read';
	switch (next) {
		case 'read':
			return enter({screen: scene.view.reading.evidence.length > 0 ? 'happened' : 'intake'});
		case 'why':
			return onward(scene.view);
		case 'remedies':
			return enter({screen: 'remedies'});
		case 'plan':
			return enter({screen: 'plan'});
	}
}

/** Undo and redo, and a look at what they changed. */
function retrace(rules: Rules, state: State, name: 'undo' | 'redo'): Step {
	const before = rules.view(state.events);
	const possible = name === 'undo' ? before.session.canUndo : before.session.canRedo;
	if (!possible) return step(notify(state, 'muted', name === 'undo' ? 'Nothing to undo.' : 'Nothing to redo.'));
	const {state: next, effects} = record(state, {type: name});
	const after = rules.view(next.events);
	const said = (what: string): State =>
		notify(place(what), 'good', `${name === 'undo' ? 'Undone' : 'Redone'}: ${what}`);
	const answer = differing(before.session.answers, after.session.answers);
	const decision = differing(before.session.decisions, after.session.decisions);
	const place = (what: string): State => {
		if (what === 'an answer' && answer !== undefined) return go(next, questionPlace(after, answer));
		if (what === 'a decision' && decision !== undefined && here(next).screen !== 'plan') {
			const cursor = after.focus.diagnosis.remedies.findIndex((ranked) => ranked.remedy.id === decision);
			return {...go(next, enter({screen: 'remedies'}, Math.max(0, cursor))), moved: next.moved + 1};
		}
		if (what === 'which failure is looked at') return go(next, enter({screen: 'happened'}));
		return next;
	};
	const what =
		answer !== undefined
			? 'an answer'
			: decision !== undefined
				? 'a decision'
				: differing(before.session.notes, after.session.notes) !== undefined
					? 'a note'
					: before.session.focus !== after.session.focus
						? 'which failure is looked at'
						: 'the last step';
	return {state: said(what), effects};
}

/** Keeps the cursor on the menu and the text on the screen, no matter what has changed. */
function settle(rules: Rules, state: State): State {
	const scene = rules.scene(state);
	const screen = screenOf(scene);
	const items = screen.menu?.(scene).length;
	const {place} = scene;
	const cursor = items === undefined ? place.cursor : Math.min(place.cursor, Math.max(0, items - 1));
	const fixed = cursor === place.cursor ? state : cursorTo(state, cursor);
	if (place.scroll === 0) return fixed;
	const scroll = within(reach(compose(rules.scene(fixed))), place.scroll);
	return scroll === place.scroll ? fixed : at(fixed, {...here(fixed), scroll});
}

/** Terminals send the line ends of a paste as carriage returns. */
function lineFeeds(text: string): string {
	return text.replace(/\r\n?/g, '\n');
}
