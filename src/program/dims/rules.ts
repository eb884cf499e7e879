import type {HloArray} from '../../model/hlo.js';
import {listOf, numberOf} from './attributes.js';
import {counterOf, isConstant} from './counters.js';
import type {Indexed, Instance} from './flow.js';
import {partOf} from './flow.js';
import {matchFactors} from './reshape.js';
import type {Unions} from './unions.js';

/** An array of an instruction's value or of an operand, with its dimensions. */
interface View {
	readonly array: HloArray;
	readonly nodes: readonly number[];
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
	const {instructions} = instance.computation;
	const instruction = instructions[at];
	if (!instruction) return;
	const {op, attributes} = instruction;
	const [result] = views(instance, at);
	const operands = instruction.operands.map((operand) => views(instance, operand)[0]);
	const [a, b] = operands;
	if (op === 'async-done' || op === 'copy-done' || op === 'all-gather-done') {
		done(instance, at, unions);
		return;
	}
	if (!result) return;
	const unify = (x: number | undefined, y: number | undefined): void => {
		if (x !== undefined && y !== undefined) unions.unify(x, y);
	};
	switch (op) {
		case 'broadcast':
			for (const [from, to] of (listOf(attributes, 'dimensions') ?? []).entries())
				unify(a?.nodes[from], result.nodes[to]);
			return;
		case 'transpose':
			for (const [to, from] of (listOf(attributes, 'dimensions') ?? []).entries())
				unify(a?.nodes[from], result.nodes[to]);
			return;
		case 'reshape':
		case 'bitcast':
			if (a) matchFactors(a, result, op === 'bitcast', unions);
			return;
		case 'reduce': {
			const gone = new Set(listOf(attributes, 'dimensions'));
			for (const view of views(instance, at)) {
				const kept = a?.nodes.filter((_, dim) => !gone.has(dim)) ?? [];
				for (const [to, node] of kept.entries()) unify(node, view.nodes[to]);
			}
			return;
		}
		case 'dot':
			if (a && b) dot(a, b, result, attributes, unions);
			return;
		case 'convolution':
			if (a && b) convolution(a, b, result, attributes, unions);
			return;
		case 'concatenate': {
			const along = listOf(attributes, 'dimensions')?.[0];
			for (const view of operands) {
				for (const [dim, node] of view?.nodes.entries() ?? []) if (dim !== along) unify(node, result.nodes[dim]);
				if (view) scaled(view, result, unions);
			}
			return;
		}
		case 'dynamic-slice':
			if (!a) return;
			positional(a, result, unions);
			noteIndexed(instance, at, a, result, instruction.operands.slice(1), false, indexed);
			return;
		case 'dynamic-update-slice':
			if (!a || !b) return;
			positional(a, result, unions);
			positional(a, b, unions);
			noteIndexed(instance, at, a, b, instruction.operands.slice(2), true, indexed);
			return;
		case 'gather':
			if (a && b) gather(instance, at, a, b, result, indexed, unions);
			return;
		case 'scatter':
			scatter(instance, at, indexed, unions);
			return;
	}
	if (op === 'slice' && a) {
		for (const [dim, extent] of result.array.dims.entries()) {
			const dimension = a.nodes[dim];
			const single = extent === 1 && (a.array.dims[dim] ?? 1) > 1 && dimension !== undefined;
			if (single) indexed.push({dimension, by: 'unrolled', instance, instruction: at, written: false});
		}
	}
	const everywhere = POSITIONAL.has(op) || (op === 'custom-call' && /TopK/.test(attributes));
	const given = instruction.operands.flatMap((position) => views(instance, position));
	const results = views(instance, at);
	const pair = (operand: View, view: View): void => {
		if (everywhere || sameExtents(view, operand)) positional(operand, view, unions);
	};
	// Several results belong to one operand each, in order: a barrier, a sort or a reduction over devices of many arrays.
	if (results.length === given.length) for (const [k, view] of results.entries()) pair(given[k] ?? view, view);
	else if (results.length === 1 || given.length === 1)
		for (const view of results) for (const operand of given) pair(operand, view);
	if (op === 'sort') for (const view of results) pair(result, view);
	if (everywhere && a) scaled(a, result, unions);
}

