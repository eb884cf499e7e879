import type {Interval} from './interval.js';

/** What a dimension of the program is. */
export const MEANINGS = [
	'batch',
	'sequence',
	'layers',
	'vocabulary',
	'width',
	'feed-forward',
	'heads',
	'head',
	'experts',
	'rows',
	'steps',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** How sure a meaning is: read or proven by data flow, inferred from shapes, or not decided. */
export type Belief = 'known' | 'likely' | 'unknown';

/** One dimension of the program, wherever it occurs: all places that a change of its extent would reach. */
export interface Symbol {
	/** Unique within the program and stable under reordering: `batch`, `width`, `d7`. */
	readonly id: string;
	/** On one device. */
	readonly extent: number;
	/** In the whole program, where it is known and differs: the extent before partitioning. */
	readonly global?: number;
	readonly meaning?: Meaning;
	readonly belief: Belief;
	/** One sentence for the reader: `input 'tokens', dimension 0`. */
	readonly why: string;
}

/** The dimensions to show first, those that have a plain name before others of the same meaning, and the rest. */
export function foremost(symbols: readonly Symbol[]): readonly [first: readonly Symbol[], more: readonly Symbol[]] {
	const named = symbols.filter(({meaning}) => meaning !== undefined);
	const plain = named.filter(({id, meaning}) => id === meaning);
	const first = [...plain, ...named.filter((one) => !plain.includes(one))].slice(0, MOST_SHOWN);
	return [first, symbols.filter((one) => !first.includes(one))];
}

const MOST_SHOWN = 8;

/** A dimension as one names it, with its extent: `sequence2 of 100`, `width:64`. */
export function symbolText({id, extent, global: whole = extent}: Symbol): string {
	return id.endsWith(`:${whole}`) ? id : `${id} of ${whole}`;
}

/** One dimension of an array: a product of symbols, and a factor that no symbol explains. */
export interface TermDimension {
	/** As printed, before padding. */
	readonly extent: number;
	/** Ids of the symbols whose product (divided by `over`, times `constant`) is the extent. Empty where nothing is known. */
	readonly symbols: readonly string[];
	/** Number of devices that share the dimension; 1 where it is whole. */
	readonly over: number;
	readonly constant: number;
}

/** Where an array is kept. */
export const PLACES = ['argument', 'output', 'temporary', 'constant'] as const;
export type MemoryPlace = (typeof PLACES)[number];

/** What an array is for. `saved`: kept for the backward pass. `copy`: wider than its argument. `narrowed`: narrower than its parameter. */
export const USES = [
	'parameter',
	'state',
	'input',
	'cache',
	'saved',
	'gradient',
	'activation',
	'scores',
	'logits',
	'copy',
	'narrowed',
	'one-hot',
	'debug',
	'unknown',
] as const;
export type Use = (typeof USES)[number];

/** Weights, and what is as they are: extents of theirs are widths and tables, never examples. */
export const WEIGHTS: ReadonlySet<Use> = new Set(['parameter', 'state', 'gradient', 'copy', 'narrowed']);

/** The user's line of code, innermost outside libraries. */
export interface Frame {
	/** `train.py` or a path, as the evidence has it. */
	readonly file: string;
	readonly line: number;
	readonly function?: string;
}

/** `train.py:18, layer()`: the file without its folders, the innermost function. */
export function frameText({file, line, function: name}: Frame): string {
	const inner = name?.slice(name.lastIndexOf('.') + 1);
	const call = inner === undefined || inner === '' || inner.startsWith('<') ? '' : `, ${inner}()`;
	return `${file.slice(file.lastIndexOf('/') + 1)}:${line}${call}`;
}

/** One piece of memory: an array, or several equal ones. */
export interface Term {
	/** Element type: `bf16`. */
	readonly type: string;
	readonly dims: readonly TermDimension[];
	/** As printed, with its layout where one is printed. */
	readonly shape: string;
	/** Equal arrays that are alive together. */
	readonly count: number;
	/** Bytes of one, padding included. */
	readonly bytes: Interval;
	/** Bytes of one that are padding, where the evidence shows it. */
	readonly padding?: Interval;
	readonly place: MemoryPlace;
	readonly use: Use;
	/** Path of an argument (`params['emb']`) or name of the instruction. */
	readonly name?: string;
	readonly frame?: Frame;
	/** Name of the operation in the framework's terms: `jit(step)/jvp()/dot_general`. */
	readonly op?: string;
	/** As the evidence has it: `{replicated}`, `[{"data"}, {}]`. */
	readonly sharding?: string;
	/** Number of devices that hold a part of it each, where this is all of it: it was gathered, or never divided. */
	readonly gathered?: number;
	/** Index of the argument whose memory it shares (a donated input and its output). */
	readonly aliasOf?: number;
	/** Name of the term in whose memory it is for a time, so that it takes none of its own. */
	readonly inside?: string;
	/** First moment of an output's value, in the schedule's own count: before, its memory is free for others. */
	readonly written?: number;
	/** Id of a symbol that counts such arrays: there is one for each layer of an unrolled program. */
	readonly each?: string;
	/** First and last moment of its life, in the schedule's own count; absent where lives are unknown. */
	readonly life?: readonly [from: number, to: number];
	/** Line in the evidence. */
	readonly line?: number;
}

/** An entry parameter of the program. */
export interface ProgramArgument {
	readonly index: number;
	readonly name: string;
	readonly use: 'parameter' | 'state' | 'input' | 'cache';
	readonly sharding?: string;
	/** Whether each device holds all of it; always false on one device. */
	readonly replicated: boolean;
	/** Offered to the compiler as memory that the step may overwrite. */
	readonly offered: boolean;
	/** Taken: its memory is that of an output. */
	readonly donated: boolean;
	readonly bytes: number;
}

/** The program behind a crash: its arrays as products of named dimensions. */
export interface Program {
	readonly from: 'dump' | 'list';
	/** `jit_train_step`, where it is known. */
	readonly name?: string;
	readonly symbols: readonly Symbol[];
	readonly terms: readonly Term[];
	/** Empty where only a list is known. */
	readonly arguments: readonly ProgramArgument[];
	/** What the compiler says the program needs on one device, in bytes. */
	readonly total: Interval;
	/** Bytes of the total that no term explains. */
	readonly rest: Interval;
	/** Bytes of the temporaries and of what lies outside the program, where a list is cut or its slots take turns. */
	readonly sides?: {readonly inside?: Interval; readonly outside?: Interval};
	/** Bytes of outputs that could take the memory of an argument, where a list shows the arguments and outputs in part. */
	readonly donatable?: Interval;
	readonly devices?: number;
	/** Axes of the mesh by name, where they are known: `{data: 4}`. */
	readonly mesh: Readonly<Record<string, number>>;
	readonly chip?: string;
	readonly capacity?: Interval;
}

/** A program of which nothing is known. */
export const NO_PROGRAM: Program = {
	from: 'list',
	symbols: [],
	terms: [],
	arguments: [],
	total: {low: 0, high: 0},
	rest: {low: 0, high: 0},
	mesh: {},
};
