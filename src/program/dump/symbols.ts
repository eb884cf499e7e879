import {MEANINGS, type Meaning, type Symbol, type Term} from '../../model/program.js';
import type {Flow} from '../dims/flow.js';
import {bytesBySymbol} from '../peak.js';
import type {DumpArgument} from './arguments.js';
import type {Carried} from './carry-over.js';
import type {Meant} from './meanings.js';

/** The symbols of a program, and which sets of dimensions they are. */
export interface NamedSymbols {
	readonly all: readonly Symbol[];
	/** The symbols whose product a product of sets is, and the factor that is left. */
	of(sets: readonly number[]): {readonly ids: readonly string[]; readonly constant: number};
	/** Extent of a symbol in the whole program. */
	extent(id: string): number;
	/** The layers of an unrolled program, which are a count of repetitions. */
	readonly repeated?: Symbol;
	/** Id of `repeated` where an argument belongs to one layer: `params['blocks'][3]['w']`. */
	repeatedIn(name: string): string | undefined;
}

/** Makes a symbol of every set that arguments or large arrays have. Sets of one meaning and extent are one symbol. */
export function symbolsOf(
	flow: Flow,
	args: readonly DumpArgument[],
	meanings: ReadonlyMap<number, Meant>,
	carried: ReadonlyMap<number, Carried>,
): NamedSymbols {
	const {unions} = flow;
	const inputs = setsOfArguments(
		flow,
		args.filter(({use}) => use === 'input'),
	);
	const local = localExtents(flow, carried, inputs);
	const used = new Set([...carried.values()].flatMap(({sets}) => sets));
	if (carried.size === 0)
		for (let node = 0; node < unions.size; node += 1) if (unions.extent(node) > 1) used.add(unions.find(node));
	const held = setsOfArguments(flow, args);
	const merged = mergedSets(flow, (set) => held.has(set) || meanings.has(set));
	const roots = [...new Set([...meanings.keys(), ...used, ...held.keys()])]
		.filter((set) => unions.extent(set) > 1 && !merged.has(set))
		// What is known comes first, and has the plain name.
		.sort((x, y) => rank(meanings.get(x)) - rank(meanings.get(y)) || x - y);
	const bound = boundParts(flow, held, meanings);
	const all: Symbol[] = [];
	const bySet = new Map<number, {id: string; constant: number}>();
	const counts = new Map<string, number>();
	for (const set of roots) {
		if (bound.has(set)) continue;
		const meant = meanings.get(set);
		const whole = unions.extent(set);
		const same =
			meant && all.find((other) => other.meaning === meant.meaning && (other.global ?? other.extent) === whole);
		if (same) {
			bySet.set(set, {id: same.id, constant: 1});
			continue;
		}
		const base = meant?.meaning ?? 'd';
		const number = (counts.get(base) ?? 0) + 1;
		counts.set(base, number);
		const id = meant && number === 1 ? meant.meaning : `${base}${number}`;
		const extent = local.get(set) ?? whole;
		all.push({
			id,
			extent,
			...(extent !== whole && {global: whole}),
			...(meant && {meaning: meant.meaning}),
			belief: meant?.belief ?? 'unknown',
			why: meant?.why ?? held.get(set) ?? 'an array of the program has it',
		});
		bySet.set(set, {id, constant: 1});
	}
	for (const [set, owner] of bound) {
		const symbol = bySet.get(owner);
		if (symbol) bySet.set(set, {id: symbol.id, constant: unions.extent(set) / unions.extent(owner)});
	}
	const repeated = all.some(({meaning}) => meaning === 'layers') ? undefined : repeatedLayers(args);
	if (repeated) all.push(repeated);
	const extents = new Map(all.map(({id, global, extent}) => [id, global ?? extent]));
	return {
		all: sortedSymbols(all),
		of(whole) {
			const sets = whole.flatMap((set) => merged.get(set) ?? [set]);
			const found = sets.map((set) => bySet.get(set));
			const ids = found.flatMap((one) => (one ? [one.id] : []));
			const constant = found.reduce((product, one, k) => product * (one?.constant ?? unions.extent(sets[k] ?? 0)), 1);
			return {ids, constant};
		},
		extent: (id) => extents.get(id) ?? 1,
		...(repeated && {repeated}),
		repeatedIn: (name) => (repeated && layerOf(name) !== undefined ? repeated.id : undefined),
	};
}

/** Of several dimensions of a meaning, the one that most bytes at the peak have takes the plain name, and the other its name. */
export function heaviestFirst(
	symbols: readonly Symbol[],
	terms: readonly Term[],
): {readonly symbols: readonly Symbol[]; readonly terms: readonly Term[]} {
	const weights = bytesBySymbol({terms});
	const taken = new Map<string, string>();
	const ordered = [...symbols];
	for (const [at, first] of symbols.entries()) {
		if (first.id !== first.meaning) continue;
		const weight = ({id, meaning}: Symbol): number => (meaning === first.meaning ? (weights.get(id) ?? 0) : -1);
		const most = symbols.reduce((a, b) => (weight(b) > weight(a) ? b : a), first);
		if (most === first) continue;
		taken.set(first.id, most.id).set(most.id, first.id);
		ordered[at] = {...most, id: first.id};
		ordered[symbols.indexOf(most)] = {...first, id: most.id};
	}
	const idOf = (id: string): string => taken.get(id) ?? id;
	if (taken.size === 0) return {symbols, terms};
	return {
		symbols: ordered,
		terms: terms.map(({each, ...term}) => ({
			...term,
			...(each !== undefined && {each: idOf(each)}),
			dims: term.dims.map((dim) => ({...dim, symbols: dim.symbols.map(idOf)})),
		})),
	};
}

