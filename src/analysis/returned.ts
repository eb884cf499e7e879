/** What a step returns: outputs that could take the memory of an argument, and whether a parameter comes out again. */
import {carries, type BufferGroup} from '../model/analysis.js';
import {naturalBits} from '../model/element.js';
import type {Fact} from '../model/fact.js';
import {atLeastZero, divide, middle, subtract, sumOf, type Interval} from '../model/interval.js';
import type {Program, Term} from '../model/program.js';
import {printRange, printSize} from '../model/size.js';
import {grouped} from '../program/grouped.js';
import {fillingOf, slotBytes, type SlotTables} from '../program/list/slots.js';
import {sizeFact, type Ground} from './derived.js';
import {listsOf} from './projections.js';
import {outsideOf, type Held} from './held.js';

/** The memory of outputs is used for temporaries before the outputs are written: donation frees this share at least. */
const DONATED_AT_LEAST = 0.5;

/** `donation.possible`: outputs that have memory of their own although an argument is like them; `returned.wider` of them in a wider type. */
export function donationFacts(held: Held): readonly Fact[] {
	const wider = widerOutputs(held);
	return wider.length > 0 ? widerFacts(wider) : likeFacts(held);
}

/** Outputs that could take the memory of an argument of the same shape and type. */
function likeFacts({groups, known, program, tables, halves}: Held): readonly Fact[] {
	const name = 'donation.possible';
	const matched = returnedBytes(groups, program);
	const rule = 'outputs that share nothing and match an argument';
	if (program.arguments.length > 0) {
		const bytes = {low: Math.round(DONATED_AT_LEAST * matched.low), high: matched.high};
		return [sizeFact(name, bytes, {rule, from: ['live']}, upTo(bytes))];
	}
	const [args, output, shared] = [known.range('hbm.arguments'), known.range('hbm.output'), known.range('hbm.shared')];
	if (args && output && shared) {
		const most = atLeastZero(subtract(output, shared));
		const cap = {low: Math.min(most.low, args.low), high: Math.min(most.high, args.high)};
		const low = Math.max(0, Math.min(matched.low - shared.high, cap.low));
		const complete = cap.high <= matched.high;
		const bytes = {low, high: complete ? Math.max(low, Math.min(cap.high, matched.high)) : cap.high};
		return [sizeFact(name, bytes, {rule, from: ['hbm.output', 'hbm.shared', 'hbm.arguments']}, upTo(bytes))];
	}
	if (!tables || !halves) return [];
	// Tables name no outputs: of equal arrays that are not shared yet, every second can be one. Two values of one shape share already.
	const nameOf = (slot: SlotTables['outside'][number]) => `${slot.size} ${fillingOf(slot)?.shape ?? ''}`;
	const twice = tables.outside.filter(({values, shapes}) => values === 2 && shapes.length === 1);
	// Unless as many hold one value: then those are copied into outputs and updated there.
	const count = (name: string, values: number) =>
		tables.outside.filter((slot) => slot.values === values && nameOf(slot) === name).length;
	const isShared = (slot: SlotTables['outside'][number]) =>
		twice.includes(slot) && count(nameOf(slot), 2) !== count(nameOf(slot), 1);
	const aliased = sumOf(tables.outside.filter(isShared).map(slotBytes)).low;
	const single = tables.outside.filter((slot) => !isShared(slot));
	const equal = grouped(single, nameOf);
	const paired = [...equal.values()].reduce(
		(sum, [one, ...more]) => sum + (one ? Math.floor((1 + more.length) / 2) * middle(slotBytes(one)) : 0),
		0,
	);
	// A step that donates donates its state: what shares nothing beside it, such as gradients, has no output of its shape.
	const shown = aliased >= paired ? 0 : paired;
	// The log line is cut: what is not shown could be pairs as well.
	const unseen = Math.max(0, halves.outside.high - tables.outsideBytes.low) / 2;
	const bytes = {low: 0, high: Math.min(shown + unseen, halves.outside.high / 2)};
	const note = 'The tables do not tell arguments from outputs: this is the most that could be shared.';
	return [sizeFact(name, bytes, {rule: 'pairs of equal arrays outside the heap', from: ['slots'], note}, upTo(bytes))];
}

/** A cast saves half of what comes back in twice the width, and with donation all of it. */
function widerFacts(wider: readonly BufferGroup[]): readonly Fact[] {
	const all = sumOf(wider.map(({total}) => total));
	const bytes = {low: Math.round(all.low / 2), high: all.high};
	const note = `${wider.map(({shape}) => shape).join(', ')}: as many arguments of the same extents have 16 bits, and a donated one cannot become these.`;
	const from = listsOf(wider.flatMap(({buffers}) => buffers));
	const rule = 'a cache in 32 bits beside as many equal arrays in 16 bits';
	return [
		sizeFact('returned.wider', all, {rule, from, note}),
		sizeFact('donation.possible', bytes, {rule, from: ['returned.wider']}, upTo(bytes)),
	];
}

