/** Programs by arithmetic: the reports that a compiler would print for small models of our own, from their dimensions alone. */
import {layoutOf} from '../../../src/model/layout.js';
import {parseShape} from '../../../src/model/shape.js';
import {printSize} from '../../../src/model/size.js';
import {withDefaultTiles} from '../../../src/model/tiling.js';

/** Memory of one program: slots of the heap, and allocations outside it with the number of values that use each. */
export interface Program {
	readonly heap: readonly (readonly string[])[];
	readonly outside: readonly {readonly shape: string; readonly values: number}[];
	readonly capacity?: string;
}

/** The memory usage report of a program that does not fit. */
export function reportOf({heap, outside, capacity = '15.75G'}: Program): string {
	const rows = heap
		.map((shapes) => ({shapes, bytes: Math.max(...shapes.map(bytesOf))}))
		.toSorted((a, b) => b.bytes - a.bytes);
	const tables = outside.map((one) => ({...one, bytes: bytesOf(one.shape)})).toSorted((a, b) => b.bytes - a.bytes);
	const total = [...rows, ...tables].reduce((sum, {bytes}) => sum + bytes, 0);
	const head =
		'  cumulative_size;       size;       offset; used_by_n_values; shapes_list\n  ------------------------------------------------------------';
	let offset = 512;
	const lines = rows.map(({shapes, bytes}) => {
		const line = `   ${binary(offset + bytes)}( 50%);   ${binary(bytes)};   ${offset};   ${shapes.length}; ${shapes.join(', ')}`;
		offset += bytes;
		return line;
	});
	const single = tables.map(
		({shape, values, bytes}) =>
			`${head}\n   ${binary(bytes)}(100%);   ${binary(bytes)};   0;   ${values}; ${values === 1 ? '' : `${values}×`}${shape}\n`,
	);
	return [
		`E1120 19:32:45.750820   10104 deepsea_compiler_base.cc:3781] XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used ${printSize(total)} of ${capacity} hbm. Exceeded hbm capacity by ${printSize(Math.max(0, total - 16_911_433_728))}. Memory usage report: `,
		'',
		'Memory Space: default (color=0)',
		`Total bytes: ${total} (${binary(total)})`,
		...(lines.length > 0 ? [head, ...lines, ''] : []),
		...single,
		'',
		'E1120 19:32:45.758820   10104 deepsea_compiler_base.cc:3801] Failed to verify buffer assignment.',
		'',
	].join('\n');
}

export interface Transformer {
	readonly layers: number;
	readonly batch: number;
	readonly sequence: number;
	readonly width: number;
	readonly hidden: number;
	readonly heads: number;
	readonly vocabulary: number;
	readonly type: 'bf16' | 'f32';
	/** Devices over which the batch is divided. */
	readonly devices: number;
	readonly remat: boolean;
	readonly donate: boolean;
	readonly print: boolean;
	/** One stack over all layers, or an array for each. */
	readonly scanned: boolean;
}

export const TRANSFORMER: Transformer = {
	layers: 24,
	batch: 64,
	sequence: 2048,
	width: 3072,
	hidden: 12_288,
	heads: 24,
	vocabulary: 128_256,
	type: 'bf16',
	devices: 4,
	remat: true,
	donate: true,
	print: false,
	scanned: true,
};

/** A training step of a transformer with its loss; what it keeps for the backward pass depends on rematerialization. */
export function transformer(model: Transformer): Program {
	const {layers, sequence: s, width: d, hidden: f, heads: h, vocabulary: v, type: t} = model;
	const b = model.batch / model.devices;
	const inner = [
		`${t}[${b},${s},${f}]`,
		`${t}[${b},${s},${h},${d / h}]`,
		`${t}[${b},${h},${s},${s}]`,
		`f32[${b},${h},${s},${s}]`,
	];
	const kept = [`${t}[${b},${s},${d}]`, ...(model.remat ? [] : inner)];
	const stack = (shape: string) => shape.replace('[', `[${layers},`);
	const weights = [`${t}[${d},${f}]`, `${t}[${f},${d}]`, `${t}[${d},${d}]`, `${t}[${d},${3 * d}]`];
	const each = (shapes: readonly string[]) =>
		model.scanned ? shapes.map(stack) : shapes.flatMap((shape) => Array.from({length: layers}, () => shape));
	const state = [...each(weights), `${t}[${v},${d}]`];
	const exchange = model.devices > 1 ? [[`((${t}[${d},${f}]), ${t}[${d / 4},${f}], s32[])`]] : [];
	const copies = [
		[`(${t}[${d},${d}], ${t}[${d},${d}], u32[])`],
		[`(s32[${b},${s}], s32[${b},${s}], u32[])`],
		['(f32[], f32[], u32[])'],
	];
	const printed = model.print ? [[`${t}[${model.batch},${h},${s},${s}]`, 'token[]', 'token[]']] : [];
	return {
		heap: [
			...each(kept).map((shape) => [shape]),
			...inner.map((shape) => [shape, `${t}[${b},${s},${d}]`]),
			[`f32[${b},${s},${v}]`],
			[`${t}[${b},${s},${v}]`, `${t}[${b * s},${d}]`],
			...each(weights).map((shape) => [shape]),
			...exchange,
			...copies,
			...printed,
		],
		outside: [
			...state.map((shape) => ({shape, values: model.donate ? 6 : 1})),
			...(model.donate ? [] : state.map((shape) => ({shape, values: 5}))),
			{shape: `s32[${b},${s}]`, values: 1},
		],
	};
}

