import {resolve, type Fact} from './fact.js';
import type {Interval} from './interval.js';

/** The facts so far, by name. What is not known is undefined: never zero, never false. */
export class Known {
	readonly #best: ReadonlyMap<string, Fact>;

	constructor(facts: readonly Fact[]) {
		this.#best = resolve(facts);
	}

	has(name: string): boolean {
		return this.#best.has(name);
	}

	/** Bytes of a size, or the range of a number. */
	range(name: string): Interval | undefined {
		const value = this.#best.get(name)?.value;
		if (value?.kind === 'size') return value.bytes;
		return value?.kind === 'number' ? value.range : undefined;
	}

	/** What a person should see, for every kind. */
	text(name: string): string | undefined {
		return this.#best.get(name)?.value.text;
	}

	holds(name: string): boolean | undefined {
		const value = this.#best.get(name)?.value;
		return value?.kind === 'truth' ? value.holds : undefined;
	}
}