/**
 * A cache in 32 bits beside the same number of arrays with the same extents in 16 bits: what came in narrow goes out wide, because keys or
 * values in f32 were written into it. Of parameters this would be optimizer state.
 */
function widerOutputs({groups, program}: Held): readonly BufferGroup[] {
	const caches = outsideOf(groups).filter(({use}) => use === 'cache');
	const extents = ({dims, count}: BufferGroup) => `${count} × ${dims.join()}`;
	const narrow = new Set(caches.filter(({element}) => element && naturalBits(element) === 16).map(extents));
	const canBeOutput = ({place}: BufferGroup) => place === 'output' || program.from === 'list';
	return caches.filter((group) => canBeOutput(group) && group.element === 'f32' && narrow.has(extents(group)));
}

/** Outputs with memory of their own for which there is an argument of the same type and shape. */
function returnedBytes(groups: readonly BufferGroup[], {from: source}: Program): Interval {
	const isState = ({use}: Term) => source === 'list' || (use !== 'input' && use !== 'unknown');
	const given = outsideOf(groups).filter(({term}) => isState(term));
	const pairs = [
		...grouped(given, ({element, dims, each}) => `${element ?? ''}[${dims.join()}] ${each.high}`).values(),
	];
	return sumOf(
		pairs.map((equal) => {
			const outputs = equal.filter(({place}) => place === 'output').flatMap(({buffers}) => buffers);
			const all = equal.reduce((sum, {count}) => sum + count, 0);
			return sumOf(outputs.slice(0, Math.min(outputs.length, all - outputs.length)).map(({bytes}) => bytes));
		}),
	);
}

/** `at most 9.00G` where nothing is certain, else the range itself. */
function upTo({low, high}: Interval): string {
	if (high === 0) return '0B';
	if (low === 0) return `at most ${printSize(high)}`;
	return printRange({low, high});
}

/** Matrices of parameters are at least so wide; what is smaller may come out by chance. */
const LEAST_WIDTH = 64;

/** A smaller share of all memory may be something else with such dimensions. */
const LEAST_CACHE = 0.02;

/** Why a program has no backward pass; undefined where its arguments and outputs leave that open. */
export function forwardOnly(held: Omit<Held, 'known'>): Ground | undefined {
	const isCache = (group: BufferGroup) =>
		group.use === 'cache' &&
		group.count >= 2 &&
		carries(group, 'layers') &&
		middle(group.total) >= LEAST_CACHE * held.program.total.low;
	const cache = outsideOf(held.groups).find(isCache);
	if (cache) {
		const note = `${cache.shape} holds keys and values of all layers: a step that trains neither takes nor returns them.`;
		return {rule: 'keys and values of all layers outside the program', from: listsOf(cache.buffers), note};
	}
	const note =
		'Each matrix of parameters stands an odd number of times outside the heap: no updated one or gradient comes out.';
	return returnsNoParameters(held)
		? {rule: 'no parameter has an output of its shape', from: ['slots'], note}
		: undefined;
}

/**
 * Whether a step returns no parameter, updated or as a gradient: tables show all that is needed, and every matrix of parameters stands an odd
 * number of times outside the heap, in slots of its own. Arguments and outputs in pairs would be even.
 */
function returnsNoParameters({tables, halves, groups}: Omit<Held, 'known'>): boolean {
	const isComputed = groups.some((group) => group.place === 'temp' && carries(group, 'batch'));
	if (!tables?.heapBytes || !halves || !isComputed) return false;
	const shown = divide(sumOf([tables.heapBytes, tables.outsideBytes]), halves.all);
	if (!shown || middle(shown) < 0.99) return false;
	const lines = new Map(tables.outside.map((slot) => [slot.line, slot.values]));
	const matrices = outsideOf(groups).filter(({dims, place, ...group}) => {
		const core = dims.filter((extent) => extent > 1);
		return core.length >= 2 && Math.min(...core.slice(-2)) >= LEAST_WIDTH && !carries(group, 'batch');
	});
	const shapes = [...grouped(matrices, ({dims}) => dims.filter((extent) => extent > 1).join()).values()];
	return (
		shapes.length > 0 &&
		shapes.every((same) => {
			const all = same.flatMap(({buffers}) => buffers);
			return all.length % 2 === 1 && all.every(({line}) => lines.get(line) === 1);
		})
	);
}
