/** What a known program has in memory at its peak, as buffers and roles: nothing is guessed where a dump says it. */
import type {Buffer} from '../model/analysis.js';
import {layoutOf} from '../model/layout.js';
import {frameText, type Program, type Term} from '../model/program.js';
import {parseShape} from '../model/shape.js';
import {printSize} from '../model/size.js';
import {aliveAtPeak} from '../program/peak.js';
import {grouped} from '../program/grouped.js';
import type {ListedTerm} from '../program/list/index.js';

/** The pieces of memory at the peak, largest first, each counted once. */
export function buffersOfProgram(program: Program): readonly Buffer[] {
	return aliveAtPeak(program).map((term): Buffer => {
		const shape = parseShape(term.shape);
		const padding = (shape && layoutOf(shape)?.padding) ?? 0;
		return {
			bytes: term.bytes,
			text: printSize(term.bytes.high),
			shape: term.shape,
			...(term.op === undefined ? {} : {op: term.op}),
			...(term.name === undefined ? {} : {label: term.name}),
			padding: {low: Math.max(0, padding), high: Math.max(0, padding)},
			place: term.place === 'temporary' ? 'temp' : term.place === 'constant' ? 'other' : term.place,
			line: term.line ?? 1,
			from: 'live',
			term,
		};
	});
}

/** Equal pieces as one term: of one line, use, sharding and shape. Largest total first. */
export function termsOfProgram(buffers: readonly Buffer[]): readonly ListedTerm[] {
	const known = buffers.flatMap((buffer) => (buffer.term ? [{buffer, term: buffer.term}] : []));
	const equal = grouped(known, ({term: {place, use, frame, sharding, shape}}) =>
		[place, use, frame?.file, frame?.line, sharding, shape].join(' '),
	);
	const total = (same: typeof known) => same.reduce((sum, {term}) => sum + term.bytes.high, 0);
	return [...equal.values()]
		.toSorted((a, b) => total([...b]) - total([...a]))
		.flatMap((same) => (same[0] ? [{term: same[0].term, buffers: same.map(({buffer}) => buffer)}] : []));
}

/** In a few words what a group of equal arrays is: its name or line, its use, and whether every device has all of it. */
export function wordsOfTerms(terms: readonly Term[], devices: number): string {
	const [first] = terms;
	if (!first) return '';
	const names = terms.flatMap(({name, place}) =>
		place === 'argument' || /\(returned\)$/.test(name ?? '') ? (name ?? []) : [],
	);
	const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
	const {frame, sharding, use} = first;
	const line = frame && frameText(frame);
	const replicated = devices > 1 && sharding !== undefined && /\breplicated\b/.test(sharding);
	const words = [
		names.length > 0 ? `${names[0] ?? ''}${more}` : line,
		names.length > 0 ? NAMES[use] : (USES[use] ?? NAMES[use]),
		replicated ? `replicated on ${devices} devices` : undefined,
	];
	return words.filter((word) => word !== undefined && word !== '').join('; ');
}

/** Uses of arguments, as people call them. */
export const NAMES: Readonly<Partial<Record<Term['use'], string>>> = {
	parameter: 'parameter',
	state: 'optimizer state',
	input: 'input',
	cache: 'cache',
};
const USES: Readonly<Partial<Record<Term['use'], string>>> = {
	saved: 'kept for the backward pass',
	scores: 'attention scores',
	logits: 'logits',
	'one-hot': 'one-hot rows',
	gradient: 'gradient',
	activation: 'activation',
	cache: 'copy of the cache',
};
