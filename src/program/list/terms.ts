/** Equal buffers as one term: what the labelling says of its dimensions, and what it is for. */
import {middle} from '../../model/interval.js';
import type {Buffer} from '../../model/analysis.js';
import {naturalBits} from '../../model/element.js';
import type {Slot} from '../../model/patterns.js';
import type {Meaning, MemoryPlace, Symbol, Term, TermDimension, Use} from '../../model/program.js';
import {grouped} from '../grouped.js';
import {useByName} from '../names.js';
import {product} from '../numbers.js';
import {bytesBySymbol} from '../peak.js';
import {dividedParameters, gatheredFrom} from './devices.js';
import {bareText, plainOf, type Plain} from './dims.js';
import {slotsOf, type Extents, type Label, type Labelling} from './labelling.js';
import {MOST_LAYERS, type Sight} from './seen.js';
import type {States} from './states.js';

/** A term with the buffers it stands for. */
export interface ListedTerm {
	readonly term: Term;
	readonly buffers: readonly Buffer[];
}

/** Terms by type, dimensions, place and use; largest total first. */
export function termsOf(buffers: readonly Buffer[], labelling: Labelling, states: States): readonly ListedTerm[] {
	const divided = dividedParameters(labelling.labels);
	const terms = [...grouped(buffers, keyOf).values()].flatMap((equal): readonly ListedTerm[] => {
		const {term} = termOf(equal, labelling, divided);
		const state = term.use === 'parameter' && term.place === 'argument' ? states(equal) : 0;
		const parts = [equal.slice(0, equal.length - state), equal.slice(equal.length - state)] as const;
		return parts.flatMap((some, at) => {
			const use = at === 0 ? term.use : 'state';
			return some.length > 0 ? [{term: {...term, use, count: some.length}, buffers: some}] : [];
		});
	});
	return terms.toSorted((a, b) => weightOf(b) - weightOf(a));
}

/** All symbols that the terms name; a role that is not decided has none. */
export function symbolsOf(terms: readonly ListedTerm[], {extents, sight}: Labelling): readonly Symbol[] {
	const given = [
		symbolOf('batch', 'batch', extents.batch, 'It leads most arrays that are computed.'),
		symbolOf('sequence', 'sequence', extents.sequence, 'It comes next to the batch, or twice in attention scores.'),
		symbolOf('vocabulary', 'vocabulary', extents.vocabulary, 'Logits end in it, or it leads a table of embeddings.'),
		symbolOf('rows', 'rows', extents.rows, 'It leads matrices of several widths.'),
		symbolOf('layers', 'layers', sight.layers, 'It stacks arrays that are seen alone too.'),
	].flat();
	const known = new Set(given.map(({id}) => id));
	const bytes = bytesBySymbol({terms: terms.map(({term}) => term)});
	const rest = new Map(
		terms.flatMap(({term}) =>
			term.dims.flatMap(({symbols, extent, over, constant}) =>
				symbols.flatMap((id) => (known.has(id) ? [] : [[id, (extent * over) / constant] as const])),
			),
		),
	);
	const weight = (id: string): number => bytes.get(id) ?? 0;
	return [
		...given,
		...[...rest]
			.toSorted(([a], [b]) => weight(b) - weight(a) || (a < b ? -1 : 1))
			.flatMap(([id, extent]): readonly Symbol[] => {
				const meaning = (id.split(':', 1)[0] ?? '') as Meaning;
				return isMeant(meaning, extent, [...rest.keys()], sight)
					? symbolOf(id, meaning, extent, 'It recurs where this kind of dimension stands.')
					: [{id, extent, belief: 'unknown', why: `It stands where ${meaning} could, but no weight has it.`}];
			}),
	];
}

/** Whether weights have as many heads of a size that is seen, as one extent or as two: their place alone could be that of anything. */
function isMeant(meaning: Meaning, extent: number, ids: readonly string[], {widths, parameters}: Sight): boolean {
	const other = meaning === 'heads' ? 'head' : meaning === 'head' ? 'heads' : undefined;
	const others = ids.flatMap((id) => (id.startsWith(`${other}:`) ? [Number(id.slice(id.indexOf(':') + 1))] : []));
	if (others.length === 0 || widths.size === 0) return true;
	return others.some((one) => {
		const pair = meaning === 'heads' ? [extent, one] : [one, extent];
		return widths.has(extent * one) || [...parameters].some((key) => `,${key},`.includes(`,${pair.join()},`));
	});
}

function symbolOf(id: string, meaning: Meaning, extent: number | undefined, why: string): readonly Symbol[] {
	return extent === undefined ? [] : [{id, extent, meaning, belief: 'likely', why}];
}

