import type {Analysis} from './analysis.js';
import type {Interval} from './interval.js';
import type {Citation, Remedy} from './remedy.js';
import type {Decision, Measurement} from './session.js';
import type {VerdictNode} from './flow.js';
import type {Walk} from './walk.js';

/** How a remedy stands for one incident. */
export type Standing = 'indicated' | 'possible' | 'unlikely' | 'ruled out';

/** Bytes a remedy would free, as a range with its formula in words. */
export interface Estimate extends Interval {
	/** Bytes of the high end in arrays that the evidence does not list: they are taken to be like those that it lists. */
	readonly unlisted?: number;
	readonly basis: string;
}

/** The setting of the user's framework that carries out a remedy. */
export interface KnobAdvice {
	/** As the framework spells it. */
	readonly key: string;
	/** Its value in the log, and the line of it. */
	readonly from?: string;
	readonly line?: number;
	/** The default that was assumed, where the log does not print the setting. */
	readonly assumed?: string;
	/** The value to try; absent where it is the user's choice. */
	readonly to?: string;
	/** Settings that change with it. */
	readonly also?: readonly {readonly key: string; readonly from?: string; readonly to: string}[];
	/** The user's command with the change applied, or the lines of code. */
	readonly how: string;
	readonly code: 'sh' | 'python';
	/** Whether `how` is a whole command, and not arguments for one. */
	readonly isCommand?: true;
	/** Its settings as a command writes them, for the commands of other steps. */
	readonly set?: readonly SettingChange[];
	readonly note?: string;
	/** What one step of it brings, where that is known: `Each 1 less frees 0.6–1.2G.` */
	readonly each?: string;
}

/** A setting with its new value, and how it is written in a command. */
export interface SettingChange {
	readonly key: string;
	readonly to: string;
	readonly text: string;
}

/** How one framework calls the setting of a remedy. */
export interface KnobNames {
	/** The framework, as a sentence names it. */
	readonly framework: string;
	/** The setting, and those that change with it. */
	readonly keys: readonly string[];
}

/** A remedy held against one incident. */
export interface RankedRemedy {
	readonly remedy: Remedy;
	readonly standing: Standing;
	/** close: may close the gap · alongside: a free win, to do in the same restart · inform: gets evidence, changes nothing. */
	readonly role: 'close' | 'alongside' | 'inform';
	/** 1-based, over all that are not ruled out. */
	readonly rank: number;
	/** Number of the verdict's stage that it belongs to, from 1. */
	readonly stage: number;
	/** Goes into the first restart beside the remedy that leads. */
	readonly beside?: boolean;
	readonly estimate?: Estimate;
	/** Reasons in the user's own figures, never empty. */
	readonly because: readonly [string, ...string[]];
	readonly citations: readonly [Citation, ...Citation[]];
	readonly decision?: Decision;
	readonly note?: string;
	/** The setting that carries it out in the user's framework, where one is known. */
	readonly knob?: KnobAdvice;
	/** The setting by its usual names, where the evidence names no framework. */
	readonly names?: readonly KnobNames[];
	/** What the compiler said of this remedy alone, where it was asked. */
	readonly measured?: Measurement;
}

/** Steps to take in one restart. */
export interface Restart {
	readonly steps: readonly RankedRemedy[];
	/** Sum of what its steps bring, overlaps counted once; undefined if nothing is known. */
	readonly brings?: Interval;
	/** `used should fall below 31.25G`. */
	readonly watch: string;
	/** What to do if it does not. */
	readonly fallback: string;
}

/** What to do, in order, and whether it closes the gap. */
export interface Plan {
	/** Bytes to free, head-room included; undefined where the log does not tell. */
	readonly toFree?: Interval;
	/** Head-room inside `toFree`, in bytes. */
	readonly headroom: number;
	readonly restarts: readonly Restart[];
	/** What the chosen steps leave uncovered; undefined where unknown. */
	readonly uncovered?: Interval;
	/** yes: covered even at the low end · likely: covered at the high end or by an unknown gain · no: cannot be closed on this chip. */
	readonly closes: 'yes' | 'likely' | 'no' | 'unknown';
	/** When it cannot be closed: how many chips or which generation would. */
	readonly needs?: string;
}

/** Everything that is said about one incident. */
export interface Diagnosis {
	readonly analysis: Analysis;
	readonly walk: Walk;
	/** The walk with open questions passed as "not sure": there is always a verdict to show. */
	readonly verdict: VerdictNode;
	/** In rank order; ruled out ones last. */
	readonly remedies: readonly RankedRemedy[];
	readonly plan: Plan;
	/** Why the verdict: sentences in the user's figures. */
	readonly because: readonly string[];
	readonly missing: readonly string[];
}