function bytesOf(text: string): number {
	const shape = parseShape(text);
	if (shape?.kind !== 'array') return 512;
	return layoutOf(withDefaultTiles(shape))?.bytes ?? 512;
}

function binary(bytes: number): string {
	return bytes < 1024 ? `${bytes}B` : `${printSize(bytes)}iB`;
}

export interface Cache {
	readonly layers: number;
	readonly batch: number;
	readonly sequence: number;
	readonly heads: number;
	readonly head: number;
	readonly width: number;
	readonly donate: boolean;
	readonly type: 'bf16' | 'f32';
}

/** One step of decoding with a cache of keys and values that a loop over the layers updates. */
export function cache({
	layers: l,
	batch: b,
	sequence: s,
	heads: h,
	head: e,
	width: d,
	donate,
	type: t,
}: Cache): Program {
	const whole = `${t}[${l},${b},${s},${h},${e}]`;
	const one = `${t}[${b},${s},${h},${e}]`;
	const caches = donate
		? [whole, whole].map((shape) => ({shape, values: 6}))
		: [whole, whole, whole, whole].map((shape, index) => ({shape, values: index < 2 ? 5 : 1}));
	const weights = [
		`bf16[${l},${d},${4 * d}]`,
		`bf16[${l},${4 * d},${d}]`,
		`bf16[${l},${d},${d}]`,
		`bf16[${l},${d},${h * e}]`,
	];
	return {
		heap: [
			[one, one],
			[`${t}[1,${b},${s},${h},${e}]`, one],
			[`f32[${b},${h},${s}]`],
			[`bf16[${b},${d}]`],
			[`(s32[], bf16[${b},${d}], ${whole}, ${whole})`],
		],
		outside: [...caches, ...weights.map((shape) => ({shape, values: 1})), {shape: `bf16[${b},${d}]`, values: 1}],
	};
}

export interface Mlp {
	readonly layers: number;
	readonly rows: number;
	readonly width: number;
	readonly hidden: number;
	readonly type: 'bf16' | 'f32';
	readonly devices: number;
	readonly remat: boolean;
}

/** A training step of plain layers, each its own array. */
export function mlp({layers, rows, width: d, hidden: f, type: t, devices, remat}: Mlp): Program {
	const b = rows / devices;
	const each = (shapes: readonly string[]) => Array.from({length: layers}, () => shapes).flat();
	return {
		heap: [
			...each([`${t}[${b},${d}]`, ...(remat ? [] : [`${t}[${b},${f}]`])]).map((shape) => [shape]),
			[`${t}[${b},${f}]`, `${t}[${b},${d}]`],
			[`${t}[${b},${f}]`],
			...each([`${t}[${d},${f}]`, `${t}[${f},${d}]`]).map((shape) => [shape]),
			...Array.from({length: 3}, () => [`(${t}[${d},${f}], ${t}[${d},${f}], u32[])`]),
		],
		outside: [
			...each([`${t}[${d},${f}]`, `${t}[${f},${d}]`]).map((shape) => ({shape, values: 2})),
			{shape: `${t}[${b},${d}]`, values: 1},
		],
	};
}

export interface Optimizer {
	readonly matrices: number;
	readonly rows: number;
	readonly columns: number;
	readonly donate: boolean;
	readonly devices: number;
}

/** An update of parameters with two moments each: nothing but arguments and outputs. */
export function optimizer({matrices, rows, columns, donate, devices}: Optimizer): Program {
	const shape = `f32[${rows / devices},${columns}]`;
	const many = (count: number, values: number) => Array.from({length: count * matrices}, () => ({shape, values}));
	return {heap: [], outside: donate ? [...many(3, 2), ...many(1, 1)] : many(7, 1)};
}
