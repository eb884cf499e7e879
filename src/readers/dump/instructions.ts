// HLO text (*after_optimizations.txt, *oom_intermediate_module.txt) and the file *-buffer-assignment-values.txt:
// both say which line of the model an instruction comes from.
import {dumpedChip} from '../../model/dumped-chip.js';
import {HloReader} from '../hlo/module-reader.js';
import {dumpReader, MOST, type DumpReader} from './dump-reader.js';

const INSTRUCTION = /%([\w.-]+) = /;
const OP_NAME = /metadata=\{[^{}]*?op_name="((?:[^"\\]|\\.)*)"/;

/** Reads an HLO module, and from it the instruction names with their op_name. */
export function hloReader(evidence: string): DumpReader {
	const reader = new HloReader();
	return dumpReader(
		evidence,
		'hlo',
		(_, text) => {
			reader.push(text);
		},
		(draft) => {
			const module = reader.end();
			draft.module = module.name;
			draft.parts = module.scheduled ? {after: module} : {before: module};
			if (!module.scheduled) return; // its names are not those of the buffers
			let names = 0;
			for (const {instructions} of module.computations.values()) {
				for (const {name, opName} of instructions) {
					if (opName !== undefined && names++ < MOST) draft.ops[name] ??= opName;
				}
			}
		},
	);
}

/** Reads instruction names with their op_name from the values file. Its total covers all memory spaces and is not HBM. */
export function valuesReader(evidence: string): DumpReader {
	return dumpReader(evidence, 'values', (draft, text) => {
		if (text.startsWith(' from instruction:')) remember(draft.ops, text);
	});
}

/** Reads the chip from target_arguments.txt: version and variant as the compiler names them. */
export function targetReader(evidence: string): DumpReader {
	let version = '';
	let variant = '';
	return dumpReader(evidence, 'target', (draft, text) => {
		version = /\bversion: (TPU_VERSION_\w+)/.exec(text)?.[1] ?? version;
		variant = /\bvariant: "(\w*)"/.exec(text)?.[1] ?? variant;
		const chip = dumpedChip(`${version} variant: "${variant}"`);
		if (chip !== undefined) draft.chip = chip;
	});
}

function remember(ops: Record<string, string>, text: string): void {
	const name = INSTRUCTION.exec(text)?.[1];
	const op = OP_NAME.exec(text)?.[1];
	if (name === undefined || op === undefined || ops[name] !== undefined) return;
	if (Object.keys(ops).length < MOST) ops[name] = op;
}
