import type {HloInstruction} from '../../model/hlo.js';
import {ownText, splitTopLevel, type ShapeTexts} from './shape-text.js';

/** An instruction whose operands are still names. */
export interface PrintedInstruction {
	readonly instruction: HloInstruction;
	readonly operandNames: readonly string[];
	readonly root: boolean;
}

/** Literals longer than this are data, not numbers that matter. */
const LONGEST_LITERAL = 24;

const HEAD = /^\s*(ROOT )?%?([\w.-]+) = /;
const OP = /^ ?([a-z][\w-]*)\(/;
const METADATA = /^metadata=\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\}/;

/** Reads `%name = shape op(operands), attributes`; undefined for any other line. `intern` keeps one copy of equal texts. */
export function readInstruction(
	line: string,
	shapes: ShapeTexts,
	intern: (text: string) => string,
): PrintedInstruction | undefined {
	const head = HEAD.exec(line);
	if (!head) return undefined;
	const shapeStart = head[0].length;
	const shapeEnd = line.charCodeAt(shapeStart) === 40 ? closing(line, shapeStart) + 1 : line.indexOf(' ', shapeStart);
	if (shapeEnd <= shapeStart) return undefined;
	const op = OP.exec(line.slice(shapeEnd, shapeEnd + 64));
	if (op?.[1] === undefined) return undefined;
	const open = shapeEnd + op[0].length - 1;
	const close = closing(line, open);
	if (close < 0) return undefined;
	const inside = line.slice(open + 1, close);
	const isLiteral = op[1] === 'constant' || op[1] === 'parameter';
	const rest = line.slice(close + 1);
	const metadata = METADATA.exec(rest.slice(Math.max(0, rest.indexOf('metadata={'))))?.[1];
	const opName = metadata === undefined ? undefined : /op_name="((?:[^"\\]|\\.)*)"/.exec(metadata)?.[1];
	const sharding = op[1] === 'parameter' || rest.includes('"Sharding"') ? bracedAfter(rest, 'sharding=') : undefined;
	return {
		instruction: {
			name: ownText(head[2] ?? ''),
			op: intern(op[1]),
			shape: shapes.read(line.slice(shapeStart, shapeEnd)),
			operands: [],
			attributes: intern(attributesOf(rest)),
			...(isLiteral && inside.length <= LONGEST_LITERAL && {literal: intern(inside)}),
			...(opName !== undefined && {opName: intern(opName.replaceAll("\\'", "'").replaceAll('\\"', '"'))}),
			frame: Number(/stack_frame_id=(\d+)/.exec(metadata ?? '')?.[1] ?? 0),
			...(sharding !== undefined && {sharding: intern(sharding)}),
		},
		operandNames: isLiteral ? [] : splitTopLevel(inside).map(operandName),
		root: head[1] !== undefined,
	};
}

/** The name at the end of `f32[2]{0} %x`, as older printers write operands with their shapes. */
function operandName(text: string): string {
	const start = text.lastIndexOf('%');
	return start >= 0 ? text.slice(start + 1) : text.slice(text.lastIndexOf(' ') + 1);
}

/** What the data flow needs of the attributes; metadata and settings of the backend are long and are not among it. */
function attributesOf(rest: string): string {
	const ends = ['metadata={', 'backend_config=', 'frontend_attributes={', 'sharding={', 'origin={']
		.map((key) => rest.indexOf(`, ${key}`))
		.filter((at) => at >= 0);
	const text = ends.length > 0 ? rest.slice(0, Math.min(...ends)) : rest;
	return text.startsWith(', ') ? text.slice(2) : text;
}

/** `{replicated}` of `sharding={replicated}, …`. */
function bracedAfter(text: string, key: string): string | undefined {
	const at = text.indexOf(` ${key}{`);
	if (at < 0) return undefined;
	const start = at + key.length + 1;
	const end = closing(text, start);
	return end < 0 ? undefined : text.slice(start, end + 1);
}

/** Where the bracket that opens at `open` closes; -1 where it does not. Quoted text is passed over. */
function closing(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === 40 || code === 91 || code === 123) depth += 1;
		else if (code === 41 || code === 93 || code === 125) {
			depth -= 1;
			if (depth === 0) return at;
		} else if (code === 34) {
			at = text.indexOf('"', at + 1);
			if (at < 0) return -1;
		}
	}
	return -1;
}
