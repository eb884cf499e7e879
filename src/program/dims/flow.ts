import type {HloComputation, HloInstruction, HloModule} from '../../model/hlo.js';
import {grouped} from '../grouped.js';
import {branchesOf, calledBy, numberOf} from './attributes.js';
import {flowThrough} from './rules.js';
import {Unions} from './unions.js';
import {partOf, rankOf, valueOf, viewsOf, type Value, type View} from './values.js';

/** One use of a computation: a function that is called twice has two, so that its callers' dimensions stay apart. */
export interface Instance {
	readonly computation: HloComputation;
	/** First dimension of each instruction's value. */
	readonly first: Int32Array;
	/** Where it is called from, and with what. */
	readonly caller?: {readonly instance: Instance; readonly operands: readonly number[]};
	readonly loop: boolean;
}

/** A dimension that is indexed by a loop's counter, by another moving position, or by a table of indices. */
export interface Indexed {
	readonly dimension: number;
	readonly by: 'counter' | 'position' | 'gather' | 'unrolled';
	/** Whose counter it is. */
	readonly loop?: Instance;
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
/** Instructions in copies of a computation that is called more than once: calls of calls can double them at each level. */
const MOST_COPIED = 300_000;
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
function uniteReturned(entry: Instance, unions: Unions): void {
	const key = ({array: {type, dims}}: View): string => `${type}[${dims.join()}]`;
	const {parameters, root} = entry.computation;
	const given = [...parameters].flatMap((position) => viewsOf(valueOf(entry, position)).slice(0, 1));
	const free = new Map(
		[
			...grouped(
				given.filter(({nodes}) => nodes.length > 1),
				key,
			),
		].map(([shape, same]) => [shape, [...same]]),
	);
	for (const result of viewsOf(valueOf(entry, root))) {
		const argument = free.get(key(result))?.shift();
		for (const [dim, node] of argument?.nodes.entries() ?? []) unions.unify(node, result.nodes[dim]);
	}
}

class Walk {
	readonly unions = new Unions();
	readonly instances: Instance[] = [];
	readonly indexed: Indexed[] = [];
	readonly #shared = new Map<HloComputation, Instance>();
	readonly #module: HloModule;
	#copied = 0;

	constructor(module: HloModule) {
		this.#module = module;
	}

	enter(computation: HloComputation, caller: Instance['caller'], loop: boolean, depth: number): Instance {
		const known = this.#shared.get(computation);
		if (known && (this.unions.size > MOST_DIMENSIONS || this.#copied > MOST_COPIED || depth > DEEPEST)) return known;
		if (known) this.#copied += computation.instructions.length;
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
					const value = valueOf(instance, operand);
					if (!value) return;
					this.#join(value, {shape: value.shape, node});
					node += rankOf(value.shape);
				}
				return;
			}
			case 'get-tuple-element': {
				const tuple = valueOf(instance, instruction.operands[0]);
				const element = tuple && partOf(tuple, numberOf(instruction.attributes, 'index') ?? -1);
				const own = valueOf(instance, at);
				if (element && own) this.#join({...element, shape: own.shape}, own);
				return;
			}
			default:
				flowThrough(instance, at, this.unions, this.indexed);
		}
	}

	#loop(instance: Instance, at: number, {operands, attributes}: HloInstruction, depth: number): void {
		const own = valueOf(instance, at);
		this.#join(valueOf(instance, operands[0]), own);
		for (const role of ['body', 'condition']) {
			const computation = this.#module.computations.get(calledBy(attributes, role) ?? '');
			if (!computation || depth > DEEPEST) continue;
			const inner = this.enter(computation, {instance, operands}, role === 'body', depth + 1);
			this.#join(valueOf(inner, computation.parameters[0]), own);
			if (role === 'body') this.#join(valueOf(inner, computation.root), own);
		}
	}

	#call(instance: Instance, at: number, name: string, operands: readonly number[], depth: number): void {
		const computation = this.#module.computations.get(name);
		const own = valueOf(instance, at);
		if (!computation || !own || depth > DEEPEST) return;
		const inner = this.enter(computation, {instance, operands}, false, depth + 1);
		for (const [number, operand] of operands.entries())
			this.#join(valueOf(inner, computation.parameters[number]), valueOf(instance, operand));
		// The value of an asynchronous call holds the operands first, and then the result.
		const isStart = instance.computation.instructions[at]?.op === 'async-start';
		this.#join(valueOf(inner, computation.root), isStart ? partOf(own, 1) : own);
	}

	/** Two values of one shape have the same dimensions. */
	#join(a: Value | undefined, b: Value | undefined): void {
		if (!a || !b || a.shape.leaves.length !== b.shape.leaves.length) return;
		const rank = rankOf(a.shape);
		if (rank !== rankOf(b.shape)) return;
		for (let offset = 0; offset < rank; offset += 1) this.unions.unify(a.node + offset, b.node + offset);
	}
}
