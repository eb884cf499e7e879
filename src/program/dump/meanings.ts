import type {Belief, Meaning} from '../../model/program.js';
import type {Flow} from '../dims/flow.js';
import {rankOf, valueOf, viewsOf} from '../dims/values.js';
import type {DumpArgument} from './arguments.js';

/** What a set of dimensions is, and how that is known. */
export interface Meant {
	readonly meaning: Meaning;
	readonly belief: Belief;
	readonly why: string;
}

/** The smallest table that is taken for a vocabulary. */
const SMALLEST_VOCABULARY = 256;

/** Meanings of the sets of dimensions, by the data flow: where they come from, and what is done with them. */
export function meaningsOf(flow: Flow, args: readonly DumpArgument[]): ReadonlyMap<number, Meant> {
	const found = new Map<number, Meant>();
	uniteInputs(flow, placesOf(flow, args));
	const places = placesOf(flow, args);
	const claim = (set: number | undefined, meaning: Meaning, belief: Belief, why: string): void => {
		if (set !== undefined && !found.has(set)) found.set(set, {meaning, belief, why});
	};
	const {unions} = flow;
	const inputs = places.filter(({argument}) => argument.use === 'input');
	const counted = new Set(flow.indexed.filter(({by}) => by === 'counter').map(({dimension}) => unions.find(dimension)));
	const held = places.filter(({argument}) => argument.use === 'parameter' || argument.use === 'cache');
	for (const {set, argument, dim} of held) {
		const only = `${argument.name}, dimension ${dim}`;
		if (counted.has(set) && dim === 0) claim(set, 'layers', 'known', `a loop goes through ${only}`);
	}
	const batch = mostFrequent(leadingOf(inputs).filter(({set}) => !counted.has(set)));
	if (batch) claim(batch.set, 'batch', 'known', `input ${batch.argument.name}, dimension ${batch.dim}`);
	claimSequences(flow, inputs, places, batch?.set, claim);
	claimVocabularies(flow, held, found, claim);
	claimSteps(flow, counted, claim);
	claimWeights(flow, held, found, claim);
	claimUnrolled(flow, held, found, claim);
	return found;
}

type Claim = (set: number | undefined, meaning: Meaning, belief: Belief, why: string) => void;

/** One dimension of an argument. */
interface Place {
	readonly argument: DumpArgument;
	readonly dim: number;
	readonly set: number;
	readonly extent: number;
	readonly rank: number;
}

function placesOf({unions}: Flow, args: readonly DumpArgument[]): Place[] {
	return args.flatMap((argument) => {
		const {nodes} = argument;
		const places = nodes.map((node, dim) => ({
			argument,
			dim,
			rank: nodes.length,
			extent: unions.extent(node),
			set: unions.find(node),
		}));
		return places.filter(({extent}) => extent > 1);
	});
}

/** Inputs that the data flow does not connect, such as tokens and labels, are of one batch where they begin with equal extents. */
function uniteInputs({unions}: Flow, places: readonly Place[]): void {
	const first = new Map<string, number>();
	let [index, prefix] = [-1, ''];
	for (const {argument, dim, set, extent} of places) {
		if (argument.use !== 'input' || isKey(argument)) continue;
		prefix = `${argument.index === index ? prefix : ''} ${dim}:${extent}`;
		index = argument.index;
		unions.unify(set, first.get(prefix) ?? set);
		first.set(prefix, set);
	}
}

/** First dimension of each input, keys of random numbers aside. */
function leadingOf(inputs: readonly Place[]): Place[] {
	const seen = new Set<number>();
	return inputs.filter(({argument}) => {
		if (isKey(argument) || seen.has(argument.index)) return false;
		seen.add(argument.index);
		return true;
	});
}

function isKey({parameter}: DumpArgument): boolean {
	const [leaf] = parameter.shape.leaves;
	return leaf?.type === 'u32' && leaf.dims.length <= 2 && (leaf.dims.at(-1) ?? 0) <= 4;
}

