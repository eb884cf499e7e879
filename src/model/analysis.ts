import type {Fact} from './fact.js';
import type {Allocation, Incident} from './incident.js';
import type {Job} from './job.js';
import type {Interval} from './interval.js';
import {WEIGHTS, type Meaning, type Program, type Term, type Use} from './program.js';

/** What a dimension of the model's shapes seems to be. */
export type DimensionRole = 'batch' | 'sequence' | 'vocabulary' | 'layers' | 'width';

/** A buffer of any list in the evidence, with its size as a range of bytes. */
export interface Buffer {
	readonly bytes: Interval;
	/** As printed: `9.27G`, `7.53GiB`. */
	readonly text: string;
	/** Shape as printed, with layout where there is one. */
	readonly shape?: string;
	readonly op?: string;
	readonly label?: string;
	readonly padding?: Interval;
	/** temp: temporaries · argument · output · other: constants, programs. */
	readonly place: 'temp' | 'argument' | 'output' | 'other';
	/** Line in the evidence. */
	readonly line: number;
	/** Which list it comes from. */
	readonly from: 'allocation' | 'argument' | 'slot' | 'live';
	readonly allocation?: Allocation;
	/** The piece of memory of a known program that it is. */
	readonly term?: Term;
}

/** Equal buffers taken together: `48 × 2.00G, one per layer`. */
export interface BufferGroup {
	readonly shape: string;
	/** Element type: `f32`. */
	readonly element?: string;
	readonly dims: readonly number[];
	readonly count: number;
	readonly each: Interval;
	readonly total: Interval;
	/** `4.50G`, printed by the size printer. */
	readonly text: string;
	readonly place: Buffer['place'];
	readonly pass: 'forward' | 'backward' | 'recompute' | 'unknown';
	/** What it seems to be, in a few words: `logits in the loss`, `one per layer`. */
	readonly what: string;
	/** Position of a dimension to its role, where the evidence suggests one. */
	readonly roles: Readonly<Record<number, DimensionRole>>;
	/** Meanings of its dimensions, as often as they occur: scores carry the sequence twice, tokens carry batch and sequence. */
	/** `[sequence, batch, …]` in a program with a loop: a scan over the sequence keeps a value for each of its steps. */
	readonly scanned: boolean;
	readonly meanings: readonly Meaning[];
	readonly use: Use;
	/** The term of the program; of several equal ones, the first. */
	readonly term: Term;
	readonly buffers: readonly Buffer[];
}

/** One part of the HBM bar. */
export interface MemoryPart {
	/** `arguments`, `temporaries`, `reserved`, `program`, `free`, `TensorCore`, … */
	readonly label: string;
	readonly text: string;
	readonly bytes: Interval;
}

/** Arrays that a device memory profile shows alive, made by one line of code. */
export interface AliveGroup {
	/** `buffer` or `executable`. */
	readonly kind: string;
	/** As the profile names it: `TPU_0(process=0,(0,0,0,0))`. */
	readonly device: string;
	/** `init_params (train.py:40)` */
	readonly made: string;
	readonly count: number;
	readonly bytes: Interval;
	readonly text: string;
}

/** A stretch of a program's schedule, at its fullest moment. */
export interface MemoryStretch {
	/** First and last step of the schedule. */
	readonly from: number;
	readonly to: number;
	/** Step at which most is alive. */
	readonly at: number;
	readonly bytes: number;
	readonly text: string;
	/** What is alive then, largest first; the last entry may stand for all the rest. */
	readonly largest: readonly {readonly text: string; readonly shape: string; readonly what: string}[];
}

/** The memory of one device while the program runs. */
export interface MemoryOverTime {
	readonly stretches: readonly MemoryStretch[];
	/** Index of the stretch with the peak. */
	readonly peak: number;
	/** Last step of the schedule. */
	readonly last: number;
}

/** An incident with all that follows from it: interpretation happens once, here. */
export interface Analysis {
	readonly incident: Incident;
	/** The job it happened in. */
	readonly job?: Job;
	/** Reader facts, run facts, and derived facts. */
	readonly facts: readonly Fact[];
	readonly buffers: readonly Buffer[];
	/** The arrays as products of named dimensions. */
	readonly program: Program;
	/** Largest total first; one for each term of the program. */
	readonly groups: readonly BufferGroup[];
	/** What a memory profile shows alive, most bytes first; empty without a profile. */
	readonly alive?: readonly AliveGroup[];
	/** Memory over time, where a dump shows lives. */
	readonly memory?: MemoryOverTime;
	/** For the stacked bar; parts sum to about what was needed. */
	readonly parts: readonly MemoryPart[];
	/** Sentences in the user's figures: the short story of what happened. First is the headline. */
	readonly story: readonly string[];
	/** The sentence of the story that lists the parts of the memory: a screen that draws them leaves it out. */
	readonly totals?: string;
	readonly allocationCause?: 'capacity' | 'fragmentation' | 'unknown';
	/** What the evidence does not show and what would: `list of buffers`. */
	readonly missing: readonly string[];
}

/** Whether the buffers grow with a dimension. Rows are examples or tokens and grow with the batch; those of a table do not. */
export function carries({meanings, use}: Pick<BufferGroup, 'meanings' | 'use'>, meaning: Meaning): boolean {
	return meanings.includes(meaning) || (meaning === 'batch' && !WEIGHTS.has(use) && meanings.includes('rows'));
}

/** Whether the buffers are logits, computed over the vocabulary. A table or head of that extent is a parameter, its copy or its gradient. */
export function isLogits({meanings, use, place}: Pick<BufferGroup, 'meanings' | 'use' | 'place'>): boolean {
	return place === 'temp' && meanings.includes('vocabulary') && !WEIGHTS.has(use);
}
