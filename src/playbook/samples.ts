import type {Conditions} from '../engine/index.js';
import type {FactTable} from './fact-table.js';

/** A value that a sample gives a fact; undefined: not known. */
export type Sample = string | number | boolean | undefined;

/** Sizes of which one is larger than another by small and by large factors. A printed size is a range, so equal factors decide nothing. */
export const SAMPLE_SIZES: readonly string[] = ['0B', '512.00M', '1.00G', '2.00G', '3.00G', '4.00G', '7.00G', '64.00G'];

/**
 * Values on which conditions can differ: for a number one on each border that it is compared with and one on either side of it, for a
 * word those it is compared with and another, true and false, some sizes; and not known.
 */
export function samplesOf(name: string, sources: readonly string[], {declared}: Conditions): readonly Sample[] {
	const kind = declared.get(name)?.kind;
	const about = sources.filter((source) => source.includes(name)).join(' ').replace(/known\("[^"]*"\)/g, ''); // prettier-ignore
	if (kind === 'truth') return [true, false, undefined];
	if (kind === 'size') return ['1.00G', ...SAMPLE_SIZES.filter((size) => size !== '1.00G'), undefined];
	if (kind === 'text') {
		const words = [...about.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '');
		return [...new Set(words), 'other', undefined];
	}
	const fact = name.replaceAll('.', '\\.');
	const beside = new RegExp(
		`(?<![\\w.])${fact} *[-+*/<>=!]=? *(\\d+(?:\\.\\d+)?)|(?<![\\d.])(\\d+(?:\\.\\d+)?) *[-+*/<>=!]=? *${fact}(?![\\w.])`,
		'g',
	);
	const borders = new Set([...about.matchAll(beside)].map((match) => Number(match[1] ?? match[2])));
	const around = [...borders].slice(0, MOST_BORDERS).flatMap((border) => [border * 1.1, border * 0.9, border]);
	return [...new Set([...around, 0, 1, 100].map((value) => Number(value.toPrecision(3)))), undefined];
}

const MOST_BORDERS = 12;

/**
 * Tables of facts over the values given: all of them if there are few, else `most` that are spread evenly over all and are always the same.
 */
export function* tablesOver(
	choices: readonly (readonly [string, readonly Sample[]])[],
	most: number,
): Generator<FactTable> {
	const total = countTables(choices);
	const count = Math.min(total, most);
	for (let index = 0; index < count; index += 1) {
		let rest = total <= most ? index : Math.floor((index * STRIDE) % total);
		const table: Record<string, string | number | boolean> = {};
		for (const [name, values] of choices) {
			const value = values[rest % values.length];
			rest = Math.floor(rest / values.length);
			if (value !== undefined) table[name] = value;
		}
		yield table;
	}
}

/** How many different tables there are over the values given. */
export function countTables(choices: readonly (readonly [string, readonly Sample[]])[]): number {
	return choices.reduce((product, [, values]) => product * values.length, 1);
}

// A large prime: its multiples visit the tables in an order that mixes all facts.
const STRIDE = 1_299_709;

/** The facts that some sources name, with their samples. Sources that are refused name none. */
export function choicesFor(
	sources: readonly string[],
	conditions: Conditions,
	all: readonly string[] = sources,
): readonly (readonly [string, readonly Sample[]])[] {
	const names = new Set<string>();
	for (const source of sources) {
		const check = conditions.check(source);
		if (check.ok) for (const name of check.facts) names.add(name);
	}
	return [...names].sort().map((name) => [name, samplesOf(name, all, conditions)] as const);
}
