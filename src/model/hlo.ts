/** One array inside a value of an HLO program. */
export interface HloArray {
	/** `bf16` */
	readonly type: string;
	readonly dims: readonly number[];
	/** As printed, with its layout where one is printed. */
	readonly text: string;
	/** Dimension numbers, fastest-varying first; absent where no layout is printed. */
	readonly minorToMajor?: readonly number[];
	readonly tiled: boolean;
}

/** Shape of a value: the arrays in it, and for a tuple its parts. */
export interface HloShape {
	/** All arrays, in order, tuples flattened. */
	readonly leaves: readonly HloArray[];
	/** The parts of a tuple. */
	readonly parts?: readonly HloShape[];
}

export interface HloInstruction {
	readonly name: string;
	readonly op: string;
	readonly shape: HloShape;
	/** Positions in the same computation; -1 where the operand is not there. */
	readonly operands: readonly number[];
	/** What is printed after the operands, without metadata: `dimensions={0,1}, to_apply=%add`. */
	readonly attributes: string;
	/** What is inside the parentheses of a parameter or a constant: `0`. */
	readonly literal?: string;
	readonly opName?: string;
	/** Number of its stack frame; 0 for none. */
	readonly frame: number;
	/** Printed on parameters: `{replicated}`. */
	readonly sharding?: string;
}

export interface HloComputation {
	readonly name: string;
	readonly instructions: readonly HloInstruction[];
	/** Position of the result. */
	readonly root: number;
	/** Positions of the parameters, by their number. */
	readonly parameters: readonly number[];
}

/** One frame of a Python call stack. */
export interface HloFrame {
	readonly file: string;
	readonly line: number;
	readonly function: string;
	/** Number of the caller's frame; 0 for none. */
	readonly parent: number;
}

/** An HLO program as printed: before optimizations, or scheduled for one device. */
export interface HloModule {
	readonly name: string;
	/** Whether it is the scheduled program of one device. */
	readonly scheduled: boolean;
	/** Number of devices the program is divided over. */
	readonly partitions: number;
	/** Axes of the mesh by name; empty where none is printed. */
	readonly mesh: Readonly<Record<string, number>>;
	/** Numbers of the arguments that are offered for reuse. */
	readonly donors: readonly number[];
	/** Argument number by the index of the output that takes its memory. */
	readonly aliases: ReadonlyMap<number, number>;
	/** By number. */
	readonly frames: ReadonlyMap<number, HloFrame>;
	readonly computations: ReadonlyMap<string, HloComputation>;
	readonly entry?: HloComputation;
	/** Instructions that were passed over because the module is larger than can be held. */
	readonly skipped: number;
}

/** A value of the buffer assignment. */
export interface AssignedValue {
	/** Name of the instruction, without index. */
	readonly name: string;
	/** Which array of a tuple it is, as printed between braces; empty for the whole. */
	readonly index: string;
	readonly bytes: number;
	readonly offset: number;
	/** With layout. */
	readonly shape: string;
}

/** One allocation of the buffer assignment in the device's main memory. */
export interface AssignedAllocation {
	readonly bytes: number;
	readonly kind: 'argument' | 'output' | 'temporary' | 'constant';
	/** Number of the argument whose memory it is. */
	readonly parameter?: number;
	/** Whether an output is in it. */
	readonly output: boolean;
	readonly values: readonly AssignedValue[];
	readonly line: number;
}

/** First and last moment of each value (`name{index}`), in the order of the schedule. */
export type Lifetimes = ReadonlyMap<string, readonly [from: number, to: number]>;

/** The files of one compiled module, read. All parts are optional: dumps are truncated, damaged and mixed. */
export interface DumpedModule {
	readonly before?: HloModule;
	readonly after?: HloModule;
	readonly allocations?: readonly AssignedAllocation[];
	readonly lifetimes?: Lifetimes;
	/** Instruction names in the order of the schedule. */
	readonly schedule?: readonly string[];
	/** Bytes of the device's main memory, by the compiler's report. */
	readonly total?: number;
	readonly chip?: string;
}
