import type {Change} from '../../model/change.js';
import {naturalBits} from '../../model/element.js';
import {layoutOf} from '../../model/layout.js';
import {arrayOf, parseShape, printShape} from '../../model/shape.js';
import type {Program, Symbol, Term, TermDimension} from '../../model/program.js';
import {reached} from './reach.js';

/** The program after a change: another program, with the same lives. What a change does not reach stays as it is. */
export function apply(program: Program, change: Change): Program {
	if (change.kind === 'alias') {
		const donatable = program.donatable && {low: 0, high: 0};
		return {...program, ...(donatable && {donatable}), ...aliased(program, reached(program, change.reach))};
	}
	const next = changeOfTerms(program, change);
	const changed = {...program, terms: settled(program.terms.flatMap((term) => next(term) ?? []))};
	// A change of some arrays only is not one of the symbol.
	if (change.kind !== 'substitute' || change.reach) return changed;
	const symbols = program.symbols.map((symbol) => scaledSymbol(symbol, change.symbol, change.factor));
	return {...changed, symbols};
}

/** What becomes of each term: undefined where it is not kept. An alias changes no term, but whose memory it is in. */
export function changeOfTerms(program: Program, change: Change): (term: Term) => Term | undefined {
	const terms = reached(program, change.reach);
	const next = (term: Term): Term | undefined => {
		switch (change.kind) {
			case 'substitute':
				return scaledTerm(term, change.symbol, change.factor);
			case 'chunk':
				return scaledTerm(term, change.symbol, 1 / change.pieces);
			case 'retype':
				return retyped(term, change.to);
			case 'divide':
				return dividedTerm(term, change.by ?? program.devices ?? FEWEST_DEVICES, change.by !== undefined);
			case 'unpad':
				return unpadded(term);
			case 'drop':
			case 'move':
				return undefined;
			case 'alias':
				return term;
		}
	};
	return (term) => (terms.has(term) ? next(term) : term);
}

/** Where it is not known how many devices there are, arrays are divided over this many at least. */
const FEWEST_DEVICES = 2;

/** What was in the memory of a term that is gone or too small for it now needs its own. */
function settled(terms: readonly Term[]): Term[] {
	const holders = new Map(terms.map((term) => [term.name ?? '', term]));
	return terms.map((term) => {
		const holder = term.inside === undefined ? undefined : holders.get(term.inside);
		const fits = holder !== undefined && holder.aliasOf === undefined && holder.bytes.high >= term.bytes.high;
		if (term.inside === undefined || fits) return term;
		const {inside: _, ...own} = term;
		return own;
	});
}

function scaledSymbol(symbol: Symbol, id: string, factor: number): Symbol {
	if (symbol.id !== id) return symbol;
	const {global} = symbol;
	return {
		...symbol,
		extent: scaledExtent(symbol.extent, factor),
		...(global !== undefined && {global: scaledExtent(global, factor)}),
	};
}

function scaledExtent(extent: number, factor: number): number {
	return Math.max(1, Math.ceil(extent * factor - 1e-9));
}

/** A term whose dimensions of one symbol are scaled, with the padding of its layout. */
function scaledTerm(term: Term, symbol: string, factor: number): Term {
	const power = (dim: TermDimension): number => dim.symbols.filter((id) => id === symbol).length;
	const dims = term.dims.map((dim): TermDimension =>
		power(dim) === 0 ? dim : {...dim, extent: scaledExtent(dim.extent, factor ** power(dim))},
	);
	const ratio = (term.each === symbol ? factor : 1) * byteRatio(term, dims);
	return ratio === 1 ? term : withBytes({...term, dims, shape: shapeWith(term.shape, dims)}, ratio);
}

function withBytes(term: Term, ratio: number): Term {
	return {...term, bytes: {low: Math.round(term.bytes.low * ratio), high: Math.round(term.bytes.high * ratio)}};
}

/** Bytes with other extents over the bytes as it is, both by the layout. */
function byteRatio(term: Term, dims: readonly TermDimension[]): number {
	if (dims.every((dim, k) => dim.extent === term.dims[k]?.extent)) return 1;
	// Without a layout nothing is known of the padding.
	const [before, after] = term.shape.includes('{') ? [term.shape, shapeWith(term.shape, dims)].map(parseShape) : [];
	const [from, to] = [before && layoutOf(before)?.bytes, after && layoutOf(after)?.bytes];
	if (from !== undefined && to !== undefined && from > 0) return to / from;
	return dims.reduce((ratio, dim, k) => (ratio * dim.extent) / (term.dims[k]?.extent ?? dim.extent), 1);
}

/** A printed shape with other extents. */
function shapeWith(text: string, dims: readonly TermDimension[]): string {
	const shape = parseShape(text);
	const array = shape && arrayOf(shape);
	if (!array || array.dims.length !== dims.length) return text;
	return printShape({...array, dims: dims.map(({extent}) => ({extent, dynamic: false}))});
}

function retyped(term: Term, to: string): Term {
	if (term.type === to || term.dims.length === 0) return term;
	const ratio = naturalBits(to) / naturalBits(term.type);
	return withBytes({...term, type: to, shape: term.shape.replace(/^\w+/, to)}, ratio);
}

/** A term without the padding of its layout. */
function unpadded(term: Term): Term {
	const shape = term.padding ? undefined : parseShape(term.shape);
	const laidOut = shape && Math.max(0, layoutOf(shape)?.padding ?? 0);
	const padding = term.padding ?? {low: laidOut ?? 0, high: laidOut ?? 0};
	return {...term, bytes: {low: term.bytes.low - padding.low, high: term.bytes.high - padding.high}};
}

/** A dimension is divided, of arrays that are whole or, over more devices, of all; one that is smaller than the devices are many stays as it is. */
function dividedTerm(term: Term, by: number, further: boolean): Term {
	const dim = term.dims.findIndex(({extent}) => extent >= by && extent % by === 0);
	const isDivided = !further && term.dims.some(({over}) => over > 1);
	if (dim < 0 || isDivided) return term;
	const dims = term.dims.map((own, k) => (k === dim ? {...own, extent: own.extent / by, over: own.over * by} : own));
	return withBytes({...term, dims, shape: shapeWith(term.shape, dims)}, 1 / by);
}

/** Each output takes the memory of one argument of its type and shape that no other output has. */
function aliased(program: Program, outputs: ReadonlySet<Term>): Pick<Program, 'terms' | 'arguments'> {
	const taken = new Set(program.terms.flatMap(({aliasOf}) => aliasOf ?? []));
	const key = ({type, dims}: Term): string => `${type}[${dims.map(({extent}) => extent).join()}]`;
	const free = new Map<string, number[]>();
	for (const argument of program.arguments) {
		const term = program.terms.find(({name, place}) => place === 'argument' && name === argument.name);
		if (term && !argument.donated && !taken.has(argument.index))
			free.set(key(term), [...(free.get(key(term)) ?? []), argument.index]);
	}
	const given = new Set<number>();
	const terms = program.terms.map((term) => {
		const aliasOf =
			outputs.has(term) && term.place === 'output' && term.aliasOf === undefined
				? free.get(key(term))?.shift()
				: undefined;
		if (aliasOf === undefined) return term;
		given.add(aliasOf);
		return {...term, aliasOf};
	});
	return {
		terms: settled(terms),
		arguments: program.arguments.map((argument) =>
			given.has(argument.index) ? {...argument, offered: true, donated: true} : argument,
		),
	};
}
