import {DOORS} from './doors.js';
import {mutated, randomOf} from './mutate.js';

/** What was found at a door: the number that makes the input again, and what went wrong. */
export interface Finding {
	readonly run: number;
	readonly what: string;
	readonly input: Buffer;
}

/** Seconds of work that one input may take, and bytes that the process may hold. */
const MOST_SECONDS = 2;
const MOST_BYTES = 500e6;
const MOST_FINDINGS = 5;

/** Sends inputs through a door for a while. Run `n` has the seed `first + n`, so that every finding can be made again. */
export function fuzz(
	name: string,
	seconds: number,
	first: number,
): {readonly runs: number; readonly findings: readonly Finding[]} {
	const door = DOORS[name]?.();
	if (!door) throw new Error(`There is no door ${name}: ${Object.keys(DOORS).join(', ')}.`);
	for (const seed of door.seeds) door.enter(seed);
	const base = process.memoryUsage.rss();
	const findings: Finding[] = [];
	const end = Date.now() + seconds * 1000;
	let run = first;
	for (; Date.now() < end && findings.length < MOST_FINDINGS; run += 1) {
		const random = randomOf(run);
		const input = mutated(door.seeds[random(door.seeds.length)] ?? Buffer.alloc(0), random);
		const what = troubleOf(() => {
			door.enter(input);
		}, base);
		if (what !== undefined) findings.push({run, what, input});
	}
	return {runs: run - first, findings};
}

function troubleOf(work: () => void, base: number): string | undefined {
	const before = process.cpuUsage();
	try {
		work();
	} catch (error) {
		return error instanceof Error ? (error.stack ?? error.message) : String(error);
	}
	const {user, system} = process.cpuUsage(before);
	const spent = (user + system) / 1e6;
	if (spent > MOST_SECONDS) return `It took ${spent.toFixed(1)} s.`;
	const more = process.memoryUsage.rss() - base;
	return more > MOST_BYTES ? `It holds ${String(Math.round(more / 1e6))} MB more.` : undefined;
}
