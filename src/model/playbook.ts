import type {Response} from './change.js';
import type {Patterns} from './patterns.js';
import type {Block} from './document.js';
import type {FactDeclaration} from './fact.js';
import type {Flow, SourcePlace} from './flow.js';
import type {Framework} from './framework.js';
import type {Tuning} from './tuning.js';
import type {Citation, Remedy} from './remedy.js';

/** A page that is not a remedy: an error code, a term, a routed failure, a scenario, a guide. */
export interface Page {
	/** `codes/E1000`, `terms/padding`, `routed/gpu_oom`, `guides/get-the-list`. */
	readonly id: string;
	readonly title: string;
	/** One sentence, for lists and for a routed failure the whole advice. */
	readonly summary: string;
	/** Other words that lead here: `explain` and search use them. */
	readonly aliases: readonly string[];
	readonly claims: readonly string[];
	readonly citations: readonly Citation[];
	readonly body: readonly Block[];
	readonly place: SourcePlace;
}

/** A flag of the compiler or runtime, as measured. */
export interface Flag {
	/** Without dashes. */
	readonly name: string;
	readonly type: 'bool' | 'int' | 'float' | 'enum' | 'string' | 'effort';
	readonly unit?: string;
	/** Accepted values, when a closed list. */
	readonly values?: readonly string[];
	readonly default: string;
	/** Value to try first, when there is one. */
	readonly suggested?: string;
	/** Where it may be set; the first is the one that commands use. */
	readonly channels: readonly ('LIBTPU_INIT_ARGS' | 'XLA_FLAGS' | 'compiler_options' | 'jax_config')[];
	readonly effect: string;
	readonly cost: string;
	/** When a value in force makes memory worse (`on`, `off`, or `above` a number), and why. */
	readonly harm?: {readonly when: string; readonly because: string};
	/** libtpu versions for which acceptance was measured. */
	readonly measured: readonly {readonly libtpu: string; readonly accepted: boolean; readonly note?: string}[];
	/** Use this in its place, when refused. */
	readonly instead?: readonly string[];
	/** What the seeds or upstream say, where measurement differs. */
	readonly correction?: string;
	readonly purpose: 'memory' | 'debug' | 'scheduling' | 'sparsecore' | 'layout' | 'vmem';
	readonly claims: readonly string[];
	readonly citations: readonly Citation[];
	readonly place: SourcePlace;
}

/** A statement of the seed documents that must reach the user. */
export interface Claim {
	readonly id: string;
	readonly kind: string;
	readonly says: string;
	/** One to three words or figures that the citing page or step must contain. */
	readonly mustSay: readonly string[];
	readonly place: SourcePlace;
}

/** A chip generation: what one JAX device can use. */
export interface Chip {
	readonly id: string;
	readonly name: string;
	/** Usable HBM per device as XLA prints it, the usual figure first. */
	readonly usable: readonly string[];
	readonly devicesPerChip: number;
	readonly vmem: string;
	/** Order of generations: larger is newer. */
	readonly order: number;
	readonly note?: string;
}

/** Everything that is data: linked and checked. */
export interface Playbook {
	/** First characters of a hash over all its files. */
	readonly edition: string;
	readonly flow: Flow;
	readonly facts: readonly FactDeclaration[];
	readonly remedies: readonly Remedy[];
	readonly pages: readonly Page[];
	readonly flags: readonly Flag[];
	readonly chips: readonly Chip[];
	/** What arrays of programs look like. */
	readonly patterns: Patterns;
	readonly claims: readonly Claim[];
	/** Measured responses of the compiler to changes. */
	readonly responses?: readonly Response[];
	/** What each framework prints and how its settings are called. */
	readonly frameworks: readonly Framework[];
	/** The ladder of flag trials; a playbook may have none. */
	readonly tuning?: Tuning;
}

/** What is wrong with a playbook: where, what, and what to do. */
export interface Complaint {
	/** Stable id, with its own page: `unknown-node`. */
	readonly id: string;
	readonly place: SourcePlace;
	readonly message: string;
	readonly hint: string;
}