function mostFrequent(places: readonly Place[]): Place | undefined {
	const counts = new Map<number, number>();
	for (const {set} of places) counts.set(set, (counts.get(set) ?? 0) + 1);
	const most = Math.max(0, ...counts.values());
	return places.find(({set}) => counts.get(set) === most);
}

function claimSequences(
	flow: Flow,
	inputs: readonly Place[],
	places: readonly Place[],
	batch: number | undefined,
	claim: Claim,
): void {
	const {unions} = flow;
	const batched = new Set(inputs.filter(({set}) => set === batch).map(({argument}) => argument.index));
	const attended = new Set<number>();
	const searched = new Set<number>();
	for (const instance of flow.instances) {
		for (const [at, {op, shape}] of instance.computation.instructions.entries()) {
			if (op !== 'exponential' || rankOf(shape) < 3) continue;
			const [a, b] = (viewsOf(valueOf(instance, at))[0]?.nodes ?? []).slice(-2).map((node) => unions.find(node));
			if (b !== undefined) searched.add(b);
			if (a !== undefined && a === b && unions.extent(a) > 1) attended.add(a);
		}
	}
	const worked = shapesOf(flow, batch);
	for (const {argument, dim, set, rank} of inputs) {
		if (set === batch || !batched.has(argument.index) || rank > 3 || dim !== 1) continue;
		const why = `input ${argument.name}, dimension ${dim}`;
		const isText = /^[su](?:32|64|16)$/.test(argument.parameter.shape.leaves[0]?.type ?? '');
		if (attended.has(set) || (isText && rank === 2 && worked.has(set)) || (!isText && rank === 3))
			claim(set, 'sequence', isText ? 'known' : 'likely', why);
	}
	for (const {dimension, by, written} of flow.indexed) {
		const set = unions.find(dimension);
		const cache = places.find((place) => place.set === set && place.argument.use === 'cache');
		if (by === 'position' && written && cache)
			claim(set, 'sequence', 'known', `${cache.argument.name} is written position by position`);
	}
	for (const {set, argument, dim} of places) {
		const isPosition = argument.use === 'cache' && searched.has(set) && set !== batch;
		if (isPosition) claim(set, 'sequence', 'likely', `a softmax runs over ${argument.name}, dimension ${dim}`);
	}
	for (const set of attended) if (set !== batch) claim(set, 'sequence', 'likely', 'attention scores have it twice');
}

/** Sets that occur together with the batch in floating-point arrays of three dimensions or more. */
function shapesOf(flow: Flow, batch: number | undefined): Set<number> {
	const sets = new Set<number>();
	for (const instance of flow.instances) {
		for (const at of instance.computation.instructions.keys()) {
			for (const {array, nodes} of viewsOf(valueOf(instance, at))) {
				if (nodes.length < 3 || !/^(?:bf|f)\d/.test(array.type)) continue;
				const own = nodes.map((node) => flow.unions.find(node));
				if (batch !== undefined && own.includes(batch)) for (const set of own) sets.add(set);
			}
		}
	}
	return sets;
}

/** Tables that indices look rows up in: a vocabulary, or the rows of embedding tables where there are many. */
function claimVocabularies(flow: Flow, held: readonly Place[], found: ReadonlyMap<number, Meant>, claim: Claim): void {
	const looked = new Set(
		flow.indexed.filter(({by}) => by === 'gather').map(({dimension}) => flow.unions.find(dimension)),
	);
	const tables = held.filter(({set, rank, extent, argument}) => {
		const isTable = argument.use === 'parameter' && looked.has(set) && rank >= 2;
		return isTable && extent >= SMALLEST_VOCABULARY && !found.has(set);
	});
	const largest = Math.max(0, ...tables.map(({extent}) => extent));
	const looksUp = tables.filter(({dim, rank}) => dim === rank - 2);
	const several =
		new Set(looksUp.filter(({extent}) => 4 * extent >= largest).map(({argument}) => argument.name)).size > 2;
	for (const {set, extent, argument, dim} of tables) {
		const why = `rows of ${argument.name} (dimension ${dim}) are looked up by index`;
		if (several) claim(set, 'rows', 'known', why);
		else if (extent === largest) claim(set, 'vocabulary', 'known', why);
		else claim(set, 'rows', 'likely', why);
	}
	if (several) return;
	// Logits have the vocabulary's extent, where input and output tables are two.
	for (const {set, extent, argument, dim, rank} of held) {
		if (extent === largest && dim === rank - 1)
			claim(set, 'vocabulary', 'likely', `${argument.name}, dimension ${dim}, has its extent`);
	}
}

