/** Distinct arrays of a list, and what they show of each other before any is labelled: parameters, widths, stacks over layers. */
import {isFloat} from '../../model/element.js';
import {grouped} from '../grouped.js';
import type {Plain} from './dims.js';
import {familiesOf, type Families} from './halves.js';
import type {Sighting} from './sightings.js';

/** Equal arrays on one side: computed inside the program, or given to it and returned. */
export interface Seen {
	/** Extents above one, joined. */
	readonly key: string;
	readonly plain: Plain;
	/** Extents without the one that stacks it over the layers. */
	readonly core: readonly number[];
	readonly side: 'inside' | 'outside';
	readonly float: boolean;
	readonly weight: number;
	/** How many there are. */
	readonly count: number;
	readonly operations: string;
}

/** All that is seen, with what follows from the arrays alone. */
export interface Sight {
	readonly arrays: readonly Seen[];
	readonly keys: ReadonlySet<string>;
	readonly total: number;
	readonly layers?: number;
	/** Keys of arrays that are stacked over the layers. */
	readonly stacked: ReadonlySet<string>;
	/** Keys of parameters, and of one layer of them. */
	readonly parameters: ReadonlySet<string>;
	/** Extents of parameters. */
	readonly widths: ReadonlySet<number>;
	/** Extents that lead parameters of experts. */
	readonly experts: ReadonlySet<number>;
	readonly families: Families;
	/** Extents of a batch whose examples each have gradients of all parameters. */
	readonly perExample: ReadonlySet<number>;
}

/** Layers of real models; a scan over more steps runs over something else. */
export const MOST_LAYERS = 256;

/** A role needs this share of all bytes seen. */
export const LEAST_SHARE = 0.03;

export function sightOf(sightings: readonly Sighting[]): Sight {
	const listed = sightings.filter((one) => one.plain.core.length > 0);
	const parameters = parametersOf(listed);
	const layers = findLayers(listed, parameters);
	const stacked =
		layers === undefined ? new Set<string>() : withAlike(stackedOver(listed, parameters, layers), listed, layers);
	const arrays = [...grouped(listed, nameOf).values()].map((same) => seenOf(same, stacked));
	arrays.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.side < b.side ? -1 : 1));
	const inner = [...parameters].map((key) => extents(stacked.has(key) ? afterFirst(key) : key));
	const all = new Set([...parameters, ...inner.map((core) => core.join())]);
	return {
		arrays,
		keys: new Set(listed.map(({key}) => key)),
		total: arrays.reduce((sum, one) => sum + one.weight, 0),
		...(layers === undefined ? {} : {layers}),
		stacked,
		parameters: all,
		widths: new Set(inner.filter((core) => core.length >= 2).flatMap((core) => core.slice(-2))),
		experts: expertsOf([...parameters], stacked, listed),
		families: familiesOf(arrays.map(({plain}) => plain)),
		perExample: perExampleOf(arrays, all),
	};
}

/** Whether one extent is another times a number of devices, a power of two. */
export function isGathered(whole: number, part: number): boolean {
	const ratio = whole / part;
	return part > 1 && Number.isInteger(ratio) && ratio >= 2 && ratio <= 4096 && Number.isInteger(Math.log2(ratio));
}

/** A tall matrix with a number for each row, such as a label, a mass or a loss, holds examples; so does such a number alone. */
export function isTall(core: readonly number[], keys: ReadonlySet<string>): boolean {
	const [rows = 0, width = 1, ...more] = core;
	return more.length === 0 && rows >= TALL * width && keys.has(String(rows));
}

/** Rows in a width from which a matrix is tall: of weights only tables are. */
export const TALL = 16;

function nameOf({key, plain, place}: Sighting): string {
	return `${sideOf(place)} ${plain.element} ${key}`;
}

function sideOf(place: Sighting['place']): Seen['side'] {
	return place === 'argument' || place === 'output' ? 'outside' : 'inside';
}

function seenOf(same: readonly Sighting[], stacked: ReadonlySet<string>): Seen {
	const [first] = same;
	if (!first) throw new Error('a group has at least one array');
	const {plain, key} = first;
	return {
		key,
		plain,
		core: stacked.has(key) ? plain.core.slice(1) : plain.core,
		side: sideOf(first.place),
		float: isFloat(plain.element),
		weight: same.reduce((sum, one) => sum + one.weight, 0),
		count: same.filter((one) => one.weight > 0).length,
		operations: [...new Set(same.map(({op}) => op))].toSorted().join(' '),
	};
}

/** Matrices of experts are at least so wide. */
const LEAST_WIDTH = 64;

