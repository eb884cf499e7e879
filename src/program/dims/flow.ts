import type {HloComputation, HloInstruction, HloModule, HloShape} from '../../model/hlo.js';
import {branchesOf, calledBy, numberOf} from './attributes.js';
import {flowThrough} from './rules.js';
import {Unions} from './unions.js';

/** One use of a computation: a function that is called twice has two, so that its callers' dimensions stay apart. */
export interface Instance {
	readonly computation: HloComputation;
	/** First dimension of each instruction's value. */
	readonly first: Int32Array;
	/** Where it is called from, and with what. */
	readonly caller?: {readonly instance: Instance; readonly instruction: number; readonly operands: readonly number[]};
	readonly loop: boolean;
}

/** A dimension that is indexed by a loop's counter, by another moving position, or by a table of indices. */
export interface Indexed {
	readonly dimension: number;
	readonly by: 'counter' | 'position' | 'gather' | 'unrolled';
	/** Whose counter it is. */
	readonly loop?: Instance;
	/** Where it happens. */
	readonly instance: Instance;
	readonly instruction: number;
	readonly written: boolean;
}

/** Which dimensions of a program are one, by how data flows through it. */
export interface Flow {
	readonly module: HloModule;
	readonly unions: Unions;
	readonly entry?: Instance;
	readonly instances: readonly Instance[];
	readonly indexed: readonly Indexed[];
}

/** Beyond this many dimensions, computations are no longer followed once per call but once. */
const MOST_DIMENSIONS = 4_000_000;
const DEEPEST = 60;

/** Follows the dimensions through a module. A second or so for 100,000 instructions; a damaged module gives fewer unions. */
export function flowOf(module: HloModule): Flow {
	const walk = new Walk(module);
	const entry = module.entry && walk.enter(module.entry, undefined, false, 0);
	uniteCounted(walk.indexed, walk.unions);
	if (entry) uniteReturned(entry, walk.unions);
	walk.unions.uniteEqualProducts();
	return {module, unions: walk.unions, ...(entry && {entry}), instances: walk.instances, indexed: walk.indexed};
}

/** What one counter goes through is one dimension, in all arrays that the loop reads and writes. */
function uniteCounted(indexed: readonly Indexed[], unions: Unions): void {
	const counted = new Map<Instance, Map<number, number>>();
	for (const {dimension, loop} of indexed) {
		if (!loop) continue;
		const ofLoop = counted.get(loop) ?? new Map<number, number>();
		counted.set(loop, ofLoop);
		const extent = unions.extent(dimension);
		unions.unify(dimension, ofLoop.get(extent) ?? dimension);
		ofLoop.set(extent, dimension);
	}
}

/** What a program returns in the type and shape of an argument is that argument's next value. Equal shapes pair up in order. */
function uniteReturned({computation, first}: Instance, unions: Unions): void {
	const free = new Map<string, number[]>();
	for (const position of computation.parameters) {
		const leaf = computation.instructions[position]?.shape.leaves[0];
		if (!leaf || leaf.dims.length < 2) continue;
		const key = `${leaf.type}[${leaf.dims.join()}]`;
		free.set(key, [...(free.get(key) ?? []), first[position] ?? 0]);
	}
	let node = first[computation.root] ?? 0;
	for (const {type, dims} of computation.instructions[computation.root]?.shape.leaves ?? []) {
		const argument = free.get(`${type}[${dims.join()}]`)?.shift();
		if (argument !== undefined) for (const dim of dims.keys()) unions.unify(argument + dim, node + dim);
		node += dims.length;
	}
}

class Walk {
	readonly unions = new Unions();
	readonly instances: Instance[] = [];
	readonly indexed: Indexed[] = [];
	readonly #shared = new Map<HloComputation, Instance>();
	readonly #module: HloModule;

	constructor(module: HloModule) {
		this.#module = module;
	}

	enter(computation: HloComputation, caller: Instance['caller'], loop: boolean, depth: number): Instance {
		const known = this.#shared.get(computation);
		if (known && (this.unions.size > MOST_DIMENSIONS || depth > DEEPEST)) return known;
		const first = new Int32Array(computation.instructions.length);
		for (const [at, {shape}] of computation.instructions.entries()) {
			first[at] = this.unions.size;
			for (const {dims} of shape.leaves) for (const extent of dims) this.unions.add(extent);
		}
		const instance: Instance = {computation, first, ...(caller && {caller}), loop};
		this.instances.push(instance);
		if (!known) this.#shared.set(computation, instance);
		for (const at of computation.instructions.keys()) this.#visit(instance, at, depth);
		return instance;
	}

