/** Letters to add, drop or change to make one word of the other; at least so many, for words of very different lengths. */
export function distance(a: string, b: string): number {
	const apart = Math.abs(a.length - b.length);
	if (apart > FAR) return apart;
	let previous = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
		}
		previous = row;
	}
	return previous[b.length] ?? 0;
}

/** Nobody means a word that is so much longer. */
const FAR = 64;
