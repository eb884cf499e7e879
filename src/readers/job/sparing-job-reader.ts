import type {Framework} from '../../model/framework.js';
import type {JobSigns} from '../../model/job.js';
import {JobReader} from './job-reader.js';

/** Reads what a log says of its job; of many lines alike it reads the last ones before another line. */
export class SparingJobReader {
	readonly #job: JobReader;
	#unread: {readonly raw: string; readonly number: number}[] = [];

	constructor(
		frameworks: readonly Framework[],
		/** Of lines alike, how many are read. */
		private readonly most: number,
	) {
		this.#job = new JobReader(frameworks);
	}

	/** The next line; `alike`: it is one of many. */
	push(raw: string, number: number, alike: boolean): void {
		if (alike) {
			this.#unread.push({raw, number});
			if (this.#unread.length > this.most) this.#unread.shift();
			return;
		}
		this.catchUp();
		this.#job.push(raw, number);
	}

	/** Reads the lines that wait. */
	catchUp(): void {
		for (const {raw, number} of this.#unread) this.#job.push(raw, number);
		this.#unread = [];
	}

	end(evidence: string): JobSigns {
		this.catchUp();
		return this.#job.end(evidence);
	}
}
