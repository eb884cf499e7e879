import type {Block} from './document.js';
import type {Condition, SourcePlace} from './flow.js';

/** What practice is about: weak spots are told and brought back by topic. */
export const TOPICS = [
	'codes',
	'reading',
	'memory',
	'padding',
	'layout',
	'runtime',
	'remedies',
	'flags',
	'traps',
] as const;
export type Topic = (typeof TOPICS)[number];

/** The words of a log that decide, with the line they stand on (1-based). */
export interface DecidingLine {
	readonly line: number;
	readonly quote: string;
}

/** One answer of several. */
export interface DrillOption {
	readonly id: string;
	readonly label: string;
	readonly right: boolean;
	/** Holds of what the program derives from the log exactly if this answer is right: keeps drills true. The right answer has one. */
	readonly holds?: Condition;
	/** Why it is right, or why it is not. */
	readonly because: string;
	readonly decides: DecidingLine;
}

interface Asked {
	/** Qualified by its drill: `first-code/code`. */
	readonly id: string;
	readonly topic: Topic;
	readonly ask: string;
	/** Each costs points. */
	readonly hints: readonly string[];
	readonly place: SourcePlace;
}

/** A question with answers to choose from. */
export interface ChoiceQuestion extends Asked {
	readonly kind: 'choice';
	readonly options: readonly [DrillOption, DrillOption, DrillOption, ...DrillOption[]];
}

/** A question for the line that decides. */
export interface LineQuestion extends Asked {
	readonly kind: 'line';
	/** All lines that count as right; the first is shown. */
	readonly lines: readonly [DecidingLine, ...DecidingLine[]];
	/** What the program must have found there: a fact by name, `incident`, `routed` or `largest`; `nothing` where there is no failure. */
	readonly found: string;
	readonly because: string;
}

export type DrillQuestion = ChoiceQuestion | LineQuestion;

/** A crash to read and predict, before the program explains it. */
export interface Drill {
	readonly id: string;
	readonly title: string;
	/** 1: which code is it · 2: what do the figures say · 3: what would help · 4: a whole diagnosis with distractors. */
	readonly level: 1 | 2 | 3 | 4;
	/** Place among the drills of its level, low first. */
	readonly order: number;
	/** What a colleague would say while handing over the log. */
	readonly story: string;
	readonly log: {readonly name: string; readonly text: string};
	readonly questions: readonly [DrillQuestion, ...DrillQuestion[]];
	/** What to take away, said at the end. */
	readonly lesson: string;
	/** Page to read on. */
	readonly page: string;
	/** Share of the points that passes, in per cent. */
	readonly pass: number;
	readonly place: SourcePlace;
}

/** One stop of the tour. */
export type TourStop =
	| {readonly kind: 'read'; readonly title: string; readonly body: readonly Block[]}
	/** Lines of a report, one part after another, each with what it says. */
	| {
			readonly kind: 'report';
			readonly title: string;
			readonly quote: readonly string[];
			readonly body: readonly Block[];
	  }
	/** The calculator: shapes to pick from, or to type. */
	| {
			readonly kind: 'shape';
			readonly title: string;
			readonly body: readonly Block[];
			readonly shapes: readonly {readonly text: string; readonly says: string}[];
	  };

/** Drills and tour, as they are compiled. */
export interface Course {
	readonly drills: readonly Drill[];
	readonly tour: readonly TourStop[];
}
