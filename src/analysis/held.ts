import type {Buffer, BufferGroup} from '../model/analysis.js';
import type {Incident} from '../model/incident.js';
import {sumOf, type Interval} from '../model/interval.js';
import type {Program} from '../model/program.js';
import type {SlotTables} from '../program/list/slots.js';
import type {Known} from '../model/known.js';
import type {Halves} from './shares.js';

/** What the facts are made from. */
export interface Held {
	readonly incident: Incident;
	readonly known: Known;
	readonly program: Program;
	readonly groups: readonly BufferGroup[];
	/** The listed buffers, and those of other lists, which may name operations. */
	readonly named: readonly Buffer[];
	readonly buffers: readonly Buffer[];
	readonly tables: SlotTables | undefined;
	readonly halves: Halves | undefined;
}

/** Bytes of groups together. */
export function totalOf(groups: readonly BufferGroup[]): Interval {
	return sumOf(groups.map(({total}) => total));
}

/** Groups of arguments and outputs. */
export function outsideOf(groups: readonly BufferGroup[]): readonly BufferGroup[] {
	return groups.filter(({place}) => place === 'argument' || place === 'output');
}
