/** Where the memory goes in total: arguments and outputs against temporaries, from totals of the report or from slot tables. */
import type {MemoryPart} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {add, atLeastZero, divide, subtract, type Interval} from '../model/interval.js';
import {printRange} from '../model/size.js';
import {shareFact, sizeFact, type Ground} from './derived.js';
import type {Known} from '../model/known.js';
import {slotBytes, type SlotTables} from '../program/list/slots.js';

/** Bytes of the two halves, and by which reading. */
export interface Halves {
	readonly outside: Interval;
	readonly temporaries: Interval;
	/** What the two add up to: all HBM needed. */
	readonly all: Interval;
	readonly ground: Ground;
}

/** Arguments and outputs that share nothing, against the rest. Undefined where the evidence does not divide the use. */
export function halvesOf(known: Known, tables: SlotTables | undefined): Halves | undefined {
	return fromReport(known) ?? fromTables(known, tables);
}

/** `args.share`, `temp.share`, `outside.bytes`, `temporaries.bytes`. */
export function shareFacts(halves: Halves | undefined, known: Known): readonly Fact[] {
	if (!halves) return temporariesAlone(known);
	const outside = divide(halves.outside, halves.all);
	const temporaries = divide(halves.temporaries, halves.all);
	return [
		...(outside ? [shareFact('args.share', atMostOne(outside), halves.ground)] : []),
		...(temporaries ? [shareFact('temp.share', atMostOne(temporaries), halves.ground)] : []),
		sizeFact('outside.bytes', halves.outside, halves.ground),
		sizeFact('temporaries.bytes', halves.temporaries, halves.ground),
	];
}

/** A report may give the temporaries and say `unknown size` of the arguments. */
function temporariesAlone(known: Known): readonly Fact[] {
	const [temp, used] = [known.range('hbm.temp'), known.range('hbm.used')];
	const share = temp && used && divide(temp, used);
	if (!share) return [];
	const ground = {rule: 'hbm.temp / hbm.used', from: ['hbm.temp', 'hbm.used']};
	return [shareFact('temp.share', atMostOne(share), ground), sizeFact('temporaries.bytes', temp, ground)];
}

/** Parts for the stacked bar, in the order in which they are drawn. */
export function partsOf(known: Known, halves: Halves | undefined): readonly MemoryPart[] {
	const [tc, sc] = [known.range('tc.used'), known.range('sc.used')];
	if (tc && sc) return [part('TensorCore', tc, known.text('tc.used')), part('SparseCore', sc, known.text('sc.used'))];
	const [free, size] = [known.range('request.free'), known.range('request.size')];
	if (free && size) {
		const short = atLeastZero(subtract(size, free));
		// Where enough is free, but in pieces, there is nothing to divide.
		return short.high > 0 ? [part('free', free, known.text('request.free')), part('missing', short)] : [];
	}
	const used = known.range('hbm.used');
	if (halves) return reportParts(known, halves);
	const temp = known.range('hbm.temp');
	if (!used) return [];
	if (!temp) return [part('needed', used, known.text('hbm.used'))];
	return [
		part('temporaries', temp, known.text('hbm.temp')),
		...beyondTemporaries(known, atLeastZero(subtract(used, temp))),
	];
}

/** What a report prints beside its temporaries: what the system reserves, and what is left of it. */
function beyondTemporaries(known: Known, rest: Interval): readonly MemoryPart[] {
	const reserved = known.range('hbm.reserved');
	if (!reserved || reserved.high <= 0 || reserved.low > rest.high) return [part('rest', rest)];
	const other = atLeastZero(subtract(rest, reserved));
	const notable = other.low > rest.high * 0.02;
	return [part('reserved', reserved, known.text('hbm.reserved')), ...(notable ? [part('other', other)] : [])];
}

