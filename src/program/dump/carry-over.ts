import type {Flow} from '../dims/flow.js';
import {valueOf, viewsOf, type View} from '../dims/values.js';
import type {DumpArgument} from './arguments.js';
import {stackText} from './frames.js';

/** What one dimension of the device's program is in the program as written: a product of its sets, divided over devices. */
export interface Carried {
	readonly sets: readonly number[];
	readonly over: number;
}

/** Instructions of one place in the code with more shapes than this decide nothing. */
const MOST_CANDIDATES = 24;
/** Weight of an argument, which is the same before and after, against one instruction. */
const SURE = 1000;

/**
 * Finds what each set of dimensions of the scheduled module (`after`) is before optimizations: by the arguments, which are the same;
 * by instructions of the same name and call stack; by products, as 8192 = 8 × 1024; and last by an extent that only one set has.
 */
export function carriedOver(
	before: Flow,
	after: Flow,
	args: readonly DumpArgument[],
	named: ReadonlySet<number>,
): ReadonlyMap<number, Carried> {
	const votes = new Votes(before, after);
	votesOfArguments(votes, after, args);
	votesOfInstructions(votes, before, after);
	const carried = new Map(votes.winners());
	for (let round = 0; round < 4; round += 1) {
		byProducts(after, carried);
		byScale(after, carried);
	}
	byExtent(before, after, carried, named);
	return carried;
}

class Votes {
	readonly #votes = new Map<number, Map<number, number>>();
	readonly #before: Flow;
	readonly #after: Flow;

	constructor(before: Flow, after: Flow) {
		this.#before = before;
		this.#after = after;
	}

