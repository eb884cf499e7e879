import type {DumpedModule} from '../../model/hlo.js';
import type {Interval} from '../../model/interval.js';
import type {Program, ProgramArgument, Symbol, Term, TermDimension} from '../../model/program.js';
import {flowOf, type Flow, type Instance} from '../dims/flow.js';
import {partOf, valueOf, viewsOf, type View} from '../dims/values.js';
import {peakBytes} from '../peak.js';
import {argumentsOf, type DumpArgument} from './arguments.js';
import {carriedOver, type Carried} from './carry-over.js';
import {Lines} from './lines.js';
import {meaningsOf} from './meanings.js';
import {piecesOf, type Piece} from './pieces.js';
import {heaviestFirst, symbolsOf, type NamedSymbols} from './symbols.js';
import {Uses} from './uses.js';

/** Reads the program out of the files of one module; undefined where there are neither arrays nor arguments in them. */
export function programFromDump(dump: DumpedModule, capacity?: Interval): Program | undefined {
	const {before, after, allocations = [], lifetimes, chip} = dump;
	const written = before ?? after;
	if (!written) return undefined;
	const flow = flowOf(written);
	const scheduled = after && (after === written ? flow : flowOf(after));
	const pieces = piecesOf(allocations, lifetimes);
	const sizes = new Map(
		pieces.flatMap(({parameter, bytes}) => (parameter === undefined ? [] : [[parameter, bytes] as const])),
	);
	const args = argumentsOf(flow, after, (index) => sizes.get(index));
	const meanings = meaningsOf(flow, args);
	const carried = scheduled ? carriedOver(flow, scheduled, args, new Set(meanings.keys())) : new Map<number, Carried>();
	const named = symbolsOf(flow, args, meanings, carried);
	const {symbols, terms} = heaviestFirst(named.all, termsOf(pieces, args, scheduled, carried, named, dump));
	const explained = peakBytes(terms);
	const total = dump.total ?? explained.high;
	const rest = Math.max(0, total - explained.high);
	return {
		from: 'dump',
		...(written.name !== '' && {name: written.name}),
		symbols,
		terms,
		arguments: args.map(({parameter: _, ...argument}): ProgramArgument => argument),
		total: {low: total, high: total},
		rest: {low: rest, high: rest},
		devices: written.partitions,
		mesh: written.mesh,
		...(chip !== undefined && {chip}),
		...(capacity && {capacity}),
	};
}

function termsOf(
	pieces: readonly Piece[],
	args: readonly DumpArgument[],
	scheduled: Flow | undefined,
	carried: ReadonlyMap<number, Carried>,
	symbols: NamedSymbols,
	dump: DumpedModule,
): Term[] {
	const places = scheduled ? placesOf(scheduled) : new Map<string, ValuePlace>();
	const lines = dump.after && new Lines(dump.after);
	const uses = new Uses(symbols.all, dump.after, dump.schedule ?? []);
	const byIndex = new Map(args.map((argument) => [argument.index, argument]));
	const name = ({parameter, values: [main]}: Piece): string =>
		(parameter === undefined ? undefined : byIndex.get(parameter)?.name) ??
		(main.index === '' ? main.name : `${main.name}{${main.index}}`);
	const terms = pieces.map((piece): Term => {
		const [main] = piece.values;
		const argument = piece.parameter === undefined || piece.inside ? undefined : byIndex.get(piece.parameter);
		const view = arrayOf(main, places);
		const dims = (view?.nodes ?? []).map((node, dim) =>
			dimensionOf(view?.array.dims[dim] ?? 1, node, scheduled, carried, symbols),
		);
		const frame = argument ? undefined : lines?.frameOf(piece.values);
		const operation = argument ? undefined : lines?.operationOf(main.name);
		const repeated = argument && symbols.repeatedIn(argument.name);
		return {
			type: view?.array.type ?? /^\w+/.exec(main.shape)?.[0] ?? '',
			dims,
			shape: main.shape,
			count: 1,
			bytes: {low: piece.bytes, high: piece.bytes},
			place: piece.place,
			use: argument?.use ?? uses.of(dims, piece),
			name: piece.inside ? `${main.name}${main.index === '' ? '' : `{${main.index}}`}` : name(piece),
			...(frame && {frame}),
			...(operation !== undefined && {op: operation}),
			...(argument?.sharding !== undefined && {sharding: argument.sharding}),
			...(piece.life && {life: piece.life}),
			...(piece.written !== undefined && {written: piece.written}),
			...(piece.inside && {inside: name(piece.inside)}),
			...(repeated !== undefined && {each: repeated}),
			line: piece.line,
		};
	});
	const paired = gatheredInputs(pairedOutputs(withCopies(terms)));
	return symbols.repeated === undefined ? paired : repeatedTerms(paired, symbols.repeated);
}