const QUANTISED = /^[su][48]$|^f8/;

/** Keys of arrays outside that a step gives back, or that are quantised weights. Inputs occur once and are as often computed with. */
function parametersOf(arrays: readonly Sighting[]): ReadonlySet<string> {
	const keys = new Set(arrays.map(({key}) => key));
	const outside = arrays.filter((one) => sideOf(one.place) === 'outside' && one.fills);
	const floats = grouped(
		outside.filter((one) => isFloat(one.plain.element)),
		({key}) => key,
	);
	const repeated = [...floats]
		.filter(([key, same]) => same.length >= 2 && !isComputedWith(key, same))
		.map(([key]) => key);
	// A whole number for each row is its label: the rows are examples.
	const labelled = new Set(
		outside.filter(({plain: {element, core}}) => core.length === 1 && !isFloat(element)).map(({key}) => key),
	);
	const quantised = outside.filter(
		({plain: {element, core}}) => QUANTISED.test(element) && core.length >= 2 && !labelled.has(String(core[0])),
	);
	const all = [...new Set([...repeated, ...quantised.map(({key}) => key)])];
	// Weights have three dimensions at most, four where several are stacked over layers and experts; a cache of keys and values has others.
	const deep = grouped(
		all.filter((key) => extents(key).length === 4 && Math.min(...extents(key).slice(-2)) >= LEAST_WIDTH),
		(key) => extents(key).slice(0, 2).join(),
	);
	const experts = [...deep.values()].filter((same) => same.length >= 2).flat();
	return new Set([...all.filter((key) => extents(key).length <= 3), ...experts]);

	/** Rows beside several widths inside, one of them another than that of the argument: examples, and not a table. */
	function leadsOthers([rows = 0, width = 0, ...more]: readonly number[]): boolean {
		return arrays.some(
			({plain: {core}, place, fills}) =>
				more.length === 0 &&
				fills &&
				sideOf(place) === 'inside' &&
				core.length === 2 &&
				core[0] === rows &&
				core[1] !== width &&
				rows >= 4 * Math.max(width, core[1] ?? 0),
		);
	}

	/** What fills several times its arguments' bytes inside: gradients of a parameter fill at most twice its bytes. */
	function isComputedWith(key: string, same: readonly Sighting[]): boolean {
		const inside = arrays.filter((one) => one.key === key && sideOf(one.place) === 'inside');
		return isTall(extents(key), keys) || leadsOthers(extents(key)) || weightOf(inside) >= 2.5 * weightOf(same);
	}
}

/** The leading extent that stacks arrays whose single layer is seen too, or that several parameters share. */
function findLayers(arrays: readonly Sighting[], parameters: ReadonlySet<string>): number | undefined {
	const deep = arrays.filter((one) => one.plain.core.length >= 3);
	const candidates = new Set(deep.map((one) => one.plain.core[0] ?? 0));
	const merged = new Set(arrays.filter((one) => one.plain.core.length === 2).map((one) => one.plain.core[0] ?? 0));
	const scored = [...candidates]
		.filter((extent) => extent >= 2 && extent <= MOST_LAYERS)
		.map((extent) => {
			const over = stackedOver(arrays, parameters, extent).filter((key) => !isMerged(key, merged));
			const keys = over.length > 0 ? withAlike(over, arrays, extent) : new Set<string>();
			return {extent, weight: weightOf(arrays.filter((one) => keys.has(one.key)))};
		});
	const best = scored.toSorted((a, b) => b.weight - a.weight || a.extent - b.extent)[0];
	return best && best.weight >= weightOf(arrays) * LEAST_SHARE ? best.extent : undefined;
}

/** `[32,2048,4096]` is a batch where `[65536,…]` is seen: the two leading extents merged. */
function isMerged(key: string, leads: ReadonlySet<number>): boolean {
	const [first = 0, second = 0, ...rest] = extents(key);
	return rest.length === 1 && leads.has(first * second);
}