	/** One dimension after is one before, if its extent is a share of it. */
	add(after: number, before: number, weight: number): void {
		const [set, meant] = [this.#after.unions.find(after), this.#before.unions.find(before)];
		const whole = this.#before.unions.extent(meant);
		const own = this.#after.unions.extent(set);
		if (own <= 1 || shares(whole, own, this.#before.module.partitions) === undefined) return;
		const votes = this.#votes.get(set) ?? new Map<number, number>();
		this.#votes.set(set, votes);
		votes.set(meant, (votes.get(meant) ?? 0) + weight);
	}

	winners(): [number, Carried][] {
		return [...this.#votes].map(([set, votes]) => {
			const [meant = set] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
			const own = this.#after.unions.extent(set);
			return [
				set,
				{sets: [meant], over: shares(this.#before.unions.extent(meant), own, this.#before.module.partitions) ?? 1},
			];
		});
	}
}

/** Over how many devices a dimension is divided, if it is; the last device may have less. */
function shares(whole: number, own: number, partitions: number): number | undefined {
	if (whole === own) return 1;
	for (let over = 2; over <= partitions; over += 1) {
		if (partitions % over === 0 && Math.ceil(whole / over) === own) return over;
	}
	return undefined;
}

function votesOfArguments(votes: Votes, after: Flow, args: readonly DumpArgument[]): void {
	const {entry} = after;
	for (const {index, nodes} of entry ? args : []) {
		const scheduled = entry && viewsOf(valueOf(entry, entry.computation.parameters[index]))[0]?.nodes;
		if (scheduled?.length !== nodes.length) continue;
		for (const [dim, node] of scheduled.entries()) votes.add(node, nodes[dim] ?? node, SURE);
	}
}

function votesOfInstructions(votes: Votes, before: Flow, after: Flow): void {
	const places = new Map<string, View[]>();
	for (const {key, view} of namedArrays(before)) {
		const found = places.get(key) ?? [];
		places.set(key, found);
		if (found.length < MOST_CANDIDATES) found.push(view);
	}
	for (const {key, view} of namedArrays(after)) {
		for (const place of places.get(key) ?? []) {
			if (!couldBe(place.array.dims, view.array.dims, before.module.partitions)) continue;
			for (const [dim, node] of view.nodes.entries()) votes.add(node, place.nodes[dim] ?? node, 1);
		}
	}
}

/** Arrays by the last part of the operation's name, which stays when functions are inlined, and the call stack. */
function* namedArrays({module, instances}: Flow): Generator<{readonly key: string; readonly view: View}> {
	for (const instance of instances) {
		for (const [at, {opName, frame}] of instance.computation.instructions.entries()) {
			const [view] = opName === undefined ? [] : viewsOf(valueOf(instance, at));
			if (opName === undefined || !view || view.nodes.length === 0) continue;
			yield {key: `${opName.slice(opName.lastIndexOf('/') + 1)}@${stackText(module, frame)}`, view};
		}
	}
}

/** Whether every extent is the same, or divided over devices: once at most. */
function couldBe(whole: readonly number[], own: readonly number[], partitions: number): boolean {
	if (whole.length !== own.length) return false;
	let divided = 1;
	for (const [dim, extent] of whole.entries()) {
		const over = shares(extent, own[dim] ?? 0, partitions);
		if (over === undefined) return false;
		divided *= over;
	}
	return divided <= partitions;
}

/** Tokens are batch × sequence where a reshape says so; the missing factor of a product follows from the others. */
function byProducts(after: Flow, carried: Map<number, Carried>): void {
	for (const {whole, parts} of after.unions.products()) {
		const known = parts.map((part) => carried.get(part));
		if (!carried.has(whole) && known.every((part) => part !== undefined)) {
			const over = known.reduce((product, part) => product * part.over, 1);
			carried.set(whole, {sets: known.flatMap((part) => part.sets), over});
			continue;
		}
		const product = carried.get(whole);
		const missing = parts.filter((part) => !carried.has(part));
		const [open] = missing;
		if (!product || missing.length !== 1 || open === undefined || product.sets.length < 2) continue;
		const used = known.flatMap((part) => part?.sets ?? []);
		const left = product.sets.filter((set) => !used.includes(set));
		if (left.length === product.sets.length - used.length) {
			const over = known.reduce((rest, part) => rest / (part?.over ?? 1), product.over);
			carried.set(open, {sets: left, over: Math.max(1, over)});
		}
	}
}

/** A part of a dimension is that dimension, with another extent. */
function byScale(after: Flow, carried: Map<number, Carried>): void {
	for (const [a, b] of after.unions.scales()) {
		const [known, open] = carried.has(a) ? [a, b] : [b, a];
		const meant = carried.get(known);
		if (meant && !carried.has(open)) carried.set(open, meant);
	}
}

/** A set that nothing leads to is the only named one that has its extent on a device, or the only product of two. */
function byExtent(before: Flow, after: Flow, carried: Map<number, Carried>, named: ReadonlySet<number>): void {
	const extents = new Map<number, Carried[]>();
	const note = (extent: number, meant: Carried): void => {
		const found = extents.get(extent) ?? [];
		if (!found.some((other) => other.sets.join() === meant.sets.join())) extents.set(extent, [...found, meant]);
	};
	const seen = new Map<number, Set<number>>();
	for (const {sets, over} of carried.values()) {
		const [set] = sets;
		if (sets.length === 1 && set !== undefined && named.has(set)) seen.set(set, (seen.get(set) ?? new Set()).add(over));
	}
	for (const [set, overs] of seen) {
		for (const over of overs.add(1)) note(Math.ceil(before.unions.extent(set) / over), {sets: [set], over});
	}
	const singles = [...extents].flatMap(([extent, meant]) => meant.map((one) => ({extent, ...one})));
	for (const [k, a] of singles.entries()) {
		for (const b of singles.slice(k + 1))
			note(a.extent * b.extent, {sets: [...a.sets, ...b.sets], over: a.over * b.over});
	}
	for (let node = 0; node < after.unions.size; node += 1) {
		const extent = after.unions.extent(node);
		if (extent < 8 || after.unions.find(node) !== node || carried.has(node)) continue;
		const candidates = extents.get(extent) ?? [];
		const simplest = candidates.filter(({sets}) => sets.length === 1);
		const [only] = simplest.length > 0 ? simplest : candidates;
		if (only && (simplest.length === 1 || candidates.length === 1)) carried.set(node, only);
	}
}
