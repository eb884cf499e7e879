/** Equal buffers taken together, with a guess at what they are. */
import {middle, sumOf} from '../model/interval.js';
import {carries, isLogits, type Buffer, type BufferGroup, type DimensionRole} from '../model/analysis.js';
import type {ListedTerm} from '../program/list/index.js';
import {isFloat} from '../model/element.js';
import {layoutOf, paddedWords} from '../model/layout.js';
import type {Meaning, Program, Term} from '../model/program.js';
import {parseShape} from '../model/shape.js';
import {printRange} from '../model/size.js';
import {isScanned, isSquare} from './projections.js';
import {arraysIn, bareText, plainOf} from '../program/list/dims.js';
import {isInLoop, passOf, type Pass} from './passes.js';
import {NAMES, wordsOfTerms} from './program-buffers.js';

/** Groups in the order of the terms: largest total first. `trains`: the program may have gradients. */
export function groupsOf(listed: readonly ListedTerm[], program: Program, trains = true): readonly BufferGroup[] {
	const loops = mayLoop(listed.flatMap(({buffers}) => buffers));
	return listed.map(({term, buffers}) => groupOf(term, buffers, program, {trains, loops}));
}

/** Whether a loop may have made the buffers: where operations are named and none is of a loop, none has. */
function mayLoop(buffers: readonly Buffer[]): boolean {
	const paths = buffers.flatMap(({op}) => (op?.includes('/') ? op : []));
	return paths.length === 0 || paths.some(isInLoop);
}

function groupOf(
	term: Term,
	equal: readonly Buffer[],
	program: Program,
	{trains, loops}: {readonly trains: boolean; readonly loops: boolean},
): BufferGroup {
	const [first] = equal;
	if (!first) throw new Error('a group has at least one buffer');
	const plain = plainOf(first.shape);
	const total = sumOf(equal.map((buffer) => buffer.bytes));
	const terms = equal.flatMap((buffer) => buffer.term ?? []);
	const meaningOf = (id: string) => program.symbols.find((one) => one.id === id)?.meaning;
	const meanings = term.dims.map(({symbols}) => symbols.flatMap((id) => meaningOf(id) ?? []));
	const pass = commonPass(equal);
	const roles = rolesOf(term.dims, meanings);
	const group = {
		shape: plain ? bareText(plain) : nameOf(first),
		...(plain ? {element: plain.element} : {}),
		dims: plain?.dims ?? [],
		count: equal.length,
		each: first.bytes,
		total,
		// One kind of unit in a table, also where messages write `5.16GiB`.
		text: equal.length === 1 ? first.text.replace(/iB$/, '') : printRange(total),
		place: first.place,
		pass,
		roles,
		scanned: loops && isScanned({roles, term}),
		meanings: meanings.flat(),
		use: term.use,
		term,
		buffers: equal,
	};
	return {
		...group,
		what: terms.length > 0 ? wordsOfTerms(terms, program.devices ?? 1) : whatOf(group, program, trains),
	};
}

const ROLES: Readonly<Partial<Record<Meaning, DimensionRole>>> = {
	batch: 'batch',
	rows: 'batch',
	sequence: 'sequence',
	vocabulary: 'vocabulary',
	layers: 'layers',
	width: 'width',
	head: 'width',
};

/** Position to role; tokens are shown as a batch, and a part of a width, such as heads, as none. */
function rolesOf(dims: Term['dims'], meanings: readonly (readonly Meaning[])[]): BufferGroup['roles'] {
	return Object.fromEntries(
		dims.flatMap(({constant}, at) => {
			const role = meanings[at]?.flatMap((meaning) => ROLES[meaning] ?? [])[0];
			return role === undefined || (role === 'width' && constant !== 1) ? [] : [[at, role]];
		}),
	);
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

function whatOf(group: Omit<BufferGroup, 'what'>, {symbols}: Program, trains: boolean): string {
	const [first] = group.buffers;
	const plain = plainOf(first?.shape);
	if (!first) return '';
	if (!plain) return first.allocation?.kind === nameOf(first) ? '' : (first.allocation?.kind ?? '');
	const words: string[] = [];
	words.push(useWords(group, trains));
	const layers = symbols.find(({id}) => id === 'layers');
	if (group.scanned) words.push('kept for every step of a scan over the sequence');
	else if (layers && carries(group, 'layers')) words.push(`stacked over ${layers.extent} layers`);
	else if (group.count >= ONE_PER_LAYER && group.place === 'temp' && isFloat(plain.element))
		words.push('equal, often one per layer');
	if (words.join('') === '') words.push(plainWords(first, plain.core.length === 0));
	words.push(paddingIn(first) ?? '');
	if (group.pass !== 'unknown') words.push(group.pass === 'recompute' ? 'recomputed' : `${group.pass} pass`);
	return words.filter((word) => word !== '').join(', ');
}

/** What the array is for, as far as a list shows it. */
function useWords(group: Omit<BufferGroup, 'what'>, trains: boolean): string {
	const {use, place, element} = group;
	if (isLogits(group) || use === 'logits') return 'logits';
	const isPlain = group.dims.length === 2; // without batch and heads it can be any comparison of rows
	if (use === 'scores')
		return element === 'pred' ? 'attention mask' : isPlain ? 'scores of rows against rows' : 'attention scores';
	if (use === 'one-hot') return carries(group, 'experts') ? 'one-hot dispatch to experts' : 'one-hot rows';
	if (place !== 'temp') return NAMES[use] ?? '';
	if (use === 'cache') return 'copy of the cache';
	if (use === 'copy') return 'wide copy of a narrower argument';
	if (use === 'narrowed') return `${element} copy of a parameter`;
	if (use === 'gradient') {
		if (!trains) return 'copy of a parameter';
		return carries(group, 'batch') ? 'gradient of each example' : 'gradient or copy of a parameter';
	}
	return carries(group, 'vocabulary') ? 'vocabulary-sized' : isSquare(group) ? 'sequence × sequence' : '';
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
