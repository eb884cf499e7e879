/** How much an extent looks like a vocabulary: by its size, the operation, and what comes next to it. Size alone proves nothing. */
import type {Patterns} from '../../model/patterns.js';
import {product} from '../numbers.js';
import type {Seen, Sight} from './seen.js';

/** Without a word or a common size, a vocabulary must be this many times the widest width. */
const DWARFS = 6;
const SMALLEST_UNNAMED = 30_000;
const SMALLEST_NAMED = 5000;
const SMALLEST = 1000;

/** 0 to 1. An array ends in it (logits), or leads with it (the table) or ends in it beside a width (the head). */
export function vocabularyFit(extent: number, one: Seen, sight: Sight, known: Patterns): number {
	if (extent < SMALLEST) return 0;
	const floats = sight.arrays.filter(({float}) => float);
	const named = floats.some(({core, operations}) => core.at(-1) === extent && names(operations, known));
	const common = isCommon(extent, known);
	if (isFlattened(extent, sight) && !named && !common) return 0;
	// Something follows a sequence, in keys and values or in activations; a vocabulary ends what is computed.
	const isFollowed = ({core}: Seen) => core.length >= 3 && core.slice(1, -1).includes(extent);
	if (!named && floats.some(isFollowed)) return 0;
	const dwarfs = (times: number) => extent >= times * widest(extent, floats);
	const hasTable = floats.some(
		({side, core, key}) =>
			core.length === 2 &&
			core.includes(extent) &&
			(side === 'outside' || sight.parameters.has(key)) &&
			Math.min(...core) * 4 <= extent,
	);
	// Powers of two are tokens as often.
	if (one.core[0] === extent && Number.isInteger(Math.log2(extent)) && !named) return 0;
	if (named) return extent >= SMALLEST_NAMED && dwarfs(4) ? 1 : 0;
	if (common) return hasTable || dwarfs(4) ? 1 : 0;
	// What leads is rows as often, and what ends an argument is a width.
	if (one.core[0] === extent || one.side === 'outside') return 0;
	if (extent < SMALLEST_UNNAMED || !dwarfs(DWARFS)) return 0;
	return hasTable ? 0.9 : 0.7;
}

/** A size in wide use, or such a size divided over devices. */
export function isCommon(extent: number, known: Patterns): boolean {
	return known.vocabularies.includes(extent);
}

function names(operations: string, known: Patterns): boolean {
	return new RegExp(known.vocabularyOperation, 'i').test(operations);
}

/** A product: a parameter flattened, or what another array of the same leading extents has as two dimensions. */
function isFlattened(extent: number, {arrays, widths}: Sight): boolean {
	const leads = new Set(arrays.filter(({core}) => core.at(-1) === extent).map(({core}) => core.slice(0, -1).join()));
	return (
		arrays.some(({core, side}) => side === 'outside' && core.length >= 2 && product(core) === extent) ||
		[...widths].some((width) => width > 1 && width ** 2 !== extent && widths.has(extent / width)) ||
		arrays.some(
			({core}) => core.length >= 3 && product(core.slice(-2)) === extent && leads.has(core.slice(0, -2).join()),
		)
	);
}

/** The largest extent that ends another array of the same leading extents: the width that is multiplied into the vocabulary. */
function widest(extent: number, floats: readonly Seen[]): number {
	const lead = ({core}: Seen) => core.slice(0, -1).join();
	const leads = new Set(floats.filter(({core}) => core.at(-1) === extent).map(lead));
	const beside = floats.filter((one) => leads.has(lead(one))).map(({core}) => core.at(-1) ?? 0);
	return Math.max(0, ...beside.filter((width) => width < extent));
}