	#visit(instance: Instance, at: number, depth: number): void {
		const instruction = instance.computation.instructions[at];
		if (!instruction || instruction.op === 'parameter' || instruction.op === 'constant') return;
		switch (instruction.op) {
			case 'while':
				this.#loop(instance, at, instruction, depth);
				return;
			case 'conditional':
				for (const [branch, name] of branchesOf(instruction.attributes).entries()) {
					this.#call(instance, at, name, instruction.operands.slice(branch + 1, branch + 2), depth);
				}
				return;
			case 'call':
			case 'fusion':
			case 'async-start': {
				const name = calledBy(instruction.attributes, 'calls') ?? calledBy(instruction.attributes, 'to_apply');
				if (name !== undefined) this.#call(instance, at, name, instruction.operands, depth);
				return;
			}
			case 'tuple': {
				let node = instance.first[at] ?? 0;
				for (const operand of instruction.operands) {
					const shape = instance.computation.instructions[operand]?.shape;
					if (!shape) return;
					this.#same(shape, node, instance.first[operand] ?? 0);
					node += rankOf(shape);
				}
				return;
			}
			case 'get-tuple-element': {
				const element = elementOf(instance, instruction);
				if (element) this.#same(instruction.shape, instance.first[at] ?? 0, element.first);
				return;
			}
			default:
				flowThrough(instance, at, this.unions, this.indexed);
		}
	}

	#loop(instance: Instance, at: number, instruction: HloInstruction, depth: number): void {
		const [operand = -1] = instruction.operands;
		const own = instance.first[at] ?? 0;
		const initial = instance.computation.instructions[operand];
		if (initial) this.#joined(initial.shape, instance.first[operand] ?? 0, instruction.shape, own);
		for (const role of ['body', 'condition']) {
			const computation = this.#module.computations.get(calledBy(instruction.attributes, role) ?? '');
			if (!computation || depth > DEEPEST) continue;
			const caller = {instance, instruction: at, operands: instruction.operands};
			const inner = this.enter(computation, caller, role === 'body', depth + 1);
			const parameter = computation.parameters[0] ?? -1;
			const carried = computation.instructions[parameter];
			if (carried) this.#joined(carried.shape, inner.first[parameter] ?? 0, instruction.shape, own);
			const root = computation.instructions[computation.root];
			if (role === 'body' && root) this.#joined(root.shape, inner.first[computation.root] ?? 0, instruction.shape, own);
		}
	}

	#call(instance: Instance, at: number, name: string, operands: readonly number[], depth: number): void {
		const computation = this.#module.computations.get(name);
		const instruction = instance.computation.instructions[at];
		if (!computation || !instruction || depth > DEEPEST) return;
		const inner = this.enter(computation, {instance, instruction: at, operands}, false, depth + 1);
		for (const [number, operand] of operands.entries()) {
			const parameter = computation.parameters[number] ?? -1;
			const [formal, given] = [computation.instructions[parameter], instance.computation.instructions[operand]];
			if (formal && given)
				this.#joined(formal.shape, inner.first[parameter] ?? 0, given.shape, instance.first[operand] ?? 0);
		}
		const root = computation.instructions[computation.root];
		if (!root) return;
		// The value of an asynchronous call holds the operands first, and then the result.
		const result =
			instruction.op === 'async-start' ? partOf(instruction.shape, 1) : {shape: instruction.shape, skip: 0};
		if (result)
			this.#joined(
				root.shape,
				inner.first[computation.root] ?? 0,
				result.shape,
				(instance.first[at] ?? 0) + result.skip,
			);
	}

	#joined(a: HloShape, nodeA: number, b: HloShape, nodeB: number): void {
		if (a.leaves.length === b.leaves.length && rankOf(a) === rankOf(b)) this.#same(a, nodeA, nodeB);
	}

	#same(shape: HloShape, a: number, b: number): void {
		const rank = rankOf(shape);
		for (let offset = 0; offset < rank; offset += 1) this.unions.unify(a + offset, b + offset);
	}
}

/** Number of dimensions of all arrays of a value together. */
export function rankOf(shape: HloShape): number {
	return shape.leaves.reduce((rank, {dims}) => rank + dims.length, 0);
}

/** A part of a tuple, and how many dimensions are before it. */
export function partOf(shape: HloShape, index: number): {readonly shape: HloShape; readonly skip: number} | undefined {
	const part = shape.parts?.[index];
	if (!part) return undefined;
	return {shape: part, skip: (shape.parts ?? []).slice(0, index).reduce((skip, before) => skip + rankOf(before), 0)};
}

/** Where the value of a get-tuple-element is in its tuple. */
function elementOf(instance: Instance, {operands, attributes}: HloInstruction): {readonly first: number} | undefined {
	const [operand = -1] = operands;
	const tuple = instance.computation.instructions[operand];
	const part = tuple && partOf(tuple.shape, numberOf(attributes, 'index') ?? -1);
	return part && {first: (instance.first[operand] ?? 0) + part.skip};
}
