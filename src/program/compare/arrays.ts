import {naturalBits} from '../../model/element.js';
import type {Meaning, Program, Term, Use} from '../../model/program.js';
import {arraysIn} from '../list/dims.js';
import {product} from '../numbers.js';
import {aliveAtPeak} from '../peak.js';

/** What one dimension is said to be: several meanings for a product. */
export interface DimensionName {
	readonly meanings: readonly Meaning[];
	/** 1 where it is known, less where it is inferred. */
	readonly weight: number;
}

/** Arrays of one type and one list of extents above one, wherever they are. */
export interface Held {
	/** `bf16[8,2048,4096]`. */
	readonly key: string;
	readonly type: string;
	/** Extents above one. */
	readonly core: readonly number[];
	/** For each extent, what the program says of it. */
	readonly names: readonly DimensionName[];
	/** Bytes at the peak; 0 for an array that is only mentioned, or that takes turns in the memory of another. */
	readonly bytes: number;
	/** Bytes at the peak without padding. */
	readonly unpadded: number;
	readonly count: number;
	readonly temporary: number;
	/** Arguments and outputs. */
	readonly outside: number;
	readonly uses: ReadonlySet<Use>;
	readonly op?: string;
}

export interface Inventory {
	readonly arrays: ReadonlyMap<string, Held>;
	/** Bytes of all of them. */
	readonly total: number;
}

/** Counts the arrays of a program; `mentioned` are shapes that the evidence names besides, such as those that take turns in a slot. */
export function inventoryOf(program: Program, mentioned: readonly string[] = []): Inventory {
	const arrays = new Map<string, Held>();
	const filling = new Set(program.from === 'dump' ? aliveAtPeak(program) : program.terms);
	const meaning = new Map(program.symbols.map((symbol) => [symbol.id, symbol]));
	const name = ({symbols}: Term['dims'][number]): DimensionName => {
		const found = symbols.flatMap((id) => meaning.get(id) ?? []);
		const sure = found.every(({belief}) => belief === 'known');
		return {
			meanings: found.flatMap((symbol) => symbol.meaning ?? []),
			weight: sure ? 1 : LIKELY,
		};
	};
	const add = (type: string, extents: readonly number[], term: Term | undefined, fills: boolean): void => {
		const core = extents.filter((extent) => extent > 1);
		const key = keyOf(type, core);
		const old = arrays.get(key) ?? {...NOTHING, key, type, core, names: core.map(() => UNNAMED)};
		const dims = term?.dims.filter(({extent}) => extent > 1).map(name);
		const count = fills ? (term?.count ?? 1) : 0;
		const op = old.op ?? term?.op;
		arrays.set(key, {
			...old,
			names: dims?.some(({meanings}) => meanings.length > 0) && !old.names.some(isNamed) ? dims : old.names,
			bytes: old.bytes + (count * ((term?.bytes.low ?? 0) + (term?.bytes.high ?? 0))) / 2,
			unpadded: old.unpadded + (count * product(core) * naturalBits(type)) / 8,
			count: old.count + count,
			temporary: old.temporary + (term?.place === 'temporary' ? count : 0),
			outside: old.outside + (term?.place === 'argument' || term?.place === 'output' ? count : 0),
			uses: term ? new Set([...old.uses, term.use]) : old.uses,
			...(op === undefined ? {} : {op}),
		});
	};
	for (const term of program.terms)
		if (term.type !== '' && term.dims.length > 0)
			add(
				term.type,
				term.dims.map(({extent}) => extent),
				term,
				filling.has(term),
			);
	for (const shape of mentioned) for (const {element, dims} of arraysIn(shape)) add(element, dims, undefined, false);
	const total = [...filling].reduce((sum, {bytes, count}) => sum + (count * (bytes.low + bytes.high)) / 2, 0);
	return {arrays, total};
}

/** Weight of a name that is inferred. */
const LIKELY = 0.6;
const UNNAMED: DimensionName = {meanings: [], weight: 0};
const NOTHING = {bytes: 0, unpadded: 0, count: 0, temporary: 0, outside: 0, uses: new Set<Use>()};

function isNamed({meanings}: DimensionName): boolean {
	return meanings.length > 0;
}

export function keyOf(type: string, core: readonly number[]): string {
	return `${type}[${core.join()}]`;
}

/** Parameters, their state and what looks like them: arrays of numbers that are given to the program, neither inputs nor caches. */
export function isParameter({type, core, outside, uses}: Held): boolean {
	const other = uses.has('cache') || uses.has('input');
	return outside > 0 && core.length >= 2 && !other && /^(?:bf|f)\d/.test(type);
}

/** Bytes over those of the data. */
export function expansionOf({bytes, unpadded}: Held): number {
	return unpadded > 0 ? Math.max(1, bytes / unpadded) : 1;
}
