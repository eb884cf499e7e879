import {middle} from '../../model/interval.js';
import type {Analysis} from '../../model/analysis.js';
import type {FlagInForce} from '../../model/incident.js';
import {Known} from '../../model/known.js';
import type {Signs} from '../../program/compare/subject.js';
import {slotBytes, slotTables} from '../../program/list/slots.js';

/** One of the two failures, with what a comparison looks at. */
export interface Side {
	readonly analysis: Analysis;
	readonly known: Known;
	readonly signs: Signs;
	readonly flags: readonly FlagInForce[];
	/** Whether buffers are listed. */
	readonly listed: boolean;
	/** What the headline gives; absent where there is no figure. */
	readonly kind?: HeadlineKind;
	/** Bytes asked for, where a figure says so. */
	readonly needed?: number | undefined;
	/** Bytes that there are for it: the capacity, or what was free for a request. */
	readonly capacity?: number | undefined;
	/** Bytes of HBM that one device offers. */
	readonly hbm?: number | undefined;
}

/** The need of a program, or what was asked for a buffer or for a program to load. Only one kind compares. */
export type HeadlineKind = 'need' | 'vmem' | 'smem' | 'request' | 'load';

/** Figures that say how much was asked for, and of what, in the order in which they count; and what there was of it. */
const HEADLINES = [
	{asked: 'hbm.used', room: 'hbm.capacity', kind: 'need'},
	{asked: 'hbm.total', room: 'hbm.capacity', kind: 'need'},
	{asked: 'vmem.used', room: 'vmem.capacity', kind: 'vmem'},
	{asked: 'smem.used', room: 'smem.capacity', kind: 'smem'},
	{asked: 'request.size', room: 'request.free', kind: 'request'},
] as const;

export function sideOf(analysis: Analysis, flags: readonly FlagInForce[]): Side {
	const known = new Known(analysis.facts);
	const size = (fact: string): number | undefined => {
		const range = known.range(fact);
		return range && middle(range);
	};
	const headline = HEADLINES.find(({asked}) => known.range(asked));
	const isLoad = headline?.kind === 'request' && known.text('code') === 'E0101';
	const needed = headline && size(headline.asked);
	return {
		analysis,
		known,
		flags,
		listed: analysis.buffers.length > 0,
		hbm: size('hbm.capacity'),
		signs: {
			...signsOf(analysis, known),
			need: needed,
			shared: size('hbm.shared'),
			outside: size('outside.bytes'),
		},
		...(headline && {kind: isLoad ? 'load' : headline.kind, needed, capacity: size(headline.room)}),
	};
}

/** What the facts and the texts beside the arrays say of a program. */
function signsOf({incident, facts}: Analysis, known: Known): Signs {
	const tables = slotTables(incident);
	const large = tables?.outside.filter((slot) => slotBytes(slot).low >= 65_536) ?? [];
	const bytes = (some: typeof large): number => some.reduce((sum, slot) => sum + middle(slotBytes(slot)), 0);
	const debug = facts.find(({name}) => name === 'debug.suspected')?.origin;
	const note = debug?.by === 'derivation' ? debug.note : undefined;
	const printed = [...incident.allocations, ...incident.arguments, ...incident.live];
	return {
		mentioned: [
			...incident.slots.flatMap(({shapes}) => shapes.map(({shape}) => shape)),
			...printed.flatMap(({shape}) => shape ?? []),
		],
		callback: known.holds('debug.suspected') ? (note ?? 'Only the larger program shows a callback.') : undefined,
		singles: large.length > 0 ? bytes(large.filter(({values}) => values === 1)) / bytes(large) : undefined,
	};
}
