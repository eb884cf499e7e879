import type {Fact} from './fact.js';

export const WORKLOADS = ['training', 'serving', 'rl', 'inference', 'evaluation', 'conversion', 'export'] as const;
export type Workload = (typeof WORKLOADS)[number];

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
	/** How it was given: a flag, a `key=value` argument, or a line of a printed configuration. */
	readonly form: 'flag' | 'assignment' | 'dump';
}

/** What was running when it failed. Absent: the evidence does not say. Facts are named `job.framework`, `job.phase`, … */
export interface Job {
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
