// What the wizard needs of the world. The screens never touch a disk or a clock: the command line passes this object in, and
// tests pass another. Every method that can fail says so in its value.
import type {Diagnosis} from '../model/diagnosis.js';
import type {Reading} from '../model/incident.js';
import type {Playbook} from '../model/playbook.js';
import type {SessionEvent} from '../model/session.js';
import type {Course} from '../model/drill.js';
import type {Conditions} from '../engine/index.js';
import type {Attempt} from '../plan/practice/index.js';
import type {RunSays} from '../plan/tuning/index.js';

/** Done, or why not, as one sentence for the user. */
export type Outcome<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly message: string};

/** A practice crash that is part of the program. */
export interface Sample {
	readonly id: string;
	readonly title: string;
	/** One line: what it shows. */
	readonly summary: string;
}

/** What a team's own folder changes of the built-in playbook: paths as in it, sorted. */
export interface Overlay {
	readonly folder: string;
	readonly replaced: readonly string[];
	readonly added: readonly string[];
}

/** An earlier session, for the list. */
export interface SessionLine {
	readonly id: string;
	readonly title: string;
	/** When it was last touched, in words: `yesterday 17:20`. */
	readonly when: string;
}

export type PlanFormat = 'markdown' | 'json' | 'shell';

export interface SaveRequest {
	readonly path: string;
	readonly format: PlanFormat;
	/** False: a file that is there must be left alone, and `exists` be the answer. */
	readonly overwrite: boolean;
	readonly reading: Reading;
	/** One for each incident, in order of appearance. */
	readonly diagnoses: readonly Diagnosis[];
}

export type Saved =
	| {readonly kind: 'saved'; readonly path: string}
	| {readonly kind: 'exists'; readonly path: string}
	| {readonly kind: 'failed'; readonly message: string};

/** Drills and the tour, with what was reached. */
export interface Practice {
	readonly course: Course;
	readonly attempts: readonly Attempt[];
	/** Milliseconds since 1970. */
	readonly now: number;
	/** For the order of answers in the next round. */
	readonly seed: number;
	/** Why progress could not be read or kept: practice goes on. */
	readonly trouble?: string;
}

/** A round to be kept. The world knows when it was. */
export type Finished = Omit<Attempt, 'at'>;

export interface ReadOptions {
	readonly signal: AbortSignal;
	/** Bytes read so far, and in all where that is known. */
	readonly progress: (done: number, total: number | undefined) => void;
}

export interface LogWindow {
	/** 1-based number of the first line. */
	readonly from: number;
	/** As in the file; the screens neutralise them. */
	readonly lines: readonly string[];
	/** Lines in all. */
	readonly total: number;
}

export interface Wizardry {
	readonly playbook: Playbook;
	readonly conditions: Conditions;
	/** `mergeReadings` of the readers: evidence that came at different times, taken together. */
	readonly merge: (readings: readonly Reading[]) => Reading;
	/** Reads the log of a drill as if a user had passed it. */
	readonly readLog: (name: string, text: string) => Reading;
	readonly samples: readonly Sample[];
	/** Events of the session that is resumed; empty for a new one. */
	readonly events: readonly SessionEvent[];
	/** The events are those of a session that was left before. */
	readonly resumed?: boolean;
	/** What a team's own folder changes of the built-in playbook. */
	readonly overlay?: Overlay;
	/** Evidence named on the command line or piped in, being read. The first screen does not wait for it. */
	readonly incoming?: {readonly name: string; readonly read: (options: ReadOptions) => Promise<Outcome<Reading>>};

	/** Opens on practice, on a line of its menu where one is named. */
	readonly opening?: {readonly practice: Practice; readonly item?: string};

	/** Adds to the session's file. A failure is told once; the wizard goes on in memory. */
	append(event: SessionEvent): Promise<Outcome<undefined>>;
	readFiles(paths: readonly string[], options: ReadOptions): Promise<Outcome<Reading>>;
	readText(name: string, text: string): Promise<Outcome<Reading>>;
	readSample(id: string): Promise<Outcome<Reading>>;
	/** The log of a run with a trial's change. It is not an evidence of the session: another run made it. */
	readRerun(path: string): Promise<Outcome<RunSays>>;
	/** Paths that begin so, folders with a slash at the end, at most fifty. */
	complete(prefix: string): Promise<readonly string[]>;
	/** Part of a piece of evidence, if it is still there. */
	logWindow(evidence: string, from: number, count: number): Promise<LogWindow | undefined>;
	sessions(): Promise<readonly SessionLine[]>;
	/** Takes up another session: from now on `append` adds to that one. */
	resume(id: string): Promise<Outcome<readonly SessionEvent[]>>;
	practice(finished?: Finished): Promise<Outcome<Practice>>;
	save(request: SaveRequest): Promise<Saved>;
	/** A file name that is free: `train.plan.md`. */
	suggest(format: PlanFormat): string;
	/** Where a name without a folder is saved. */
	readonly folder?: string;
}
