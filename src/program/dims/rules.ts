import {listOf, numberOf} from './attributes.js';
import {counterOf, isConstant} from './counters.js';
import type {Indexed, Instance} from './flow.js';
import {matchFactors} from './reshape.js';
import type {Unions} from './unions.js';
import {partOf, valueOf, viewsOf, type View} from './values.js';

/** One instruction, and where its dimensions are noted. */
interface Site {
	readonly instance: Instance;
	readonly attributes: string;
	/** Positions of what it is given. */
	readonly given: readonly number[];
	/** The arrays that it gives. */
	readonly results: readonly View[];
	readonly unions: Unions;
	readonly indexed: Indexed[];
}

/** Operations that keep each dimension at its place, where its extent is kept. */
const POSITIONAL: ReadonlySet<string> = new Set([
	'slice',
	'pad',
	'reverse',
	'reduce-window',
	'select-and-scatter',
	'topk',
	'all-gather',
	'all-gather-start',
	'reduce-scatter',
	'all-to-all',
	'fft',
]);

/** Unites the dimensions of one instruction's operands and result, as its operation says. An unknown one unites arrays of one shape. */
export function flowThrough(instance: Instance, at: number, unions: Unions, indexed: Indexed[]): void {
	const instruction = instance.computation.instructions[at];
	if (!instruction) return;
	const {op, attributes, operands: given} = instruction;
	const results = viewsOf(valueOf(instance, at));
	const site: Site = {instance, attributes, given, results, unions, indexed};
	if (op === 'async-done' || op === 'copy-done' || op === 'all-gather-done') {
		done(site);
		return;
	}
	const [result] = results;
	const operands = given.map((operand) => arrayAt(site, operand));
	const [a, b] = operands;
	if (!result) return;
	switch (op) {
		case 'broadcast':
			for (const [from, to] of listIn(site, 'dimensions').entries()) unions.unify(a?.nodes[from], result.nodes[to]);
			return;
		case 'transpose':
			for (const [to, from] of listIn(site, 'dimensions').entries()) unions.unify(a?.nodes[from], result.nodes[to]);
			return;
		case 'reshape':
		case 'bitcast':
			if (a) matchFactors(a, result, op === 'bitcast', unions);
			return;
		case 'reduce': {
			const kept = a ? without(a, listIn(site, 'dimensions')) : [];
			for (const {nodes} of results) unite(site, kept, nodes);
			return;
		}
		case 'dot':
			if (a && b) dot(site, a, b, result);
			return;
		case 'convolution':
			if (a && b) convolution(site, a, b, result);
			return;
		case 'concatenate': {
			const [along] = listIn(site, 'dimensions');
			for (const view of operands) {
				for (const [dim, node] of view?.nodes.entries() ?? []) if (dim !== along) unions.unify(node, result.nodes[dim]);
				if (view) scaled(site, view, result);
			}
			return;
		}
		case 'dynamic-slice':
			if (!a) return;
			positional(site, a, result);
			noteIndexed(site, a, result, given.slice(1), false);
			return;
		case 'dynamic-update-slice':
			if (!a || !b) return;
			positional(site, a, result);
			positional(site, a, b);
			noteIndexed(site, a, b, given.slice(2), true);
			return;
		case 'gather':
			if (a && b) gather(site, a, b, result);
			return;
		case 'scatter':
			scatter(site);
			return;
	}
	if (op === 'slice' && a) {
		for (const [dim, extent] of result.array.dims.entries())
			if (extent === 1 && (a.array.dims[dim] ?? 1) > 1) note(site, a.nodes[dim], 'unrolled', false);
	}
	const everywhere = POSITIONAL.has(op) || (op === 'custom-call' && /TopK/.test(attributes));
	const views = given.flatMap((position) => viewsOf(valueOf(instance, position)));
	const pair = (operand: View, view: View): void => {
		if (everywhere || sameExtents(view, operand)) positional(site, operand, view);
	};
	// Several results belong to one operand each, in order: a barrier, a sort or a reduction over devices of many arrays.
	if (results.length === views.length) for (const [k, view] of results.entries()) pair(views[k] ?? view, view);
	else if (results.length === 1 || views.length === 1)
		for (const view of results) for (const operand of views) pair(operand, view);
	if (op === 'sort') for (const view of results) pair(result, view);
	if (everywhere && a) scaled(site, a, result);
}

function listIn({attributes}: Site, name: string): readonly number[] {
	return listOf(attributes, name) ?? [];
}

/** The first array of an operand. */
function arrayAt({instance}: Site, operand: number | undefined): View | undefined {
	return viewsOf(valueOf(instance, operand))[0];
}

/** The dimensions of an array but for some. */
function without({nodes}: View, ...gone: readonly (readonly number[])[]): readonly number[] {
	const all = gone.flat();
	return nodes.filter((_, dim) => !all.includes(dim));
}

/** Each of the first is the one at its place among the others. */
function unite({unions}: Site, some: readonly (number | undefined)[], others: readonly (number | undefined)[]): void {
	for (const [k, node] of some.entries()) unions.unify(node, others[k]);
}

/** The end of an asynchronous operation: its value is the second part of what it was started with. */
function done(site: Site): void {
	const {instance, given, results} = site;
	const started = valueOf(instance, given[0]);
	const op = instance.computation.instructions[given[0] ?? -1]?.op;
	const part = started && partOf(started, op === 'async-start' || op === 'async-update' ? 1 : 0);
	const [[from], [to]] = [viewsOf(part), results];
	if (from && to && from.nodes.length === to.nodes.length) unite(site, to.nodes, from.nodes);
}

function sameExtents(a: View, b: View): boolean {
	return a.nodes.length === b.nodes.length && a.array.dims.every((extent, dim) => extent === b.array.dims[dim]);
}

