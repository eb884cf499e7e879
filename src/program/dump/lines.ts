import type {AssignedValue, HloComputation, HloInstruction, HloModule} from '../../model/hlo.js';
import type {Frame} from '../../model/program.js';
import {calledBy, numberOf} from '../dims/attributes.js';
import {userFrame} from './frames.js';

const DEEPEST = 40;

/** The user's line of code that makes an array. */
export class Lines {
	readonly #module: HloModule;
	readonly #places = new Map<string, {computation: HloComputation; at: number}>();

	constructor(module: HloModule) {
		this.#module = module;
		for (const computation of module.computations.values()) {
			for (const [at, {name}] of computation.instructions.entries()) this.#places.set(name, {computation, at});
		}
	}

	/** Of the values in one piece of memory, the first whose line is known. */
	frameOf(values: readonly AssignedValue[]): Frame | undefined {
		for (const {name, index} of values.slice(0, 12)) {
			const place = this.#places.get(name);
			const frame = place && this.#line(place.computation, place.at, index, DEEPEST);
			if (frame) return frame;
		}
		return undefined;
	}

	/** What the framework calls the operation that makes a value. */
	operationOf(name: string): string | undefined {
		const place = this.#places.get(name);
		return place?.computation.instructions[place.at]?.opName;
	}

	#line(computation: HloComputation, at: number, index: string, depth: number): Frame | undefined {
		const instruction = computation.instructions[at];
		if (!instruction || depth <= 0) return undefined;
		const element = index === '' ? undefined : Number(index.split(',')[0]);
		if (instruction.op === 'while' && element !== undefined)
			return this.#writtenByLoop(instruction, element, depth) ?? userFrame(this.#module, instruction.frame);
		if (instruction.op === 'parameter' && element !== undefined)
			return this.#writtenInside(computation, element, depth);
		if (isEmpty(instruction))
			return this.#writtenInto(computation, at, depth) ?? userFrame(this.#module, instruction.frame);
		if (instruction.op === 'fusion') {
			return this.#insideFusion(computation, instruction, element, depth) ?? userFrame(this.#module, instruction.frame);
		}
		const own = userFrame(this.#module, instruction.frame);
		if (own || !PASSES.has(instruction.op)) return own;
		return this.#line(computation, instruction.operands[0] ?? -1, '', depth - 1);
	}

