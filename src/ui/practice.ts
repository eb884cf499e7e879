// Practice in the wizard: rounds of questions over the log of a drill. While a drill is open, the events of the state are those
// of a session with its log alone, so that every other screen shows what the program makes of it; the session's own events wait
// aside, and come back when the drill is left.
import type {Drill} from '../model/drill.js';
import type {SessionEvent} from '../model/session.js';
import {
	drillRound,
	drillStandings,
	dueQuestions,
	nextDrill,
	playRound,
	reviewRound,
	withPlanQuestion,
	type Round,
	type RoundEvent,
	type RoundItem,
	type RoundState,
} from '../plan/practice/index.js';
import {deriverOf, type Knowledge} from './derive.js';
import {cursorTo, go, notify, replace, step, without} from './navigate.js';
import {enter, type ScreenName} from './place.js';
import {here, type Action, type State, type Step} from './state.js';
import type {Practice} from './wizardry.js';

/** Screens that are about an open drill, or were come to from one. */
const OF_A_DRILL: readonly ScreenName[] = ['drill', 'drill-answer', 'drill-log', 'drill-result'];

/** Begins the drill, with the question about the plan that the program has for it. */
export function beginDrill(state: State, knowledge: Knowledge, practice: Practice, drill: Drill): Step {
	const {focus, seen} = deriverOf(knowledge)(eventsOf(knowledge, drill));
	const whole = withPlanQuestion(drill, seen ? focus.diagnosis : undefined);
	return begin(state, knowledge, drillRound(whole, practice.seed), whole);
}

/** Begins a round of the questions that are due. */
export function beginReview(state: State, knowledge: Knowledge, {course, attempts, now, seed}: Practice): Step {
	const due = dueQuestions(course.drills, attempts, now);
	return due.length === 0 ? step(state) : begin(state, knowledge, reviewRound(due, seed));
}

/** The open question again, where the round was left. */
export function resumeRound(state: State, knowledge: Knowledge): Step {
	return step(facing(go(state, enter({screen: 'drill'})), knowledge));
}

function begin(state: State, knowledge: Knowledge, round: Round, drill?: Drill): Step {
	return resumeRound({...state, round: {round, events: [], scroll: 0, ...(drill ? {drill} : {})}}, knowledge);
}

/** The state of the round that is practised; undefined where there is none. */
export function roundOf({round}: State): {round: Round; drill?: Drill; now: RoundState; item?: RoundItem} | undefined {
	if (!round) return undefined;
	const now = playRound(round.round, round.events);
	const item = round.round.items[now.at];
	return {...round, now, ...(item ? {item} : {})};
}

/** Shows a hint more. */
export function hint(state: State): State {
	return played(state, {type: 'hint'});
}

/** Answers the open question and explains the answer. A round that is over is kept at once. */
export function answer(state: State, given: number): Step {
	const item = roundOf(state)?.now.at ?? 0;
	const next = played(state, {type: 'answer', answer: given}, here(state).scroll);
	const after = roundOf(next);
	if (!after || after.now.at === item) return step(state);
	const explained = replace(next, enter({screen: 'drill-answer', item, answer: given}));
	if (!after.now.over) return step(explained);
	const {marks, points, of, passed} = after.now;
	const {id, seed} = after.round;
	return step(explained, {do: 'practice', finished: {round: id, seed, marks, points, of, passed}});
}

/** From an explanation to the next question, or to the result. */
export function goOn(state: State, knowledge: Knowledge): Step {
	const {round, now} = roundOf(state) ?? {};
	if (now?.over === true) return step(facing(replace(state, enter({screen: 'drill-result'})), knowledge));
	const sameLog = now && round?.items[now.at]?.drill === round?.items[now.at - 1]?.drill;
	const question = {...enter({screen: 'drill'} as const), scroll: sameLog ? (state.round?.scroll ?? 0) : 0};
	return step(facing(replace(state, question), knowledge));
}

function played(state: State, event: RoundEvent, scroll = 0): State {
	const {round} = state;
	return round ? {...state, round: {...round, events: [...round.events, event], scroll}} : state;
}

/** With the log of the open question's drill as the evidence. A review goes from one drill to another. */
function facing(state: State, knowledge: Knowledge): State {
	const open = roundOf(state);
	const drill = open?.item?.drill ?? open?.drill;
	return drill ? {...state, aside: state.aside ?? state.events, events: eventsOf(knowledge, drill)} : state;
}

const logs = new WeakMap<Drill['log'], readonly SessionEvent[]>();

/** A session with a drill's log alone. */
function eventsOf({readLog}: Knowledge, {log}: Drill): readonly SessionEvent[] {
	const known = logs.get(log) ?? [{type: 'evidence', reading: readLog(log.name, log.text)}];
	logs.set(log, known);
	return known;
}

/** Nothing that is said about a drill is kept, and the session's own events come back when the drill is left. */
export function unkept({state, effects}: Step): Step {
	const {aside} = state;
	if (!aside) return {state, effects};
	const kept = effects.filter((effect) => effect.do !== 'append');
	if (state.places.some(({screen}) => OF_A_DRILL.includes(screen))) return {state, effects: kept};
	return {state: {...without(state, 'aside'), events: aside}, effects: kept};
}

/** Drills and progress have arrived; on their menu the cursor goes to what is next. */
export function loaded(state: State, outcome: Extract<Action, {type: 'practice'}>['outcome']): State {
	if (!outcome.ok) return notify(state, 'danger', outcome.message);
	const {value} = outcome;
	const told = value.trouble === undefined ? state : notify(state, 'warn', value.trouble);
	const next = {...told, practice: value};
	return here(next).screen === 'practice' ? toNext(next, value) : next;
}

/** The menu of practice, with the cursor on what is next. */
export function toMenu(state: State): State {
	const there = go(state, enter({screen: 'practice'}));
	return there.practice ? toNext(there, there.practice) : there;
}

/** The menu with the cursor on the drill to do next: after the tour. */
export function toDrills(state: State): State {
	const there = toMenu(state);
	const next = there.practice && nextDrill(there.practice.course.drills, there.practice.attempts);
	return next ? cursorTo(there, Math.max(0, menuIds(there).indexOf(`drill:${next.id}`))) : there;
}

function toNext(state: State, practice: Practice): State {
	return cursorTo(state, Math.max(0, menuIds(state).indexOf(nextId(practice))));
}

/** Ids of the menu's lines: an open round, the tour, what is due, the drills by level. */
export function menuIds(state: State): readonly string[] {
	const {practice} = state;
	if (!practice) return ['leave'];
	const {course, attempts, now} = practice;
	return [
		...(roundOf(state)?.now.over === false ? ['resume'] : []),
		...(course.tour.length > 0 ? ['tour'] : []),
		...(dueQuestions(course.drills, attempts, now).length > 0 ? ['review'] : []),
		...drillStandings(course.drills, attempts).map(({drill}) => `drill:${drill.id}`),
		'leave',
	];
}

/** First the tour, then what is due, then the first drill that is not passed. */
function nextId({course, attempts, now}: Practice): string {
	if (attempts.length === 0) return 'tour';
	if (dueQuestions(course.drills, attempts, now).length > 0) return 'review';
	return `drill:${nextDrill(course.drills, attempts)?.id ?? ''}`;
}
