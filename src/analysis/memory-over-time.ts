/** The memory of a known program over its schedule, in stretches that a screen can show. */
import type {MemoryOverTime, MemoryStretch} from '../model/analysis.js';
import type {Program} from '../model/program.js';
import {printSize} from '../model/size.js';
import {aliveAt, timelineOf} from '../program/peak.js';
import {wordsOfTerms} from './program-buffers.js';

/** Stretches are as many as a screen has lines. */
const STRETCHES = 24;
/** How many arrays are named in each. */
const NAMED = 8;

/** Most that is alive in each stretch, and what it is; undefined where lives are unknown. */
export function memoryOverTime(program: Program): MemoryOverTime | undefined {
	const {moments, peak, base} = timelineOf(program);
	const last = moments.at(-1)?.at ?? 0;
	if (moments.length < 2) return undefined;
	const length = Math.max(1, Math.ceil(last / STRETCHES));
	const stretches: MemoryStretch[] = [];
	let next = 0;
	let alive = base;
	for (let from = 0; from < last; from += length) {
		const to = Math.min(last, from + length) - 1;
		let most = moments[next]?.at === from ? undefined : {at: from, bytes: alive};
		for (let moment = moments[next]; moment && moment.at <= to; moment = moments[++next]) {
			alive = moment.bytes;
			if (!most || moment.bytes > most.bytes) most = moment;
		}
		if (!most) continue;
		stretches.push({
			from,
			to,
			at: most.at,
			bytes: most.bytes,
			text: printSize(most.bytes),
			largest: largestAt(program, most.at),
		});
	}
	const highest = stretches.findIndex(({from, to}) => from <= peak.at && peak.at <= to);
	return {stretches, peak: Math.max(0, highest), last};
}

function largestAt(program: Program, at: number): MemoryStretch['largest'] {
	const alike = new Map<string, {bytes: number; count: number; shape: string; what: string}>();
	for (const term of aliveAt(program, at)) {
		const [shape, what] = [term.shape.replace(/\{[^{}]*\}$/, ''), wordsOfTerms([term], program.devices ?? 1)];
		const group = alike.get(`${shape} ${what}`) ?? {bytes: 0, count: 0, shape, what};
		alike.set(`${shape} ${what}`, {
			...group,
			bytes: group.bytes + term.bytes.high * term.count,
			count: group.count + term.count,
		});
	}
	const groups = [...alike.values()].sort((a, b) => b.bytes - a.bytes);
	const named = groups.slice(0, NAMED).map(({bytes, count, shape, what}) => ({
		text: printSize(bytes),
		shape: count > 1 ? `${count} × ${shape}` : shape,
		what,
	}));
	const rest = groups.slice(NAMED);
	const bytes = rest.reduce((sum, group) => sum + group.bytes, 0);
	const count = rest.reduce((sum, group) => sum + group.count, 0);
	return bytes > 0 ? [...named, {text: printSize(bytes), shape: `${count} smaller arrays`, what: ''}] : named;
}
