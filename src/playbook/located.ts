import type {Document, Node, ParsedNode} from 'yaml';
import {isAlias, isMap, isScalar, parseDocument, visit} from 'yaml';
import type {SourcePlace} from '../model/flow.js';
import type {Complaints} from './complaints.js';
import type {SourceFile} from './source.js';

/** The way to a value inside a file: keys and positions. */
export type Path = readonly (string | number)[];

/** A value read from a file, with the place of each of its parts. */
export interface Located<T> {
	readonly value: T;
	/** Where the part stands; where it is missing, the nearest thing around it. */
	at(path: Path): SourcePlace;
	/** Where the key of the part stands. */
	key(path: Path): SourcePlace;
	/** A character inside a string of the file. Exact where the string stands on one line without escapes. */
	inside(path: Path, offset: number): SourcePlace;
	/** The same part, now called the whole. */
	sub<U>(path: Path, value: U): Located<U>;
}

/** Largest file that is looked at, in characters. */
export const MAX_FILE = 400_000;

/**
 * Reads the YAML in a file, or in the first `end` characters of it. Anchors are refused: nothing here needs them, and they can
 * explode. Undefined when a complaint was made.
 */
export function readYaml(file: SourceFile, complaints: Complaints, end?: number): Located<unknown> | undefined {
	const text = end === undefined ? file.text : file.text.slice(0, end);
	const tooDeep = deepNesting(text);
	if (tooDeep !== undefined) {
		const message = 'The file is nested more deeply than this program reads.';
		complaints.add('too-big', file.place(tooDeep), message, 'Two or three levels are enough for any file here.');
		return undefined;
	}
	const known = parsed.get(text);
	if (known) return located(known.value, known.document, file, []);
	const document = parseDocument(text, {prettyErrors: false, uniqueKeys: true, logLevel: 'error'});
	for (const error of document.errors) {
		const place = file.place(error.pos[0]);
		if (error.code === 'DUPLICATE_KEY') {
			complaints.add('duplicate-id', place, 'The same key is given twice.', 'Keep one of the two, or rename it.');
		} else {
			complaints.add('yaml-syntax', place, sentence(error.message), syntaxHint(error.message));
		}
	}
	if (document.errors.length > 0) return undefined;
	const alias = firstAlias(document);
	if (alias) {
		const message = 'An alias (*name) stands for another part of the file.';
		complaints.add(
			'yaml-syntax',
			file.place(alias.range?.[0] ?? 0),
			message,
			'Write the part out: aliases are not read.',
		);
		return undefined;
	}
	const value: unknown = document.toJS({maxAliasCount: 0});
	if (parsed.size >= MOST_PARSED) parsed.clear();
	parsed.set(text, {value, document});
	return located(value, document, file, []);
}

/** Texts without faults that were parsed: a playbook is read again and again with one file changed. Nobody writes to them. */
const parsed = new Map<string, {readonly value: unknown; readonly document: Document<ParsedNode>}>();
const MOST_PARSED = 1000;

function located<T>(value: T, document: Document<ParsedNode>, file: SourceFile, base: Path): Located<T> {
	const start = (path: Path): number => rangeOf(document, [...base, ...path]);
	return {
		value,
		at: (path) => file.place(start(path)),
		key: (path) => file.place(keyStart(document, [...base, ...path]) ?? start(path)),
		inside(path, offset) {
			const node = document.getIn([...base, ...path], true);
			if (!isScalar(node) || !node.range) return file.place(start(path));
			const [from, to] = node.range;
			const written = file.text.slice(from, to);
			const lead = /^(?:["']|[|>][^\n]*\n\s*)/.exec(written)?.[0].length ?? 0;
			return file.place(Math.min(from + lead + offset, Math.max(from, to - 1)));
		},
		sub: (path, part) => located(part, document, file, [...base, ...path]),
	};
}

function rangeOf(document: Document<ParsedNode>, path: Path): number {
	for (let length = path.length; length >= 0; length -= 1) {
		const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
		const start = (node as Node | null | undefined)?.range?.[0];
		if (start !== undefined) return start;
	}
	return 0;
}

function keyStart(document: Document<ParsedNode>, path: Path): number | undefined {
	const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
	if (!isMap(parent)) return undefined;
	const pair = parent.items.find(({key}) => isScalar(key) && String(key.value) === String(path.at(-1)));
	return (pair?.key as Node | undefined)?.range?.[0];
}

function firstAlias(document: Document<ParsedNode>): Node | undefined {
	let found: Node | undefined;
	visit(document, {
		Alias(_, node) {
			found = node;
			return visit.BREAK;
		},
	});
	return found && isAlias(found) ? found : undefined;
}

const MAX_DEPTH = 60;
const RUN_OF_INDICATORS = new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}`);
const FAR_RIGHT = new RegExp(`^ {${4 * MAX_DEPTH}}`, 'm');

// The YAML library recurses over what it reads and can overflow the stack, so the depth is bounded before it is asked.
// Brackets inside strings are counted too; a line that begins a new entry at the left edge starts the count afresh.
function deepNesting(text: string): number | undefined {
	const flat = RUN_OF_INDICATORS.exec(text) ?? FAR_RIGHT.exec(text);
	if (flat) return flat.index;
	let depth = 0;
	for (const match of text.matchAll(/[[{]|[\]}]|^[\w-]/gm)) {
		if (match[0] === '[' || match[0] === '{') depth += 1;
		else if (match[0] === ']' || match[0] === '}') depth = Math.max(0, depth - 1);
		else depth = 0;
		if (depth > MAX_DEPTH) return match.index;
	}
	return undefined;
}

function sentence(message: string): string {
	return message.endsWith('.') ? message : `${message}.`;
}

function syntaxHint(message: string): string {
	if (/tab/i.test(message)) return 'Indent with spaces.';
	if (/nested mappings|implicit/i.test(message)) return 'A sentence with ": " or " #" in it needs quotes.';
	return 'Check indentation, quotes and brackets at this place.';
}
