import type {Condition, SourcePlace, Template} from './flow.js';
import type {RemedyChange} from './change.js';
import type {Block} from './document.js';

/** Kinds of remedy, a closed list that the JSON contract shares. Several remedies may be of one kind. */
export const REMEDY_KINDS = [
	'reduce_batch',
	'microbatch',
	'shard',
	'fix_sharding',
	'remat',
	'mixed_precision',
	'donate',
	'shorten_sequence',
	'host_offload',
	'padding_alignment',
	'chunked_loss',
	'flags',
	'bigger_tpu',
	'free_references',
	'checkpoint_strategy',
	'unload_programs',
	'remove_debug',
	'sparsecore_tables',
	'reexport_checkpoint',
	'fix_config',
	'upgrade_library',
	'profile',
	'report_bug',
] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

/**
 * change: may close the gap · check: costs no restart, so it goes along with the first one unless the evidence asks for it · win: costs
 * a line and changes no result, goes along likewise · evidence: gets figures · report: asks others.
 */
export const REMEDY_ROLES = ['change', 'check', 'win', 'evidence', 'report'] as const;
export type RemedyRole = (typeof REMEDY_ROLES)[number];

/** safe: results stay; risky: numerics or stability may suffer; changes-behaviour: the program computes something else. */
export type Safety = 'safe' | 'risky' | 'changes-behaviour';

/** A rule on a remedy page: when it holds, and what to tell the user then, in their own figures. */
export interface Sign {
	readonly when: Condition;
	readonly because: Template;
	/** How strong the sign is: decides between remedies of one stage that are otherwise equal. */
	readonly weight: number;
	/** What the rule rests on: measured, documented or reasoned. */
	readonly basis: string;
}

/** A citation: where a statement comes from. */
export interface Citation {
	readonly title: string;
	/** URL, or the name of a seed document, or `measured: …`. */
	readonly source: string;
}

/** How `probe` asks the compiler about a remedy. */
export interface RemedyProbe {
	/** How the program of a dump is edited for it. */
	readonly edit?: 'donate' | 'shard';
	/** Chips with more memory in as many devices, or twice the devices. */
	readonly devices?: 'larger' | 'more';
	/** The program as it is, compiled by another version of libtpu, proves it. */
	readonly unchanged: boolean;
	/** Only the user's step can make the change: it is handed the id of the remedy. */
	readonly own: boolean;
	/** Variants of the user's step, the mildest first: arguments of `Variant` in Python, and the words for it of `what-if`, if not those of the page. */
	readonly step: readonly {readonly name: string; readonly python: string; readonly asks?: string}[];
}

/** A remedy page: front matter is the contract, the body explains. */
export interface Remedy {
	readonly id: string;
	readonly title: string;
	readonly kind: RemedyKind;
	readonly safety: Safety;
	/** What "safe" means here, caveat included. */
	readonly safetyNote: string;
	/** Gain class in words: `up to 256x`, `about 2x`, `about 1 %`. */
	readonly gain: string;
	readonly costs: readonly string[];
	/** What one sees when this is the bottleneck, in words. */
	readonly telltale: string;
	/** Effort to apply, 1 (an argument) to 5 (a redesign): among equals the cheaper comes first. */
	readonly effort: 1 | 2 | 3 | 4 | 5;
	readonly lastResort: boolean;
	/** Any that holds makes the remedy indicated. */
	readonly indicated: readonly Sign[];
	/** Any that holds makes it unlikely. */
	readonly unlikely: readonly Sign[];
	/** Any that holds rules it out. */
	readonly ruledOut: readonly Sign[];
	/** How often the change alone made a measured program fit, 0 to 100: orders what is merely possible while no sign is known. */
	readonly prior?: {readonly weight: number; readonly basis: string};
	readonly role: RemedyRole;
	/** It gives more room instead of a smaller program: a larger chip. */
	readonly room: boolean;
	/** Evidence that comes with the next run of the job, also where something is changed in it: no restart of its own. */
	readonly anyRestart: boolean;
	/** Its flags are tried one at a time. */
	readonly oneByOne: boolean;
	/** Absent where the compiler cannot be asked about it, or only about its flags. */
	readonly probe?: RemedyProbe;
	/** What it does to a program; absent where that is not a matter of its arrays. */
	readonly change?: RemedyChange;
	/** What to type or change where the job's framework has no setting for it: up to three short lines of Python or shell. */
	readonly edit?: string;
	/** What to watch after the restart. */
	readonly verify: string;
	/** Names of flags in the flags table that it uses. */
	readonly flags: readonly string[];
	readonly claims: readonly string[];
	readonly citations: readonly [Citation, ...Citation[]];
	/** Remedies whose gain overlaps with this one's: their savings are not added. */
	readonly overlaps: readonly string[];
	readonly body: readonly Block[];
	readonly place: SourcePlace;
}

/** The language of an edit: commands, options and variables are shell, everything else is Python. */
export function editLanguage(edit: string): 'sh' | 'python' {
	return /^(?:[A-Z_]+=|--|(?:env|export|grep|python|pip|vllm|xla-triage) )/.test(edit) ? 'sh' : 'python';
}
