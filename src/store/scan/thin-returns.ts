/** Pieces of one shape that are kept: as many as of loud lines. */
const KEPT = 64;
/** Shorter lines cost nothing. */
const LONG = 8192;

/**
 * Leaves out what a progress bar wrote again and again into one line: of pieces between carriage returns that differ in nothing but
 * digits, the first and the last are kept. Other lines come back as they are.
 */
export function thinReturns(line: string): string {
	if (line.length < LONG || !line.includes('\r')) return line;
	const seen = new Map<string, number>();
	const pieces = line.split('\r');
	const last = pieces.length - 1;
	const kept = pieces.filter((piece, index) => {
		const shape = piece.replaceAll(/\d+/g, '0');
		const count = (seen.get(shape) ?? 0) + 1;
		seen.set(shape, count);
		return count <= KEPT || index === last;
	});
	return kept.length === pieces.length ? line : kept.join('\r');
}
