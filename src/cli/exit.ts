/** Exit codes, as the README tells them. */
export const EXIT = {
	/** Diagnosed, and success of every other command. */
	done: 0,
	/** No incident was recognised. */
	nothing: 1,
	/** Bad usage, or input that cannot be read. */
	usage: 2,
	/** Only failures that are not XLA:TPU's. */
	routed: 3,
	/** A fault of ours, as sysexits has it. */
	fault: 70,
	interrupted: 130,
} as const;
/** One of the above, or the code of a command that `run` ran. */
export type Exit = number;
