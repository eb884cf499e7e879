// The file *-buffer-assignment.txt of an XLA dump: exact padded bytes and layouts of every value.
import type {AssignedAllocation, AssignedValue} from '../../model/hlo.js';
import type {Slot} from '../../model/incident.js';
import {ownText} from '../hlo/shape-text.js';
import {dumpReader, MOST, MOST_VALUES, type DumpDraft, type DumpReader} from './dump-reader.js';

const ALLOCATION = /^allocation \d+: size (\d+)(?:, color (\d+))?(?:, (.*))?$/;
const VALUE = /^ value: <\d+ (.+?) @(\d+)> \(size=(\d+),offset=(\d+)\): (.+)$/;

/**
 * Reads the HBM allocations of a buffer assignment. Arguments, outputs and constants become live buffers (they live
 * throughout); the preallocated temporaries become slots, one an offset, with the shapes that take turns there.
 */
export function bufferAssignmentReader(evidence: string): DumpReader {
	let place: 'temp' | 'argument' | 'output' | 'constant' | undefined;
	let open: {bytes: number; line: number; kind: string} | undefined;
	let table = -1;
	const slots = new Map<string, {slot: Slot; largest: number}>();
	const allocations: (AssignedAllocation & {values: AssignedValue[]})[] = [];
	let names = 0;
	const line = (draft: DumpDraft, text: string, number: number) => {
		const allocation = ALLOCATION.exec(text);
		if (allocation) {
			const [, bytes = '0', color = '0', kind = ''] = allocation;
			place = color === '0' ? placeOf(kind) : undefined;
			open = {bytes: Number(bytes), line: number, kind};
			if (place === 'temp') table += 1;
			if (place) allocations.push(allocationOf(place, kind, Number(bytes), number));
			return;
		}
		const value = VALUE.exec(text);
		if (!value || place === undefined || open === undefined) return;
		const [, name = '', , size = '0', offset = '0', shape = ''] = value;
		if (names < MOST_VALUES) allocations.at(-1)?.values.push(valueOf(name, Number(size), Number(offset), shape));
		if (names++ > MOST) return;
		const plain = name.replace(/\{\}$/, '');
		draft.shapes[plain] ??= shape;
		draft.places[plain] ??= place;
		if (place === 'temp') {
			collect(slots, table, Number(offset), Number(size), shape, number);
		} else if (open.line !== -1) {
			draft.live.push({name: plain, bytes: open.bytes, shape, place, line: open.line});
			open.line = -1; // one live buffer an allocation, also if several values share it
		}
	};
	return dumpReader(evidence, 'buffer_assignment', line, (draft) => {
		draft.slots = [...slots.values()].map((entry) => entry.slot);
		if (allocations.length > 0) draft.parts = {allocations};
	});
}

function placeOf(kind: string): 'temp' | 'argument' | 'output' | 'constant' | undefined {
	if (kind.includes('thread-local')) return undefined;
	if (kind.includes('preallocated-temp')) return 'temp';
	if (/(?:^|, )parameter \d/.test(kind)) return 'argument';
	if (kind.includes('maybe-live-out')) return 'output';
	return kind.includes('constant') ? 'constant' : undefined;
}

function allocationOf(
	place: 'temp' | 'argument' | 'output' | 'constant',
	kind: string,
	bytes: number,
	line: number,
): AssignedAllocation & {values: AssignedValue[]} {
	const parameter = /(?:^|, )parameter (\d+)/.exec(kind)?.[1];
	return {
		bytes,
		kind: place === 'temp' ? 'temporary' : place,
		...(parameter !== undefined && {parameter: Number(parameter)}),
		output: kind.includes('maybe-live-out'),
		values: [],
		line,
	};
}

/** `wide.param.3{5} (phi)`: the instruction, and which array of its tuple it is. */
function valueOf(name: string, bytes: number, offset: number, shape: string): AssignedValue {
	const [, instruction = name, index = ''] = /^(.*?)(?:\{([\d,]*)\})?(?: \(phi\))?$/.exec(name) ?? [];
	return {name: ownText(instruction), index, bytes, offset, shape: ownText(shape)};
}

/** Values at one offset share a slot: the slot is as large as the largest of them. */
function collect(
	slots: Map<string, {slot: Slot; largest: number}>,
	table: number,
	offset: number,
	bytes: number,
	shape: string,
	line: number,
): void {
	if (slots.size > MOST) return;
	const key = `${String(table)}@${String(offset)}`;
	const known = slots.get(key);
	const largest = Math.max(known?.largest ?? 0, bytes);
	const before = known?.slot.shapes ?? [];
	const same = before.find((entry) => entry.shape === shape);
	const shapes = same
		? before.map((entry) => (entry === same ? {count: entry.count + 1, shape} : entry))
		: [...before, {count: 1, shape}].slice(0, 64);
	const slot = {
		size: `${String(largest)}B`,
		offset,
		values: (known?.slot.values ?? 0) + 1,
		shapes,
		table,
		line: known?.slot.line ?? line,
	};
	slots.set(key, {slot, largest});
}
