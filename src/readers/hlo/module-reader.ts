import type {HloComputation, HloInstruction, HloModule} from '../../model/hlo.js';
import {FrameTables} from './frames.js';
import {readInstruction} from './instruction.js';
import {ownText, ShapeTexts} from './shape-text.js';

/** How many instructions are held: more than any program at hand by a factor of a hundred, and well under a gigabyte. */
const MOST_INSTRUCTIONS = 1_500_000;

const COMPUTATION = /^(ENTRY )?%?([\w.-]+) (?:\(.*\) -> |\{$)/;

/** Reads an HLO module line by line. Lines that do not fit are passed over; what was read is always usable. */
export class HloReader {
	readonly #shapes = new ShapeTexts();
	readonly #texts = new Map<string, string>();
	readonly #frames = new FrameTables();
	readonly #computations = new Map<string, HloComputation>();
	#header = '';
	#open: OpenComputation | undefined;
	#entry: HloComputation | undefined;
	#held = 0;
	#skipped = 0;

	push(line: string): void {
		if (this.#open) {
			if (line.startsWith('}')) this.#close();
			else this.#instruction(line);
			return;
		}
		if (this.#header === '' && line.startsWith('HloModule ')) this.#header = headerOf(line);
		else if (!this.#frames.push(line)) this.#begin(line);
	}

	end(): HloModule {
		if (this.#open) this.#close();
		const header = this.#header;
		return {
			name: ownText(/^HloModule ([\w.-]+)/.exec(header)?.[1] ?? ''),
			scheduled: /\bis_scheduled=true\b/.test(header),
			partitions: Math.max(1, Number(/\bnum_partitions=(\d+)/.exec(header)?.[1] ?? 1)),
			mesh: meshOf(header),
			donors: donorsOf(header),
			aliases: aliasesOf(header),
			frames: this.#frames.frames(),
			computations: this.#computations,
			...(this.#entry && {entry: this.#entry}),
			skipped: this.#skipped,
		};
	}

	#begin(line: string): void {
		if (!line.endsWith('{') || line.startsWith(' ')) return;
		const match = COMPUTATION.exec(line);
		if (match?.[2] === undefined) return;
		this.#open = {name: ownText(match[2]), entry: match[1] !== undefined, instructions: [], names: [], root: -1};
	}

	#instruction(line: string): void {
		const open = this.#open;
		if (!open) return;
		if (this.#held >= MOST_INSTRUCTIONS) {
			this.#skipped += 1;
			return;
		}
		const printed = readInstruction(line, this.#shapes, this.#intern);
		if (!printed) return;
		this.#held += 1;
		if (printed.root) open.root = open.instructions.length;
		open.instructions.push(printed.instruction);
		open.names.push(printed.operandNames);
	}

	#close(): void {
		const open = this.#open;
		this.#open = undefined;
		if (!open || open.instructions.length === 0) return;
		const positions = new Map(open.instructions.map(({name}, position) => [name, position]));
		const instructions = open.instructions.map((instruction, position): HloInstruction => {
			const operands = (open.names[position] ?? []).map((name) => positions.get(name) ?? -1);
			return operands.length === 0 ? instruction : {...instruction, operands};
		});
		const parameters: number[] = [];
		for (const [position, {op, literal}] of instructions.entries()) {
			const number = Number(literal);
			if (op === 'parameter' && Number.isInteger(number) && number < instructions.length) parameters[number] = position;
		}
		const computation = {
			name: open.name,
			instructions,
			root: open.root < 0 ? instructions.length - 1 : open.root,
			parameters: Array.from(parameters, (position: number | undefined) => position ?? -1),
		};
		this.#computations.set(open.name, computation);
		if (open.entry) this.#entry = computation;
	}

	readonly #intern = (text: string): string => {
		const known = this.#texts.get(text);
		if (known !== undefined) return known;
		const copy = ownText(text);
		this.#texts.set(copy, copy);
		return copy;
	};
}

interface OpenComputation {
	readonly name: string;
	readonly entry: boolean;
	readonly instructions: HloInstruction[];
	readonly names: (readonly string[])[];
	root: number;
}

/** The header without the shapes of all arguments and results, which the entry computation repeats. */
function headerOf(line: string): string {
	const shapes = line.indexOf('entry_computation_layout={');
	if (shapes < 0) return ownText(line);
	const after = line.slice(shapes).search(/\)\}(?:, |$)/);
	return ownText(line.slice(0, shapes) + (after < 0 ? '' : line.slice(shapes + after + 2)));
}

/** Shardy prints its mesh among the attributes: `#sdy.mesh<["data"=4, "model"=2]>`; of several, the first. */
function meshOf(header: string): Record<string, number> {
	const axes = /#sdy\.mesh<\[([^\][]*)\]/.exec(header)?.[1] ?? '';
	return Object.fromEntries(
		[...axes.matchAll(/"([\w.-]+?)\\*"=(\d+)/g)].map(([, axis = '', size]) => [axis, Number(size)]),
	);
}

/** What is in the braces after an attribute's name: braces inside them end before a comma and the next attribute. */
function listIn(header: string, attribute: string): string {
	const at = header.indexOf(`${attribute}{`);
	return at < 0 ? '' : (/^\{(.*?)\}(?:, [a-z_]+=|$)/.exec(header.slice(at + attribute.length))?.[1] ?? '');
}

function donorsOf(header: string): number[] {
	const list = listIn(header, 'buffer_donor=');
	return [...list.matchAll(/\((\d+), \{\d*\}\)/g)].map((match) => Number(match[1]));
}

function aliasesOf(header: string): Map<number, number> {
	const aliases = new Map<number, number>();
	const list = listIn(header, 'input_output_alias=');
	for (const match of list.matchAll(/\{(\d*)(?:[, ][\d, ]*)?\}: \((\d+), \{[\d, ]*\}/g)) {
		aliases.set(Number(match[1] ?? 0), Number(match[2]));
	}
	return aliases;
}
