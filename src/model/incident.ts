import type {Fact, Place} from './fact.js';
import type {DumpedModule} from './hlo.js';
import type {Program} from './program.js';
import type {Job} from './job.js';

/** Codes as XLA prints them (`E1000`); `other` codes are recognised and explained, not walked. */
export type Code = `E${number}`;

/** A memory space as messages name it. */
export type Space = 'hbm' | 'vmem' | 'smem' | 'sflag' | 'host' | 'sparsecore';

/** One entry of a `Largest program allocations` or `arguments and outputs` list. Texts are as printed. */
export interface Allocation {
	readonly rank?: number;
	readonly size?: string;
	readonly shape?: string;
	readonly unpadded?: string;
	/** `471.50M` of `Extra memory due to padding: 471.50M (12.6x expansion)`. */
	readonly padding?: string;
	/** `12.6x` of the same line. */
	readonly expansion?: string;
	/** `op_name` of the Operator line. */
	readonly op?: string;
	/** `file.py:12` of the Operator line, when printed. */
	readonly source?: string;
	readonly label?: string;
	readonly tag?: string;
	/** Allocation type: `HLO temp`, `scoped`, `arguments`, … */
	readonly kind?: string;
	/** 1-based line of the entry's first line. */
	readonly line: number;
}

/** One row of a memory-usage-report table (libtpu's log line, or a dump file): a slot of memory and the shapes that take turns in it. */
export interface Slot {
	/** `7.53GiB`, as printed. */
	readonly size: string;
	/** Bytes into its allocation. */
	readonly offset: number;
	readonly values: number;
	/** Shapes that share the slot over time, without layout: `[{count: 2, shape: 'f32[75776,75776]'}]`. */
	readonly shapes: readonly {readonly count: number; readonly shape: string}[];
	/** Which table of the report it stands in, 0-based; the first is the heap of temporaries when it has several rows. */
	readonly table: number;
	readonly line: number;
}

/** A buffer that a dump shows to be live at the peak. */
export interface LiveBuffer {
	readonly name: string;
	readonly bytes: number;
	readonly shape?: string;
	readonly op?: string;
	/** What it is to the program, when the dump says so. */
	readonly place?: 'temp' | 'argument' | 'output' | 'constant';
	readonly line: number;
}

/** What one compiler dump file says about one module; files of one module are joined. */
export interface Dump {
	readonly evidence: string;
	/** `jit_train_step`, from the text or else empty. */
	readonly module: string;
	readonly form: 'memory_usage_report' | 'buffer_assignment' | 'values' | 'live_range' | 'hlo' | 'target';
	/** Whether the compiler's HBM check failed, where the folder shows it. */
	readonly outcome: 'fails' | 'fits' | 'unknown';
	/** `Total bytes` of the HBM space: the figure that the short message prints. */
	readonly total?: Fact;
	readonly slots: readonly Slot[];
	/** Buffers live at the peak (live-range), or whole allocations (buffer-assignment). */
	readonly live: readonly LiveBuffer[];
	/** Value name to shape with layout, from buffer-assignment. */
	readonly shapes: Readonly<Record<string, string>>;
	/** Instruction name to op_name, from the values file or HLO text. */
	readonly ops: Readonly<Record<string, string>>;
	/** Value name to what it is to the program. */
	readonly places: Readonly<Record<string, 'temp' | 'argument' | 'output' | 'constant'>>;
	/** Chip as the dump names it: `v5e`. */
	readonly chip?: string;
	/** What the program is built from. It is large, and left out once the program is there. */
	readonly parts?: DumpedModule;
	/** The program of this file's module, on one of its files. */
	readonly program?: Program;
}

/** A flag or setting that the evidence shows in force. */
export interface FlagInForce {
	/** Without leading dashes. */
	readonly name: string;
	readonly value: string;
	/** Where it was set: the variable, the dump's flagfile, or unknown. */
	readonly channel: 'LIBTPU_INIT_ARGS' | 'XLA_FLAGS' | 'flagfile' | 'environment' | 'unknown';
	readonly place: Place;
}

/** A sentence near the failure that decides something although it is not a figure. */
export interface Hint {
	readonly kind:
		| 'full_rematerialization'
		| 'maximal_device_sharding'
		| 'debug_callback'
		| 'unused_donation'
		| 'compaction_verdict'
		| 'remat_warning'
		| 'truncated'
		/** The evidence ends inside the message; the place is its last line. */
		| 'cut_inside'
		| 'unknown_flag'
		| 'restoring_checkpoint'
		| 'converting_checkpoint'
		| 'saving_checkpoint'
		| 'placing_array'
		| 'running_program'
		| 'started_script';
	readonly place: Place;
}

/** One failure, however often it was printed. */
export interface Incident {
	/** `1`, `2`, … in order of appearance. */
	readonly id: string;
	readonly code: Code;
	/** Which form of message gave it, a stable word of the reader: `hbm_headline`, `hlo_temporaries`, … */
	readonly form: string;
	readonly space?: Space;
	/** Where it was first seen. */
	readonly at: Place;
	/** How many times the same failure was printed. */
	readonly occurrences: number;
	/** Hosts, pods or ranks that printed it, sorted; empty when the log does not name any. */
	readonly hosts: readonly string[];
	/** Facts from readers only, by the names of the design. */
	readonly facts: readonly Fact[];
	readonly allocations: readonly Allocation[];
	readonly arguments: readonly Allocation[];
	readonly slots: readonly Slot[];
	readonly live: readonly LiveBuffer[];
	readonly hints: readonly Hint[];
	/** The program that failed, where a dump of it was read. */
	readonly program?: Program;
}

/** A failure that is not XLA:TPU's to explain: said in one line, with what to do. */
export interface Routed {
	/** Stable word: `gpu_oom`, `host_oom_killer`, `quota`, `tpu_in_use`, … Content has a page for each. */
	readonly kind: string;
	readonly at: Place;
}

/** What one piece of evidence was. */
export interface EvidenceInfo {
	readonly name: string;
	readonly bytes: number;
	readonly lines: number;
	/** What the content turned out to be; `report`: written by this program, so that it is not an evidence. */
	readonly form: 'log' | 'dump' | 'profile' | 'flagfile' | 'report' | 'empty' | 'binary';
	/** How many more different failures it holds, at least, than are kept. */
	readonly unshown?: number;
}

/** A device memory profile: what was alive, by the code that made it. */
export interface ProfileEntry {
	readonly kind: string;
	readonly device: string;
	readonly bytes: number;
	readonly count: number;
	/** Innermost frame first: `init_params (train.py:40)`. */
	readonly frames: readonly string[];
}

/** All that was read from all the evidence given. */
export interface Reading {
	readonly evidence: readonly EvidenceInfo[];
	/** In order of appearance: the first is the first cause. */
	readonly incidents: readonly Incident[];
	readonly routed: readonly Routed[];
	readonly flags: readonly FlagInForce[];
	readonly profile: readonly ProfileEntry[];
	/** Compiler dumps, before they are joined with an incident. */
	readonly dumps?: readonly Dump[];
	/** The jobs whose output this is, in order of appearance. */
	readonly jobs?: readonly Job[];
	/** Facts about the run rather than one incident: `jax.version`, `libtpu.version`. */
	readonly facts: readonly Fact[];
}
