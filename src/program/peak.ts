import type {Interval} from '../model/interval.js';
import type {Term} from '../model/program.js';

/**
 * Bytes of the terms at their peak: the largest sum over time of what is alive. Terms without a life count as alive throughout, so
 * without any lives it is the plain sum. An alias of an argument, and what is inside another term, takes no memory of its own.
 */
export function peakBytes(terms: readonly Term[]): Interval {
	const own = terms.filter((term) => term.aliasOf === undefined && term.inside === undefined);
	const always = own.filter((term) => term.life === undefined);
	const timed = own.filter((term) => term.life !== undefined);
	const base = sum(always);
	const low = highest(timed, (term) => term.bytes.low * term.count);
	const high = highest(timed, (term) => term.bytes.high * term.count);
	return {low: base.low + low, high: base.high + high};
}

function sum(terms: readonly Term[]): Interval {
	return terms.reduce(
		(total, term) => ({
			low: total.low + term.bytes.low * term.count,
			high: total.high + term.bytes.high * term.count,
		}),
		{low: 0, high: 0},
	);
}

/** Largest sum over time; a life includes its last moment. */
function highest(terms: readonly Term[], bytesOf: (term: Term) => number): number {
	const edges = terms.flatMap((term) => {
		const [from, to] = term.life ?? [0, 0];
		const bytes = bytesOf(term);
		return [
			{at: from, bytes},
			{at: to + 1, bytes: -bytes},
		];
	});
	// At one moment, what ends goes before what begins.
	edges.sort((a, b) => a.at - b.at || a.bytes - b.bytes);
	let alive = 0;
	let most = 0;
	for (const edge of edges) {
		alive += edge.bytes;
		most = Math.max(most, alive);
	}
	return most;
}