/** Keys of arrays that an extent stacks: the rest of the array is seen alone, or several parameters lead with the extent. */
function stackedOver(arrays: readonly Sighting[], parameters: ReadonlySet<string>, extent: number): readonly string[] {
	const keys = new Set(arrays.map(({key}) => key));
	const deep = arrays.filter((one) => one.plain.core.length >= 3 && one.plain.core[0] === extent);
	const led = [...new Set(deep.map(({key}) => key))];
	const outside = new Set(arrays.filter((one) => sideOf(one.place) === 'outside').map(({key}) => key));
	// A matrix that is given is a weight: only a stack that is given too is one of its layers.
	const isWeight = (key: string) => outside.has(key) && extents(key).length === 2;
	const alone = led.filter((key) => {
		const rest = afterFirst(key);
		return keys.has(rest) && (!isWeight(rest) || outside.has(key)) && !isScores(extents(key));
	});
	// Experts lead parameters too, but the router's scores end in them.
	const ends = arrays.some((one) => one.plain.core.length >= 2 && one.plain.core.at(-1) === extent && one.weight > 0);
	if (ends) return alone;
	const weights = led.filter((key) => parameters.has(key));
	if (weights.length >= 2) return [...new Set([...alone, ...weights])];
	const isComputed = deep.some(({place, fills}) => fills && sideOf(place) === 'inside');
	return isComputed ? alone : [...new Set([...alone, ...chained(led.filter((key) => outside.has(key)))])];
}

/** `[16,16,8192,8192]`: as many heads as examples, before it is a stack over as many layers. */
function isScores([first, second, third, fourth, ...more]: readonly number[]): boolean {
	return more.length === 0 && first === second && fourth !== undefined && third === fourth;
}

/** Stacks of matrices of which one is multiplied by another, as the weights of layers that are given once. */
function chained(keys: readonly string[]): readonly string[] {
	const stacks = keys.filter((key) => extents(key).length === 3 && Math.min(...extents(key).slice(1)) >= LEAST_WIDTH);
	const follows = (one: string, other: string) => one !== other && extents(one)[2] === extents(other)[1];
	const some = stacks.filter((key) => stacks.some((other) => follows(key, other) || follows(other, key)));
	return some.length >= 2 ? some : [];
}

/** With the computed arrays that lead with the layers and then with what other stacked ones have next: the batch; and with caches. */
function withAlike(keys: readonly string[], arrays: readonly Sighting[], layers: number): ReadonlySet<string> {
	const inside = arrays.filter(({plain, place}) => sideOf(place) === 'inside' && plain.core.length >= 4);
	const known = new Set(keys);
	const next = new Set(inside.filter(({key}) => known.has(key)).map(({plain}) => plain.core[1]));
	next.delete(layers);
	const isPerExample = ([, , ...rest]: readonly number[]) => known.has([layers, ...rest].join());
	const alike = inside.filter(({plain: {core}}) => core[0] === layers && (next.has(core[1]) || isPerExample(core)));
	// A cache of keys and values is given as the weights are, and weights may be given once.
	const given = arrays.filter(
		({plain: {core, element}, place}) =>
			core[0] === layers &&
			(sideOf(place) === 'inside'
				? core.length >= 6
				: core.length >= 5 || (core.length === 3 && isFloat(element) && Math.min(...core.slice(1)) >= LEAST_WIDTH)),
	);
	return new Set([...keys, ...[...alike, ...given].map(({key}) => key)]);
}

/** Extents that lead three-dimensional parameters and end a router's scores, or that come between layers and a wide matrix. */
function expertsOf(
	parameters: readonly string[],
	stacked: ReadonlySet<string>,
	arrays: readonly Sighting[],
): ReadonlySet<number> {
	const ends = new Set(arrays.map(({plain}) => (plain.core.length >= 2 ? plain.core.at(-1) : undefined)));
	return new Set(
		parameters.flatMap((key) => {
			const core = extents(stacked.has(key) ? afterFirst(key) : key);
			const [lead = 0, ...matrix] = core;
			if (core.length !== 3 || Math.min(...matrix) < LEAST_WIDTH) return [];
			return stacked.has(key) || ends.has(lead) ? [lead] : [];
		}),
	);
}

/**
 * Extents that lead computed arrays with the extents of several parameters. Activations that look so have one extent, the sequence, second;
 * gradients of single examples have the first of each parameter.
 */
function perExampleOf(arrays: readonly Seen[], parameters: ReadonlySet<string>): ReadonlySet<number> {
	const alike = arrays.filter(
		({side, float, core}) => side === 'inside' && float && core.length === 3 && parameters.has(core.slice(1).join()),
	);
	const led = grouped(alike, ({core}) => String(core[0]));
	return new Set(
		[...led].flatMap(([lead, same]) => (new Set(same.map(({core}) => core[1])).size >= 2 ? [Number(lead)] : [])),
	);
}

function weightOf(arrays: readonly Sighting[]): number {
	return arrays.reduce((sum, one) => sum + one.weight, 0);
}

function extents(key: string): readonly number[] {
	return key.split(',').map(Number);
}

function afterFirst(key: string): string {
	return key.slice(key.indexOf(',') + 1);
}
