import type {SourcePlace} from './flow.js';
import type {Phase, Workload} from './job.js';

/**
 * A text with gaps that a line is held against: `*` stands for anything, `{value}` for one word, `{step}` for a whole number. Upper and
 * lower case differ. Matching is linear in the line.
 */
export type Words = string;

/** What a training or serving framework prints, and how its settings are called: one file of `content/frameworks`. */
export interface Framework {
	/** Stable word: `maxtext`. `any` holds what many programs have in common. */
	readonly id: string;
	readonly title: string;
	/** Its name inside a sentence, where the title says more: `Keras`. */
	readonly short?: string;
	/** Below other frameworks: counts only where no other one is seen. */
	readonly base: boolean;
	/** Runs on JAX; false: what pages say of JAX alone is left out. */
	readonly onJax: boolean;
	/** Frameworks that it can run on and whose settings count instead, where the log shows one of them. */
	readonly yieldsTo?: readonly string[];
	/** What it is used for where the log does not say. */
	readonly workload?: Workload;
	/** Lines that only this framework prints, with their weight: 3 proves it, 2 is strong, 1 is a hint. */
	readonly signs: readonly {readonly words: Words; readonly weight: number}[];
	/** Pieces of paths of its source files: `maxtext`, `keras/src`. A frame below them is not the user's. */
	readonly trees: readonly string[];
	/** Canonical name to native keys, the one that counts most first. */
	readonly settings: Readonly<Record<string, readonly string[]>>;
	/** Keys that are ordinary words: they count only beside others, as flags, or in a dump of the configuration. */
	readonly weak: readonly string[];
	/** Lines that state a setting without its key: `{value}` is its value, or `text`. */
	readonly says: readonly {readonly words: Words; readonly setting: string; readonly text?: string}[];
	readonly workloads: readonly Moment<Workload>[];
	readonly phases: readonly Moment<Phase>[];
	/** Lines of a job that makes progress; `{step}` is its count. */
	readonly progress: readonly Words[];
	/** Mesh axes by the names that are printed. */
	readonly axes: Readonly<Record<string, string>>;
	/** How a job is started, where the log does not show it. */
	readonly command?: string;
	/** Native keys that the command needs again, with what the log prints for them. */
	readonly keeps: readonly string[];
	/** How a setting is written in a command: `{key}={to}`, `--{flag} {to}`; `{flag}` is the key with dashes. */
	readonly write?: string;
	readonly knobs: readonly Knob[];
	/** The remedies that have no setting here, and why. */
	readonly without: Readonly<Record<string, string>>;
	/** The remedies that do nothing for a kind of work, and why. */
	readonly notFor: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** What remedies are called for a kind of work, by id, where their own title speaks of another kind. */
	readonly titles: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/**
	 * Of `any` alone: the frameworks whose names are offered to a job that names none, by the library that it does name (`jax`), or `any`.
	 */
	readonly usual: Readonly<Record<string, readonly string[]>>;
	/** Lines that show this framework, and what is read in them: `{settings.batch.per_device: '13.0'}`. */
	readonly samples: readonly {readonly line: string; readonly is: Readonly<Record<string, string>>}[];
	/** Lines that do not show this framework. */
	readonly nearMisses: readonly string[];
	readonly place: SourcePlace;
}

/** What a line, or a function or path in a traceback, says of the moment. */
export interface Moment<Value> {
	readonly is: Value;
	readonly words: readonly Words[];
	/** `function` or `path/piece`. */
	readonly frames: readonly string[];
	/** Of a phase: what the log shows when it is over, as a sentence without its full stop. */
	readonly ends?: string;
}

/** The setting that carries out a remedy in this framework. */
export interface Knob {
	/** Ids of remedies. */
	readonly for: readonly string[];
	/** Native key; absent: the one that the job itself prints for a setting of `of`. */
	readonly key?: string;
	/**
	 * Canonical names, the first that is printed counts. Without a key: there is no such knob where none is printed. With one: where the value
	 * is read that is printed under another name.
	 */
	readonly of?: readonly string[];
	readonly rule: KnobRule;
	/** Its value where none is printed. */
	readonly default?: string;
	/** Settings that change with it. */
	readonly with: readonly {readonly key: string; readonly rule: KnobRule; readonly default?: string}[];
	/** Only in these phases; absent: always. */
	readonly phases?: readonly Phase[];
	/** Only for such work; absent: for all. */
	readonly workloads?: readonly Workload[];
	/** Only where the line or function that shows the phase or the workload has one of these words; absent: always. */
	readonly at?: readonly string[];
	/** Only where the name of the kernel that failed has one of these words, in any case; absent: for all. */
	readonly kernels?: readonly string[];
	/** Only where the job has these settings, by canonical name; absent: always. */
	readonly given?: Readonly<Record<string, string>>;
	/** Not where a setting has one of these values, by canonical name, as what a model refuses; `*` is any value. */
	readonly unless?: Readonly<Record<string, readonly string[]>>;
	readonly write?: string;
	/** Lines of code, where the setting is not an argument; `{mesh.tensor:1}` is a setting of the job, else 1. */
	readonly code?: string;
	/** How the setting is written in Python, for a job without a command line; absent: `{key}={to}`. */
	readonly python?: string;
	readonly note?: string;
}

/**
 * How a new value follows from the old one: `halve`, `quarter`, `double`, `minus 0.1`, `share 0.05` (a share of HBM: less by what is missing and
 * 0.01; by 0.05 where that is not known), `to VALUE`, `to A or B` (A; B does the same already), `next A > B > C` (the one after the
 * present value), `most N` (N if it is more, else half), `free` (the user decides) or `keep`. Beside another setting: `double` (by what that
 * one is divided by) and `at most` (no more than that one).
 */
export type KnobRule = string;