function keyOf(buffer: Buffer): string {
	const plain = plainOf(buffer.shape);
	if (plain) return `${buffer.place} ${plain.element} ${plain.core.join()} ${buffer.text}`;
	return `${buffer.place} ${buffer.allocation?.kind ?? ''} ${buffer.shape ?? buffer.label ?? ''} ${buffer.text}`;
}

function weightOf({buffers}: ListedTerm): number {
	return buffers.reduce((sum, {bytes}) => sum + middle(bytes), 0);
}

const PLACES: Readonly<Record<Buffer['place'], MemoryPlace>> = {
	temp: 'temporary',
	argument: 'argument',
	output: 'output',
	other: 'constant',
};

function termOf(equal: readonly Buffer[], labelling: Labelling, divided: Divided): ListedTerm {
	const [first] = equal;
	if (!first) throw new Error('a group has at least one buffer');
	const plain = plainOf(first.shape);
	const label = plain && labelFor(plain, first.place, labelling);
	const name = first.label ?? first.op;
	// An operand's sharding comes after the operands; the value's own at the end of its label.
	const sharding = /sharding=(\{[^{}]*\})/.exec(first.label ?? '')?.[1];
	const gathered = plain && first.place === 'temp' ? gatheredFrom(plain, labelling.labels) : undefined;
	return {
		buffers: equal,
		term: {
			type: plain?.element ?? '',
			dims: plain ? dimensionsOf(plain, label, labelling, divided) : [],
			shape: plain ? bareText(plain) : (first.shape ?? first.text),
			count: equal.length,
			bytes: first.bytes,
			...(first.padding && first.from !== 'slot' && {padding: first.padding}),
			place: PLACES[first.place],
			use: plain ? useOf(plain, equal, label, labelling) : 'unknown',
			...(name === undefined ? {} : {name}),
			...(sharding === undefined ? {} : {sharding}),
			...(gathered === undefined ? {} : {gathered}),
			line: first.line,
		},
	};
}

function labelFor(plain: Plain, place: Buffer['place'], {labels}: Labelling): Label | undefined {
	const side = place === 'argument' || place === 'output' ? 'outside' : 'inside';
	const same = labels.filter(({seen}) => seen.key === plain.core.join() && seen.plain.element === plain.element);
	return same.find(({seen}) => seen.side === side) ?? same[0];
}

type Divided = ReturnType<typeof dividedParameters>;

function dimensionsOf(
	plain: Plain,
	label: Label | undefined,
	{extents, sight}: Labelling,
	divided: Divided,
): readonly TermDimension[] {
	const slots = label ? slotsOf({...label, seen: {...label.seen, plain}}, extents) : {};
	const dims = plain.dims.map((extent, at) => {
		const symbols = slots[at] === undefined ? [] : symbolsIn(slots[at], extent, extents);
		const whole = product(symbols.map((id) => extentOf(id, extents, sight.layers) ?? extent));
		const ratio = symbols.length > 0 ? extent / whole : extent;
		return {extent, symbols, over: ratio < 1 ? 1 / ratio : 1, constant: ratio < 1 ? 1 : ratio};
	});
	const share = label?.seen.side === 'outside' ? divided.get(label.seen.key) : undefined;
	const shared = share && dims.filter(({extent}) => extent > 1)[share.at];
	return dims.map((dim) =>
		share && dim === shared
			? {...dim, symbols: [`width:${dim.extent * share.over}`], over: share.over, constant: 1}
			: dim,
	);
}

function extentOf(id: string, extents: Extents, layers: number | undefined): number | undefined {
	if (id === 'layers') return layers;
	return id === 'batch' || id === 'sequence' || id === 'vocabulary' || id === 'rows' ? extents[id] : undefined;
}

function symbolsIn(slot: Slot | 'layers', extent: number, extents: Extents): readonly string[] {
	switch (slot) {
		case 'batch':
		case 'sequence':
		case 'vocabulary':
		case 'rows':
		case 'layers':
			return extent > 1 ? [slot] : [];
		case 'tokens':
			return ['batch', 'sequence'];
		case 'capacity':
			return extents.batch !== undefined && extents.sequence !== undefined ? ['batch', 'sequence'] : [`rows:${extent}`];
		case 'table':
			return [`rows:${extent}`];
		case 'length':
			return [`sequence:${extent}`];
		case 'width':
		case 'channel':
			return [`width:${extent}`];
		case 'heads':
		case 'head':
		case 'experts':
		case 'steps':
			return [`${slot}:${extent}`];
		default:
			return [];
	}
}

