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
	/** Never asked and not part of the trail: what is known chooses the way on, else it goes on as for "not sure". */
	readonly junction?: true;
	/** Not asked where this holds: nobody could answer it, or it was asked already. The way on is that of "not sure". */
	readonly unless?: Condition;
	/** What the message shows cannot be answered otherwise: an answer against it is refused. */
	readonly binding?: true;
	readonly options: readonly [Option, ...Option[]];
	/** The way on for "not sure". */
	readonly unsure: {readonly goto: string; readonly because: string};
	readonly place: SourcePlace;
}

/** What kind of failure a verdict is, for routing: who looks at it. */
export const FAILURE_CLASSES = ['capacity', 'configuration', 'compiler', 'hardware', 'environment'] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Remedies that are tried before those of the next stage. Their order inside the stage means nothing. */
export interface Stage {
	/** Where it does not hold, or is unknown, the remedies wait for a later stage that lists them again. */
	readonly when?: Condition;
	readonly remedies: readonly string[];
	/** Those of the remedies whose first goes into the same restart as the first of the others. */
	readonly beside?: readonly string[];
}

/** An end: what the trail adds up to, and which remedies can help, in stages. */
export interface VerdictNode {
	readonly kind: 'verdict';
	readonly id: string;
	/** Stable word, for TPU flows a scenario of the JSON contract. */
	readonly verdict: string;
	readonly title: Template;
	/** Two or three sentences; facts may stand in braces. */
	readonly says: Template;
	readonly page?: string;
	readonly class?: FailureClass;
	/** Whether the same run, started again unchanged, may succeed. */
	readonly retryable: boolean;
	/** In the order in which they are tried. Never empty once linked. */
	readonly stages: readonly Stage[];
	/** Ids of all remedies of the stages, each once. */
	readonly remedies: readonly string[];
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
