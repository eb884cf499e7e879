/** Numbers from 0 up to 1, the same for the same seed (mulberry32): practice is repeatable, and pure. */
export function numbersFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** The items in another order. */
export function shuffled<T>(items: readonly T[], next: () => number): T[] {
	const result = [...items];
	for (let at = result.length - 1; at > 0; at--) {
		const other = Math.floor(next() * (at + 1));
		[result[at], result[other]] = [result[other] as T, result[at] as T];
	}
	return result;
}

/**
 * A place for the right answer of each question, as evenly spread as the numbers of answers allow: whoever always
 * chooses one place is right as rarely as can be.
 */
export function spreadPlaces(sizes: readonly number[], next: () => number): number[] {
	const used: number[] = [];
	return sizes.map((size) => {
		const counts = Array.from({length: size}, (_, place) => used[place] ?? 0);
		const least = Math.min(...counts);
		const free = counts.flatMap((count, place) => (count === least ? [place] : []));
		const place = free[Math.floor(next() * free.length)] ?? 0;
		used[place] = (used[place] ?? 0) + 1;
		return place;
	});
}
