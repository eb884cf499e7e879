// The state of the wizard: the session's events, and what belongs to the screen alone.
import type {SessionEvent} from '../model/session.js';
import type {Diagnosis} from '../model/diagnosis.js';
import type {Reading} from '../model/incident.js';
import type {RunSays} from '../plan/tuning/index.js';
import {enter, type Place} from './place.js';
import type {Drill} from '../model/drill.js';
import type {Round, RoundEvent} from '../plan/practice/index.js';
import type {Finished, LogWindow, Outcome, PlanFormat, Practice, Saved, SessionLine} from './wizardry.js';

export interface Notice {
	readonly tone: 'good' | 'warn' | 'danger' | 'muted';
	readonly text: string;
}

/** Evidence that is being read. */
export interface Job {
	readonly name: string;
	/** Bytes. */
	readonly done: number;
	readonly total?: number;
}

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

export interface State {
	readonly events: readonly SessionEvent[];
	/** The way here; the last is where the user is. */
	readonly places: readonly [Place, ...Place[]];
	/** What was typed and not sent, by place: leaving a field loses nothing. */
	readonly drafts: Readonly<Record<string, string>>;
	readonly size: Size;
	readonly notice?: Notice;
	readonly job?: Job;
	/** The session could not be written: it lives in memory only. */
	readonly inMemory: boolean;
	readonly sessions?: readonly SessionLine[];
	readonly completions: readonly string[];
	readonly log?: LogWindow & {readonly evidence: string};
	readonly practice?: Practice;
	/** The round that is practised; without a drill it is a review. */
	readonly round?: {
		readonly round: Round;
		readonly events: readonly RoundEvent[];
		readonly drill?: Drill;
		/** How far the log was scrolled at the last question: the next one finds it there. */
		readonly scroll: number;
	};
	/** The session's own events, while `events` are those of a drill: nothing that is said there is kept. */
	readonly aside?: readonly SessionEvent[];
	/** Counts up when the cursor was moved by something other than the menu itself. */
	readonly moved: number;
	/** Set when the wizard is over. */
	readonly over?: {readonly code: number};
}

/** Things to be done outside, as values. `perform.ts` does them. */
export type Effect =
	| {readonly do: 'append'; readonly event: SessionEvent}
	| {readonly do: 'read-files'; readonly paths: readonly string[]}
	| {readonly do: 'read-text'; readonly name: string; readonly text: string}
	| {readonly do: 'read-sample'; readonly sample: string}
	/** The log of a rerun, for the trial of this number. */
	| {readonly do: 'read-rerun'; readonly path: string; readonly trial: number}
	| {readonly do: 'cancel-reading'}
	| {readonly do: 'complete'; readonly prefix: string}
	| {readonly do: 'log'; readonly evidence: string; readonly from: number; readonly count: number}
	| {readonly do: 'sessions'}
	| {readonly do: 'resume'; readonly session: string}
	/** Drills and progress are wanted; a finished round is kept first. */
	| {readonly do: 'practice'; readonly finished?: Finished}
	| {
			readonly do: 'save';
			readonly path: string;
			readonly format: PlanFormat;
			readonly overwrite: boolean;
			readonly reading: Reading;
			readonly diagnoses: readonly Diagnosis[];
	  }
	| {readonly do: 'copy'; readonly text: string};

/** A new state and what to do outside. */
export interface Step {
	readonly state: State;
	readonly effects: readonly Effect[];
}

/** What can happen: keys that mean something, and answers from outside. */
export type Action =
	| {readonly type: 'command'; readonly command: string}
	| {readonly type: 'highlight'; readonly cursor: number}
	| {readonly type: 'choose'; readonly item: string}
	| {readonly type: 'edit'; readonly text: string}
	| {readonly type: 'submit'; readonly text: string}
	| {readonly type: 'pasted'; readonly text: string}
	| {readonly type: 'resized'; readonly size: Size}
	| {readonly type: 'appended'; readonly outcome: Outcome<undefined>}
	| {readonly type: 'reading'; readonly job: Job}
	| {readonly type: 'read'; readonly outcome: Outcome<Reading>}
	| {readonly type: 'reran'; readonly trial: number; readonly path: string; readonly outcome: Outcome<RunSays>}
	| {readonly type: 'completed'; readonly paths: readonly string[]}
	| {readonly type: 'log'; readonly evidence: string; readonly window: LogWindow | undefined}
	| {readonly type: 'sessions'; readonly sessions: readonly SessionLine[]}
	| {readonly type: 'practice'; readonly outcome: Outcome<Practice>}
	| {readonly type: 'resumed'; readonly outcome: Outcome<readonly SessionEvent[]>}
	| {readonly type: 'saved'; readonly saved: Saved; readonly format: PlanFormat};

/** The state a session begins with. */
export function initialState(events: readonly SessionEvent[], size: Size): State {
	return {
		events,
		places: [enter({screen: 'intake'})],
		drafts: {},
		size,
		inMemory: false,
		completions: [],
		moved: 0,
	};
}

export function here(state: State): Place {
	return state.places.at(-1) ?? state.places[0];
}
