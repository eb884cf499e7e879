/** All ways to one place: they share one upright line. Heights grow downwards. */
export interface Bus<Row> {
	readonly to: string;
	readonly from: readonly Row[];
	/** Height at which the place is entered. */
	readonly at: number;
	readonly top: number;
	readonly bottom: number;
	/** Which of the parallel upright lines it is, 0 is the leftmost. */
	readonly track: number;
}

/** Gives each line a track on which no other line stands at the same height; short lines come near the boxes. Also counts the tracks. */
export function allot<Row>(buses: readonly Bus<Row>[]): {readonly buses: readonly Bus<Row>[]; readonly tracks: number} {
	const tracks: {top: number; bottom: number}[][] = [];
	const shortFirst = buses.toSorted((a, b) => a.bottom - a.top - (b.bottom - b.top) || a.top - b.top);
	const allotted = shortFirst.map((bus) => {
		const isFree = (taken: readonly {top: number; bottom: number}[]): boolean =>
			taken.every((other) => other.bottom + CLEAR < bus.top || bus.bottom + CLEAR < other.top);
		let track = tracks.findIndex(isFree);
		if (track < 0) track = tracks.push([]) - 1;
		tracks[track]?.push(bus);
		return {...bus, track};
	});
	return {buses: allotted, tracks: tracks.length};
}

const CLEAR = 4;
