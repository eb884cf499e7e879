// Axes of a device mesh, however they are printed: `Mesh('fsdp': 8, 'tp': 1)`, `mesh fsdp=4`, `dp4/fsdp64/ep1/tp4`,
// `OrderedDict([('data', 1), ('fsdp', 8)])`; and lists of devices.
import type {JobTable} from './table.js';

export interface Axis {
	/** As printed. */
	readonly axis: string;
	/** Canonical: `mesh.fsdp`. */
	readonly name: string;
	readonly size: string;
}

const DEVICE = /\bTpuDevice\(id=(\d{1,6})\b|\bTPU_(\d{1,6})\(process=/g;
const PAIR = /["']?\b([a-z][a-z_]{0,30})\b["']?\s*[:=,]\s*(-?\d{1,6})\b(?![.\d])/gi;
const SHORT = /(?<![\w-])(?:[a-z]{2,6}\d{1,5}[/x_,+ -]){1,8}[a-z]{2,6}\d{1,5}(?!\w)/gi;
const SHORT_PIECE = /([a-z]{2,6})(\d{1,5})/gi;

export function axesIn(text: string, table: JobTable): readonly Axis[] {
	if (!/mesh|sharding|parallel/i.test(text)) return [];
	const found: Axis[] = [];
	const add = (axis: string, size: string): void => {
		const name = table.axis(axis);
		if (name !== undefined && !found.some((one) => one.name === name)) found.push({axis, name, size});
	};
	for (const [, axis = '', size = ''] of text.slice(0, 4000).matchAll(PAIR)) add(axis, size);
	for (const [run] of text.slice(0, 4000).matchAll(SHORT)) {
		const pieces = [...run.matchAll(SHORT_PIECE)];
		if (pieces.every(([, axis = '']) => table.axis(axis) !== undefined)) {
			for (const [, axis = '', size = ''] of pieces) add(axis, size);
		}
	}
	return found;
}

/** Devices that a line lists: `[TpuDevice(id=0, …), TpuDevice(id=1, …)]`, counted; one alone is no list. */
export function devicesIn(text: string): readonly Axis[] {
	if (!text.includes('TpuDevice(') && !text.includes('TPU_')) return [];
	const count = new Set([...text.matchAll(DEVICE)].map(([, id, number]) => id ?? number)).size;
	return count > 1 ? [{axis: 'devices', name: 'devices', size: String(count)}] : [];
}
