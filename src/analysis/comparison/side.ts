import type {Analysis} from '../../model/analysis.js';
import type {FlagInForce} from '../../model/incident.js';
import {middle} from '../../program/list/buffers.js';
import type {Signs} from '../../program/compare/subject.js';
import {Known} from '../../model/known.js';
import {slotBytes, slotTables} from '../../program/list/slots.js';

/** One of the two failures, with what a comparison looks at. */
export interface Side {
	readonly analysis: Analysis;
	readonly known: Known;
	readonly signs: Signs;
	readonly flags: readonly FlagInForce[];
	/** Whether buffers are listed. */
	readonly listed: boolean;
}

export function sideOf(analysis: Analysis, flags: readonly FlagInForce[]): Side {
	const known = new Known(analysis.facts);
	return {analysis, known, flags, listed: analysis.buffers.length > 0, signs: signsOf(analysis, known)};
}

/** What the facts and the texts beside the arrays say of a program. */
function signsOf(analysis: Analysis, known: Known): Signs {
	const {incident} = analysis;
	const tables = slotTables(incident);
	const large = tables?.outside.filter((slot) => slotBytes(slot).low >= 65_536) ?? [];
	const bytes = (some: typeof large): number => some.reduce((sum, slot) => sum + middle(slotBytes(slot)), 0);
	const size = (fact: string): number | undefined => {
		const range = known.range(fact);
		return range && middle(range);
	};
	const debug = analysis.facts.find(({name}) => name === 'debug.suspected')?.origin;
	const note = debug?.by === 'derivation' ? debug.note : undefined;
	const printed = [...incident.allocations, ...incident.arguments, ...incident.live];
	const signs: {readonly [Sign in keyof Signs]: Signs[Sign] | undefined} = {
		need: needed({known}),
		mentioned: [
			...incident.slots.flatMap(({shapes}) => shapes.map(({shape}) => shape)),
			...printed.flatMap(({shape}) => shape ?? []),
		],
		callback:
			known.holds('debug.suspected') === true ? (note ?? 'Only the larger program shows a callback.') : undefined,
		checkpoint: known.holds('remat.checkpoint'),
		shared: size('hbm.shared'),
		outside: size('outside.bytes'),
		singles: large.length > 0 ? bytes(large.filter(({values}) => values === 1)) / bytes(large) : undefined,
	};
	return Object.fromEntries(Object.entries(signs).filter(([, sign]) => sign !== undefined));
}

/** Figures that say how much was asked for, and of what, in the order in which they count. */
const HEADLINES = [
	['hbm.used', 'need'],
	['hbm.total', 'need'],
	['vmem.used', 'vmem'],
	['smem.used', 'smem'],
	['request.size', 'request'],
] as const;

/** What the headline gives: the need of a program, or what was asked for a buffer or for a program to load. Only one kind compares. */
export type HeadlineKind = (typeof HEADLINES)[number][1] | 'load';

export function headlineKind({known}: Side): HeadlineKind | undefined {
	const kind = HEADLINES.find(([fact]) => known.range(fact))?.[1];
	return kind === 'request' && known.text('code') === 'E0101' ? 'load' : kind;
}

/** Bytes asked for, where a figure says so. */
export function needed({known}: Pick<Side, 'known'>): number | undefined {
	const range = HEADLINES.map(([fact]) => known.range(fact)).find((one) => one !== undefined);
	return range && middle(range);
}

/** Bytes that there are for it: the capacity, or what was free for a request. */
export function capacity(side: Side): number | undefined {
	const kind = headlineKind(side);
	const range = kind && side.known.range(ROOM[kind]);
	return range && middle(range);
}

const ROOM: Readonly<Record<HeadlineKind, string>> = {
	need: 'hbm.capacity',
	request: 'request.free',
	load: 'request.free',
	vmem: 'vmem.capacity',
	smem: 'smem.capacity',
};

/** Bytes of HBM that one device offers. */
export function hbmCapacity({known}: Side): number | undefined {
	const range = known.range('hbm.capacity');
	return range && middle(range);
}
