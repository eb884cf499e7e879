import type {Condition, SourcePlace, Template} from './flow.js';
import type {Size} from './size.js';

/** Why something is left out, and when. */
export interface Objection {
	readonly when: Condition;
	readonly because: Template;
}

/** Steps that work in the same way; they are tried one after another. */
export interface TuningLevel {
	readonly id: string;
	readonly title: string;
	readonly unless: readonly Objection[];
}

/** One change to try. */
export interface TuningStep {
	readonly id: string;
	readonly title: string;
	readonly level: string;
	/** Flag to value; a value that begins with `=` is an expression over facts. */
	readonly set: Readonly<Record<string, string>>;
	/** Offered only where it holds. */
	readonly needs?: Condition;
	readonly unless: readonly Objection[];
	/** Offered only where that step helped. */
	readonly after?: string;
	/** Instead of what the flags table says. */
	readonly expects?: string;
	readonly costs?: string;
	/** How many of how many programs it rescued when it was measured. */
	readonly rescued?: readonly [number, number];
	/** Whether it may be tried unattended. */
	readonly auto: boolean;
	readonly page: string;
	readonly place: SourcePlace;
}

/** The ladder of trials, from cheap and safe to last resort. */
export interface Tuning {
	/** Said once, before the first trial. */
	readonly warning: string;
	/** Where one holds, flags cannot close the gap. */
	readonly cannot: readonly Objection[];
	/** Levels in a row without gain after which the path ends. */
	readonly patience: number;
	readonly levels: readonly TuningLevel[];
	readonly steps: readonly TuningStep[];
}

/** A flag in a trial; without a value it is taken out. */
export interface TrialSetting {
	readonly name: string;
	readonly value: string | null;
}

/** A trial that was begun: everything that is set for it, what earlier trials brought included. */
export interface TrialStart {
	/** 1-based; 0 is the run before any change. */
	readonly number: number;
	/** Id of the step, `baseline`, or `without/<flag>` for a flag in force that is taken out, or `drop/<flag>` for one that is left out again. */
	readonly step: string;
	readonly settings: readonly TrialSetting[];
	/** Tells the command that is run from others, as a hash: its words may be secret. */
	readonly command?: string;
}

/** What came of a trial. */
export interface TrialResult {
	/** fits: it ran · oom: it did not fit · refused: a flag is not known or its value not taken · failed: something else went wrong · skipped: not tried. */
	readonly outcome: 'fits' | 'oom' | 'refused' | 'failed' | 'skipped';
	/** What was needed, and what there is, where a message gave it. */
	readonly used?: Size;
	readonly capacity?: Size;
	/** Names of the flags that were refused. */
	readonly refused: readonly string[];
	readonly stepSeconds?: number;
	readonly compileSeconds?: number;
	/** Who said so. */
	readonly by: 'run' | 'log' | 'words' | 'compiler';
	/** Code of the failure that came instead: `fits` then says that the one being cured is gone, not that the job runs. */
	readonly next?: string;
	/** The decisive words, as printed or typed. */
	readonly quote?: string;
	/** What the user decided against the advice. */
	readonly decision?: 'keep' | 'revert';
}

/** A trial with what came of it, if that is known yet. */
export interface Trial extends TrialStart {
	readonly result?: TrialResult;
}
