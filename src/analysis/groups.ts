/** Equal buffers taken together, with a guess at what they are. */
import type {Buffer, BufferGroup} from '../model/analysis.js';
import {isFloat} from '../model/element.js';
import {layoutOf, paddedWords} from '../model/layout.js';
import type {Program} from '../model/program.js';
import {parseShape} from '../model/shape.js';
import {printRange} from '../model/size.js';
import {middle, sumOf} from './buffers.js';
import {isScanned} from './carried.js';
import {arraysIn, bareText, plainOf} from './dims.js';
import {grouped} from './grouped.js';
import {passOf, type Pass} from './passes.js';
import {rolesOfTerm, wordsOfTerms} from './program-buffers.js';
import {isSquare, rolesIn, type Roles} from './roles.js';

/** Groups by type, dimensions and place; largest total first. */
export function groupsOf(buffers: readonly Buffer[], roles: Roles, program?: Program): readonly BufferGroup[] {
	const groups = [...grouped(buffers, keyOf).values()].map((equal) => groupOf(equal, roles, program));
	return groups.toSorted((a, b) => middle(b.total) - middle(a.total));
}

function keyOf(buffer: Buffer): string {
	const plain = plainOf(buffer.shape);
	const {term} = buffer;
	if (term)
		return `${term.place} ${term.use} ${term.frame?.file ?? ''}:${String(term.frame?.line ?? '')} ${term.sharding ?? ''} ${term.shape}`;
	if (plain) return `${buffer.place} ${plain.element} ${plain.core.join()} ${buffer.text}`;
	return `${buffer.place} ${buffer.allocation?.kind ?? ''} ${buffer.shape ?? buffer.label ?? ''} ${buffer.text}`;
}

function groupOf(equal: readonly Buffer[], roles: Roles, program: Program | undefined): BufferGroup {
	const [first] = equal;
	if (!first) throw new Error('a group has at least one buffer');
	const plain = plainOf(first.shape);
	const total = sumOf(equal.map((buffer) => buffer.bytes));
	const terms = program ? equal.flatMap(({term}) => term ?? []) : [];
	const found = program && first.term ? rolesOfTerm(first.term, program) : plain ? rolesIn(plain, roles) : {};
	const pass = commonPass(equal);
	return {
		shape: plain ? bareText(plain) : nameOf(first),
		...(plain ? {element: plain.element} : {}),
		dims: plain?.dims ?? [],
		count: equal.length,
		each: first.bytes,
		total,
		text: equal.length === 1 ? first.text : printRange(total),
		place: first.place,
		pass,
		what: terms.length > 0 ? wordsOfTerms(terms, program?.devices ?? 1) : whatOf(equal, found, roles, pass),
		roles: found,
		buffers: equal,
	};
}

/** What stands for a shape where there is no array: long tuples are counted, not printed. */
function nameOf(buffer: Buffer): string {
	if (buffer.shape?.startsWith('(')) return `tuple of ${arraysIn(buffer.shape).length}`;
	return buffer.shape ?? buffer.label ?? buffer.allocation?.kind ?? buffer.text;
}

/** The pass that all agree on; buffers that do not say do not object. */
function commonPass(equal: readonly Buffer[]): Pass {
	const passes = new Set(equal.map((buffer) => passOf(buffer.op, buffer.label)).filter((pass) => pass !== 'unknown'));
	const [only] = passes;
	return passes.size === 1 && only !== undefined ? only : 'unknown';
}

/** Equal temporaries in this number are taken to be one per layer. */
const ONE_PER_LAYER = 3;

function whatOf(equal: readonly Buffer[], roles: BufferGroup['roles'], all: Roles, pass: Pass): string {
	const [first] = equal;
	const plain = plainOf(first?.shape);
	if (!first) return '';
	if (!plain) return first.allocation?.kind === nameOf(first) ? '' : (first.allocation?.kind ?? '');
	const held = new Set(Object.values(roles));
	const words: string[] = [];
	if (held.has('vocabulary'))
		words.push(first.place === 'temp' ? 'shaped by the vocabulary' : 'as large as the vocabulary');
	else if (isSquare(plain.dims, all.sequence)) words.push('sequence × sequence');
	if (isScanned({roles})) words.push('kept for every step of a scan over the sequence');
	else if (held.has('layers')) words.push(`stacked over ${all.layers ?? 0} layers`);
	else if (equal.length >= ONE_PER_LAYER && first.place === 'temp' && isFloat(plain.element))
		words.push('equal, often one per layer');
	if (words.length === 0) words.push(plainWords(first, plain.core.length === 0));
	words.push(paddingIn(first) ?? '');
	if (pass !== 'unknown') words.push(pass === 'recompute' ? 'computed again' : `${pass} pass`);
	return words.filter((word) => word !== '').join(', ');
}

/** Less padding than this share of a buffer is not worth a word. */
const NOTABLE_PADDING = 0.25;

/** `32 padded to 128`, where that takes a good part of the buffer. */
export function paddingIn({shape, padding, bytes}: Buffer): string | undefined {
	if (shape === undefined || !padding || middle(padding) < middle(bytes) * NOTABLE_PADDING) return undefined;
	const parsed = parseShape(shape);
	const laidOut = parsed && layoutOf(parsed);
	return laidOut && paddedWords(laidOut);
}

function plainWords(buffer: Buffer, scalar: boolean): string {
	if (scalar) return 'scalar';
	if (buffer.place === 'argument') return buffer.from === 'slot' ? 'argument or output' : 'argument';
	return buffer.place === 'output' ? 'output' : '';
}
