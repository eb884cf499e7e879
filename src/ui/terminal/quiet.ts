// Waiting until nothing comes any more. A timer alone does not know: when the program itself was busy, it fires although bytes
// wait in the terminal. So the terminal is looked at once more, after the time is up, before silence counts.
import os from 'node:os';

/** Turns of the event loop in which waiting bytes are read before silence counts. */
const LOOKS = 3;

/** The longest that `stretched` makes of a time, as a multiple. */
const MOST = 10;

/**
 * A time without a letter after which a paste is over, on this machine as busy as it is now: whoever sends the paste waits for a
 * processor too, and a sender that waits looks like a user who stopped.
 */
export function stretched(ms: number): number {
	const [perMinute = 0] = os.loadavg(); // 0 on Windows
	return ms * Math.min(MOST, Math.max(1, perMinute / Math.max(1, os.cpus().length)));
}

/** Calls back once nothing has come for a time. Every start begins anew. */
export class Quiet {
	#timer: NodeJS.Timeout | undefined;
	#look: NodeJS.Immediate | undefined;

	/** Waits `ms` from now; what was waited for before is forgotten. */
	start(ms: number, then: () => void): void {
		this.cancel();
		this.#timer = setTimeout(() => this.#lookAgain(LOOKS, then), ms);
	}

	cancel(): void {
		clearTimeout(this.#timer);
		clearImmediate(this.#look);
	}

	#lookAgain(left: number, then: () => void): void {
		this.#look = setImmediate(() => {
			if (left > 1) this.#lookAgain(left - 1, then);
			else then();
		});
	}
}
