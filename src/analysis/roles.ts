/**
 * What the dimensions of a program seem to be. XLA prints extents without names, so this is a guess from how they recur:
 * stacks over layers, squares of the sequence, leading batch, a vocabulary that dwarfs every width. What does not show
 * itself stays unknown.
 */
import type {DimensionRole} from '../model/analysis.js';
import {isFloat} from '../model/element.js';
import {byWeight, LEAST_SHARE, weightOf, type Activation} from './activations.js';
import {findBatch, gatheredExtents, kindsOfRows, tokenExtents} from './batch.js';
import type {Plain} from './dims.js';
import {findSequence} from './sequence.js';
import type {Sighting} from './sightings.js';
import {findVocabulary, isTable, noVocabulary} from './vocabulary.js';

/** The extents that seem to play a role; absent where none shows itself. */
export interface Roles {
	readonly layers?: number;
	/** Batch on one device; 1 where the leading dimension is one. */
	readonly batch?: number;
	readonly sequence?: number;
	readonly vocabulary?: number;
	/** True where no array could hold a vocabulary. */
	readonly withoutVocabulary: boolean;
	readonly widths: readonly number[];
	/** Keys of arrays that are stacked over the layers. */
	readonly stacked: ReadonlySet<string>;
	/** Leading extents that hold batch and sequence merged, or the batch of several devices. */
	readonly tokens: ReadonlySet<number>;
	/** Keys of arrays that are parameters rather than activations. */
	readonly parameters: ReadonlySet<string>;
}

/** Guesses the roles from all arrays seen. */
export function rolesOf(sightings: readonly Sighting[]): Roles {
	const arrays = sightings.filter((one) => one.plain.core.length > 0);
	const parameters = parametersOf(arrays);
	const layers = findLayers(arrays, parameters);
	const stacked = new Set(layers === undefined ? [] : stackedOver(arrays, parameters, layers));
	const activations = arrays
		.filter(
			(one) => !parameters.has(one.key) && !isTable(one.plain) && (one.place === 'temp' || one.plain.core.length >= 4),
		)
		.map((one) => ({...one, dims: unstacked(one, stacked)}));
	const sequence = findSequence(activations);
	const batch = findBatch(activations, sequence, kindsOfRows(arrays));
	const tokens = new Set(
		sequence === undefined ? gatheredExtents(activations, batch) : tokenExtents(activations, batch, sequence),
	);
	const taken = [layers, batch, sequence, ...tokens].filter((extent) => extent !== undefined);
	const vocabulary = findVocabulary(arrays, new Set(taken));
	return {
		...(layers === undefined ? {} : {layers}),
		...(batch === undefined ? {} : {batch}),
		...(sequence === undefined ? {} : {sequence}),
		...(vocabulary === undefined ? {} : {vocabulary}),
		withoutVocabulary: vocabulary === undefined && noVocabulary(arrays, new Set(taken)),
		widths: widthsOf(activations, new Set([...taken, ...(vocabulary === undefined ? [] : [vocabulary])])),
		stacked,
		tokens,
		// Inputs of a step stand among the arguments as parameters do; the batch gives them away.
		parameters: new Set([...parameters].filter((key) => batch === undefined || !leads(key, batch, tokens))),
	};
}

/** Position to role for one array; a dimension that shows no role is left out. */
export function rolesIn(plain: Plain, roles: Roles): Readonly<Record<number, DimensionRole>> {
	const found: Record<number, DimensionRole> = {};
	const {dims} = plain;
	const start = roles.stacked.has(plain.core.join()) ? dims.findIndex((extent) => extent === roles.layers) : -1;
	if (start >= 0) found[start] = 'layers';
	const parameter = roles.parameters.has(plain.core.join());
	const square = isSquare(dims, roles.sequence);
	let batchSeen = false;
	let sequenceSeen = false;
	let before = 0;
	for (const [position, extent] of dims.entries()) {
		if (found[position] !== undefined || extent === 1) continue;
		// A batch leads, or follows what leads: steps of a scan, experts.
		before += 1;
		const last = position === dims.length - 1;
		const asWidth = last && dims.length - start > 2 && roles.widths.includes(extent) && !square;
		if (extent === roles.vocabulary) found[position] = 'vocabulary';
		else if (parameter) found[position] = 'width';
		else if (extent === roles.sequence && !asWidth && (!sequenceSeen || square)) {
			found[position] = 'sequence';
			sequenceSeen = true;
		} else if (!batchSeen && !last && before <= 2 && (extent === roles.batch || roles.tokens.has(extent))) {
			found[position] = 'batch';
			batchSeen = true;
		} else if (roles.widths.includes(extent)) found[position] = 'width';
	}
	return found;
}

/** True for arrays that grow with the square of the sequence: the two last dimensions above one are both the sequence. */
export function isSquare(dims: readonly number[], sequence: number | undefined): boolean {
	const core = dims.filter((extent) => extent > 1);
	return sequence !== undefined && core.length >= 3 && core.at(-1) === sequence && core.at(-2) === sequence;
}

function leads(key: string, batch: number, tokens: ReadonlySet<number>): boolean {
	const first = Number(key.split(',', 1)[0]);
	return batch > 1 && (first === batch || tokens.has(first));
}