function views(instance: Instance, at: number): View[] {
	const instruction = instance.computation.instructions[at];
	if (!instruction) return [];
	let node = instance.first[at] ?? 0;
	return instruction.shape.leaves.map((array) => ({array, nodes: array.dims.map(() => node++)}));
}

/** The end of an asynchronous operation: its value is the second part of what it was started with. */
function done(instance: Instance, at: number, unions: Unions): void {
	const [operand = -1] = instance.computation.instructions[at]?.operands ?? [];
	const started = instance.computation.instructions[operand];
	const asynchronous = started?.op === 'async-start' || started?.op === 'async-update';
	const part = started && partOf(started.shape, asynchronous ? 1 : 0);
	const [result] = views(instance, at);
	if (!part || !result || part.shape.leaves[0]?.dims.length !== result.nodes.length) return;
	for (const [dim, node] of result.nodes.entries())
		unions.unify(node, (instance.first[operand] ?? 0) + part.skip + dim);
}

function sameExtents(a: View, b: View): boolean {
	return a.nodes.length === b.nodes.length && a.array.dims.every((extent, dim) => extent === b.array.dims[dim]);
}

function positional(a: View, b: View, unions: Unions): void {
	if (a.nodes.length !== b.nodes.length) return;
	for (const [dim, node] of a.nodes.entries()) unions.unify(node, b.nodes[dim] ?? node);
}

/** A slice, padding or concatenation keeps what a dimension is, though not its extent. */
function scaled(a: View, b: View, unions: Unions): void {
	if (a.nodes.length !== b.nodes.length) return;
	for (const [dim, node] of a.nodes.entries()) {
		const other = b.nodes[dim];
		const [x, y] = [a.array.dims[dim] ?? 0, b.array.dims[dim] ?? 0];
		if (other !== undefined && x !== y && x > 1 && y > 1) unions.scale(node, other);
	}
}

function dot(a: View, b: View, result: View, attributes: string, unions: Unions): void {
	const list = (name: string): readonly number[] => listOf(attributes, name) ?? [];
	const [batchA, batchB] = [list('lhs_batch_dims'), list('rhs_batch_dims')];
	const [sumA, sumB] = [list('lhs_contracting_dims'), list('rhs_contracting_dims')];
	for (const [k, dim] of sumA.entries()) join(a.nodes[dim], b.nodes[sumB[k] ?? -1], unions);
	for (const [k, dim] of batchA.entries()) {
		join(a.nodes[dim], b.nodes[batchB[k] ?? -1], unions);
		join(a.nodes[dim], result.nodes[k], unions);
	}
	const freeA = a.nodes.filter((_, dim) => !batchA.includes(dim) && !sumA.includes(dim));
	const freeB = b.nodes.filter((_, dim) => !batchB.includes(dim) && !sumB.includes(dim));
	for (const [k, node] of [...freeA, ...freeB].entries()) join(node, result.nodes[batchA.length + k], unions);
}

/** `dim_labels=0bf_io0->0bf`: letters are batch, features, input and output; numbers are spatial. */
function convolution(a: View, b: View, result: View, attributes: string, unions: Unions): void {
	const labels = /dim_labels=([\w?]+)_([\w?]+)->([\w?]+)/.exec(attributes);
	if (!labels) return;
	const [, left = '', right = '', out = ''] = labels;
	join(a.nodes[left.indexOf('b')], result.nodes[out.indexOf('b')], unions);
	join(a.nodes[left.indexOf('f')], b.nodes[right.indexOf('i')], unions);
	join(b.nodes[right.indexOf('o')], result.nodes[out.indexOf('f')], unions);
	for (const label of out.match(/\d/g) ?? []) {
		// Batched products are written with spatial dimensions: what has one extent is one dimension.
		const nodes = [a.nodes[left.indexOf(label)], b.nodes[right.indexOf(label)], result.nodes[out.indexOf(label)]];
		for (const x of nodes) for (const y of nodes) join(x, y, unions);
		const [from, window, to] = nodes.map((node) => (node === undefined ? 0 : unions.extent(node)));
		// Strides: the window is small against both.
		const isStrided = from !== to && 4 * (window ?? 0) <= Math.min(from ?? 0, to ?? 0);
		if (isStrided && nodes[0] !== undefined && nodes[2] !== undefined) unions.scale(nodes[0], nodes[2]);
	}
}

