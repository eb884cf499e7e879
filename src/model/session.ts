import type {Reading} from './incident.js';
import type {Trial, TrialResult, TrialStart} from './tuning.js';

/** What the user decided about a remedy. */
export type Decision = 'accept' | 'postpone' | 'reject';

/** What the compiler said of one change tried alone, without a run. */
export interface Measurement {
	/** Id of the remedy; empty for the program as it is. */
	readonly remedy: string;
	/** The variant, by its name in the probe script: `micro-batches-4`. */
	readonly change: string;
	/** error: the compiler refused the variant for another reason, or the script failed. */
	readonly result: 'fits' | 'oom' | 'error' | 'timeout';
	/** HBM needed with the change, as XLA prints sizes: `28.10G`. */
	readonly used?: string;
	/** HBM needed without it, measured in the same way. */
	readonly before?: string;
	/** Version of libtpu that compiled it, and that of the job, where they are known; and the day, as 2026-11-30. */
	readonly libtpu?: string;
	readonly jobLibtpu?: string;
	readonly date?: string;
}

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
	/** The compiler was asked about one change. It happened outside, so it is never undone; a later measurement of the same change counts. */
	| ({readonly type: 'measured'} & Measurement)
	/** Undoes the last event that is not evidence and not undone. */
	| {readonly type: 'undo'}
	/** Redoes the last undone event, if nothing else happened since. */
	| {readonly type: 'redo'}
	| {readonly type: 'saved'; readonly path: string}
	/** A flag trial is about to be run. */
	| {readonly type: 'trial'; readonly trial: TrialStart}
	/** What came of the trial of that number; a later result for it replaces an earlier one. */
	| {readonly type: 'trialResult'; readonly trial: number; readonly result: TrialResult};

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
	/** Flag trials in the order they were begun. They happened outside and are never undone; absent where none was. */
	readonly trials?: readonly Trial[];
	/** The last measurement of each change; absent where nothing was measured. */
	readonly measured?: readonly Measurement[];
	readonly canUndo: boolean;
	readonly canRedo: boolean;
}
