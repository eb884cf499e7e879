import {numberOf} from './attributes.js';
import type {Instance} from './flow.js';

/** Operations that an index may go through on its way from the counter. */
const THROUGH: ReadonlySet<string> = new Set(
	'add subtract select convert copy reshape bitcast clamp maximum minimum multiply remainder broadcast'.split(' '),
);
const DEEPEST = 24;

/** Operations that an index passes as it is. */
const AS_IT_IS: ReadonlySet<string> = new Set(['copy', 'convert', 'reshape', 'bitcast']);

/** Whether an index is a constant of the program. */
export function isConstant(instance: Instance, at: number, depth = DEEPEST): boolean {
	const instruction = instance.computation.instructions[at];
	if (!instruction || depth <= 0) return false;
	const {op, operands} = instruction;
	if (op === 'constant') return true;
	if (op === 'parameter' && instance.caller) {
		const operand = outside(instance, at);
		return operand !== undefined && isConstant(instance.caller.instance, operand, depth - 1);
	}
	return AS_IT_IS.has(op) && isConstant(instance, operands[0] ?? -1, depth - 1);
}

/** The loop whose counter an index comes from: a carried value that the loop's body adds a constant to. */
export function counterOf(instance: Instance, at: number, depth = DEEPEST): Instance | undefined {
	const instruction = instance.computation.instructions[at];
	if (!instruction || depth <= 0) return undefined;
	if (instruction.op === 'parameter') {
		const operand = outside(instance, at);
		return operand === undefined || !instance.caller
			? undefined
			: counterOf(instance.caller.instance, operand, depth - 1);
	}
	if (instruction.op === 'get-tuple-element') {
		const tuple = instance.computation.instructions[instruction.operands[0] ?? -1];
		const carried = instance.loop && tuple?.op === 'parameter';
		return carried && counts(instance, numberOf(instruction.attributes, 'index') ?? -1) ? instance : undefined;
	}
	if (!THROUGH.has(instruction.op)) return undefined;
	for (const operand of instruction.operands) {
		const loop = counterOf(instance, operand, depth - 1);
		if (loop) return loop;
	}
	return undefined;
}

/** Whether the body of a loop gives its carried value `index` back increased by a constant. */
function counts({computation}: Instance, index: number): boolean {
	const root = computation.instructions[computation.root];
	const next = computation.instructions[root?.operands[index] ?? -1];
	if (next?.op !== 'add') return false;
	const ops = next.operands.map((operand) => computation.instructions[operand]);
	return ops.some((op) => op?.op === 'get-tuple-element' && numberOf(op.attributes, 'index') === index);
}

/** The operand that a parameter stands for, where the computation was called. */
function outside({computation, caller, loop}: Instance, parameter: number): number | undefined {
	const number = computation.parameters.indexOf(parameter);
	return loop ? undefined : caller?.operands[number];
}
