import type {Framework} from '../../model/framework.js';
import type {Reading} from '../../model/incident.js';
import {ANCHORS, CONTEXT_BEFORE, createProgress, createReader, JOB_ANCHORS} from '../../readers/index.js';
import {createRefusals, REFUSAL_ANCHORS} from '../../readers/refusals.js';
import {createTimings, TIMING_ANCHORS, type Timings} from '../../readers/timings.js';
import {scanLog, type LineSink} from '../../store/scan/scan-log.js';

/** What a command's output said. */
export interface OutputSays {
	readonly reading: Reading;
	readonly timings: Timings;
	/** Names of flags that were refused. */
	readonly refused: readonly string[];
}

/**
 * Reads output while it passes, in constant memory: one window of a MiB and what the reader keeps of failures.
 * What is no text does no harm: lines without anchors are skipped as bytes.
 */
export class OutputReader {
	readonly #queue: {readonly bytes: Buffer; readonly done: () => void; at: number}[] = [];
	readonly #reader: ReturnType<typeof createReader>;
	readonly #timings = createTimings();
	readonly #progress: ReturnType<typeof createProgress>;
	readonly #refusals = createRefusals();
	readonly #scan: ReturnType<typeof scanLog>;
	#wake: (() => void) | undefined;
	#ended = false;
	#bytes = 0;

	constructor(name: string, frameworks: readonly Framework[] = []) {
		const reader = createReader(name, frameworks);
		this.#reader = reader;
		const timings = this.#timings;
		const progress = createProgress(frameworks);
		this.#progress = progress;
		const refusals = this.#refusals;
		const sink: LineSink = {
			push(line, complete, loud) {
				timings.push(line);
				progress.push(line);
				refusals.push(line);
				return reader.push(line, complete, loud);
			},
			skip: (lines) => reader.skip(lines),
			get hot() {
				return reader.hot;
			},
		};
		const interest = {
			anchors: [...ANCHORS, ...JOB_ANCHORS, ...TIMING_ANCHORS, ...REFUSAL_ANCHORS, ...progress.anchors],
			before: CONTEXT_BEFORE,
		};
		this.#scan = scanLog((target) => this.#read(target), sink, interest);
	}

	/** Whether a step was printed, so that the job is past what can fail in compiling. */
	get stepped(): boolean {
		return this.#progress.seen || this.#timings.end().stepSeconds !== undefined;
	}

	/** The next bytes. They are read when the promise is kept, and may be overwritten then. */
	write(bytes: Buffer): Promise<void> {
		this.#bytes += bytes.length;
		return new Promise((done) => {
			this.#queue.push({bytes, done, at: 0});
			this.#wake?.();
		});
	}

	async end(): Promise<OutputSays> {
		this.#ended = true;
		this.#wake?.();
		const {repeats} = await this.#scan;
		const reading = this.#reader.end(repeats);
		// The reader has seen only the lines that matter; how much there was is known here.
		const evidence = reading.evidence.map((one) => ({...one, bytes: this.#bytes}));
		return {reading: {...reading, evidence}, timings: this.#timings.end(), refused: this.#refusals.end()};
	}

	async #read(target: Buffer): Promise<number> {
		if (this.#queue.length === 0 && !this.#ended) {
			await new Promise<void>((wake) => (this.#wake = wake));
			this.#wake = undefined;
		}
		let filled = 0;
		for (let next = this.#queue[0]; next && filled < target.length; next = this.#queue[0]) {
			const copied = next.bytes.copy(target, filled, next.at);
			filled += copied;
			next.at += copied;
			if (next.at < next.bytes.length) break;
			this.#queue.shift();
			next.done();
		}
		return filled;
	}
}
