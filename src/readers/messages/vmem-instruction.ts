// Which instruction ran out of VMEM: `while allocating on stack for %NAME = SHAPE custom-call(…), custom_call_target="…"`.
// A custom call is a kernel of the user's or of a library; any other instruction is the compiler's own.
// Forms: log-formats.md section 8.
import {kernelName} from '../../model/kernel-name.js';
import {loose} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {matches, statement, stretch, type Family, type Part, type Stretch} from './piece.js';

const READER = 'vmem instruction';
const STACK = loose`while allocating on stack for`;
const LIMIT = 'scopedallocationwithsize';
/** The opcode comes between the shape and its operands. */
const OPCODE = /[\])}](?<opcode>[a-z][a-z-]{3,40})\(/;
const CUSTOM = /[\])}]custom-call\(|custom_call_target=/;
/** The text of an instruction may be thousands of characters long. */
const REACH = 40_000;

/** Finds the instruction that a VMEM failure names. */
export const vmemInstruction: Family = (passage) => {
	const parts: Part[] = [];
	for (const match of matches(passage, STACK)) {
		const at = stretch(match);
		const reach = passage.lower.slice(at.end, at.end + REACH);
		const limit = reach.indexOf(LIMIT);
		const words = limit < 0 ? reach.slice(0, 4000) : reach.slice(0, limit);
		const opcode = CUSTOM.test(words) ? 'custom-call' : OPCODE.exec(words)?.groups?.['opcode'];
		if (opcode === undefined) continue;
		const name = opcode === 'custom-call' ? nameAfter(passage, at) : undefined;
		const facts = [
			statement(passage, READER, 'vmem.instruction', opcode, at),
			...(name === undefined ? [] : [statement(passage, READER, 'kernel.name', name, at)]),
		];
		parts.push({kind: 'part', ...at, facts, near: true});
	}
	return parts;
};

/** `%NAME =` after the words of a failure. */
function nameAfter(passage: Passage, at: Stretch): string | undefined {
	const name = /^%?([\w$.-]{1,200})=/.exec(passage.tight.slice(at.end, at.end + 220))?.[1];
	return name === undefined ? undefined : kernelName(name);
}
