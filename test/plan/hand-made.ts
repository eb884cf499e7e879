/** Analyses made by hand: just enough evidence for one idea each. */
import {NO_PROGRAM, type Program, type Symbol, type Term} from '../../src/model/program.js';
import type {Analysis, Buffer, BufferGroup, DimensionRole} from '../../src/model/analysis.js';
import type {Fact, FactValue} from '../../src/model/fact.js';
import {add, point, type Interval} from '../../src/model/interval.js';
import {parseSize, printSize} from '../../src/model/size.js';
import type {AskedChange} from '../../src/program/change/asked.js';
import type {Saving} from '../../src/plan/saving.js';

export const G = 2 ** 30;

export function fact(name: string, value: string | number | boolean): Fact {
	return {name, value: valueOf(value), origin: {by: 'derivation', rule: 'by hand', from: []}};
}

function valueOf(value: string | number | boolean): FactValue {
	if (typeof value === 'boolean') return {kind: 'truth', text: value ? 'yes' : 'no', holds: value};
	if (typeof value === 'number') return {kind: 'number', text: String(value), range: point(value)};
	const size = /^\d+(\.\d+)?[KMGT]$/.test(value) ? parseSize(value) : undefined;
	return size ? {kind: 'size', text: value, bytes: size.bytes} : {kind: 'text', text: value};
}

export function facts(values: Readonly<Record<string, string | number | boolean>>): readonly Fact[] {
	return Object.entries(values).map(([name, value]) => fact(name, value));
}

/** `group('bf16[8,4096]', 4, 2 * G, 'temp', {0: 'batch'})`: four buffers of two gibibytes. */
export function group(
	shape: string,
	count: number,
	each: number,
	place: Buffer['place'] = 'temp',
	roles: Readonly<Record<number, DimensionRole>> = {},
): BufferGroup {
	const buffers = Array.from({length: count}, (): Buffer => ({
		bytes: point(each),
		text: printSize(each),
		shape,
		place,
		line: 1,
		from: 'allocation',
	}));
	const dims = /\[(.*?)\]/.exec(shape)?.[1]?.split(',').map(Number) ?? [];
	return {
		shape,
		element: shape.split('[')[0] ?? '',
		dims,
		count,
		each: point(each),
		total: point(count * each),
		text: printSize(count * each),
		place,
		pass: 'unknown',
		what: 'by hand',
		roles,
		scanned: false,
		meanings: Object.values(roles),
		use: 'unknown',
		term: {type: '', dims: [], shape, count, bytes: point(each), place: 'temporary', use: 'unknown'},
		buffers,
	};
}

const PLACES = {temp: 'temporary', argument: 'argument', output: 'output', other: 'constant'} as const;

/** The program of a list, as the groups say it. */
export function programOf(of: readonly Fact[], groups: readonly BufferGroup[]): Program {
	const size = (name: string): Interval | undefined => {
		const value = of.find((one) => one.name === name)?.value;
		return value?.kind === 'size' ? value.bytes : undefined;
	};
	const [inside, outside, donatable] = ['hbm.temp', 'outside.bytes', 'donation.possible'].map(size);
	const capacity = size('hbm.capacity');
	const terms = groups.map((one): Term => ({
		type: one.element ?? '',
		dims: one.dims.map((extent, at) => {
			const role = one.roles[at];
			return {extent, symbols: role === undefined ? [] : [role], over: 1, constant: role === undefined ? extent : 1};
		}),
		shape: one.shape,
		count: one.count,
		bytes: one.each,
		place: PLACES[one.place],
		use: one.use,
	}));
	const symbols = groups.flatMap((one) =>
		Object.entries(one.roles).map(([at, role]): Symbol => ({
			id: role,
			extent: one.dims[Number(at)] ?? 1,
			meaning: role,
			belief: 'likely',
			why: 'by hand',
		})),
	);
	return {
		...NO_PROGRAM,
		symbols: symbols.filter(({id}, at) => symbols.findIndex((one) => one.id === id) === at),
		terms,
		total: size('hbm.used') ?? groups.reduce((sum, one) => add(sum, one.total), point(0)),
		sides: {...(inside && {inside}), ...(outside && {outside})},
		...(donatable && {donatable}),
		...(capacity && {capacity}),
	};
}

export function analysis(of: readonly Fact[], groups: readonly BufferGroup[] = []): Analysis {
	return {
		program: programOf(of, groups),
		incident: {
			id: '1',
			code: 'E1000',
			form: 'by_hand',
			at: {evidence: 'hand', line: 1, quote: ''},
			occurrences: 1,
			hosts: [],
			facts: [],
			allocations: [],
			arguments: [],
			slots: [],
			live: [],
			hints: [],
		},
		facts: of,
		buffers: groups.flatMap((one) => one.buffers),
		groups,
		parts: [],
		story: [],
		missing: groups.length > 0 ? [] : ['list of buffers'],
	};
}

/** A share of each region of a memory, from its low to its high end; absent where a change does not reach it. */
export type Shares = readonly (readonly [low: number, high: number] | undefined)[];

/** A saving that takes shares of regions of so many bytes. In one region the shares of several changes multiply. */
export function savingOf(
	id: string,
	memory: readonly number[],
	shares: Shares,
	overlaps: readonly string[] = [],
): Saving {
	const freedBy = (all: readonly AskedChange[]): Interval => {
		const taken = all.map(({text}) => JSON.parse(text) as (readonly [number, number] | null)[]);
		const at = (end: 0 | 1): number =>
			memory.reduce((sum, bytes, region) => {
				const left = taken.reduce((rest, own) => rest * (1 - (own[region]?.[end] ?? 0)), 1);
				return sum + bytes * (1 - left);
			}, 0);
		return {low: at(0), high: at(1)};
	};
	const asked = {text: JSON.stringify(shares.map((share) => share ?? null)), steps: [], words: id};
	return {id, overlaps, freed: freedBy([asked]), basis: '', change: {asked, freedBy}};
}
