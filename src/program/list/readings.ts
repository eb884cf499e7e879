/** What one array may be: each pattern that its extents allow, with what it says of batch, sequence, vocabulary and rows. */
import type {Pattern, Patterns, Slot} from '../../model/patterns.js';
import {naturalBits} from '../../model/element.js';
import {halvedFrom} from './halves.js';
import {isGathered, isTall, TALL, type Seen, type Sight} from './seen.js';
import {isCommon, vocabularyFit} from './vocabulary.js';

/** The roles that have one extent in a whole program. */
export const SHARED = ['batch', 'sequence', 'vocabulary', 'rows'] as const;
export type Shared = (typeof SHARED)[number];

function isShared(slot: Slot): slot is Shared {
	return SHARED.some((role) => role === slot);
}

/** One way to read an array. */
export interface Reading {
	/** Undefined where the array is a parameter, or a copy or gradient of one. */
	readonly pattern?: Pattern;
	/** Roles of the extents above one, without that of the layers. */
	readonly slots: readonly Slot[];
	readonly fit: number;
	/** What must hold in the whole program; `tokens` is batch × sequence, `length` a sequence beside another. */
	readonly claims: readonly Claim[];
}

interface Claim {
	readonly role: Shared | 'tokens' | 'length' | 'space';
	readonly extent: number;
	/** Extents that it is a half, a quarter, … of. */
	readonly halvedFrom?: readonly number[];
}

/** What a pattern explains less well than this stays unexplained. */
export const UNEXPLAINED = 0.2;

/** All ways to read an array, none of them decided. */
export function readingsOf(one: Seen, sight: Sight, known: Patterns): readonly Reading[] {
	const found = known.patterns.flatMap((pattern) => readAs(pattern, one, sight, known));
	const parameter = parameterFit(one, sight);
	const [rows = 0, width = 1, ...more] = one.core;
	const isTable = more.length === 0 && rows >= TALL * width;
	const slots = one.core.map((_, at): Slot => (isTable && at === 0 ? 'table' : 'width'));
	const own = sight.parameters.has(one.core.slice(1).join());
	if (one.side === 'inside' && one.float && one.core.length === 3 && own && sight.perExample.has(rows))
		return [{slots: ['batch', 'width', 'width'], fit: 1, claims: [{role: 'batch', extent: rows}]}];
	// A form that explains it as well says more.
	return parameter > 0 ? [...found, {slots, fit: parameter, claims: []}] : found;
}

/** A parameter among the arguments, or an array with its extents inside. */
function parameterFit({key, core, side, float, plain}: Seen, sight: Sight): number {
	const isWeight = float || (side === 'outside' && /^[su][48]$/.test(plain.element));
	if (!isWeight || isTall(core, sight.keys)) return 0;
	if (sight.parameters.has(key) || sight.parameters.has(core.join())) return 1;
	if (side === 'outside') {
		if (core.length === 1) return 0.5;
		return core.length <= 3 && Math.min(...core.slice(-2)) >= NARROWEST ? 0.65 : 0;
	}
	// A product of two widths that is not a parameter: a projection that is gathered or transposed.
	return core.length === 2 && core.every((extent) => sight.widths.has(extent)) ? 0.75 : 0;
}

/** From this width on, an argument that is listed once counts as a parameter. */
const NARROWEST = 8;

function readAs(pattern: Pattern, one: Seen, sight: Sight, known: Patterns): readonly Reading[] {
	if (pattern.side !== one.side) return [];
	// Token ids have more than 8 bits; images and bytes have not.
	if (pattern.types === 'float' ? !one.float : pattern.types === 'integer' && (one.float || isNarrow(one))) return [];
	const core = leadingOne(pattern, one);
	if (core.length !== pattern.dims.length || !isPlausible(pattern.dims, core, one, sight, known)) return [];
	let fit =
		pattern.operation !== undefined && new RegExp(pattern.operation, 'i').test(one.operations) ? 1 : pattern.fit;
	const claims: Claim[] = [];
	const before = core.length - one.plain.core.length;
	for (const [at, slot] of pattern.dims.entries()) {
		const extent = core[at] ?? 1;
		const isLength = slot === 'sequence' || slot === 'space';
		const whole = isLength && at >= before ? halvedFrom(one.plain, at - before, sight.families) : [];
		// One side of an image is not halved alone.
		const part = whole.length > 0 ? (slot === 'space' ? 0 : 1) : slotFit(slot, extent, one, sight, known);
		if (part === 0) return [];
		fit *= part;
		if (slot === 'tokens' || slot === 'length' || slot === 'space' || isShared(slot))
			claims.push({role: slot, extent, ...(whole.length > 0 && {halvedFrom: whole})});
	}
	fit *= headsFit(pattern.dims, core, sight);
	const slots = pattern.dims.filter((_, at) => core[at] !== 1 || one.core.length === core.length);
	return fit > UNEXPLAINED ? [{pattern, slots, fit, claims}] : [];
}

function isNarrow({plain: {element}}: Seen): boolean {
	return element !== 'pred' && naturalBits(element) <= 8;
}

/** A batch of one is printed, and is no extent above one. */
function leadingOne({dims}: Pattern, {core, plain}: Seen): readonly number[] {
	const single =
		dims[0] === 'batch' && dims.length === core.length + 1 && plain.dims[plain.core.length - core.length] === 1;
	return single ? [1, ...core] : core;
}