function rank(meant: Meant | undefined): number {
	return meant?.belief === 'known' ? 0 : meant ? 1 : 2;
}

/** Named dimensions first, in the order of the vocabulary. */
const ORDER: readonly (Meaning | undefined)[] = [...MEANINGS, undefined];

function sortedSymbols(symbols: readonly Symbol[]): readonly Symbol[] {
	return [...symbols].sort((a, b) => ORDER.indexOf(a.meaning) - ORDER.indexOf(b.meaning));
}

/** The largest extent that a device has of each set; of inputs the smallest, as they are given: what is gathered of them later is larger. */
function localExtents(
	{unions}: Flow,
	carried: ReadonlyMap<number, Carried>,
	inputs: ReadonlyMap<number, string>,
): Map<number, number> {
	const local = new Map<number, number>();
	for (const {sets, over} of carried.values()) {
		const [set] = sets;
		if (set === undefined || sets.length !== 1) continue;
		const own = Math.ceil(unions.extent(set) / over);
		const other = local.get(set) ?? own;
		local.set(set, inputs.has(set) ? Math.min(other, own) : Math.max(other, own));
	}
	return local;
}

/** Sets that merge others: the tokens of a batch, the steps of its rollouts. Each is the product of those. */
function mergedSets(flow: Flow, isOwn: (set: number) => boolean): ReadonlyMap<number, readonly number[]> {
	const merged = new Map<number, readonly number[]>();
	const products = flow.unions.products().filter(({whole}) => !isOwn(whole));
	for (let size = -1; size < merged.size;) {
		size = merged.size;
		for (const {whole, parts} of products) {
			if (merged.has(whole) || !parts.every((part) => isOwn(part) || merged.has(part))) continue;
			merged.set(
				whole,
				parts.flatMap((part) => merged.get(part) ?? [part]),
			);
		}
	}
	return merged;
}

/** Sets that follow others. A projection is divided into heads: the number of heads follows the projection's width, and is not free. */
function boundParts(
	flow: Flow,
	held: ReadonlyMap<number, string>,
	meanings: ReadonlyMap<number, Meant>,
): Map<number, number> {
	const bound = new Map<number, number>();
	for (const {whole, parts} of flow.unions.products()) {
		// A batch in several steps: the steps stay, and each is smaller.
		const isBatch = meanings.get(whole)?.meaning === 'batch';
		const part = isBatch ? parts.find((one) => !held.has(one) && !meanings.has(one)) : parts[0];
		if (part === undefined || held.has(part) || part === whole || bound.has(part) || bound.has(whole)) continue;
		const isFree = (meanings.get(part)?.meaning ?? 'heads') === 'heads';
		if (held.has(whole) && isFree) bound.set(part, whole);
	}
	// Half of a sequence, or one position less, follows the sequence.
	for (let round = 0; round < 8; round += 1) {
		for (const [a, b] of flow.unions.scales()) {
			for (const [part, whole] of [
				[a, b],
				[b, a],
			] as const) {
				const leads = held.has(whole) || meanings.has(whole) || bound.has(whole);
				if (!leads || held.has(part) || bound.has(part) || meanings.get(part)?.belief === 'known') continue;
				const owner = bound.get(whole) ?? whole;
				if (owner !== part) bound.set(part, owner);
			}
		}
	}
	return bound;
}

/** The sets that arguments have, each with the first place where it is. */
function setsOfArguments({unions}: Flow, args: readonly DumpArgument[]): ReadonlyMap<number, string> {
	const held = new Map<number, string>();
	for (const {name, nodes} of args)
		for (const [dim, node] of nodes.entries()) {
			const set = unions.find(node);
			if (!held.has(set)) held.set(set, `${name}, dimension ${dim}`);
		}
	return held;
}

/** Number of the layer in the path of an argument. */
function layerOf(name: string): number | undefined {
	const number =
		/\[['"]?(?:\w*_)?(\d+)['"]?\]/.exec(name)?.[1] ??
		/(?:^|[._/])(?:layers?|blocks?|h)[._]?(\d+)(?:$|[._/[])/.exec(name)?.[1];
	return number === undefined ? undefined : Number(number);
}

/** Layers by the paths of parameters: the container with the most bytes of which two members or more are alike. */
function repeatedLayers(args: readonly DumpArgument[]): Symbol | undefined {
	const containers = new Map<string, {numbers: Set<number>; bytes: number; arrays: number}>();
	for (const {name, use, bytes} of args) {
		const number = layerOf(name);
		if (use !== 'parameter' || number === undefined) continue;
		const container = name.slice(0, name.search(/\[?['"]?(?:(?<!\w)\w*_)?\d/));
		const found = containers.get(container) ?? {numbers: new Set<number>(), bytes: 0, arrays: 0};
		found.numbers.add(number);
		found.bytes += bytes;
		found.arrays += 1;
		containers.set(container, found);
	}
	// A layer has several arrays; tables that are numbered have one each.
	const layered = [...containers].filter(([, {numbers, arrays}]) => numbers.size > 1 && arrays > numbers.size);
	const [most] = layered.sort((a, b) => b[1].bytes - a[1].bytes);
	if (!most) return undefined;
	return {
		id: 'layers',
		extent: most[1].numbers.size,
		meaning: 'layers',
		belief: 'likely',
		why: `${most[0]}[0] to [${most[1].numbers.size - 1}]`,
	};
}