function gather(
	instance: Instance,
	at: number,
	a: View,
	b: View,
	result: View,
	indexed: Indexed[],
	unions: Unions,
): void {
	const attributes = instance.computation.instructions[at]?.attributes ?? '';
	const list = (name: string): readonly number[] => listOf(attributes, name) ?? [];
	const offset = list('offset_dims');
	const gone = [...list('collapsed_slice_dims'), ...list('operand_batching_dims')];
	const kept = a.nodes.filter((_, dim) => !gone.includes(dim));
	for (const [k, dim] of offset.entries()) join(kept[k], result.nodes[dim], unions);
	alongIndices(b, result, offset, attributes, unions);
	for (const [k, dim] of list('operand_batching_dims').entries()) {
		join(a.nodes[dim], b.nodes[list('start_indices_batching_dims')[k] ?? -1], unions);
	}
	for (const dim of list('start_index_map')) {
		const dimension = a.nodes[dim];
		if (dimension !== undefined) indexed.push({dimension, by: 'gather', instance, instruction: at, written: false});
	}
}

function scatter(instance: Instance, at: number, indexed: Indexed[], unions: Unions): void {
	const instruction = instance.computation.instructions[at];
	const attributes = instruction?.attributes ?? '';
	const list = (name: string): readonly number[] => listOf(attributes, name) ?? [];
	const operands = instruction?.operands ?? [];
	const count = (operands.length - 1) / 2;
	const indices = views(instance, operands[count] ?? -1)[0];
	const results = views(instance, at);
	for (let k = 0; k < count; k += 1) {
		const [target, update, result] = [
			views(instance, operands[k] ?? -1)[0],
			views(instance, operands[count + 1 + k] ?? -1)[0],
			results[k],
		];
		if (!target || !update || !result) continue;
		positional(target, result, unions);
		const window = list('update_window_dims');
		const gone = [...list('inserted_window_dims'), ...list('input_batching_dims')];
		const kept = target.nodes.filter((_, dim) => !gone.includes(dim));
		for (const [w, dim] of window.entries()) join(kept[w], update.nodes[dim], unions);
		if (indices) alongIndices(indices, update, window, attributes, unions);
		for (const [b, dim] of list('input_batching_dims').entries())
			join(target.nodes[dim], indices?.nodes[list('scatter_indices_batching_dims')[b] ?? -1], unions);
		for (const dim of list('scatter_dims_to_operand_dims')) {
			const dimension = target.nodes[dim];
			if (dimension !== undefined) indexed.push({dimension, by: 'gather', instance, instruction: at, written: true});
		}
	}
}

/** Dimensions of the indices, but for that of the index itself, are those of the result that no window has. */
function alongIndices(
	indices: View,
	result: View,
	window: readonly number[],
	attributes: string,
	unions: Unions,
): void {
	const vector = numberOf(attributes, 'index_vector_dim') ?? indices.nodes.length;
	const from = indices.nodes.filter((_, dim) => dim !== vector);
	const to = result.nodes.filter((_, dim) => !window.includes(dim));
	for (const [k, node] of from.entries()) join(node, to[k], unions);
}

/** Notes each dimension that is worked through one by one. */
function noteIndexed(
	instance: Instance,
	at: number,
	whole: View,
	part: View,
	indices: readonly number[],
	written: boolean,
	indexed: Indexed[],
): void {
	for (const [dim, extent] of part.array.dims.entries()) {
		const [dimension, index] = [whole.nodes[dim], indices[dim]];
		if (dimension === undefined || index === undefined || extent !== 1 || (whole.array.dims[dim] ?? 1) <= 1) continue;
		if (isConstant(instance, index)) continue;
		const loop = counterOf(instance, index);
		indexed.push({
			dimension,
			by: loop ? 'counter' : 'position',
			...(loop && {loop}),
			instance,
			instruction: at,
			written,
		});
	}
}

function join(a: number | undefined, b: number | undefined, unions: Unions): void {
	if (a !== undefined && b !== undefined) unions.unify(a, b);
}