	/** A fusion has the line of one of its instructions; what it gives is made by its root. */
	#insideFusion(
		around: HloComputation,
		fusion: HloInstruction,
		element: number | undefined,
		depth: number,
		caller?: Caller,
	): Frame | undefined {
		const own = element === undefined ? userFrame(this.#module, fusion.frame) : undefined;
		if (own) return own;
		const computation = this.#module.computations.get(calledBy(fusion.attributes, 'calls') ?? '');
		const root = computation?.instructions[computation.root];
		if (!computation || !root) return undefined;
		const at = root.op === 'tuple' && element !== undefined ? (root.operands[element] ?? -1) : computation.root;
		const from = {computation: around, operands: fusion.operands, ...(caller && {caller})};
		return this.#producer(computation, updateOf(computation, at), from, depth - 1);
	}

	/** Memory that a loop fills: the line of what the loop's body writes there. */
	#writtenInto(computation: HloComputation, at: number, depth: number): Frame | undefined {
		const held = new Set([at]);
		for (const [position, {op, operands, attributes}] of computation.instructions.entries()) {
			if (op === 'tuple') {
				const element = operands.findIndex((operand) => held.has(operand));
				const loop =
					element < 0
						? undefined
						: computation.instructions.find((other) => other.op === 'while' && other.operands[0] === position);
				if (loop) return this.#writtenByLoop(loop, element, depth - 1);
			} else if (
				operands.length > 0 &&
				held.has(operands[0] ?? -1) &&
				(PASSES.has(op) || op === 'dynamic-update-slice' || attributes.includes('output_to_operand_aliasing'))
			) {
				held.add(position);
			}
		}
		return undefined;
	}

	#writtenByLoop(loop: HloInstruction, element: number, depth: number): Frame | undefined {
		const body = this.#module.computations.get(calledBy(loop.attributes, 'body') ?? '');
		return body && this.#writtenInside(body, element, depth - 1);
	}

	/** What the body of a loop gives back as one element of what it carries; nothing where it only passes it on. */
	#writtenInside(body: HloComputation, element: number, depth: number): Frame | undefined {
		const root = body.instructions[body.root];
		if (root?.op !== 'tuple' || depth <= 0) return undefined;
		const at = root.operands[element] ?? -1;
		const next = body.instructions[at];
		if (next?.op === 'get-tuple-element') {
			const source = body.instructions[next.operands[0] ?? -1];
			const inner = numberOf(next.attributes, 'index') ?? -1;
			if (source?.op === 'while') return this.#writtenByLoop(source, inner, depth - 1);
			return source?.op === 'fusion' ? this.#insideFusion(body, source, inner, depth - 1) : undefined;
		}
		return (
			this.#producer(body, updateOf(body, at), undefined, depth - 1) ?? (next && userFrame(this.#module, next.frame))
		);
	}

	/**
	 * The line of what computes a value: reshapes and the like are passed by, and so are the arguments of a fusion, which its caller
	 * computes. The line of what was passed by, which may only be that of the loop, serves where nothing else is known.
	 */
	#producer(computation: HloComputation, at: number, caller: Caller | undefined, depth: number): Frame | undefined {
		const instruction = computation.instructions[at];
		if (!instruction || depth <= 0) return undefined;
		const own = userFrame(this.#module, instruction.frame);
		if (instruction.op === 'fusion') {
			const inside = this.#module.computations.get(calledBy(instruction.attributes, 'calls') ?? '');
			const from = inside && {computation, operands: instruction.operands, ...(caller && {caller})};
			return (inside && this.#producer(inside, updateOf(inside, inside.root), from, depth - 1)) ?? own;
		}
		if (instruction.op === 'parameter') {
			const operand = caller?.operands[computation.parameters.indexOf(at)];
			return caller && operand !== undefined
				? this.#producer(caller.computation, operand, caller.caller, depth - 1)
				: own;
		}
		if (instruction.op === 'get-tuple-element') {
			const source = computation.instructions[instruction.operands[0] ?? -1];
			const element = numberOf(instruction.attributes, 'index') ?? 0;
			if (source?.op === 'fusion') return this.#insideFusion(computation, source, element, depth - 1, caller) ?? own;
		}
		if (!PASSES.has(instruction.op) && instruction.op !== 'broadcast')
			return own ?? this.#producer(computation, instruction.operands[0] ?? -1, caller, depth - 1);
		return this.#producer(computation, instruction.operands[0] ?? -1, caller, depth - 1) ?? own;
	}
}

/** Where a fused computation is called from. */
interface Caller {
	readonly computation: HloComputation;
	readonly operands: readonly number[];
	readonly caller?: Caller;
}

/** Operations that pass an array on as it is. */
const PASSES: ReadonlySet<string> = new Set([
	'copy',
	'bitcast',
	'copy-start',
	'copy-done',
	'get-tuple-element',
	'convert',
	'reshape',
	'transpose',
	'tuple',
]);

function isEmpty({op, attributes}: HloInstruction): boolean {
	return op === 'broadcast' || (op === 'custom-call' && attributes.includes('AllocateBuffer'));
}

/** For a dynamic-update-slice, what it writes; the result itself for everything else. */
function updateOf(computation: HloComputation, at: number): number {
	let position = at;
	for (let step = 0; step < DEEPEST; step += 1) {
		const instruction = computation.instructions[position];
		if (instruction?.op === 'dynamic-update-slice') return instruction.operands[1] ?? position;
		if (instruction?.op !== 'bitcast' && instruction?.op !== 'copy' && instruction?.op !== 'convert') return at;
		position = instruction.operands[0] ?? -1;
	}
	return at;
}