function useOf(plain: Plain, equal: readonly Buffer[], label: Label | undefined, {labels, sight}: Labelling): Use {
	const named = useByName(...equal.flatMap(({op, label: name}) => [op, name]));
	if (named) return named;
	const outside = isOutside(equal);
	if (isWideCopy(plain, equal, label, labels)) return 'copy';
	if (!outside && isNarrowedCopy(plain, equal[0])) return 'narrowed';
	if ((!outside || !label?.reading) && isOfCache(plain, labels)) return 'cache';
	if (!label?.reading) return 'unknown';
	const {pattern} = label.reading;
	if (!pattern) return outside ? (isMoment(plain, labels) ? 'state' : 'parameter') : 'gradient';
	if (pattern.use === 'parameter' && isMoment(plain, labels)) return 'state';
	const kept = pattern.use === 'activation' && sight.stacked.has(label.seen.key);
	return kept ? 'saved' : pattern.use;
}

function isOutside(equal: readonly Buffer[]): boolean {
	return equal[0]?.place === 'argument' || equal[0]?.place === 'output';
}

/** As many elements of a type as the cache has: a copy of it, or rows of its batch that are split into beams. */
function isOfCache({element, core}: Plain, labels: readonly Label[]): boolean {
	return labels.some(
		({seen: {plain}, reading}) =>
			reading?.pattern?.use === 'cache' && plain.element === element && product(plain.core) === product(core),
	);
}

/** 32 bits beside a parameter of the same extents in 16: a moment of an optimizer, or a master copy. */
function isMoment({element, core}: Plain, labels: readonly Label[]): boolean {
	return (
		element === 'f32' &&
		labels.some(({seen}) => seen.side === 'outside' && seen.plain.element === 'bf16' && seen.key === core.join())
	);
}

/** Layers that are wide at once where each is expanded when it is used: the current one and the next. */
const EXPANDED_LATE = 2;

/**
 * The extents of a narrower argument, in any order: quantised, and expanded before it is used. Or those of one of its layers, where more
 * layers are wide at once than are in use.
 */
function isWideCopy(
	{element, core}: Plain,
	equal: readonly Buffer[],
	label: Label | undefined,
	labels: readonly Label[],
): boolean {
	if (isOutside(equal) || core.length < 2) return false;
	const sorted = (extents: readonly number[]) => extents.toSorted((a, b) => a - b).join();
	const own = sorted(core);
	return labels.some(({seen, reading}) => {
		const narrow = seen.plain.element;
		if (seen.side !== 'outside' || narrow === 'pred' || naturalBits(narrow) > 8) return false;
		if (naturalBits(element) < 2 * naturalBits(narrow)) return false;
		if (reading?.pattern?.use === 'input' && isComputedWith(seen, labels)) return false;
		if (sorted(seen.plain.core) === own) return true;
		return label?.seen.key !== seen.key && equal.length > EXPANDED_LATE && isLayer(core, seen.plain.core);
	});
}

/** The label says that a parameter of the program is converted to 16 bits. */
function isNarrowedCopy({element}: Plain, buffer: Buffer | undefined): boolean {
	return naturalBits(element) === 16 && CONVERTS_PARAMETER.test(buffer?.label ?? '');
}

/** `convert.7 = convert(param.70)`, also with the types of the instruction. */
const CONVERTS_PARAMETER = /= (?:\S+ )?convert\((?:\S+ )?%?(?:param|parameter|Arg_\d+)\.\d+\)/;

/**
 * The parameters that copies in fewer bits are made of, in twice the bits, where the list does not show them. They are stored in 32-bit
 * floats: narrower arguments of these extents would be listed as what the copies are wider than.
 */
export function narrowedParameters(terms: readonly Term[]): readonly Term[] {
	const extents = ({dims}: Term): string => dims.map(({extent}) => extent).join();
	const given = new Set(terms.flatMap((term) => (term.place === 'argument' ? [extents(term)] : [])));
	return terms.flatMap((term): Term[] => {
		if (term.use !== 'narrowed' || given.has(extents(term))) return [];
		const {padding: _, ...rest} = term;
		const bytes = {low: 2 * term.bytes.low, high: 2 * term.bytes.high};
		return [
			{...rest, type: 'f32', shape: term.shape.replace(/^\w+/, 'f32'), bytes, place: 'argument', use: 'parameter'},
		];
	});
}

/** Whether the examples of an input have other arrays: those of one step are not only made wide. */
function isComputedWith({key, core}: Label['seen'], labels: readonly Label[]): boolean {
	return labels.some(
		({seen}) => seen.side === 'inside' && seen.core.length > 1 && seen.core[0] === core[0] && seen.key !== key,
	);
}

function isLayer(core: readonly number[], whole: readonly number[]): boolean {
	return (
		whole.length === core.length + 1 &&
		(whole[0] ?? 0) <= MOST_LAYERS &&
		core.every((extent, at) => whole[at + 1] === extent)
	);
}
