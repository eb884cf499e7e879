import type {Fact} from './fact.js';

export const WORKLOADS = ['training', 'serving', 'rl', 'inference', 'evaluation', 'conversion', 'export'] as const;
export type Workload = (typeof WORKLOADS)[number];

/** Work without a backward pass. */
export const FORWARD_WORK: ReadonlySet<string> = new Set([
	'serving',
	'inference',
	'evaluation',
	'conversion',
	'export',
]);

export const PHASES = [
	'start-up',
	'loading-weights',
	'creating-optimizer',
	'compiling',
	'precompiling',
	'first-step',
	'step',
	'evaluation',
	'saving',
	'restoring',
	'kv-cache',
] as const;
export type Phase = (typeof PHASES)[number];

/** One setting of the user's job, as the log shows it. */
export interface Setting {
	/** Canonical name: `batch.per_device`. `content/frameworks` maps native keys to it. */
	readonly name: string;
	/** As the framework spells it: `per_device_batch_size`. */
	readonly key: string;
	/** As printed. */
	readonly text: string;
	/** 1-based line in the evidence. */
	readonly line: number;
	/** Place among the native keys of its name: the lowest counts most. */
	readonly rank: number;
	/** How it was given: a flag, a `key=value` argument, or a line of a printed configuration. */
	readonly form: 'flag' | 'assignment' | 'dump';
}

/** What was running when it failed. Absent: the evidence does not say. Facts are named `job.framework`, `job.phase`, … */
export interface Job {
	readonly evidence: string;
	/** First and last line of its part of the evidence. Null: the end, as JSON has no infinity. */
	readonly lines: readonly [from: number, to: number | null];
	/** Line of its last failure. */
	readonly failedAt?: number;
	readonly framework?: Fact;
	readonly engine?: Fact;
	readonly workload?: Fact;
	readonly phase?: Fact;
	readonly step?: Fact;
	readonly command?: Fact;
	/** By library: `jax`, `libtpu`. */
	readonly versions: Readonly<Record<string, Fact>>;
	/** By variable: `LIBTPU_INIT_ARGS`, as text. */
	readonly flags: Readonly<Record<string, Fact>>;
	/** In order of appearance; one that is printed with two values is there twice. */
	readonly settings: readonly Setting[];
	/** What came after: retried and recovered, went on with a smaller batch. */
	readonly recovered?: Fact;
	readonly hbmGrowth?: Fact;
	/** `train.py:18, step()`: the innermost frame outside libraries. */
	readonly userFrame?: Fact;
}

/** What one log says of its job, before anything is decided. */
export interface JobSigns {
	readonly evidence: string;
	/** Lines that only some framework prints. */
	readonly marks: readonly (LineSign & {readonly framework: string; readonly weight: number})[];
	readonly settings: readonly (Omit<Setting, 'name' | 'rank'> & {readonly names: readonly NamedBy[]})[];
	readonly commands: readonly LineSign[];
	readonly workloads: readonly (LineSign & {readonly is: Workload; readonly framework: string})[];
	readonly phases: readonly (LineSign & {readonly is: Phase; readonly framework: string})[];
	readonly tracebacks: readonly Traceback[];
	/** Lines of failures of the device or the compiler. */
	readonly failures: readonly number[];
	/** Lines of a job that makes progress, the last ones, and its count of steps where one is printed. */
	readonly progress: readonly (LineSign & {readonly step?: string})[];
	/** Lines after a failure that say that the job goes on in another way. */
	readonly retries: readonly LineSign[];
	/** Bytes in use as the job printed them, in order; `after` counts the lines of progress before. */
	readonly inUse: readonly (LineSign & {readonly bytes: number; readonly after: number})[];
	readonly versions: Readonly<Record<string, LineSign>>;
	readonly flags: Readonly<Record<string, LineSign>>;
}

/** Canonical name of a native key, by framework; `rank` is its place among the keys of that name. */
export interface NamedBy {
	readonly framework: string;
	readonly name: string;
	readonly rank: number;
}

/** A text and the line it stands in. */
export interface LineSign {
	readonly text: string;
	readonly line: number;
}

/** Frames of one traceback, outermost first. */
export interface Traceback {
	readonly frames: readonly StackFrame[];
	/** Line of its last frame. */
	readonly line: number;
	/** Ends in a failure of the device or the compiler. */
	readonly fatal: boolean;
}

export interface StackFrame {
	/** As printed: a path, or a notebook cell. */
	readonly file: string;
	readonly at: number;
	readonly function?: string;
	/** The line of code, where it is printed. */
	readonly code?: string;
	readonly line: number;
}