function reportParts(known: Known, halves: Halves): readonly MemoryPart[] {
	const args = known.range('hbm.arguments');
	const outputs = ownOutputs(known);
	const own = (known.range('hbm.shared')?.high ?? 0) > 0 ? 'other outputs' : 'outputs';
	const temp = known.range('hbm.temp');
	const program = known.range('hbm.program');
	const rest = temp && program ? atLeastZero(subtract(program, temp)) : undefined;
	const parts = args
		? [part('arguments', args, known.text('hbm.arguments')), ...(outputs ? [part(own, outputs)] : [])]
		: [part('arguments and outputs', halves.outside)];
	parts.push(temp ? part('temporaries', temp, known.text('hbm.temp')) : part('temporaries', halves.temporaries));
	if (rest && rest.low > halves.all.high * 0.002) parts.push(part('rest of the program', rest));
	return parts.filter((one) => one.bytes.high > 0);
}

function part(label: string, bytes: Interval, text = printRange(bytes)): MemoryPart {
	return {label, text, bytes};
}

/**
 * `Used` is program + arguments + outputs that share nothing: what is not the program lies outside it. Where all are
 * printed their sum is taken, else the difference.
 */
function fromReport(known: Known): Halves | undefined {
	const program = known.range('hbm.program');
	const temp = known.range('hbm.temp') ?? program;
	const used = known.range('hbm.used');
	const args = known.range('hbm.arguments');
	const outputs = ownOutputs(known);
	if (args && (outputs || used)) {
		const outside = outputs ? add(args, outputs) : beyond(args, used, program);
		const all = used ?? (program && add(outside, program));
		if (!all) return undefined;
		const from = ['hbm.arguments', 'hbm.output', 'hbm.shared', 'hbm.used'].filter((name) => known.has(name));
		const rule = outputs ? '(arguments + outputs that share nothing) / needed' : '(needed − program) / needed';
		return {outside, temporaries: temp ?? atLeastZero(subtract(all, outside)), all, ground: {rule, from}};
	}
	if (!used || !program) return undefined;
	// Until about 2020 all use was reserved + program, and arguments of unknown size were not counted at all.
	const reserved = known.range('hbm.reserved') ?? {low: 0, high: 0};
	const outside = atLeastZero(subtract(used, program));
	if (subtract(outside, reserved).low <= 0) return undefined;
	const ground = {rule: '(needed − program) / needed', from: ['hbm.used', 'hbm.program']};
	return {outside, temporaries: temp ?? program, all: used, ground};
}

/** Without the outputs' size: at least the arguments, at most what the program leaves. */
function beyond(args: Interval, used: Interval | undefined, program: Interval | undefined): Interval {
	if (!used || !program) return args;
	const left = atLeastZero(subtract(used, program));
	return {low: Math.min(args.low, left.high), high: Math.max(args.high, left.high)};
}

/** Outputs that do not live in an argument's memory. */
function ownOutputs(known: Known): Interval | undefined {
	const output = known.range('hbm.output');
	if (!output) return undefined;
	const shared = known.range('hbm.shared');
	return shared ? atLeastZero(subtract(output, shared)) : output;
}

/**
 * The heap is where its last slot ends; all else lies outside. Small slots are not shown: the heap may be a little larger,
 * but never reach into what the tables outside it show.
 */
function fromTables(known: Known, tables: SlotTables | undefined): Halves | undefined {
	const used = known.range('hbm.used');
	if (!tables || !used) return undefined;
	// Tables come largest first: a heap that is not shown is not larger than the last table shown.
	const smallest = Math.min(...tables.outside.map((slot) => slotBytes(slot).high));
	const heap = tables.heapBytes ?? {low: 0, high: smallest};
	const note = tables.heapBytes
		? 'Small slots are not shown; the heap of temporaries is taken to end where the last slot shown ends.'
		: 'No table of temporaries is shown; it would come before smaller tables.';
	const ground = {rule: 'heap table against all bytes', from: ['slots', 'hbm.used'], note};
	return {outside: atLeastZero(subtract(used, heap)), temporaries: heap, all: used, ground};
}

function atMostOne(share: Interval): Interval {
	return {low: Math.min(1, Math.max(0, share.low)), high: Math.min(1, Math.max(0, share.high))};
}
