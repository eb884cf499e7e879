import type {Reading} from './incident.js';

/** What the user decided about a remedy. */
export type Decision = 'accept' | 'postpone' | 'reject';

/** Something that happened in a session. A session is an append-only list of these; everything else is derived. */
export type SessionEvent =
	/** Evidence was added; what was read from it is kept, so that a session outlives its log. */
	| {readonly type: 'evidence'; readonly reading: Reading}
	/** Which incident is looked at, by id. */
	| {readonly type: 'focus'; readonly incident: string}
	/** A question was answered; `option` is an option's id, or `unsure`. */
	| {readonly type: 'answer'; readonly question: string; readonly option: string}
	/** An answer was taken back, so that the evidence or a new answer counts. */
	| {readonly type: 'retract'; readonly question: string}
	| {readonly type: 'decide'; readonly remedy: string; readonly decision: Decision | 'open'}
	| {readonly type: 'note'; readonly on: string; readonly text: string}
	/** Undoes the last event that is not evidence and not undone. */
	| {readonly type: 'undo'}
	/** Redoes the last undone event, if nothing else happened since. */
	| {readonly type: 'redo'}
	| {readonly type: 'saved'; readonly path: string};

/** The state that a list of events adds up to. */
export interface SessionState {
	/** Readings in order of arrival. */
	readonly readings: readonly Reading[];
	readonly focus?: string;
	/** Question id to option id or `unsure`. */
	readonly answers: ReadonlyMap<string, string>;
	readonly decisions: ReadonlyMap<string, Decision>;
	readonly notes: ReadonlyMap<string, string>;
	readonly saved: readonly string[];
	readonly canUndo: boolean;
	readonly canRedo: boolean;
}