function claimSteps(flow: Flow, counted: ReadonlySet<number>, claim: Claim): void {
	for (const set of counted) {
		if (flow.unions.extent(set) > 1) claim(set, 'steps', 'known', 'a loop goes through it');
	}
}

/** Width is what most weights have; what a weight leads to from there, and is wider, is the feed-forward. */
function claimWeights(flow: Flow, held: readonly Place[], found: ReadonlyMap<number, Meant>, claim: Claim): void {
	const weights = held.filter(({argument, rank, set}) => argument.use === 'parameter' && rank >= 2 && !found.has(set));
	const arrays = new Map<number, Set<number>>();
	for (const {set, argument} of weights) arrays.set(set, (arrays.get(set) ?? new Set()).add(argument.index));
	const elements = new Map(weights.map(({argument}) => [argument.index, elementsOf(argument)]));
	const reach = (indices: ReadonlySet<number>): number =>
		[...indices].reduce((sum, index) => sum + (elements.get(index) ?? 0), 0);
	const [width] = [...arrays].sort((a, b) => reach(b[1]) - reach(a[1]) || b[1].size - a[1].size);
	if (!width || width[1].size < 2) return;
	claim(width[0], 'width', 'likely', `${width[1].size} weights have it`);
	const beside = weights.filter(({argument, set}) => set !== width[0] && width[1].has(argument.index));
	const wider = beside.filter(({extent, rank, dim}) => extent > flow.unions.extent(width[0]) && dim >= rank - 2);
	const [wide] = wider.sort(
		(a, b) => (arrays.get(b.set)?.size ?? 0) - (arrays.get(a.set)?.size ?? 0) || b.extent - a.extent,
	);
	if (wide) claim(wide.set, 'feed-forward', 'likely', `${wide.argument.name}, dimension ${wide.dim}, beside the width`);
	for (const {whole, parts} of flow.unions.products()) {
		// Features that are flattened before a weight are no heads: those are what a weight gives.
		const projected = whole === width[0] || weights.some(({set, dim, rank}) => set === whole && dim === rank - 1);
		if (!projected || parts.length !== 2 || parts.some((part) => found.has(part))) continue;
		claim(parts[0], 'heads', 'likely', 'a projection is divided into it');
		claim(parts[1], 'head', 'likely', 'a projection is divided into it');
	}
}

function elementsOf({parameter}: DumpArgument): number {
	return (parameter.shape.leaves[0]?.dims ?? []).reduce((product, extent) => product * extent, 1);
}

/** A stack of weights that is cut one by one, without a loop. */
function claimUnrolled(flow: Flow, held: readonly Place[], found: ReadonlyMap<number, Meant>, claim: Claim): void {
	const cuts = new Map<number, number>();
	for (const {by, dimension} of flow.indexed) {
		const set = flow.unions.find(dimension);
		if (by === 'unrolled') cuts.set(set, (cuts.get(set) ?? 0) + 1);
	}
	for (const {set, argument, dim, extent} of held) {
		const whole = dim === 0 && (cuts.get(set) ?? 0) >= extent;
		if (whole && argument.use === 'parameter' && !found.has(set))
			claim(set, 'layers', 'likely', `${argument.name} is cut layer by layer`);
	}
}
