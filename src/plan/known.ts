import {resolve, type Fact} from '../model/fact.js';
import type {Interval} from '../model/interval.js';

/** Facts looked up by name: what is not known is undefined, never zero or false. */
export interface Known {
	/** Bytes of a size, or the range of a number. */
	range(name: string): Interval | undefined;
	text(name: string): string | undefined;
	holds(name: string): boolean | undefined;
	/** As printed, for every kind. */
	shown(name: string): string | undefined;
}

/** Looks facts up; where several say something about one name, the highest-ranked origin counts. */
export function knownFrom(facts: readonly Fact[]): Known {
	const best = resolve(facts);
	return {
		range(name) {
			const value = best.get(name)?.value;
			if (value?.kind === 'size') return value.bytes;
			return value?.kind === 'number' ? value.range : undefined;
		},
		text(name) {
			const value = best.get(name)?.value;
			return value?.kind === 'text' ? value.text : undefined;
		},
		holds(name) {
			const value = best.get(name)?.value;
			return value?.kind === 'truth' ? value.holds : undefined;
		},
		shown: (name) => best.get(name)?.value.text,
	};
}
