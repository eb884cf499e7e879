/** Where a piece of the playbook stands, for complaints: file, line and column, both 1-based. */
export interface SourcePlace {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** A CEL expression over declared facts, with its place in the playbook. */
export interface Condition {
	readonly source: string;
	readonly place: SourcePlace;
}

/** Sentences of the playbook may name facts in braces: `Used {hbm.used} of {hbm.capacity}.` */
export type Template = string;

/** One choice of a question. */
export interface Option {
	readonly id: string;
	readonly label: string;
	/** When it holds, the evidence chooses this option. Absent: only a person can. */
	readonly when?: Condition;
	/** Said when the evidence chose it. */
	readonly because?: Template;
	/** Facts that this answer states, when a person gives it. They outrank readers. */
	readonly states: Readonly<Record<string, string | number | boolean>>;
	readonly claims: readonly string[];
	/** Qualified id of the next node: `e1000/largest`. */
	readonly goto: string;
}

/** Something to ask, unless the facts answer it. */
export interface QuestionNode {
	readonly kind: 'question';
	/** Qualified: `e1000/split`. */
	readonly id: string;
	readonly ask: string;
	/** Why it matters, one or two sentences. */
	readonly why: string;
	/** How to find out. */
	readonly how: string;
	/** A command that gets the evidence, ready to copy. */
	readonly command?: string;
	/** Page to read more on: `terms/padding`. */
	readonly page?: string;
	readonly claims: readonly string[];
	readonly options: readonly [Option, ...Option[]];
	/** The way on for "not sure". */
	readonly unsure: {readonly goto: string; readonly because: string};
	readonly place: SourcePlace;
}

/** An end: what the trail adds up to, and which remedies come into question. */
export interface VerdictNode {
	readonly kind: 'verdict';
	readonly id: string;
	/** Stable word, for TPU flows a scenario of the JSON contract. */
	readonly verdict: string;
	readonly title: Template;
	/** Two or three sentences; facts may stand in braces. */
	readonly says: Template;
	readonly page?: string;
	/** Ids of remedy pages that come into question here. */
	readonly remedies: readonly [string, ...string[]];
	readonly claims: readonly [string, ...string[]];
	readonly place: SourcePlace;
}

export type FlowNode = QuestionNode | VerdictNode;

/** All flows, linked into one acyclic graph. */
export interface Flow {
	/** Qualified id of the first node. */
	readonly start: string;
	readonly nodes: Readonly<Record<string, FlowNode>>;
}
