/** Every array of one side, counted: what two sides are matched by. */
import type {Analysis, Buffer} from '../../model/analysis.js';
import {isFloat} from '../../model/element.js';
import {middle} from '../../program/list/buffers.js';
import {arraysIn, plainOf, type Plain} from '../../program/list/dims.js';

/** Arrays of one type and one list of extents above one, wherever they stand. */
export interface Entry {
	readonly key: string;
	readonly element: string;
	/** Extents above one. */
	readonly core: readonly number[];
	/** Bytes of the buffers that hold it; 0 for an array that is only mentioned. */
	readonly bytes: number;
	readonly count: number;
	/** How many values hold it, those that take turns in one slot included. */
	readonly values: number;
	readonly temporary: number;
	readonly outside: number;
	readonly op?: string;
	/** The buffers' bytes whose padding is known, and what they would be without it. */
	readonly padded: number;
	readonly unpadded: number;
}

export interface Census {
	readonly entries: ReadonlyMap<string, Entry>;
	/** Bytes of all buffers listed. */
	readonly total: number;
}

/** Counts the arrays of all buffers; those that take turns in a slot that another fills, or stand in a tuple, are only mentioned. */
export function censusOf(analysis: Analysis): Census {
	const entries = new Map<string, Entry>();
	for (const buffer of analysis.buffers) {
		const plain = plainOf(buffer.shape);
		if (plain) hold(entries, plain, buffer);
	}
	for (const {shapes} of analysis.incident.slots)
		for (const {shape, count} of shapes) for (const plain of arraysIn(shape)) mention(entries, plain, count);
	for (const {shape} of [...analysis.incident.allocations, ...analysis.incident.arguments, ...analysis.incident.live])
		if (shape !== undefined) for (const plain of arraysIn(shape)) mention(entries, plain, 1);
	return {entries, total: analysis.buffers.reduce((sum, buffer) => sum + middle(buffer.bytes), 0)};
}

export function keyOf(element: string, core: readonly number[]): string {
	return `${element}[${core.join(',')}]`;
}

/** Numbers of the model or its state rather than counters and flags. */
export function isMatrix(entry: Entry): boolean {
	return isFloat(entry.element) && entry.core.length >= 2;
}

function entryOf(entries: ReadonlyMap<string, Entry>, {element, core}: Plain): Entry {
	const key = keyOf(element, core);
	const none = {bytes: 0, count: 0, values: 0, temporary: 0, outside: 0, padded: 0, unpadded: 0};
	return entries.get(key) ?? {key, element, core, ...none};
}

function mention(entries: Map<string, Entry>, plain: Plain, values: number): void {
	const old = entryOf(entries, plain);
	entries.set(old.key, {...old, values: old.values + values});
}

function hold(entries: Map<string, Entry>, plain: Plain, buffer: Buffer): void {
	const old = entryOf(entries, plain);
	const bytes = middle(buffer.bytes);
	const outside = buffer.place === 'argument' || buffer.place === 'output';
	const op = old.op ?? buffer.op;
	entries.set(old.key, {
		...old,
		bytes: old.bytes + bytes,
		count: old.count + 1,
		temporary: old.temporary + (buffer.place === 'temp' ? 1 : 0),
		outside: old.outside + (outside ? 1 : 0),
		...(op === undefined ? {} : {op}),
		...(buffer.padding ? {padded: old.padded + bytes, unpadded: old.unpadded + bytes - middle(buffer.padding)} : {}),
	});
}
