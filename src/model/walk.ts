import type {Fact} from './fact.js';
import type {QuestionNode, VerdictNode} from './flow.js';

/** All that conditions may look at: facts of every origin, and the answers given so far. */
export interface Ledger {
	readonly facts: readonly Fact[];
	/** Question id to option id or `unsure`. */
	readonly answers: ReadonlyMap<string, string>;
}

/** One question on the way: how it was settled. */
export interface Visit {
	readonly node: QuestionNode;
	/** evidence: facts decided · user: a person chose · unsure: a person said "not sure" · open: nobody has decided yet, passed on as unsure · moot: every answer leads to the same end. */
	readonly by: 'evidence' | 'user' | 'unsure' | 'open' | 'moot';
	/** Chosen option's id, absent for unsure, open and moot. */
	readonly option?: string;
	/** The reason in the user's own figures. */
	readonly because: string;
	/** Facts that decided. */
	readonly facts: readonly string[];
	/** The option that the evidence would have chosen, where the user chose another. */
	readonly against?: string;
	/** Says that the user's answer was refused, and by which line: the evidence is binding and shows otherwise. */
	readonly refused?: string;
}

/** The way through the flow: derived each time, never stored. */
export interface Walk {
	readonly trail: readonly Visit[];
	/** Where it stands: at a question that is open, or at the verdict. */
	readonly at: QuestionNode | VerdictNode;
	/** Facts of the ledger with those that the user's answers state. */
	readonly facts: readonly Fact[];
}