/** Marks what nothing divides although its examples are those of inputs that are divided: they were gathered from all devices. */
function gatheredInputs(terms: readonly Term[]): Term[] {
	const inputs = terms.filter(({place, use}) => place === 'argument' && use === 'input');
	const divided = new Map(
		inputs.flatMap(({dims}) =>
			dims.flatMap(({symbols: [id], over}) => (id !== undefined && over > 1 ? [[id, over]] : [])),
		),
	);
	return terms.map((term) => {
		const [gathered] = term.dims.flatMap(({symbols}) => symbols.flatMap((id) => divided.get(id) ?? []));
		const isWhole = term.place === 'temporary' && term.dims.every(({over}) => over === 1);
		return gathered !== undefined && isWhole ? {...term, gathered} : term;
	});
}

/** What has the type and all dimensions of a cache is a copy of it. */
function withCopies(terms: readonly Term[]): readonly Term[] {
	const caches = new Set(terms.filter(({place, use}) => place === 'argument' && use === 'cache').map(kindOf));
	return terms.map((term) =>
		term.place === 'temporary' && caches.has(kindOf(term)) ? {...term, use: 'cache' as const} : term,
	);
}

function kindOf({type, dims}: Term): string {
	return `${type} ${dims.map(({extent, symbols}) => `${extent}:${symbols.join('*')}`).join()}`;
}

/** An output is the new value of an argument of its type and shape, if there is one: equal ones pair up in order. */
function pairedOutputs(terms: readonly Term[]): Term[] {
	const free = new Map<string, Term[]>();
	for (const term of terms) {
		if (term.place === 'argument' && term.use !== 'input')
			free.set(kindOf(term), [...(free.get(kindOf(term)) ?? []), term]);
	}
	const renamed = new Map<string, string>();
	const paired = terms.map((term): Term => {
		const argument = term.place === 'output' ? free.get(kindOf(term))?.shift() : undefined;
		if (!argument) return term;
		const name = `${argument.name ?? ''} (returned)`;
		renamed.set(term.name ?? '', name);
		const {use, sharding, each} = argument;
		return {...term, name, use, ...(sharding !== undefined && {sharding}), ...(each !== undefined && {each})};
	});
	return paired.map((term) => {
		const holder = term.inside === undefined ? undefined : renamed.get(term.inside);
		return holder === undefined ? term : {...term, inside: holder};
	});
}

/** Where a value of the schedule is in the data flow. */
interface ValuePlace {
	readonly instance: Instance;
	readonly at: number;
}

function placesOf(flow: Flow): Map<string, ValuePlace> {
	const places = new Map<string, ValuePlace>();
	for (const instance of flow.instances) {
		for (const [at, {name}] of instance.computation.instructions.entries()) {
			if (!places.has(name)) places.set(name, {instance, at});
		}
	}
	return places;
}

/** The array of a value: for an element of a tuple, the one that its index leads to. */
function arrayOf({name, index}: Piece['values'][number], places: ReadonlyMap<string, ValuePlace>): View | undefined {
	const place = places.get(name);
	let value = place && valueOf(place.instance, place.at);
	for (const part of index === '' ? [] : index.split(',').map(Number)) value = value && partOf(value, part);
	return value?.shape.parts ? undefined : viewsOf(value)[0];
}

function dimensionOf(
	extent: number,
	node: number,
	scheduled: Flow | undefined,
	carried: ReadonlyMap<number, Carried>,
	symbols: NamedSymbols,
): TermDimension {
	const meant = scheduled && extent > 1 ? carried.get(scheduled.unions.find(node)) : undefined;
	if (!meant) return {extent, symbols: [], over: 1, constant: extent};
	const {ids, constant} = symbols.of(meant.sets);
	const whole = ids.reduce((product, id) => product * symbols.extent(id), constant);
	const over = Number.isInteger(whole / extent) ? whole / extent : 1;
	return {extent, symbols: ids, over, constant: (constant * extent * over) / whole};
}

/** In an unrolled program, equal arrays of which there are about as many as layers belong to one layer each. */
function repeatedTerms(terms: readonly Term[], {id, extent}: Symbol): Term[] {
	const alike = new Map<string, number>();
	const key = (term: Term): string => `${term.shape} ${term.frame?.file ?? ''}:${String(term.frame?.line ?? '')}`;
	for (const term of terms) if (term.place === 'temporary') alike.set(key(term), (alike.get(key(term)) ?? 0) + 1);
	return terms.map((term) => {
		const isRepeated = term.place === 'temporary' && (alike.get(key(term)) ?? 0) >= Math.max(2, extent / 2);
		return isRepeated && term.each === undefined ? {...term, each: id} : term;
	});
}
