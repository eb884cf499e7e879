// How long compiling and a step took, as frameworks print it. Only for comparing runs of one job with each other: what a
// log does not print stays unknown.

/** Seconds, as far as the log tells. */
export interface Timings {
	/** The longest compilation: that of the training step outlasts those around it. */
	readonly compileSeconds?: number;
	/** The median of the last steps. */
	readonly stepSeconds?: number;
}

/** Strings of which one stands in every line that is read here. None is so common in logs that looking for it costs time. */
export const TIMING_ANCHORS: readonly string[] = ['XLA compilation', 'completed step', 'step_time'];

/** JAX with `JAX_LOG_COMPILES=1`: `Finished XLA compilation of jit(train_step) in 12.3 sec`. */
const COMPILED = /Finished XLA compilation of .{1,200}? in (\d+(?:\.\d+)?) sec/;
/** MaxText: `completed step: 3, seconds: 1.234, TFLOP/s/device: 98.7`. */
const COMPLETED = /completed step:? \d+, seconds: (\d+(?:\.\d+)?)/;
/** `step_time: 1.23`, `step_time = 812 ms`, `"step_time": 1.2`. */
const STEP = /step_time(?:_seconds)?["']?\s{0,8}[:=]?\s{0,8}(\d+(?:\.\d+)?)\s{0,8}(ms|milliseconds)?/i;

const KEPT = 15;

/** Collects times from the lines of one log. */
export function createTimings(): {push(line: string): void; end(): Timings} {
	let compile: number | undefined;
	const steps: number[] = [];
	return {
		push(line) {
			const compiled = COMPILED.exec(line)?.[1];
			if (compiled !== undefined) compile = Math.max(compile ?? 0, Number(compiled));
			const step = stepOf(line);
			if (step === undefined) return;
			steps.push(step);
			if (steps.length > KEPT) steps.shift();
		},
		end() {
			const sorted = steps.toSorted((a, b) => a - b);
			const median = sorted[Math.floor(sorted.length / 2)];
			return {
				...(compile === undefined ? {} : {compileSeconds: compile}),
				...(median === undefined ? {} : {stepSeconds: median}),
			};
		},
	};
}

function stepOf(line: string): number | undefined {
	const completed = COMPLETED.exec(line)?.[1];
	if (completed !== undefined) return Number(completed);
	const [, number, milliseconds] = STEP.exec(line) ?? [];
	if (number === undefined) return undefined;
	return milliseconds === undefined ? Number(number) : Number(number) / 1000;
}
