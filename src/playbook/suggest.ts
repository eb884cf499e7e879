/** The known name that is nearest to a misspelt one, if any is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
	let best: string | undefined;
	let least = Math.max(2, Math.floor(name.length / 3)) + 1;
	for (const candidate of known) {
		if (Math.abs(candidate.length - name.length) >= least) continue;
		const distance = edits(name.toLowerCase(), candidate.toLowerCase());
		if (distance < least || (distance === least && best !== undefined && candidate < best)) {
			best = candidate;
			least = distance;
		}
	}
	return best;
}

/** `Did you mean x?` where a name is near, else the sentence given. */
export function didYouMean(name: string, known: Iterable<string>, otherwise: string): string {
	const near = nearest(name, known);
	return near === undefined ? otherwise : `Did you mean ${near}?`;
}

// How many letters must be inserted, removed, replaced or swapped with their neighbour to make one word of the other.
function edits(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, index) => index);
	for (let row = 1; row <= a.length; row += 1) {
		const now = [row];
		for (let column = 1; column <= b.length; column += 1) {
			const same = a[row - 1] === b[column - 1];
			let cost = Math.min(
				(now[column - 1] ?? 0) + 1,
				(last[column] ?? 0) + 1,
				(last[column - 1] ?? 0) + (same ? 0 : 1),
			);
			if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
				cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
			}
			now.push(cost);
		}
		before = last;
		last = now;
	}
	return last[b.length] ?? 0;
}
