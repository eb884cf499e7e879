import {existsSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import type {Desk} from '../desk.js';
import {unreadableRecord} from '../../report/fleet/index.js';
import {examine, recordContext, type Examined, type ExamineOptions} from './examine.js';
import type {WorkerData, WorkerReply} from './worker.js';

export interface PoolOptions extends ExamineOptions {
	readonly playbook?: string;
	/** Inputs that are read at the same time; without it, as many as there are processors. */
	readonly jobs?: number;
}

/** Inputs that are handed out before the first of them is done, for each worker: enough to keep it busy, and a bound to memory. */
const AHEAD = 8;
/** A reading makes much that is soon thrown away: with room for it, a worker collects less often. Four times this took 370 MB for 1,000 logs. */
const YOUNG_MB = 24;
/** Below this many inputs a worker costs more than it brings. */
const FEW = 6;

/** Examines every input apart from the others, on all processors, and yields what came of them in the order of the inputs. */
export async function* examineAll(
	desk: Desk,
	inputs: Iterable<string> | AsyncIterable<string>,
	options: PoolOptions,
): AsyncGenerator<Examined> {
	const entry = new URL('./fleet-worker.mjs', import.meta.url);
	const count = options.jobs ?? availableParallelism();
	const few = Array.isArray(inputs) && inputs.length < FEW;
	if (count < 2 || few || !existsSync(fileURLToPath(entry))) {
		for await (const input of inputs) yield await examine(desk, input, options);
		return;
	}
	const pool = new Pool(desk, entry, count, options);
	try {
		const waiting: Promise<Examined>[] = [];
		for await (const input of inputs) {
			waiting.push(pool.run(input)); // awaited below, in the order of the inputs
			const [first] = waiting;
			if (waiting.length < count * AHEAD || !first) continue;
			void waiting.shift();
			yield await first;
		}
		for (const one of waiting) yield await one;
	} finally {
		await pool.close();
	}
}

interface Task {
	readonly input: string;
	readonly done: (examined: Examined) => void;
}

class Pool {
	readonly #desk: Desk;
	readonly #entry: URL;
	readonly #data: WorkerData;
	readonly #queue: Task[] = [];
	readonly #idle: Worker[] = [];
	readonly #workers = new Map<Worker, Task | undefined>();
	readonly #most: number;
	#closed = false;

	constructor(desk: Desk, entry: URL, most: number, {playbook, answers, secrets}: PoolOptions) {
		this.#desk = desk;
		this.#entry = entry;
		this.#most = most;
		this.#data = {
			...(playbook === undefined ? {} : {playbook}),
			...(answers ? {answers} : {}),
			...(secrets ? {secrets} : {}),
		};
	}

	run(input: string): Promise<Examined> {
		return new Promise((done) => {
			this.#queue.push({input, done});
			this.#next();
		});
	}

	async close(): Promise<void> {
		this.#closed = true;
		await Promise.all([...this.#workers.keys()].map((worker) => worker.terminate()));
	}

	#next(): void {
		while (this.#queue.length > 0) {
			const worker = this.#idle.pop() ?? (this.#workers.size < this.#most ? this.#start() : undefined);
			const task = worker && this.#queue.shift();
			if (!task) return;
			this.#workers.set(worker, task);
			worker.postMessage(task.input);
		}
	}

	#start(): Worker {
		const worker = new Worker(this.#entry, {
			workerData: this.#data,
			resourceLimits: {maxYoungGenerationSizeMb: YOUNG_MB},
		});
		this.#workers.set(worker, undefined);
		worker.on('message', (reply: WorkerReply) => {
			const task = this.#workers.get(worker);
			this.#workers.set(worker, undefined);
			this.#idle.push(worker);
			task?.done(reply);
			this.#next();
		});
		// One input that brings a worker down is a record, and another worker goes on with the rest.
		worker.on('error', (error) => this.#lost(worker, error));
		worker.on('exit', () => this.#lost(worker, new Error('The worker ended.')));
		return worker;
	}

	#lost(worker: Worker, error: unknown): void {
		const task = this.#workers.get(worker);
		if (!this.#workers.delete(worker) || this.#closed) return;
		const at = this.#idle.indexOf(worker);
		if (at >= 0) this.#idle.splice(at, 1);
		const cause = error instanceof Error ? error.message : String(error);
		task?.done({
			records: [unreadableRecord({input: task.input}, `A bug in xla-triage: ${cause}`, recordContext(this.#desk))],
		});
		this.#next();
	}
}