function positional(site: Site, a: View, b: View): void {
	if (a.nodes.length === b.nodes.length) unite(site, a.nodes, b.nodes);
}

/** A slice, padding or concatenation keeps what a dimension is, though not its extent. */
function scaled({unions}: Site, a: View, b: View): void {
	if (a.nodes.length !== b.nodes.length) return;
	for (const [dim, node] of a.nodes.entries()) {
		const other = b.nodes[dim];
		const [x, y] = [a.array.dims[dim] ?? 0, b.array.dims[dim] ?? 0];
		if (other !== undefined && x !== y && x > 1 && y > 1) unions.scale(node, other);
	}
}

function dot(site: Site, a: View, b: View, result: View): void {
	const [batchA, batchB] = [listIn(site, 'lhs_batch_dims'), listIn(site, 'rhs_batch_dims')];
	const [sumA, sumB] = [listIn(site, 'lhs_contracting_dims'), listIn(site, 'rhs_contracting_dims')];
	const some = ({nodes}: View, dims: readonly number[]) => dims.map((dim) => nodes[dim]);
	unite(site, some(a, sumA), some(b, sumB));
	unite(site, some(a, batchA), some(b, batchB));
	unite(site, [...some(a, batchA), ...without(a, batchA, sumA), ...without(b, batchB, sumB)], result.nodes);
}

/** `dim_labels=0bf_io0->0bf`: letters are batch, features, input and output; numbers are spatial. */
function convolution({attributes, unions}: Site, a: View, b: View, result: View): void {
	const labels = /dim_labels=([\w?]+)_([\w?]+)->([\w?]+)/.exec(attributes);
	if (!labels) return;
	const [, left = '', right = '', out = ''] = labels;
	unions.unify(a.nodes[left.indexOf('b')], result.nodes[out.indexOf('b')]);
	unions.unify(a.nodes[left.indexOf('f')], b.nodes[right.indexOf('i')]);
	unions.unify(b.nodes[right.indexOf('o')], result.nodes[out.indexOf('f')]);
	for (const label of out.match(/\d/g) ?? []) {
		// Batched products are written with spatial dimensions: what has one extent is one dimension.
		const nodes = [a.nodes[left.indexOf(label)], b.nodes[right.indexOf(label)], result.nodes[out.indexOf(label)]];
		for (const x of nodes) for (const y of nodes) unions.unify(x, y);
		const [from, window, to] = nodes.map((node) => (node === undefined ? 0 : unions.extent(node)));
		// Strides: the window is small against both.
		const isStrided = from !== to && 4 * (window ?? 0) <= Math.min(from ?? 0, to ?? 0);
		if (isStrided && nodes[0] !== undefined && nodes[2] !== undefined) unions.scale(nodes[0], nodes[2]);
	}
}

function gather(site: Site, a: View, b: View, result: View): void {
	const [offset, batching] = [listIn(site, 'offset_dims'), listIn(site, 'operand_batching_dims')];
	const kept = without(a, listIn(site, 'collapsed_slice_dims'), batching);
	for (const [k, dim] of offset.entries()) site.unions.unify(kept[k], result.nodes[dim]);
	alongIndices(site, b, result, offset);
	const batches = listIn(site, 'start_indices_batching_dims');
	for (const [k, dim] of batching.entries()) site.unions.unify(a.nodes[dim], b.nodes[batches[k] ?? -1]);
	for (const dim of listIn(site, 'start_index_map')) note(site, a.nodes[dim], 'gather', false);
}

function scatter(site: Site): void {
	const {given, results, unions} = site;
	const count = (given.length - 1) / 2;
	const indices = arrayAt(site, given[count]);
	const [window, batching] = [listIn(site, 'update_window_dims'), listIn(site, 'input_batching_dims')];
	const batches = listIn(site, 'scatter_indices_batching_dims');
	for (let k = 0; k < count; k += 1) {
		const [target, update, result] = [arrayAt(site, given[k]), arrayAt(site, given[count + 1 + k]), results[k]];
		if (!target || !update || !result) continue;
		positional(site, target, result);
		const kept = without(target, listIn(site, 'inserted_window_dims'), batching);
		for (const [w, dim] of window.entries()) unions.unify(kept[w], update.nodes[dim]);
		if (indices) alongIndices(site, indices, update, window);
		for (const [b, dim] of batching.entries()) unions.unify(target.nodes[dim], indices?.nodes[batches[b] ?? -1]);
		for (const dim of listIn(site, 'scatter_dims_to_operand_dims')) note(site, target.nodes[dim], 'gather', true);
	}
}

/** Dimensions of the indices, but for that of the index itself, are those of the result that no window has. */
function alongIndices(site: Site, indices: View, result: View, window: readonly number[]): void {
	const vector = numberOf(site.attributes, 'index_vector_dim') ?? indices.nodes.length;
	unite(site, without(indices, [vector]), without(result, window));
}

/** Notes each dimension that is worked through one by one. */
function noteIndexed(site: Site, whole: View, part: View, indices: readonly number[], written: boolean): void {
	for (const [dim, extent] of part.array.dims.entries()) {
		const index = indices[dim];
		if (index === undefined || extent !== 1 || (whole.array.dims[dim] ?? 1) <= 1) continue;
		if (isConstant(site.instance, index)) continue;
		const loop = counterOf(site.instance, index);
		note(site, whole.nodes[dim], loop ? 'counter' : 'position', written, loop);
	}
}

function note(
	{indexed}: Site,
	dimension: number | undefined,
	by: Indexed['by'],
	written: boolean,
	loop?: Instance,
): void {
	if (dimension !== undefined) indexed.push({dimension, by, ...(loop && {loop}), written});
}