/** Lengths that a sequence has at least; shorter ones are heads, patches or tiles. */
const SHORTEST_SEQUENCE = 128;
const SHORT = 48;
/** A cache without a decided batch has at least so many positions. */
const LONG = 512;
/** Kernels of convolutions are no wider. */
const WIDEST_WINDOW = 16;
/** More rows are edges, points or tables: they are not examples of one step on one device. */
const MOST_ROWS = 4_000_000;
/** Wider arrays end in a vocabulary or in rows more often than in a width. */
const WIDEST = 32_768;
const MOST_HEADS = 256;
const MOST_STATES = 256;
/** A batch that follows the sequence is that of a scan; more is one side of an image. */
const MOST_SCANNED = 512;

function slotFit(slot: Slot, extent: number, one: Seen, sight: Sight, known: Patterns): number {
	switch (slot) {
		case 'batch':
			return extent >= MOST_ROWS ? 0 : sight.widths.has(extent) && extent > MOST_SCANNED ? 0.85 : 1;
		case 'sequence':
			return extent >= SHORTEST_SEQUENCE ? 1 : extent >= SHORT ? 0.6 : 0;
		case 'length':
			return extent >= SHORT ? 1 : 0;
		case 'positions':
			return extent >= LONG ? 1 : 0;
		case 'window':
			return extent <= WIDEST_WINDOW ? 1 : 0;
		case 'tokens':
			return extent >= SHORTEST_SEQUENCE ? 1 : 0;
		case 'rows':
			return extent < SHORTEST_SEQUENCE || extent >= MOST_ROWS || sight.widths.has(extent) ? 0 : 1;
		case 'vocabulary':
			return vocabularyFit(extent, one, sight, known);
		case 'width':
			if (extent >= MOST_ROWS) return 0;
			if (extent > WIDEST || isCommon(extent, known)) return 0.55;
			return sight.widths.has(extent) ? 1 : 0.9;
		case 'heads':
			return extent <= MOST_HEADS ? 1 : 0;
		case 'head':
			return known.heads.includes(extent) ? 1 : extent <= 1024 ? 0.85 : 0;
		case 'state':
			return extent <= MOST_STATES ? 1 : 0;
		case 'experts':
			return sight.experts.has(extent) ? 1 : 0;
		case 'steps':
			return extent <= 4096 ? 1 : 0;
		case 'channel':
			return extent <= 8192 ? 1 : 0;
		case 'space':
			return extent >= 4 ? 1 : 0;
		case 'capacity':
		case 'table':
		case 'any':
			return 1;
	}
}

/** Heads that no weight has, neither as two extents nor as their product, are more likely the lengths of two sequences. */
const OTHER_HEADS = 0.9;

function headsFit(dims: readonly Slot[], core: readonly number[], {widths, parameters}: Sight): number {
	const [heads = 1, head = 1] = [core[dims.lastIndexOf('heads')], core[dims.indexOf('head')]];
	if (!dims.includes('heads') || !dims.includes('head') || widths.size === 0 || widths.has(heads * head)) return 1;
	return [...parameters].some((key) => `,${key},`.includes(`,${heads},${head},`)) ? 1 : OTHER_HEADS;
}

/** What the extents of a form have to do with each other. */
function isPlausible(
	dims: readonly Slot[],
	core: readonly number[],
	one: Seen,
	sight: Sight,
	known: Patterns,
): boolean {
	const of = (slot: Slot) => core.filter((_, at) => dims[at] === slot);
	const [sequence] = of('sequence');
	// Of scores, both sides are one length.
	if ([of('sequence'), of('length')].some(([side, other = side]) => side !== other)) return false;
	const [batch] = of('batch');
	// `[1700,6800,128]` where `[6800,6800,128]` is seen: rows of a square that is divided over four devices.
	const [first = 0, second = 0, ...rest] = core;
	const square = isGathered(second, first) && sight.keys.has([second, second, ...rest].join());
	const sides = of('space');
	// Keys and values end in a usual size of a head, unless batch and sequence are decided.
	if (dims.includes('positions') && !known.heads.includes(core.at(-1) ?? 0)) return false;
	// Two equal extents at the end are two sides of an image before they are as many heads as one is wide.
	const last = core.at(-1) ?? 0;
	if (dims.at(-1) === 'head' && last === core.at(-2) && !known.heads.includes(last)) return false;
	// Channels that moved to the front; alone the form is as well one square for each item of a batch.
	if (dims[0] === 'channel' && !sight.keys.has([...core.slice(1), core[0]].join())) return false;
	if (square) return sides.length > 0;
	// Images have sides of about one length; a sequence is followed by heads.
	const apart = dims.at(-1) === 'space' || dims.length === 3 ? 1 : 2;
	if (sides.length > 0 && Math.max(...sides) > apart * Math.min(...sides)) return false;
	if (batch !== undefined && batch > 1 && batch === sequence) return false;
	const [rows, columns] = of('rows');
	if (rows !== undefined && columns !== undefined) {
		const outside = sight.arrays.filter(({side, core: given}) => side === 'outside' && given.length === 2);
		const isInput = outside.some(({core: given}) => given[0] === rows && given[1] !== columns);
		return (
			isInput &&
			(rows === columns || (isGathered(columns, rows) && !outside.some((given) => given.core.includes(columns))))
		);
	}
	if (dims.length === 2 && dims[1] === 'width' && (rows ?? batch) !== undefined)
		return isCommonRows(core[0] ?? 0, one, sight);
	return true;
}

/** A lone matrix may be a weight; rows of one batch come in several widths, or fill more than any weight would. */
function isCommonRows(rows: number, one: Seen, sight: Sight): boolean {
	const kinds = new Set(
		sight.arrays.filter(({core}) => core.length <= 2 && core[0] === rows).map(({core}) => core[1] ?? 1),
	);
	return kinds.size >= 2 || isTall(one.core, sight.keys);
}
