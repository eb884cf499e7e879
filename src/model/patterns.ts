import type {Use} from './program.js';

/** What a dimension of a pattern may be. `tokens` is batch × sequence, `space` one side of an image, `any` is not looked at. */
export const SLOTS = [
	'batch',
	'sequence',
	'positions',
	'length',
	'tokens',
	'rows',
	'vocabulary',
	'width',
	'heads',
	'head',
	'state',
	'experts',
	'capacity',
	'steps',
	'space',
	'window',
	'table',
	'channel',
	'any',
] as const;
export type Slot = (typeof SLOTS)[number];

/** One form that arrays of programs have. Any of them may be stacked over the layers. */
export interface Pattern {
	readonly id: string;
	readonly dims: readonly Slot[];
	/** Whether such arrays are computed, or given to the program and returned by it. */
	readonly side: 'inside' | 'outside';
	readonly types: 'float' | 'integer' | 'any';
	readonly use: Use;
	/** How well an array of this form is explained by it, 0 to 1. */
	readonly fit: number;
	/** Regular expression over the name of the operation: a match is as good as a full fit. */
	readonly operation?: string;
}

/** What is known of programs and models before a log is read: data of `content/patterns.yaml`. */
export interface Patterns {
	readonly patterns: readonly Pattern[];
	/** Sizes of vocabularies in wide use. */
	readonly vocabularies: readonly number[];
	/** Vocabularies of models, by words of their names in small letters, with `-` for what is no letter or digit. */
	readonly models: readonly {readonly name: string; readonly vocabulary: number}[];
	/** Sizes of one attention head in wide use. */
	readonly heads: readonly number[];
	/** Regular expression over names of operations that work on a vocabulary. */
	readonly vocabularyOperation: string;
}

/** Nothing known: every array stays unexplained. */
export const NO_PATTERNS: Patterns = {
	patterns: [],
	vocabularies: [],
	models: [],
	heads: [],
	vocabularyOperation: '(?!)',
};
