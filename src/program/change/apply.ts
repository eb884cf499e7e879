import type {Change} from '../../model/change.js';
import {naturalBits} from '../../model/element.js';
import {layoutOf} from '../../model/layout.js';
import {arrayOf, parseShape, printShape} from '../../model/shape.js';
import type {Program, Symbol, Term, TermDimension} from '../../model/program.js';
import {reached} from './reach.js';

/** The program after a change: another program, with the same lives. What a change does not reach stays as it is. */
export function apply(program: Program, change: Change): Program {
	const terms = reached(program, change.reach);
	const map = (next: (term: Term) => Term | undefined): Program => ({
		...program,
		terms: settled(program.terms.flatMap((term) => (terms.has(term) ? (next(term) ?? []) : term))),
	});
	switch (change.kind) {
		case 'substitute':
		case 'chunk': {
			const factor = change.kind === 'chunk' ? 1 / change.pieces : change.factor;
			const changed = map((term) => scaledTerm(term, change.symbol, factor));
			// A change of some arrays only is not one of the symbol.
			if (change.reach) return changed;
			return {...changed, symbols: program.symbols.map((symbol) => scaledSymbol(symbol, change.symbol, factor))};
		}
		case 'retype':
			return map((term) => retyped(term, change.to));
		case 'drop':
		case 'move':
			return map(() => undefined);
		case 'divide':
			return map((term) => dividedTerm(term, change.by ?? program.devices ?? 1));
		case 'alias':
			return {...program, ...aliased(program, terms)};
	}
}

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
	const [before, after] = [parseShape(term.shape), parseShape(shapeWith(term.shape, dims))];
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

/** A dimension that is whole is divided; an array that is smaller than the devices are many stays as it is. */
function dividedTerm(term: Term, by: number): Term {
	const dim = term.dims.findIndex(({extent, over}) => over === 1 && extent >= by && extent % by === 0);
	const isDivided = term.dims.some(({over}) => over > 1);
	if (dim < 0 || isDivided) return term;
	const dims = term.dims.map((own, k) => (k === dim ? {...own, extent: own.extent / by, over: by} : own));
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
