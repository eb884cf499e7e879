// A compiled program as the memory report of E1000 describes it. Every figure is computed from shapes by the arithmetic of
// layouts and printed by XLA's printer, so that the reports add up as real ones do.
import {layoutOf} from '../../src/model/layout.js';
import {parseShape} from '../../src/model/shape.js';
import {printSize} from '../../src/model/size.js';

export const K = 1024;
export const M = 1024 * K;
export const G = 1024 * M;

/** Usable and reserved HBM of one device. */
export const CHIPS = {
	v5e: {usable: 16_909_332_480, reserved: 258 * M},
	v6e: {usable: 31.25 * G, reserved: 768 * M},
	v4: {usable: 30.75 * G, reserved: 1.25 * G},
	v5p: {usable: Math.floor(95.74 * G), reserved: 264 * M},
} as const;

/** One buffer, or several equal ones. */
export interface Item {
	readonly shape: string;
	readonly op?: string;
	/** `train.py:88`. */
	readonly at?: string;
	/** `#` in it is replaced by the number of the copy. */
	readonly label: string;
	readonly kind?: string;
	readonly tag?: string;
	readonly count?: number;
}

export interface Program {
	readonly chip: keyof typeof CHIPS;
	readonly temps: readonly Item[];
	/** Bytes of temporaries too small to be listed. */
	readonly small?: number;
	/** Bytes that packing leaves unused. */
	readonly lost?: number;
	readonly args: readonly Item[];
	/** Bytes of arguments too small to be listed. */
	readonly smallArgs?: number;
	/** Outputs that are listed; `output` has their bytes too. */
	readonly outs?: readonly Item[];
	readonly output: number;
	readonly shared: number;
	/** How many entries the list of arguments and outputs shows. */
	readonly listArgs?: number;
	/** How many entries each list shows. */
	readonly list?: number;
	/** First rank shown: a log that starts in the middle. */
	readonly from?: number;
}

export interface Figures {
	readonly used: number;
	readonly capacity: number;
	readonly requirement: number;
	readonly temp: number;
	readonly args: number;
}

const FIXED = {global: 48 * K + 512, scoped: 1.88 * M, overlays: 4.05 * M};

/** Bytes that a shape occupies. */
export function bytesOf(shape: string): number {
	return measured(shape).bytes;
}

export function figuresOf(program: Program): Figures {
	const temp = total(program.temps) + (program.small ?? 0) + (program.lost ?? 0);
	const args = total(program.args) + (program.smallArgs ?? 0);
	const requirement = temp + FIXED.global + FIXED.scoped + FIXED.overlays;
	const used = requirement + args + program.output - program.shared;
	return {used, capacity: CHIPS[program.chip].usable, requirement, temp, args};
}

/** `Ran out of memory in memory space hbm. Used … Exceeded …` */
export function headline(program: Program): string {
	const {used, capacity} = figuresOf(program);
	if (used <= capacity) throw new Error(`This fits: ${printSize(used)} of ${printSize(capacity)}`);
	return `Ran out of memory in memory space hbm. Used ${printSize(used)} of ${printSize(capacity)} hbm. Exceeded hbm capacity by ${printSize(used - capacity)}.`;
}

/** The report below the headline, line by line, from the totals to the lists. */
export function report(program: Program): string[] {
	return [...totals(program), '', ...requirement(program), '', ...lists(program)];
}

export function totals(program: Program): string[] {
	const {requirement: needed, args} = figuresOf(program);
	const {reserved} = CHIPS[program.chip];
	return [
		`Total hbm usage >= ${printSize(reserved + needed + args)}:`,
		`    reserved        ${printSize(reserved).padStart(7)} `,
		`    program         ${printSize(needed).padStart(7)} `,
		`    arguments       ${printSize(args).padStart(7)} `,
		'',
		`Output size ${printSize(program.output)}; shares ${printSize(program.shared)} with arguments.`,
	];
}

export function requirement(program: Program): string[] {
	const {requirement: needed, temp} = figuresOf(program);
	const lost = program.lost ?? 0;
	const padded = temp - lost;
	const unpadded = padded - padding(program.temps);
	const share = (100 * unpadded) / padded;
	return [
		`Program hbm requirement ${printSize(needed)}:`,
		`    global          ${printSize(FIXED.global).padStart(7)}`,
		`    scoped          ${printSize(FIXED.scoped).padStart(7)}`,
		`    HLO temp        ${printSize(temp).padStart(7)} (${share.toFixed(1)}% utilization: Unpadded (${printSize(unpadded)}) Padded (${printSize(padded)}), ${((100 * lost) / temp).toFixed(1)}% fragmentation (${printSize(lost)}))`,
		`    overlays        ${printSize(FIXED.overlays).padStart(7)}`,
	];
}

/** The two lists of the largest buffers. */
export function lists(program: Program): string[] {
	const most = program.list ?? 8;
	return [
		'  Largest program allocations in hbm:',
		'',
		...entries(program.temps, most, program.from ?? 1),
		'  Largest program arguments and outputs in hbm:',
		'',
		...entries([...program.args, ...(program.outs ?? [])], program.listArgs ?? Math.min(most, 6), 1),
	];
}

function entries(items: readonly Item[], most: number, from: number): string[] {
	const single = items
		.flatMap((item) => Array.from({length: item.count ?? 1}, (_, copy) => ({item, copy})))
		.map(({item, copy}, place) => ({item, copy, place, size: bytesOf(item.shape)}))
		.sort((a, b) => b.size - a.size || a.place - b.place);
	return single.slice(from - 1, most).flatMap(({item, copy}, index) => entry(item, copy, index + from));
}

function entry({shape, op, at, label, kind, tag}: Item, copy: number, rank: number): string[] {
	const {bytes, unpadded, padding: extra, expansion} = measured(shape);
	const [file, line] = at?.split(':') ?? [];
	const numbered = (text: string): string => text.replaceAll('#', String(copy));
	const source = file === undefined ? '' : ` source_file="/home/user/${file}" source_line=${line ?? ''}`;
	return [
		`  ${rank}. Size: ${printSize(bytes)}`,
		...(op === undefined ? [] : [`     Operator: op_name="${numbered(op)}"${source}`]),
		`     Shape: ${shape}`,
		`     Unpadded size: ${printSize(unpadded)}`,
		...(extra > 0
			? [`     Extra memory due to padding: ${printSize(extra)} (${expansion.toFixed(1)}x expansion)`]
			: []),
		...(tag === undefined ? [] : [`     Tag: ${tag}`]),
		`     XLA label: ${numbered(label)}`,
		...(kind === '' ? [] : [`     Allocation type: ${kind ?? 'HLO temp'}`]),
		'     ==========================',
		'',
	];
}

function total(items: readonly Item[]): number {
	return items.reduce((sum, {shape, count}) => sum + (count ?? 1) * bytesOf(shape), 0);
}

function padding(items: readonly Item[]): number {
	return items.reduce((sum, {shape, count}) => sum + (count ?? 1) * measured(shape).padding, 0);
}

function measured(text: string): {bytes: number; unpadded: number; padding: number; expansion: number} {
	const shape = parseShape(text);
	const laidOut = shape && layoutOf(shape);
	if (!laidOut) throw new Error(`Not a shape: ${text}`);
	return laidOut;
}
