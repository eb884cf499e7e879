/** Whose instruction ran out of VMEM: a kernel (a custom call), or one that the compiler made. */
import type {Fact} from '../model/fact.js';
import type {Allocation, Incident} from '../model/incident.js';
import {kernelName} from '../model/kernel-name.js';
import {textFact, truthFact} from './derived.js';
import type {Known} from '../model/known.js';

/** Words of entries that belong to a custom call: its text, the name of its operation, the windows of its operands. */
const KERNEL = /custom-call\(|custom_call|pallas_call|\bmosaic\b|window allocation/i;

/** `kernel.named` and, from a list, `kernel.name`; absent where neither the instruction nor a list is printed. */
export function kernelFacts(incident: Incident, known: Known): readonly Fact[] {
	if (incident.space !== 'vmem') return [];
	const instruction = known.text('vmem.instruction');
	const rule = 'whether the message names a custom call';
	if (instruction !== undefined) {
		return [truthFact('kernel.named', instruction === 'custom-call', {rule, from: ['vmem.instruction']})];
	}
	const kernel = incident.allocations.find((entry) => KERNEL.test(wordsOf(entry)));
	if (kernel) {
		const note = `The entry in line ${kernel.line} belongs to a custom call.`;
		return [truthFact('kernel.named', true, {rule, from: ['allocations'], note}), ...nameFact(incident, known)];
	}
	const labelled = incident.allocations.filter(({label}) => label !== undefined);
	if (labelled.length === 0) return [];
	const note = `None of the ${labelled.length} labels listed is that of a custom call.`;
	return [truthFact('kernel.named', false, {rule, from: ['allocations'], note})];
}

/** `splash_mha_dkv.18 = custom-call(…)`: the kernel that the labels name, if they name one alone. */
function nameFact({allocations}: Incident, known: Known): readonly Fact[] {
	if (known.has('kernel.name')) return [];
	const names = new Set(
		allocations.flatMap(({label}) => {
			const instruction = /^%?([\w$.-]+)\s*=\s*(?:\S+\s+)?custom-call\(/.exec(label ?? '')?.[1];
			return (instruction === undefined ? undefined : kernelName(instruction)) ?? [];
		}),
	);
	const [name] = names;
	if (name === undefined || names.size > 1) return [];
	return [textFact('kernel.name', name, {rule: 'the custom call that the labels name', from: ['allocations']})];
}

function wordsOf({label, op, tag}: Allocation): string {
	return [label, op, tag].filter((words) => words !== undefined).join(' ');
}