/** What fills several times its arguments' bytes among the temporaries is computed with: gradients of a parameter fill at most twice its bytes. */
function isActivation(key: string, arrays: readonly Sighting[]): boolean {
	const same = arrays.filter((one) => one.key === key);
	if (isTall(key.split(',').map(Number), arrays)) return true;
	const inside = weightOf(same.filter((one) => one.place === 'temp'));
	return inside >= 2.5 * weightOf(same.filter((one) => one.place !== 'temp'));
}

/** A tall matrix with a number for each row, such as a label, a mass or a loss, holds examples; so does such a number by itself. */
export function isTall(core: readonly number[], arrays: readonly Sighting[]): boolean {
	const [rows = 0, width = 1, ...more] = core;
	return more.length === 0 && rows >= TALL * width && arrays.some((one) => one.key === String(rows));
}

/** Rows in a width from which a matrix is tall: of weights only tables are. */
const TALL = 16;

const QUANTISED = /^[su][48]$|^f8/;

/** Arrays that stand among the arguments and, for a training step, among the outputs again. */
function parametersOf(arrays: readonly Sighting[]): ReadonlySet<string> {
	const outside = arrays.filter((one) => one.place === 'argument' || one.place === 'output');
	const counts = new Map<string, number>();
	for (const one of outside)
		if (one.weight > 0 && isFloat(one.plain.element)) counts.set(one.key, (counts.get(one.key) ?? 0) + 1);
	const repeated = [...counts].filter(([key, count]) => count >= 2 && !isActivation(key, arrays)).map(([key]) => key);
	// Matrices of a few bits are quantised weights; what is widened from them has their extents.
	const quantised = outside.filter((one) => QUANTISED.test(one.plain.element) && one.plain.core.length >= 2);
	repeated.push(...quantised.map((one) => one.key));
	// Weights of rank three at most; a cache of keys and values has more dimensions.
	return new Set(repeated.filter((key) => key.split(',').length <= 3));
}

/** Layers of real models; a scan over more steps runs over the sequence. */
export const MOST_LAYERS = 256;
/** The leading extent that stacks arrays whose single layer is seen too, or that several parameters share. */
function findLayers(arrays: readonly Sighting[], parameters: ReadonlySet<string>): number | undefined {
	const candidates = new Set(arrays.filter((one) => one.plain.core.length >= 3).map((one) => one.plain.core[0] ?? 0));
	const all = weightOf(arrays);
	const merged = new Set(arrays.filter((one) => one.plain.core.length === 2).map((one) => one.plain.core[0] ?? 0));
	const scored = [...candidates]
		.filter((extent) => extent >= 2 && extent <= MOST_LAYERS)
		.map((extent) => {
			const keys = new Set(stackedOver(arrays, parameters, extent).filter((key) => !isMerged(key, merged)));
			const led = weightOf(arrays.filter((one) => one.plain.core.length >= 3 && one.plain.core[0] === extent));
			return {extent, led, weight: weightOf(arrays.filter((one) => keys.has(one.key)))};
		})
		// A batch leads arrays too, and some of them are seen without it by chance.
		.filter(({weight, led}) => weight >= led / 2);
	const best = scored.toSorted((a, b) => b.weight - a.weight || a.extent - b.extent)[0];
	return best && best.weight >= all * LEAST_SHARE ? best.extent : undefined;
}

/** `[32,2048,4096]` is a batch where `[65536,…]` is seen: the two leading extents merged. */
function isMerged(key: string, leads: ReadonlySet<number>): boolean {
	const [first = 0, second = 0, ...rest] = key.split(',').map(Number);
	return rest.length === 1 && leads.has(first * second);
}

/** Keys of arrays that an extent stacks: the rest of the array is seen alone, or several parameters lead with the extent. */
function stackedOver(arrays: readonly Sighting[], parameters: ReadonlySet<string>, extent: number): readonly string[] {
	const keys = new Set(arrays.map((one) => one.key));
	const led = [
		...new Set(
			arrays.filter((one) => one.plain.core.length >= 3 && one.plain.core[0] === extent).map((one) => one.key),
		),
	];
	const alone = led.filter((key) => keys.has(key.slice(key.indexOf(',') + 1)));
	const weights = led.filter((key) => parameters.has(key));
	// Experts lead parameters too, but the router's scores end in them.
	const ends = arrays.some((one) => one.plain.core.length >= 2 && one.plain.core.at(-1) === extent && one.weight > 0);
	return weights.length >= 2 && !ends ? [...new Set([...alone, ...weights])] : alone;
}

function unstacked(one: Sighting, stacked: ReadonlySet<string>): readonly number[] {
	const dims = one.plain.dims;
	if (!stacked.has(one.key)) return dims.length > 3 && dims[0] === 1 ? dims.slice(1) : dims;
	return dims.slice(dims.findIndex((extent) => extent > 1) + 1);
}

/** Extents that end several kinds of arrays, heaviest first. */
function widthsOf(activations: readonly Activation[], taken: ReadonlySet<number>): readonly number[] {
	const ends = byWeight(activations, ({dims}) => (dims.length >= 2 ? dims.at(-1) : undefined));
	return [...ends]
		.filter(([extent]) => extent >= 16 && !taken.has(extent))
		.toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
		.slice(0, 4)
		.map(([extent]) => extent);
}
