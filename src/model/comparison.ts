/** What can have changed between two failures; `other` is what the evidence does not explain. */
export const FACTOR_KINDS = [
	'batch',
	'sequence',
	'element_type',
	'sharding',
	'remat',
	'chip',
	'vocabulary',
	'layers',
	'width',
	'padding',
	'donation',
	'debug_print',
	'flags',
	'other',
] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** One change that explains a part of the difference. */
export interface Factor {
	readonly kind: FactorKind;
	/** In a few words: `batch on one device 8 → 16 (2x)`. */
	readonly change: string;
	/** Evidence in the figures of both sides, never empty. */
	readonly because: readonly [string, ...string[]];
	/** Bytes by which it changed what is missing (needed − capacity), negative for less; absent where the evidence does not show. */
	readonly bytes?: number;
}

/** A figure on both sides, as printed; absent where a side does not give it. */
export interface ComparedFigure {
	/** Name of the fact: `hbm.used`. */
	readonly fact: string;
	readonly before?: string;
	readonly after?: string;
}

/** Equal buffers of one side. */
export interface ComparedBuffers {
	/** `bf16[8,2048,8192]`. */
	readonly shape: string;
	readonly count: number;
	/** Bytes of all of them. */
	readonly bytes: number;
}

/** What became of buffers of one shape. */
export interface BufferChange {
	/** scaled: dimensions changed · retyped: another element type · reshaped: as many elements, other dimensions · recounted: as before, in another number. */
	readonly change: 'scaled' | 'retyped' | 'reshaped' | 'recounted' | 'appeared' | 'gone';
	readonly before?: ComparedBuffers;
	readonly after?: ComparedBuffers;
	readonly op?: string;
	/** after − before. */
	readonly bytes: number;
}

/** How much of the change in the headline the lists of buffers account for; all in bytes, after − before. */
export interface Account {
	/** Change of the figure that the headline gives; absent where a side has none, or one of another kind. */
	readonly headline?: number;
	/** Buffers that have a partner on the other side: other extents, another type, another number. */
	readonly matched: number;
	readonly appeared: number;
	/** Never positive. */
	readonly gone: number;
}

/** What a step of a plan brought, where the session before it had accepted steps. */
export interface StepOutcome {
	readonly remedies: readonly string[];
	/** Estimated bytes of all of them together; absent where no step had an estimate. */
	readonly estimate?: {readonly low: number; readonly high: number};
	/** Bytes by which the need fell; negative where it rose; absent where a side gives no figure. */
	readonly measured?: number;
	/** In words. */
	readonly verdict: string;
}

/** Two failures side by side. */
export interface Comparison {
	/** In order of how much they explain. */
	readonly factors: readonly Factor[];
	readonly figures: readonly ComparedFigure[];
	/** Largest change first. */
	readonly buffers: readonly BufferChange[];
	/** Absent where a side lists no buffers. */
	readonly account?: Account;
	/** True where both list buffers and share next to none: two programs rather than one that changed. */
	readonly unlike: boolean;
	/** True where no figure, buffer or flag differs. */
	readonly same: boolean;
	/** What the evidence does not show, and what would. */
	readonly missing: readonly string[];
}
